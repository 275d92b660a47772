"""Activities to take part in, and people who do, as tests have them."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions.models import Edition
from lnrs_web.engagement.actions.activities import Asked, make
from lnrs_web.engagement.actions.drafts import Contribution
from lnrs_web.engagement.models import Activity
from lnrs_web.outbox.models import Message

from .people import KENT, officer

SAY = "/kent-and-medway/have-your-say/"
QUESTIONS = (
    Asked("like", "long", "What do you value here?", help="A place, a habitat, a species.", required=True),
    Asked("matters", "many", "What matters to you?", options=(("water", "Clean water"), ("walks", "Places to walk"))),
    Asked("agree", "scale", "Do you agree?", options=tuple((str(n), str(n)) for n in range(1, 6))),
)
OPTIONAL = {
    "asks_place": "no",
    "asks_evidence": "no",
    "asks_name": "no",
    "asks_postcode": "no",
    "asks_respondent": "no",
}


def activity(
    edition: Edition | None = None, *, questions: Any = QUESTIONS, released: bool = True, **fields: Any
) -> Activity:
    """An activity of Kent and Medway that is open, unless the fields say otherwise."""
    area = StrategyArea.objects.get(lnrs_id=KENT)
    now = timezone.now()
    given: dict[str, Any] = {
        "kind": "survey",
        "slug": "what-you-value",
        "title": "What you value",
        "summary": "Tell us what you value in nature.",
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=20),
        "edition": edition,
        **OPTIONAL,
        **fields,
    }
    made = make(area, questions, by=officer(), **given)
    if released:
        Activity.objects.filter(pk=made.pk).update(released_at=now - timedelta(days=1))
        made.refresh_from_db()
    return made


class Writer:
    """Somebody who takes part, in a browser of their own."""

    def __init__(self, slug: str = "what-you-value") -> None:
        self.client = Client()
        self.home = f"{SAY}{slug}/"

    def begins(self, about: str = "") -> Any:
        """Begin; gives the answer."""
        return self.client.post(f"{self.home}begin/", {"about": about} if about else {})

    def writes(self, step: str, **fields: Any) -> Any:
        """Send one page; gives the answer."""
        return self.client.post(f"{self.home}take-part/pages/{step}/", fields)

    def sends(self, **fields: Any) -> Any:
        """Send all of it; gives the page that follows."""
        return self.client.post(f"{self.home}take-part/check/", fields, follow=True)

    def gives(
        self, words: str = "The chalk grassland", mail: str = "writer@example.org", may: str = "yes"
    ) -> Contribution:
        """Everything that the usual activity asks, sent and, where there is a mail address, proved."""
        self.begins()
        self.writes("q-like", answer=words)
        self.writes("q-matters", answer=["water"])
        self.writes("q-agree", answer="4")
        self.writes("consent", may_publish=may)
        self.writes("mail", mail=mail)
        unhurried()
        self.sends()
        self.client.post(link_in_last_mail())
        return Contribution.objects.latest("begun_at")


def unhurried() -> None:
    """Every draft was begun a minute ago: nobody is taken for a machine."""
    Contribution.objects.filter(state="draft").update(begun_at=timezone.now() - timedelta(minutes=1))


def link_in_last_mail() -> str:
    """The path of the link that the last letter brought."""
    found = re.search(r"https?://[^/]+(/\S+)", Message.objects.latest("id").text)
    assert found
    return found[1]


def london(text: str) -> datetime:
    """A time in London: `2027-01-15 12:00`."""
    return timezone.make_aware(datetime.fromisoformat(text))
