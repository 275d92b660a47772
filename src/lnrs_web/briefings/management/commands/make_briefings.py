"""`lnrs-web make_briefings`: have the briefings of every published edition made."""

from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.briefings.actions.making import begin
from lnrs_web.briefings.models import Run
from lnrs_web.briefings.refused import BriefingRefused
from lnrs_web.config.command_line import at_the_command_line
from lnrs_web.editions.queries import current_editions


class Command(BaseCommand):
    """Have briefings made."""

    help = (
        "Have the briefings of every published edition made that has none yet. The site's worker makes them, one after "
        "another, and goes on where it was broken off."
    )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Ask for them, and say of which areas."""
        by = at_the_command_line()
        for edition in current_editions().select_related("area"):
            if Run.objects.filter(edition=edition, state=Run.State.DONE).exists():
                self.stdout.write(f"{edition.area.name}: there are briefings of this edition.")
                continue
            try:
                begin(edition, by=by)
                self.stdout.write(f"{edition.area.name}: the worker makes them.")
            except BriefingRefused as refused:
                self.stdout.write(f"{edition.area.name}: {refused.problems[0].what}")
