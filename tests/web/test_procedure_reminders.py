"""Reminders 14, 7 and 2 days before the last day, on it, a day late, and weekly: each once, however often it runs."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lnrs_web.outbox.models import Message
from lnrs_web.procedure.models import Act, Authority
from lnrs_web.procedure.reminding import DAYS, step_at

from .procedure import Desk, authorities, it_is, link_of, replies

LAST = date(2025, 2, 11)


def reminders() -> list[tuple[str, str]]:
    found = Message.objects.filter(key__startswith="procedure reminder").order_by("id")
    return list(found.values_list("to", "key"))


def remind(on: date) -> str:
    said = StringIO()
    call_command("remind", "--on", on.isoformat(), stdout=said)
    return said.getvalue()


@pytest.fixture
def desk(db: None, monkeypatch: pytest.MonkeyPatch) -> Desk:  # noqa: ARG001
    it_is(monkeypatch, 2025, 1, 15)
    desk = Desk()
    who = authorities(desk.who)
    desk.gives("draft-given", [who["Swale"], who["Natural England"]])
    return desk


def test_each_is_posted_once_a_day_apart_or_not(desk: Desk) -> None:  # noqa: ARG001
    counts = {}
    for day in range(30):
        on = date(2025, 1, 15) + timedelta(days=day)
        before = len(reminders())
        remind(on)
        assert remind(on) == "0 reminders posted.\n"
        if posted := len(reminders()) - before:
            counts[(LAST - on).days] = posted
    assert counts == {14: 2, 7: 2, 2: 2, 0: 2}


def test_a_day_on_which_nobody_ran_it_is_made_up_for_once(desk: Desk) -> None:  # noqa: ARG001
    assert remind(LAST - timedelta(days=5)) == "2 reminders posted.\n"
    text = Message.objects.filter(key__startswith="procedure reminder")[0].text
    assert "11 February 2025: in 5 days." in text
    assert remind(LAST - timedelta(days=4)) == "0 reminders posted.\n"
    assert remind(LAST + timedelta(days=1)) == "0 reminders posted.\n", "a time that is over is due from nobody"


def test_who_has_replied_is_not_reminded_and_the_link_in_it_works(desk: Desk, client: Client) -> None:
    replies(link_of("Swale"), "content")
    remind(LAST)
    assert [to for to, _ in reminders()] == ["natural@example.org"]
    assert client.get(link_of("Natural England", "procedure reminder")).status_code == 200
    assert desk.client.get("/desk/procedure/").status_code == 200


def test_officers_are_reminded_of_the_answer_that_they_owe(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    it_is(monkeypatch, 2025, 2, 1)
    replies(link_of("Swale"), "object", grounds=["the strategy is materially deficient"], words="No ponds.")
    remind(date(2025, 2, 28))
    assert [to for to, _ in reminders()] == [desk.who.email]
    act = Act.objects.get(kind="objection")
    assert reminders()[0][1].startswith(f"procedure reminder {act.public_id} 0 ")
    assert "answer the objection of Swale" in Message.objects.order_by("id").last().text  # type: ignore[union-attr]


def test_what_is_overdue_is_reminded_of_a_day_late_and_weekly_until_it_is_done(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(monkeypatch, 2025, 2, 1)
    replies(link_of("Swale"), "object", grounds=["the strategy is materially deficient"], words="No ponds.")
    due, posted = date(2025, 2, 28), []
    for day in range(-1, 25):
        on = due + timedelta(days=day)
        if remind(on) != "0 reminders posted.\n":
            posted.append(day)
        assert remind(on) == "0 reminders posted.\n"
    assert posted == [-1, 0, 1, 8, 15, 22]
    last = Message.objects.latest("id")
    assert last.to == desk.who.email
    assert "overdue since 28 February 2025: answer the objection of Swale" in last.subject
    assert "22 days ago" in last.text
    it_is(monkeypatch, 2025, 3, 25)
    swale = str(Authority.objects.get(name="Swale").public_id)
    page = desk.records("objection-answered", date(2025, 3, 24), authority=[swale], words="Ponds are in now.")
    assert "not met" in page
    assert remind(due + timedelta(days=29)) == "0 reminders posted.\n", "what was done late is owed no more"


@given(st.dates(date(2023, 4, 13), date(2099, 12, 31)), st.integers(-400, 400))
def test_whatever_the_year_a_reminder_stands_from_its_day_to_the_next_ones(last: date, before: int) -> None:
    step = step_at(last, last - timedelta(days=before))
    if before > 14:
        assert step is None
    elif before < 0:
        assert step is not None
        assert (step + 1) % 7 == 0
        assert before <= step < min(before + 7, 0)
    else:
        assert step in DAYS
        assert before <= step
        assert not any(before <= other < step for other in DAYS)
