"""`lnrs-web import_edition FOLDER`: take an edition in."""

from argparse import ArgumentParser
from getpass import getuser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lnrs.errors import LnrsError
from lnrs_web.editions import actions


class Command(BaseCommand):
    """Take an edition in, and publish it if asked to."""

    help = "Import the edition in a folder: every byte is checked, and it is in whole or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FOLDER and --publish."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--publish", action="store_true", help="Let everyone see it.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Import, and say what is now there."""
        by = f"{getuser()} at the command line"
        try:
            edition = actions.import_edition(options["folder"], by=by)
            if options["publish"] and edition.stage != edition.Stage.PUBLISHED:
                edition = actions.publish(edition, by=by)
        except LnrsError as error:
            self.stderr.write(f"{error.summary}:")
            for problem in error.problems:
                self.stderr.write(f"  * {problem}")
            raise SystemExit(error.exit_code) from error
        self.stdout.write(f"{edition.identity} is {edition.get_stage_display()}.")
