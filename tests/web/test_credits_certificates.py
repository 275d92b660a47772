"""Certificates of credits: from an offer that is accepted to credits that are used, and every slip on the way."""

from datetime import date, timedelta

import pytest

from lnrs_web.audit.models import Event
from lnrs_web.config import clock
from lnrs_web.nutrients import course
from lnrs_web.nutrients.accounts import Kind, Move
from lnrs_web.nutrients.actions import certificates, rounds
from lnrs_web.nutrients.actions.supply import expire, reverse
from lnrs_web.nutrients.forms import of_application
from lnrs_web.nutrients.models import Account, Certificate, Movement
from lnrs_web.outbox.models import Message

from .credits import (
    applied,
    closed,
    final,
    final_of,
    offered,
    open_now,
    provisional,
    refused,
    scheme,
    sound,
    standing,
    supply,
)
from .people import officer

pytestmark = pytest.mark.django_db


def test_the_whole_way_to_a_certificate_that_holds() -> None:
    one, who = offered(), officer()
    assert refused(lambda: certificates.issue_provisional(one, clock.today(), by=who)) == {"signed_on"}
    certificates.note_payment(one, 665_000, by=who)
    given = certificates.issue_provisional(one, clock.today(), by=who)
    assert course.says(given, clock.today())[0]
    assert refused(lambda: certificates.issue_final(one, by=who)) == {"final"}
    day = {"decided_on": clock.today(), "told_on": clock.today(), "reference": "26/01234"}
    certificates.note_decision(one, granted=True, by=who, **day)
    assert standing(one).owed == 19 * 350_000 - 665_000
    held = Certificate.objects.get()
    in_time = clock.today() + timedelta(weeks=12)
    assert [course.says(held, on)[0] for on in (in_time, in_time + timedelta(days=1))] == [True, False]
    assert refused(lambda: certificates.issue_final(one, by=who)) == {"final"}
    certificates.note_payment(one, standing(one).owed, by=who)
    last = certificates.issue_final(one, by=who)
    found = Certificate.objects.get(pk=given.pk), Certificate.objects.get(pk=last.pk)
    assert [course.says(each, clock.today())[0] for each in found] == [False, True]
    certificates.retire(one, by=who)
    assert standing(one).state == Kind.RETIRED
    assert course.says(found[1], clock.today()) == (
        True,
        "The credits are this development’s for good, and are used: it is lived in.",
    )
    assert refused(lambda: certificates.release(one, "A slip.", by=who)) == {"because"}
    sound()


def test_released_credits_can_be_sold_again_and_the_certificate_holds_no_more() -> None:
    one, who = provisional(), officer()
    available = Account.objects.get(supply__isnull=False, kind="available")
    before = available.balance
    assert refused(lambda: certificates.release(one, " ", by=who)) == {"because"}
    certificates.release(one, "No permission was given in time.", by=who)
    available.refresh_from_db()
    assert available.balance == before + 1900
    assert standing(one).state == course.RELEASED
    holds, why = course.says(one.certificates.get(), clock.today())
    assert (holds, why.startswith("The credits were released on")) == (False, True)
    assert "No permission was given in time." in Message.objects.get(key__startswith="credits released").text
    sound()


def test_what_a_refused_permission_leaves_can_be_released_at_once() -> None:
    one, who = provisional(), officer()
    assert not standing(one).may_be_released
    certificates.note_decision(
        one, decided_on=clock.today(), granted=False, told_on=clock.today(), reference="", by=who
    )
    assert standing(one).may_be_released
    assert standing(one).owed == 0
    holds, why = course.says(Certificate.objects.get(), clock.today())
    assert (holds, why.startswith("Permission was refused on")) == (False, True)
    assert refused(lambda: certificates.issue_final(one, by=who)) == {"final"}


