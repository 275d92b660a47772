"""The app of delivery, from which goes what is somebody's alone when their account goes."""

from typing import Any

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Listens for accounts that end."""

    name = "lnrs_web.delivery"

    def ready(self) -> None:
        """From now on projects that nobody has seen go with the account."""
        from lnrs_web.accounts.signals import account_ends

        account_ends.connect(_ended, dispatch_uid="delivery")


def _ended(person: Any, by: Any, **_: Any) -> None:  # noqa: ARG001  # the account's owner ends it
    from lnrs_web.delivery.actions.projects import leave

    leave(person)
