"""`lnrs-web remove_site_checks`: take away the planning checks that have been kept as long as is said."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from lnrs_web.pages.words import HARD_SPACE, counted
from lnrs_web.planning import actions, queries
from lnrs_web.planning.models import SiteCheck


class Command(BaseCommand):
    """Take away old checks, or those that somebody asks to be taken away."""

    help = "Take away the planning checks that have been kept long enough, or those whose keys are given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--key, any number of times, and --dry-run."""
        parser.add_argument("--key", action="append", default=[], help="Take away this one, however old it is.")
        parser.add_argument("--dry-run", action="store_true", help="Only say which would be taken away.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Take them away, and name each."""
        now, keys = timezone.now(), options["key"]
        if options["dry_run"]:
            found = SiteCheck.objects.filter(key__in=keys) if keys else queries.kept_too_long(now)
            removed = list(found.values_list("key", flat=True))
        else:
            removed = actions.remove_named(keys) if keys else actions.remove_kept_too_long(now)
        for key in removed:
            self.stdout.write(key)
        done = "would be taken away" if options["dry_run"] else "taken away"
        self.stdout.write(f"{counted(len(removed), 'planning check').replace(HARD_SPACE, ' ')} {done}.")
