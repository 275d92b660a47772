"""`lnrs-web import_england FOLDER`: take an England edition in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.config.command_line import at_the_command_line, telling
from lnrs_web.england import actions


class Command(BaseCommand):
    """Take an England edition in, and put it before everyone if asked to: it is a sum of what others published, and no
    act of any strategy's procedure."""

    help = "Import the England edition in a folder: every byte is checked, and it is in whole or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FOLDER and --publish."""
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--publish",
            action="store_true",
            help="Show it on the pages about England. The one before stays, and can be published again by giving this "
            "command with its folder.",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Import, and say what is now there."""
        by = at_the_command_line()
        with telling(self.stderr):
            edition = actions.import_england(options["folder"], by=by)
            if options["publish"] and edition.stage != edition.Stage.PUBLISHED:
                edition = actions.publish(edition, by=by)
        self.stdout.write(f"{edition.identity} is {edition.get_stage_display()}.")
