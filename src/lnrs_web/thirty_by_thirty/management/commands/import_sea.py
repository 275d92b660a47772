"""`lnrs-web import_sea FILE`: bring in the outline of an area's sea, which its share of the sea is of."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lnrs.errors import LayerRefused, Problem
from lnrs.thirty_by_thirty.pieces import common
from lnrs.units import HA_M2
from lnrs_web.config.command_line import at_the_command_line, telling
from lnrs_web.editions.queries import current_editions
from lnrs_web.pages.words import counted
from lnrs_web.strategy.here import area_shape
from lnrs_web.thirty_by_thirty.file_actions import remove_sea, take_sea
from lnrs_web.thirty_by_thirty.from_file import MOVED, read_whole
from lnrs_web.thirty_by_thirty.management.commands._area import area_named


class Command(BaseCommand):
    """Bring the outline of a sea in, or take it away."""

    help = (
        "Import the outline of an area's sea from a GeoPackage, GeoParquet, GeoJSON or zipped shapefile, in the place "
        "of the one that it has. Its 30 by 30 page then has the share of the sea beside that of the land."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, the area, the source, and --remove."""
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--area", required=True, help="The area's name as in addresses, such as kent-and-medway.")
        parser.add_argument("--source", default="", help="Whose outline it is, in words that everyone may read.")
        parser.add_argument("--layer", default="", help="The layer of a file that has several.")
        parser.add_argument("--remove", action="store_true", help="Take the outline away that the area has.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Import, and say how large it is and how much of the land it covers."""
        by, file, source = at_the_command_line(), options["file"], options["source"].strip()
        if options["remove"] == bool(file) or (file and not source):
            raise CommandError("Give FILE and --source, or --remove alone.", returncode=2)
        with telling(self.stderr):
            area = area_named(options["area"])
            if options["remove"]:
                remove_sea(area, by=by)
                self.stdout.write(f"{area.name} has no outline of its sea any more.")
                return
            shape, areas = read_whole(file, options["layer"])
            if len(areas.off):
                what = f"has {counted(len(areas.off), 'row')} not all on the National Grid."
                raise LayerRefused([Problem(file.name, what, "Clip it to the area's sea.")])
            made = take_sea(area, shape, source, by=by)
        self.stdout.write(f"The sea of {area.name} is {made.size_ha:,.0f} ha, by the outline of {made.source}.")
        if areas.moved:
            self.stdout.write(MOVED)
        if edition := current_editions().filter(area=area).first():
            both_ha = float(common(shape, area_shape(edition)).area) / HA_M2
            self.stdout.write(f"It shares {both_ha:,.1f} ha with the land.")
