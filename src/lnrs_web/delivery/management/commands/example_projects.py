"""`lnrs-web example_projects`: projects for the invented editions that are published here, to show what delivery is."""

from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.config.command_line import at_the_command_line
from lnrs_web.delivery.actions.examples import add_examples
from lnrs_web.editions.queries import current_editions


class Command(BaseCommand):
    """Add invented projects to invented editions."""

    help = (
        "Add a few invented projects, each labelled as an example, to every published edition that is itself invented "
        "and has no project yet. Real strategies are left alone."
    )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Add them, and say how many."""
        by, count = at_the_command_line(), 0
        for edition in current_editions().select_related("area"):
            count += len(add_examples(edition, by=by))
        self.stdout.write(f"{count} example projects added.")
