"""The app of petitions, which has the worker count, and tells people what it holds of them by their mail address."""

from datetime import datetime
from typing import Any

from django.apps import AppConfig


class PetitionConfig(AppConfig):
    """Counts every few seconds, and listens for people who ask for all that is kept of them."""

    name = "lnrs_web.petition"

    def ready(self) -> None:
        """From now on signatures are counted, updates posted, and part of what somebody asks for."""
        from lnrs_web.accounts.signals import data_asked
        from lnrs_web.outbox.turns import every_few_seconds

        every_few_seconds("count signatures", _counted)
        every_few_seconds("post petition updates", _posted)
        data_asked.connect(_held, dispatch_uid="petition")


def _counted(now: datetime) -> object:
    from lnrs_web.petition.actions.counting import count_all

    return count_all(now)


def _posted(now: datetime) -> object:
    from lnrs_web.petition.actions.writing import post_some

    return post_some(now)


def _held(person: Any, **_: Any) -> dict[str, list[dict[str, Any]]]:
    from lnrs_web.petition.queries import given_by

    signed = given_by(person.email)
    return {"petitions that you signed": signed} if signed else {}
