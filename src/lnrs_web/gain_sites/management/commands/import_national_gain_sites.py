"""`lnrs-web import_national_gain_sites FILE`: take a file of the national register of biodiversity gain sites in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lnrs.errors import NotFound, Problem
from lnrs_web.config.command_line import at_the_command_line, telling
from lnrs_web.gain_sites.actions.national import take_in


class Command(BaseCommand):
    """Take a file of the national register in."""

    help = (
        "Import sites of the national register of biodiversity gain sites from CSV, JSON or GeoJSON with the fields of "
        "its public interface. What becomes of every row is told."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Import, and tell what became of each row."""
        by = at_the_command_line()
        with telling(self.stderr):
            try:
                data = options["file"].read_bytes()
            except OSError:
                raise NotFound(
                    [Problem(str(options["file"]), "cannot be read.", "Name a file that is there.")]
                ) from None
            told = take_in(data, by=by)
        for one in told:
            self.stdout.write(str(one))
        self.stdout.write(f"{len(told)} rows.")
