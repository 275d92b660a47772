"""`lnrs-web undo_candidates`: take back the last file of candidates of a source."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.config.command_line import at_the_command_line, telling
from lnrs_web.thirty_by_thirty.file_actions import take_back
from lnrs_web.thirty_by_thirty.management.commands._area import area_named


class Command(BaseCommand):
    """Undo what `import_candidates` did last."""

    help = (
        "Undo the last file of candidates of a source: what it added is withdrawn, what it changed or left out is as "
        "it was. Given again, it undoes the one before. What was changed at the desk since stays as it is, and is told."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The area and the source."""
        parser.add_argument("--area", required=True, help="The area's name as in addresses, such as kent-and-medway.")
        parser.add_argument("--source", required=True, help="The words that the file was imported with.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Undo it, and say what was left."""
        by = at_the_command_line()
        with telling(self.stderr):
            intake, left = take_back(area_named(options["area"]), options["source"].strip()[:200], by=by)
        for one in left:
            self.stdout.write(f"changed since, and left as it is: {one}")
        self.stdout.write(f"{intake.file} is undone.")
