"""`lnrs-web import_candidates FILE`: bring a file of candidates for 30 by 30, of any size, into an area's account."""

from argparse import ArgumentParser
from dataclasses import fields
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.config.command_line import at_the_command_line, telling
from lnrs_web.pages.words import counted
from lnrs_web.thirty_by_thirty.file_actions import take_file
from lnrs_web.thirty_by_thirty.from_file import MOVED, Asked, read_rows
from lnrs_web.thirty_by_thirty.management.commands._area import area_named
from lnrs_web.thirty_by_thirty.plan import plan


class Command(BaseCommand):
    """Bring a file of candidates in, or say what it would do."""

    help = (
        "Import candidates for 30 by 30 from a GeoPackage, GeoParquet, GeoJSON or zipped shapefile of any size. Sites "
        "outside the area are left out. A later file of the same source takes the place of the one before: sites are "
        "added, changed, or gone. No test is answered by it, and answers stay. All of the file comes in, or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, the area, the source, columns, and --dry-run."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--area", required=True, help="The area's name as in addresses, such as kent-and-medway.")
        parser.add_argument("--source", required=True, help="Whose layer it is, in words that everyone may read.")
        parser.add_argument(
            "--designation", default="NONE", help="The designation of rows that name none, such as SSSI."
        )
        parser.add_argument("--owner", default="", help="The owner of rows that name none, such as public.")
        parser.add_argument(
            "--realm",
            default="",
            help="land, sea, or both: what lies in the land is land, and what lies in the sea is sea. Without it only "
            "Marine Conservation Zones are sea.",
        )
        parser.add_argument("--ref", default="", help="The column with references (default: ref or reference).")
        parser.add_argument("--name", default="", help="The column with names (default: name).")
        parser.add_argument("--layer", default="", help="The layer of a file that has several.")
        parser.add_argument("--leave-out-empty", action="store_true", help="Leave out rows that have no area.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what it would do.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Import, and say what was done, or would be."""
        by, file, source = at_the_command_line(), options["file"], options["source"].strip()[:200]
        asked = Asked(**{one.name: options[one.name] for one in fields(Asked)})
        with telling(self.stderr):
            area = area_named(options["area"])
            rows, off, areas = read_rows(file, asked)
            if options["dry_run"]:
                found = plan(area, rows, source, off=off)
            else:
                found = take_file(area, rows, source, file=file.name, sha256=areas.sha256, by=by, off=off)
        for line in found.lines():
            self.stdout.write(line)
        for kind, ref in sorted(off):
            self.stdout.write(f"not all on the National Grid, and left as it is: {kind}:{ref}")
        if areas.empty:
            self.stdout.write(f"Left out, as they have no area: {counted(areas.empty, 'row')}.")
        if areas.moved:
            self.stdout.write(MOVED)
        would = "Nothing is changed yet. It would be: " if options["dry_run"] else ""
        self.stdout.write(f"{would}{found.in_words()}.")
