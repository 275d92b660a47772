"""A procedure as tests have it: the clock, an officer's browser, authorities, and the links that came in their mail."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from lnrs.model import Area, areas
from lnrs_web.accounts.models import Person
from lnrs_web.config import clock
from lnrs_web.outbox.models import Message
from lnrs_web.procedure import actions
from lnrs_web.procedure.models import Act, Authority

from .people import KENT, officer, signed_in

DESK, PUBLIC = "/desk/procedure/kent-and-medway/", "/kent-and-medway/procedure/"
AREA: Area = next(one for one in areas() if one.lnrs_id == KENT)
SUPPORTING = ("Natural England", "Swale", "Tunbridge Wells")
NEIGHBOUR = "Surrey County Council"


def it_is(monkeypatch: pytest.MonkeyPatch, *moment: int) -> None:
    """Year, month, day, and at noon where no hour is given, in Greenwich."""
    hours = moment if len(moment) > 3 else (*moment, 12)
    monkeypatch.setattr(clock, "now", lambda: datetime(*hours, tzinfo=UTC))  # type: ignore[arg-type]


def authorities(by: Person) -> dict[str, Authority]:
    """Three supporting authorities and a neighbour, by name, each with a mail address."""
    named = [(name, "supporting", "", f"{name.split()[0].lower()}@example.org") for name in SUPPORTING]
    actions.add_authorities(AREA, [*named, (NEIGHBOUR, "neighbouring", "", "surrey@example.org")], by=by)
    return {one.name: one for one in Authority.objects.all()}


class Desk:
    """An officer at the desk."""

    def __init__(self, email: str = "officer@example.org") -> None:
        self.who = officer(email=email)
        self.client: Client = signed_in(self.who)

    def page(self, path: str = "") -> str:
        """A page of the procedure."""
        answer = self.client.get(DESK + path)
        assert answer.status_code == 200, path
        return answer.text

    def sends(self, path: str, typed: dict[str, Any], status: int = 200) -> str:
        """What is answered to a form, wherever it leads."""
        answer = self.client.post(DESK + path, typed, follow=True)
        assert answer.status_code == status, answer.text
        return answer.text

    def records(self, kind: str, on: date | None = None, **typed: Any) -> str:
        """An act, checked and recorded: the page of what was recorded."""
        form = {"on": on.isoformat() if on else "", **typed}
        checked = self.sends(f"enter/{kind}/", form)
        assert "<h1><span" in checked
        assert "Check:" in checked
        return self.sends(f"enter/{kind}/", form | {"step": "record"})

    def gives(self, kind: str, to: Iterable[Authority], **typed: Any) -> str:
        """A draft, by mail, today."""
        return self.records(kind, authority=[str(one.public_id) for one in to], how="mail", **typed)


def link_of(name: str, key: str = "procedure notice") -> str:
    """The path of the link in the last mail to an authority."""
    to = f"{name.split()[0].lower()}@example.org"
    text = Message.objects.filter(to=to, key__startswith=key).order_by("-id")[0].text
    found = re.search(rf"{re.escape(settings.ADDRESS)}(/reply/\S+)", text)
    assert found
    return found[1]


def replies(link: str, answer: str, **typed: Any) -> str:
    """What an authority sends by its link, checked and sent: the page that then stands there."""
    form = {"answer": answer, "name": "Ann Clerk", "position": "Head of planning", **typed}
    checked = Client().post(link, form)
    assert checked.status_code == 200, checked.text
    assert "Check your reply" in checked.text
    sent = Client().post(link, form | {"step": "send"}, follow=True)
    assert sent.status_code == 200
    return sent.text


def kinds() -> list[str]:
    """What is recorded, by day."""
    return list(Act.objects.values_list("kind", flat=True))
