"""`lnrs-web list_officers`: who may import and publish."""

from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.accounts import queries


class Command(BaseCommand):
    """Who may import and publish."""

    help = "List the officers and their areas."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """A line for each."""
        for officer in queries.officers():
            self.stdout.write(
                f"{officer.person}  {officer.of}  since {officer.begins_at:%Y-%m-%d}, by {officer.added_by}"
            )
