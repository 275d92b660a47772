"""`lnrs-web take_in_uploads`: take in what officers uploaded. The site begins it by itself."""

from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.desk import intake
from lnrs_web.pages.words import counted


class Command(BaseCommand):
    """Take in what officers uploaded."""

    help = "Take in the uploads that wait, and those that were broken off. The site begins it by itself."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Work until nothing waits."""
        self.stdout.write(f"{counted(intake.work(), 'upload')} dealt with.")
