"""`lnrs-web import_boundaries FILE`: take wards, divisions, districts or constituencies in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lnrs.errors import NotFound, Problem
from lnrs_web.areas.models import StrategyArea
from lnrs_web.briefings.actions.bringing_in import read_boundaries, take_in
from lnrs_web.briefings.models import Kind
from lnrs_web.config.command_line import at_the_command_line, telling


class Command(BaseCommand):
    """Take boundaries of one kind in."""

    help = (
        "Import the boundaries of one kind from a GeoPackage, GeoParquet or GeoJSON file, for the briefings of one "
        "area, in the place of those of that kind that it has. All of the file comes in, or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, the area, the kind, and the columns of codes and names."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--area", required=True, help="The area's name as in addresses, such as kent-and-medway.")
        parser.add_argument("--kind", required=True, choices=Kind.values)
        parser.add_argument("--code", required=True, help="The column with codes, such as WD24CD.")
        parser.add_argument("--name", required=True, help="The column with names, such as WD24NM.")
        parser.add_argument("--layer", default="", help="The layer of a GeoPackage that has several.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Import, and say how many there are now."""
        by, file = at_the_command_line(), options["file"]
        with telling(self.stderr):
            area = StrategyArea.objects.filter(slug=options["area"]).first()
            if area is None:
                raise NotFound([Problem(options["area"], "has no edition on this site.", "Import one first.")])
            outlines = read_boundaries(file, options["code"], options["name"], options["layer"])
            count = take_in(area, options["kind"], outlines, file.name, by=by)
        self.stdout.write(f"{count:,} boundaries ({Kind(options['kind']).label}) of {area.name} are in use.")
