"""`lnrs-web retain`: delete, and make anonymous, what has been kept long enough."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from lnrs_web.config.command_line import at_the_command_line
from lnrs_web.retention.actions import retain, would_go
from lnrs_web.retention.rules import in_words, rules


class Command(BaseCommand):
    """Keep to the rules about how long things are kept."""

    help = "Delete, and make anonymous, what has been kept long enough, and say how much of each kind that was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="Only say how much it would be.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, and show a table."""
        now, by, dry = timezone.now(), at_the_command_line(), options["dry_run"]
        lines = [("what", "kept for", "then", "would be now" if dry else "now")]
        for rule in rules():
            count = len(would_go(rule, now) if dry else retain(rule, now, by=by))
            lines.append((rule.what, in_words(rule.kept), str(rule.done), str(count)))
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        for *words, count_told in lines:
            told = "  ".join(word.ljust(width) for word, width in zip(words, widths, strict=False))
            self.stdout.write(f"{told}  {count_told.rjust(widths[-1])}")
