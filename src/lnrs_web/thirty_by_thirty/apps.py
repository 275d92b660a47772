"""The app of 30 by 30."""

from typing import Any

from django.apps import AppConfig


class ThirtyConfig(AppConfig):
    """Says what it keeps of somebody."""

    name = "lnrs_web.thirty_by_thirty"

    def ready(self) -> None:
        """From now on whoever asks for all that is kept of them is told which sites they suggested."""
        from lnrs_web.accounts.signals import data_asked

        data_asked.connect(_held, dispatch_uid="30 by 30")


def _held(person: Any, **_: Any) -> dict[str, list[dict[str, object]]]:
    from lnrs_web.thirty_by_thirty.suggesting import given_by

    sites = given_by(person.email)
    return {"sites that you suggested for 30 by 30": sites} if sites else {}
