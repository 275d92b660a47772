"""`lnrs-web example_petition`: make the example petition of areas whose edition is an invented one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.config.command_line import at_the_command_line, telling
from lnrs_web.editions.queries import invented_editions
from lnrs_web.petition.example import make_example


class Command(BaseCommand):
    """Make the example petition."""

    help = "Make a petition with invented signatures, labelled as an example, where the area's edition is invented."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The area."""
        parser.add_argument(
            "area", nargs="?", default="", help="its name in addresses, such as kent-and-medway; all without"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Make it, unless it is there."""
        with telling(self.stderr):
            editions = invented_editions(options["area"])
        for edition in editions:
            one = make_example(edition, by=at_the_command_line())
            self.stdout.write(f"The example petition is at /{one.area.slug}/petition/{one.slug}/.")
