"""Petitions and people who sign them, as tests have them."""

import re
from datetime import timedelta
from typing import Any

from django.core.signing import b62_encode
from django.test import Client
from django.utils import timezone

from lnrs_web.areas.models import StrategyArea
from lnrs_web.outbox.models import Message
from lnrs_web.petition import links, watching
from lnrs_web.petition.actions.counting import count_all
from lnrs_web.petition.models import Petition, Removal, Signature

from .people import KENT

HOME = "/kent-and-medway/petition/"
FIELDS: dict[str, Any] = {
    "slug": "more-meadows",
    "title": "More meadows in Kent",
    "asks": "We ask the county council to bring back the meadows.",
    "eligible": "live, work or study in Kent and Medway",
    "controller": "Meadows for Kent",
    "controller_contact": "privacy@example.org",
    "milestones": [[10_000, "The council debates it"]],
}


def bare(state: str = "open", **fields: Any) -> Petition:
    """A petition as a row, in whatever state."""
    area = StrategyArea.objects.get_or_create(lnrs_id=KENT, defaults={"slug": "kent-and-medway", "name": "Kent"})[0]
    return Petition.objects.create(area=area, made_by="a test", **{**FIELDS, "state": state, **fields})


def signatures(petition: Petition, count: int, state: str = "signed", **fields: Any) -> list[Signature]:
    """Signatures as rows, of as many mailboxes."""
    start = Signature.objects.count()
    said = {"name": "Ada", "consent_version": 1, "proved_at": timezone.now() if state == "signed" else None} | fields
    rows = (
        Signature(petition=petition, state=state, mail_key=f"{start + number:064}", **said) for number in range(count)
    )
    return Signature.objects.bulk_create(rows)


def counted(petition: Petition) -> int:
    """What the page shows once the worker has taken its turn."""
    count_all(timezone.now())
    petition.refresh_from_db()
    return petition.counted


class Signer:
    """Somebody who signs, in a browser of their own."""

    def __init__(self, mail: str = "ada@example.org", *, slug: str = "more-meadows", **fields: str) -> None:
        self.client = Client()
        self.home = f"{HOME}{slug}/"
        self.typed = {"name": "Ada Meadow", "postcode": "ZZ1 1AA", "mail": mail, "eligible": "yes", "agree": "yes"}
        self.typed |= fields

    def begun(self, seconds: float = 60) -> str:
        """What the form holds, opened so long ago."""
        made = watching._signer
        then = (timezone.now() - timedelta(seconds=seconds)).timestamp()
        value = f"{Petition.objects.get(slug=self.home.split('/')[3]).pk}:{b62_encode(int(then))}"
        return f"{value}:{made.signature(value)}"

    def sends(self, step: str = "sign", seconds: float = 60, **fields: str) -> Any:
        """Send the form; gives the answer."""
        posted = self.typed | {"step": step, watching.BEGUN: self.begun(seconds)} | fields
        return self.client.post(f"{self.home}sign/", posted)

    def signs(self) -> Signature:
        """Sign, and press the button of the mail."""
        self.sends()
        self.client.post(link_in_last_mail(), {"step": "prove"})
        return Signature.objects.latest("id")


def link_in_last_mail(part: str = "link") -> str:
    """The path of the link that the last letter brought."""
    found = re.search(rf"https?://[^/]+(/\S+/{part}/\S+)", Message.objects.latest("id").text)
    assert found
    return found[1]


def examples() -> dict[str, str]:
    """Names of things for the table of addresses."""
    one = bare()
    (signature,) = signatures(one, 1, "waiting", wants_updates=True, mail="ada@example.org")
    removal = Removal.objects.create(petition=one, until=timezone.now(), reason="Machines", made_by="a test")
    return {
        "{petition}": str(one.public_id),
        "{petition-removal}": str(removal.public_id),
        "{petition-link}": links.token_of(signature, links.SIGN),
        "{petition-stop}": links.token_of(signature, links.STOP),
    }
