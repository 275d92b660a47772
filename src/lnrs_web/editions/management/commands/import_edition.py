"""`lnrs-web import_edition FOLDER`: take an edition in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from lnrs_web.audit.actions import record
from lnrs_web.config.command_line import at_the_command_line, telling
from lnrs_web.editions import actions


class Command(BaseCommand):
    """Take an edition in, and put it before everyone if asked to. At the desk two people do; here whoever runs the
    machine does, and the record says so. It is no act of the procedure."""

    help = "Import the edition in a folder: every byte is checked, and it is in whole or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FOLDER and --publish."""
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--publish",
            action="store_true",
            help="Let everyone read it: by whoever gives the command alone, which the record says. In law nothing is "
            "published by it: two people record that at the desk.",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Import, and say what is now there."""
        by = at_the_command_line()
        with telling(self.stderr):
            edition = actions.import_edition(options["folder"], by=by)
            if options["publish"] and edition.stage != edition.Stage.PUBLISHED:
                with transaction.atomic():
                    record("publish by one person", edition.identity, by=by, area=edition.area_id)
                    edition = actions.publish(edition, by=by)
        self.stdout.write(f"{edition.identity} is {edition.get_stage_display()}.")
