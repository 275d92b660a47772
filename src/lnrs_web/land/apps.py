"""The app of my land, which deletes what somebody no longer wants kept."""

from typing import Any

from django.apps import AppConfig


class LandConfig(AppConfig):
    """Listens for consents that are taken back."""

    name = "lnrs_web.land"

    def ready(self) -> None:
        """From now on land goes with the consent to keep it."""
        from lnrs_web.accounts.signals import consent_withdrawn

        consent_withdrawn.connect(_withdrawn, dispatch_uid="land")


def _withdrawn(consent: Any, by: Any, **_: Any) -> None:
    from lnrs_web.land import actions, queries
    from lnrs_web.land.consent import PURPOSE

    if consent.purpose == PURPOSE:
        for land in list(queries.kept_by(by).select_for_update(of=("self",), no_key=True).order_by("pk")):
            actions.delete(land, by=by)
