"""The app of briefings."""

from typing import Any

from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    """Says what it keeps of somebody."""

    name = "lnrs_web.briefings"

    def ready(self) -> None:
        """From now on whoever asks for all that is kept of them is told which briefings they have by mail."""
        from lnrs_web.accounts.signals import data_asked

        data_asked.connect(_held, dispatch_uid="briefings")


def _held(person: Any, **_: Any) -> dict[str, Any]:
    from lnrs_web.briefings.models import Subscription

    found = Subscription.objects.filter(email=person.email)
    rows = found.values("area__name", "kind", "code", "asked_at", "proven_at")
    return {"briefings that you asked for": list(rows)} if rows else {}
