"""`lnrs-web restore FILE`: a site from a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.backup.actions import restore
from lnrs_web.backup.ending import ends_as_by_ctrl_c
from lnrs_web.config.command_line import at_the_command_line, telling
from lnrs_web.pages.words import counted


class Command(BaseCommand):
    """Bring a site back."""

    help = (
        "Bring the site of a backup back: every byte is checked first, and it is in place whole or not at all. A site "
        "that is there is left alone, unless --replace says otherwise."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE and --replace."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Put it in the place of the site that is there. Its files, and a SQLite database, are kept in a "
            "folder before-restore-... beside them; the tables of a PostgreSQL database are gone.",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Bring it back, and say what is to be done yet."""
        by = at_the_command_line()
        ends_as_by_ctrl_c()
        with telling(self.stderr):
            done = restore(options["file"], replace=options["replace"], by=by)
        self.stdout.write(
            f"The site is as of {done.made_at}: {counted(done.files, 'file')}, {done.size_bytes:,} bytes."
        )
        if done.aside:
            self.stdout.write(f"What was there before is in {done.aside}; delete it when all is well.")
        if done.held_back:
            self.stdout.write(
                f"{counted(done.held_back, 'mail')} waited to be sent when the backup was made, and may have gone "
                "since: held back, for an officer to look at."
            )
        if done.to_migrate:
            self.stdout.write("The backup is of older software: give `lnrs-web migrate` before the site is served.")
        if not done.same_key:
            self.stdout.write(
                "The secret key is another one than that of the site that was backed up: put that one in place, or "
                "second factors have to be set up again."
            )
