"""`lnrs-web forget_land`: delete land that waited too long, and kept land that nobody opened for two years."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from lnrs_web.land import actions
from lnrs_web.pages.words import HARD_SPACE, counted


class Command(BaseCommand):
    """Delete land whose time is over."""

    help = "Delete land that waited for more than an hour for somebody to sign in, and land unopened for two years."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Delete it, and say how much."""
        waited, unopened = actions.forget(timezone.now(), by="forget_land at the command line")
        told = f"{counted(waited, 'holding')} that waited, {counted(unopened, 'holding')} that nobody opened: deleted."
        self.stdout.write(told.replace(HARD_SPACE, " "))
