"""Publish the invented pages of the demonstration: `lnrs-web example_pages kent-and-medway`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lnrs_web.areas.models import StrategyArea
from lnrs_web.config.command_line import at_the_command_line
from lnrs_web.newsroom.examples import add_examples
from lnrs_web.pages.words import counted


class Command(BaseCommand):
    """Publish invented stories, news, events, guidance and questions in an area, each labelled as an example."""

    help = "Publish invented stories, news, events, guidance and questions in an area, each labelled as an example."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which area."""
        parser.add_argument("area", help="name of the area in addresses, such as kent-and-medway")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Publish them; those that are there stay as they are."""
        area = StrategyArea.objects.filter(slug=options["area"]).first()
        if area is None:
            raise CommandError(f"{options['area']} is no area with an edition on this site.")
        new = add_examples(area, timezone.now(), by=at_the_command_line())
        self.stdout.write(f"{counted(new, 'example page')} published in {area.name}.")
