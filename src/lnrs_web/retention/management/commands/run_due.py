"""`lnrs-web run_due`: do what is due from time to time. The worker of a served site begins it every hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from lnrs_web.config.locks import Held, alone
from lnrs_web.retention.due import run_due


class Command(BaseCommand):
    """Do what is due."""

    help = "Do what is due from time to time. The worker begins it every hour; to begin it twice at once does no harm."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, unless it is being done."""
        try:
            with alone("run_due"):
                told, well = run_due(timezone.now(), by="the timer")
        except Held:
            self.stdout.write("It is being done already.")
            return
        for line in told:
            self.stdout.write(line)
        if not well:
            raise SystemExit(1)
