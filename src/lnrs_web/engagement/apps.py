"""The app of have your say, which tells people what it holds of them by their mail address, and the strategy's pages
where their words can be commented on."""

from typing import Any

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    """Listens for people who ask for all that is kept of them."""

    name = "lnrs_web.engagement"

    def ready(self) -> None:
        """From now on what somebody said is part of their data, and a strategy's paragraphs have links to comment."""
        from lnrs_web.accounts.signals import data_asked
        from lnrs_web.strategy.signals import comments_wanted

        data_asked.connect(_held, dispatch_uid="engagement")
        comments_wanted.connect(_commented_at, dispatch_uid="engagement")


def _held(person: Any, **_: Any) -> dict[str, list[dict[str, Any]]]:
    from lnrs_web.engagement.queries import given_by

    said = given_by(person.email)
    return {"what you said in consultations": said} if said else {}


def _commented_at(edition: Any, **_: Any) -> str:
    from django.urls import reverse

    from lnrs_web.engagement.queries import asking_about_words

    found = asking_about_words(edition.area_id)
    area = edition.area.slug
    if len(found) == 1:
        return reverse("say:activity", args=[area, found[0].slug])
    return reverse("say:all", args=[area]) if found else ""