def test_a_decision_that_was_noted_by_mistake_is_taken_back_with_what_was_billed_for_it() -> None:
    one, who, today = provisional(), officer(), clock.today()
    day = {"decided_on": today, "told_on": today, "reference": "26/01234"}
    assert refused(lambda: certificates.undo_decision(one, "A slip.", by=who)) == {"because"}
    certificates.note_decision(one, granted=True, by=who, **day)
    certificates.note_payment(one, 100_000, by=who)
    assert refused(lambda: certificates.undo_decision(one, " ", by=who)) == {"because"}
    certificates.undo_decision(one, "It was another site.", by=who)
    now = standing(one)
    assert (now.state, now.owed, now.paid) == (Kind.PROVISIONAL, 0, 765_000)
    assert [due.what for due in now.dues] == ["get planning permission, and tell the scheme"]
    assert course.says(Certificate.objects.get(), today)[0]
    [event] = Event.objects.filter(what="undo planning decision")
    assert event.became == f"granted {today}; It was another site."
    certificates.note_decision(one, granted=True, by=who, **day)
    assert standing(one).owed == 19 * 350_000 - 765_000
    certificates.note_payment(one, standing(one).owed, by=who)
    certificates.issue_final(one, by=who)
    assert refused(lambda: certificates.undo_decision(one, "Too late.", by=who)) == {"because"}
    sound()


def test_a_refusal_of_permission_that_was_noted_by_mistake_is_taken_back() -> None:
    one, who, today = provisional(), officer(), clock.today()
    certificates.note_decision(one, decided_on=today, granted=False, told_on=today, reference="", by=who)
    assert "undo-decision" in of_application(standing(one))
    certificates.undo_decision(one, "It was another site.", by=who)
    assert not standing(one).may_be_released
    assert not Movement.objects.filter(move=Move.CANCEL).exists()
    assert {"decision", "extension"} <= set(of_application(standing(one)))
    assert "undo-decision" not in of_application(standing(one))


def test_a_decision_and_a_longer_time_are_looked_at() -> None:
    one, who, today = provisional(), officer(), clock.today()
    ahead = today + timedelta(days=1)
    told = {"granted": True, "reference": "", "by": who}
    assert refused(lambda: certificates.note_decision(one, decided_on=ahead, told_on=today, **told)) == {
        "decided_on",
        "reference",
    }
    assert refused(lambda: certificates.extend(one, today, " ", by=who)) == {"until", "because"}
    later = today + timedelta(weeks=60)
    certificates.extend(one, later, "The appeal is heard in spring.", by=who)
    [due] = standing(one).dues
    assert due.last == later
    assert course.says(Certificate.objects.get(), today + timedelta(weeks=50))[0]


def test_a_provisional_certificate_does_not_hold_beyond_its_time() -> None:
    one = provisional()
    last = clock.today() + timedelta(weeks=36)
    given = one.certificates.get()
    assert course.says(given, last)[0]
    assert not course.says(given, last + timedelta(days=1))[0]


def test_a_certificate_that_was_entered_by_mistake_is_taken_back() -> None:
    one, who = final(), officer()
    reserved = Movement.objects.get(move=Move.RESERVE)
    assert refused(lambda: reverse(reserved, "A slip.", by=who)) == {"because"}
    given = one.certificates.get(sort="final")
    reverse(given.movement, "It is the field beside it.", by=who)
    assert standing(one).state == Kind.PROVISIONAL
    found = Certificate.objects.get(pk=given.pk)
    assert course.says(found, clock.today()) == (
        False,
        f"It was taken back on {clock.today():%-d %B %Y}: It is the field beside it.",
    )
    again = certificates.issue_final(one, by=who)
    assert course.says(again, clock.today())[0]
    sound()


def test_a_payment_is_not_more_than_what_is_owed() -> None:
    one = offered()
    for pence in (0, -1, 665_001):
        assert refused(lambda pence=pence: certificates.note_payment(one, pence, by=officer())) == {"pence"}  # type: ignore[misc]
    certificates.note_payment(one, 90_000, by=officer())
    assert (standing(one).owed, standing(one).paid) == (575_000, 90_000)
    certificates.release(one, "They gave it up.", by=officer())
    assert (standing(one).owed, standing(one).paid) == (0, 90_000)
    sound()


