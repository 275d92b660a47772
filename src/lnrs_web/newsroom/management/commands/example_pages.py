"""Publish the invented pages of the demonstration: `lnrs-web example_pages kent-and-medway`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from lnrs_web.config.command_line import at_the_command_line, telling
from lnrs_web.editions.queries import invented_editions
from lnrs_web.newsroom.examples import add_examples
from lnrs_web.pages.words import counted


class Command(BaseCommand):
    """Publish invented pages where an area's edition is invented, each labelled as an example."""

    help = "Publish invented stories, news, events, guidance and questions in areas whose edition is invented."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which area."""
        parser.add_argument(
            "area", nargs="?", default="", help="its name in addresses, such as kent-and-medway; all without"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Publish them; those that are there stay as they are."""
        with telling(self.stderr):
            editions = invented_editions(options["area"])
        for edition in editions:
            new = add_examples(edition.area, timezone.now(), by=at_the_command_line())
            self.stdout.write(f"{counted(new, 'example page')} published in {edition.area.name}.")
