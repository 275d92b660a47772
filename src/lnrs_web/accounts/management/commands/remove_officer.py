"""`lnrs-web remove_officer EMAIL --area SLUG`: take an area from an officer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.accounts import actions
from lnrs_web.accounts.management.commands import _areas
from lnrs_web.accounts.management.commands._areas import area_of
from lnrs_web.config.command_line import at_the_command_line, telling


class Command(BaseCommand):
    """Take an area from an officer."""

    help = "Take an area, or the charge of all, from an officer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """EMAIL, and --area SLUG or --all-areas."""
        _areas.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, and say so."""
        with telling(self.stderr):
            actions.remove_officer(options["email"], area_of(options), by=at_the_command_line())
        self.stdout.write(f"{options['email']} is no officer of {options['area'] or 'all areas'} any more.")
