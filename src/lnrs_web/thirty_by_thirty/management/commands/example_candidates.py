"""`lnrs-web example_candidates`: an account of 30 by 30 for the invented editions that are published here."""

from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.config.command_line import at_the_command_line
from lnrs_web.editions.queries import current_editions
from lnrs_web.thirty_by_thirty.examples import add_examples


class Command(BaseCommand):
    """Add assessed candidates to invented editions."""

    help = (
        "Take sites of every published edition that is itself invented and has no candidate for 30 by 30 yet, and "
        "assess them by example. Real strategies are left alone."
    )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Add them, and say how many."""
        by, count = at_the_command_line(), 0
        for edition in current_editions().select_related("area"):
            count += len(add_examples(edition, by=by))
        self.stdout.write(f"{count} example candidates for 30 by 30 assessed.")
