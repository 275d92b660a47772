"""`lnrs-web remind`: remind authorities and officers of what is due."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lnrs_web.config.clock import today
from lnrs_web.config.command_line import at_the_command_line
from lnrs_web.pages.words import HARD_SPACE, counted
from lnrs_web.procedure.reminding import remind


class Command(BaseCommand):
    """Post reminders; run it once a day, and as often as you like."""

    help = (
        "Remind authorities and officers of what is due in the procedure: 14, 7, 2 and 0 days before the last day, "
        "a day after it, and weekly until it is done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The day."""
        parser.add_argument("--on", type=date.fromisoformat, help="the day, as 2025-02-11 (default: today in England)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Post them, and say how many."""
        posted = remind(options["on"] or today(), by=at_the_command_line())
        self.stdout.write(f"{counted(posted, 'reminder')} posted.".replace(HARD_SPACE, " "))
