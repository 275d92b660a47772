"""`lnrs-web add_officer EMAIL --area SLUG`: make somebody an officer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.accounts import actions
from lnrs_web.accounts.management.commands import _areas
from lnrs_web.accounts.management.commands._areas import area_of
from lnrs_web.config.command_line import at_the_command_line, telling


class Command(BaseCommand):
    """Make somebody an officer."""

    help = "Let the person of a mail address import and publish editions of an area, or of all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """EMAIL, and --area SLUG or --all-areas."""
        _areas.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, and say so."""
        with telling(self.stderr):
            officer = actions.add_officer(options["email"], area_of(options), by=at_the_command_line())
        self.stdout.write(f"{officer.person} is an officer of {officer.of}, and signs in at /account/sign-in/.")
