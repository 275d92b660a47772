"""The app of have your say, which tells people what it holds of them by their mail address."""

from typing import Any

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    """Listens for people who ask for all that is kept of them."""

    name = "lnrs_web.engagement"

    def ready(self) -> None:
        """From now on what somebody said is part of their data."""
        from lnrs_web.accounts.signals import data_asked

        data_asked.connect(_held, dispatch_uid="engagement")


def _held(person: Any, **_: Any) -> dict[str, list[dict[str, Any]]]:
    from lnrs_web.engagement.queries import given_by

    said = given_by(person.email)
    return {"what you said in consultations": said} if said else {}
