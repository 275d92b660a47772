"""The app of a strategy's pages, which draws the first picture of each edition as the edition is taken in."""

from typing import Any

from django.apps import AppConfig
from django.db import transaction


class StrategyConfig(AppConfig):
    """Listens for editions."""

    name = "lnrs_web.strategy"

    def ready(self) -> None:
        """From now on the area's map is drawn once an edition is in, so that no reader waits for it."""
        from lnrs_web.editions.signals import edition_imported

        edition_imported.connect(_taken_in, dispatch_uid="strategy")


def _taken_in(edition: Any, **_: Any) -> None:
    from lnrs_web.strategy import maps

    transaction.on_commit(lambda: maps.shown(maps.of_area(edition)), robust=True)  # it only saves time later