def test_a_payment_that_is_sent_twice_is_noted_once() -> None:
    one, who, mark = offered(), officer(), "0f3c2b1a4d5e4f608718293a4b5c6d7e"
    first = certificates.note_payment(one, 100_000, mark=mark, by=who)
    assert certificates.note_payment(one, 100_000, mark=mark, by=who) == first
    assert standing(one).paid == 100_000
    certificates.note_payment(one, 100_000, mark=mark.replace("0", "1"), by=who)  # another of the same amount
    assert standing(one).paid == 200_000
    noted = Event.objects.filter(what="note credit payment")
    assert [each.became for each in noted] == ["£1,000.00", "£1,000.00"]
    sound()


def test_credits_whose_release_was_reversed_are_paid_for_before_they_are_certified() -> None:
    one, who, today = provisional(), officer(), clock.today()
    certificates.note_decision(one, decided_on=today, granted=True, told_on=today, reference="26/01234", by=who)
    owed = standing(one).owed
    reverse(certificates.release(one, "A slip.", by=who), "It was another application.", by=who)
    assert (standing(one).state, standing(one).owed) == (Kind.PROVISIONAL, 0)
    assert refused(lambda: certificates.issue_final(one, by=who)) == {"final"}
    assert "all is paid" not in course.says(Certificate.objects.get(), today)[1]
    assert [due.what for due in standing(one).dues] == ["pay the rest"]
    reverse(Movement.objects.get(move=Move.CANCEL), "It was another application.", by=who)
    certificates.note_payment(one, owed, by=who)
    certificates.issue_final(one, by=who)
    sound()


def test_an_offer_whose_release_was_reversed_has_its_deposit_paid_first() -> None:
    one, who = offered(), officer()
    reverse(certificates.release(one, "A slip.", by=who), "It was another application.", by=who)
    assert (standing(one).state, standing(one).owed) == (Kind.RESERVED, 0)
    assert refused(lambda: certificates.issue_provisional(one, clock.today(), by=who)) == {"signed_on"}
    assert "provisional" not in of_application(standing(one))


def test_what_certificates_rest_on_is_not_reversed_under_them() -> None:
    one, who = offered(), officer()
    bill = Movement.objects.get(move=Move.BILL)
    assert refused(lambda: reverse(bill, "A slip.", by=who)) == {"because"}
    one = final_of(one)
    for movement in Movement.objects.filter(move__in=(Move.BILL, Move.PAY)):
        assert refused(lambda movement=movement: reverse(movement, "A slip.", by=who)) == {"because"}  # type: ignore[misc]
    assert standing(one).owed == 0


def test_an_end_that_was_noted_by_mistake_is_noted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made, who, ends = scheme(), officer(), date(2030, 4, 1)
    ending = supply(made, 30_000, "nitrogen", until=ends)
    supply(made, 30_000, "nitrogen")
    one = applied(open_now(made), nutrients=("nitrogen",), works="Ashford")
    rounds.allocate_round(closed(one.round), by=who)
    for module in ("actions.supply", "course"):
        monkeypatch.setattr(f"lnrs_web.nutrients.{module}.today", lambda: ends)
    for movement in expire(ending, by=who):
        reverse(movement, "It was another supply.", by=who)
    expire(ending, by=who)
    assert Account.objects.get(supply=ending, kind="expired").balance == 30_000
    sound()


def test_what_ends_takes_with_it_what_is_held_of_it_but_for_what_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made, who, ends = scheme(), officer(), date(2030, 4, 1)
    ending = supply(made, 30_000, "nitrogen", until=ends)
    supply(made, 30_000, "nitrogen")
    one = applied(open_now(made), nutrients=("nitrogen",), works="Ashford")
    rounds.allocate_round(closed(one.round), by=who)
    assert sorted(standing(one).holds.values()) == [16_600, 27_300]
    assert refused(lambda: expire(ending, by=who)) == {"expire"}
    for module in ("actions.supply", "course"):
        monkeypatch.setattr(f"lnrs_web.nutrients.{module}.today", lambda: ends)
    expire(ending, by=who)
    assert Account.objects.get(supply=ending, kind="expired").balance == 30_000
    assert {kind: grams for (_, kind), grams in standing(one).holds.items()} == {
        Kind.RESERVED: 16_600,
        Kind.EXPIRED: 27_300,
    }
    assert standing(one).state == Kind.RESERVED
    assert refused(lambda: expire(ending, by=who)) == {"expire"}
    sound()
