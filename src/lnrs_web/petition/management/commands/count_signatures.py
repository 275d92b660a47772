"""`lnrs-web count_signatures`: count now, compare with the signatures themselves, and put right what is wrong."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from lnrs_web.config.command_line import at_the_command_line
from lnrs_web.petition.actions import counting
from lnrs_web.petition.models import Petition


class Command(BaseCommand):
    """Count signatures."""

    help = "Count what was signed since the last time, and compare every petition's count with its signatures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--repair."""
        parser.add_argument("--repair", action="store_true", help="Put right what is wrong.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Count, and say what was found."""
        counting.count_all(timezone.now())
        for one in Petition.objects.exclude(state=Petition.State.DRAFT).select_related("area"):
            found = counting.recount(one)
            if found.is_right:
                said = f"{found.shown} signatures, which is right"
            elif options["repair"]:
                counting.repair_as(one, by=at_the_command_line())
                said = f"showed {found.shown}, and shows {found.marked} now"
            else:
                said = f"shows {found.shown}, and there are {found.marked}. --repair puts it right"
            self.stdout.write(f"{one.slug}: {said}.")
