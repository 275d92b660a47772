"""`lnrs-web forget_drafts`: delete drafts that nobody sent for 60 days."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from lnrs_web.engagement.actions import drafts
from lnrs_web.pages.words import HARD_SPACE, counted


class Command(BaseCommand):
    """Delete drafts whose time is over."""

    help = "Delete what was begun under Have your say more than 60 days ago and never sent."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Delete them, and say how many."""
        gone = drafts.forget_old(timezone.now() - drafts.KEPT, by="forget_drafts at the command line")
        self.stdout.write(f"{counted(gone, 'draft')} that nobody sent: deleted.".replace(HARD_SPACE, " "))
