"""`lnrs-web index_editions`: take in the words of editions that came before the site could be searched."""

from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.config.command_line import at_the_command_line
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition
from lnrs_web.search import actions


class Command(BaseCommand):
    """Make every edition searchable."""

    help = "Take in the words of every edition whose words are not in; an import does it by itself."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Index what is not indexed."""
        for edition in Edition.objects.filter(lexicon=None):
            count = actions.take_in(edition, folder_of(edition), by=at_the_command_line())
            self.stdout.write(f"{edition.identity}: {count:,} texts.")
