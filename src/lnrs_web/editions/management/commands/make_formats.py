"""`lnrs-web make_formats`: make the map in other formats before anyone asks for it."""

from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.config.command_line import telling
from lnrs_web.editions.formats import parcels
from lnrs_web.editions.queries import seen_by_everyone


class Command(BaseCommand):
    """Make GeoJSON, shapefiles and CSV of every edition that everyone may see."""

    help = "Make the map of each published edition as GeoJSON, shapefiles and CSV, so that no reader waits for it."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Make what has not been made, and say what is there."""
        for edition in seen_by_everyone():
            with telling(self.stderr):
                made = parcels.make_all(edition)
            for one in made:
                self.stdout.write(
                    f"{edition.identity}: {one.path.name}, {one.size_bytes:,} bytes, SHA-256 {one.sha256}"
                )
