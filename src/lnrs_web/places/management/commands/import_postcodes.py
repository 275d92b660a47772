"""`lnrs-web import_postcodes FILE`: take a public table of postcodes in."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.config.command_line import at_the_command_line, telling
from lnrs_web.places import actions
from lnrs_web.places.models import Postcode


class Command(BaseCommand):
    """Take a table of postcodes in."""

    help = (
        "Import Code-Point Open or the ONS Postcode Directory, as a zip, a folder or a CSV, in place of the postcodes "
        "that the site has. All of it is in use at once, or none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE and --release."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--release", default="", help="Which release it is; otherwise the name of the file.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Import, and say what is now in use."""
        by = at_the_command_line()
        with telling(self.stderr):
            release = actions.import_postcodes(
                options["file"], by=by, version=options["release"], progress=self._progress
            )
        count = Postcode.objects.filter(release=release).count()
        self.stdout.write(f"{count:,} postcodes of {release.source}, {release.version}, are in use.")

    def _progress(self, task: str, share: float) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{task} {share:.0%}", ending="")
