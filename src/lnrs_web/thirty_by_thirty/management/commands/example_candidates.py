"""`lnrs-web example_candidates`: candidates for 30 by 30 for the invented editions that are published here."""

from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.config.command_line import at_the_command_line
from lnrs_web.editions.queries import current_editions
from lnrs_web.thirty_by_thirty.examples import add_examples


class Command(BaseCommand):
    """Add invented candidates to invented editions."""

    help = (
        "Take the sites of every published edition that is itself invented as candidates for 30 by 30, with invented "
        "answers, each labelled as an example. Real strategies, and areas with candidates, are left alone."
    )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Add them, and say how many."""
        by, count = at_the_command_line(), 0
        for edition in current_editions().select_related("area"):
            count += len(add_examples(edition, by=by))
        self.stdout.write(f"{count} example candidates added.")
