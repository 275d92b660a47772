"""The app of the search, which takes in the words of each edition as the edition is taken in."""

from pathlib import Path
from typing import Any

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Listens for editions."""

    name = "lnrs_web.search"

    def ready(self) -> None:
        """From now on every edition that is imported can be searched."""
        from lnrs_web.editions.signals import edition_imported
        from lnrs_web.newsroom.signals import pages_changed

        edition_imported.connect(_taken_in, dispatch_uid="search")
        pages_changed.connect(_pages_taken_in, dispatch_uid="search")


def _taken_in(edition: Any, folder: Path, by: str, **_: Any) -> None:
    from lnrs_web.search import actions

    actions.take_in(edition, folder, by=by)


def _pages_taken_in(area: int, **_: Any) -> None:
    from lnrs_web.search import actions

    actions.take_in_pages(area)
