"""The app of the newsletter."""

from typing import Any

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """Says what it keeps of somebody."""

    name = "lnrs_web.newsletter"

    def ready(self) -> None:
        """From now on whoever asks for all that is kept of them is told of the newsletter."""
        from lnrs_web.accounts.signals import data_asked

        data_asked.connect(_held, dispatch_uid="newsletter")


def _held(person: Any, **_: Any) -> dict[str, Any]:
    from lnrs_web.newsletter.models import Subscription

    found = Subscription.objects.filter(email=person.email).values("area__name", "words", "asked_at", "confirmed_at")
    return {"newsletters that you asked for": list(found)} if found else {}
