"""`lnrs-web forget_second_factor EMAIL`: for somebody who lost their telephone and their recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.accounts import actions
from lnrs_web.config.command_line import at_the_command_line, telling


class Command(BaseCommand):
    """Let somebody set up a second factor again."""

    help = "Let somebody who lost their second factor set it up again. Be sure first that it is they who ask."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """EMAIL."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, and say so."""
        with telling(self.stderr):
            actions.forget_second_factor(options["email"], by=at_the_command_line())
        self.stdout.write(f"{options['email']} sets up a second factor at the next signing in.")
