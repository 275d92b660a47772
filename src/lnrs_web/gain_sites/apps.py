"""The app of the register, from which goes what is somebody's alone when their account goes."""

from typing import Any

from django.apps import AppConfig


class GainSitesConfig(AppConfig):
    """Listens for accounts that end."""

    name = "lnrs_web.gain_sites"

    def ready(self) -> None:
        """From now on listings that nobody has seen go with the account, and so do reservations."""
        from lnrs_web.accounts.signals import account_ends

        account_ends.connect(_ended, dispatch_uid="gain sites")


def _ended(person: Any, by: Any, **_: Any) -> None:  # noqa: ARG001  # the account's owner ends it
    from lnrs_web.gain_sites.actions.leaving import leave

    leave(person)
