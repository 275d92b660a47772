"""`lnrs-web check_audit`: whether the record of what was done is as it was written."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lnrs.errors import Problem, RecordBroken
from lnrs_web.audit import queries
from lnrs_web.config.command_line import telling

ASK = "Keep the database as it is, compare it with a backup, and ask who could write to it."


class Command(BaseCommand):
    """Look at every row of the record."""

    help = "Verify the record of what was done, row by row; exit code 18 where it was changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--holds DIGEST."""
        parser.add_argument("--holds", metavar="DIGEST", help="A digest that was noted down: nothing up to it is gone.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Look, and say so."""
        with telling(self.stderr):
            if first := next(queries.broken(), None):
                raise RecordBroken([Problem(f"Row {first[0]}", f"{first[1]}.", ASK)])
            noted = (options["holds"] or "").strip().lower()
            if noted and not queries.holds(noted):
                raise RecordBroken([Problem(noted, "is the digest of no row: rows at the end are gone.", ASK)])
        if (last := queries.last()) is None:
            self.stdout.write("Nothing has been done yet.")
            return
        self.stdout.write(f"Every row of the record is as it was written. The last is number {last.id}, with digest")
        self.stdout.write(last.digest)
