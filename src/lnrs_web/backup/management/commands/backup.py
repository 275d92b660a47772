"""`lnrs-web backup FILE`: all of the site in one file."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.backup.actions import back_up
from lnrs_web.backup.ending import ends_as_by_ctrl_c
from lnrs_web.config.command_line import at_the_command_line, telling
from lnrs_web.pages.words import counted


class Command(BaseCommand):
    """Back the site up."""

    help = (
        "Write the database and the site's files into one new file, with a checksum of each, while the site goes on. "
        "The secret key is not in it: keep it apart. All that people wrote is: keep the file as safe as the site."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Write it, and say what is in it."""
        by, file = at_the_command_line(), options["file"]
        ends_as_by_ctrl_c()
        with telling(self.stderr):
            done = back_up(file, by=by)
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        self.stdout.write(f"{file}: {counted(done.files, 'file')}, {done.size_bytes:,} bytes, as of {done.made_at}.")
        self.stdout.write(f"SHA-256 {digest}")
        self.stdout.write("The secret key is not in it: keep LNRS_SECRET_KEY, or the file secret-key, apart.")
