"""A round of applications, from the budget to the certificate, and what is refused on the way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings

from lnrs.nutrients import rules as reckoning
from lnrs_web.accounts.actions import delete_account
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.audit.models import Event
from lnrs_web.config import clock
from lnrs_web.nutrients import course, reminding
from lnrs_web.nutrients.accounts import Kind, Move
from lnrs_web.nutrients.actions import certificates, rounds
from lnrs_web.nutrients.actions.applications import NewApplication, apply, refuse, withdraw
from lnrs_web.nutrients.actions.supply import expire, reverse, take_back
from lnrs_web.nutrients.allocation import Asked, Lot, Policy, Want, allocate
from lnrs_web.nutrients.basis import basis_of
from lnrs_web.nutrients.forms import of_application
from lnrs_web.nutrients.models import Account, Application, Certificate, Movement, Round
from lnrs_web.nutrients.problems import NotEnough, Refused
from lnrs_web.nutrients.queries import added_up
from lnrs_web.outbox.models import Message
from lnrs_web.pages.codes import ALPHABET, check_letter, new_code, read_code

from .credits import applied, closed, development, final, final_of, offered, open_now, provisional, scheme, supply
from .people import ELSEWHERE, KENT, officer, person, signed_in

pytestmark = pytest.mark.django_db


def standing(one: Application) -> course.Standing:
    return course.of(Application.objects.get(pk=one.pk))


def refused(doing: Callable[[], object]) -> set[str]:
    """Where the problems are."""
    with pytest.raises(Refused) as raised:
        doing()
    return {one.where for one in raised.value.problems}


def sound() -> None:
    """The ledger adds up."""
    kept = {one.pk: one.balance for one in Account.objects.all()}
    assert kept == added_up(Account.objects.all())
    assert sum(kept.values()) == 0


# --- applying


def test_an_application_asks_for_what_its_budget_needs() -> None:
    one = applied(open_now(scheme()), nutrients=("nitrogen", "phosphorus"), works="Ashford")
    # 12 x 2.4 x 120 x 365 l are 1.26144 million l a year; 0.6 ha change; a fifth is added
    assert [(str(line), line.need_g) for line in one.lines.all()] == [
        ("166 permanent credits of nitrogen", 16_504),  # 1.2 x (1.26144 x 10 x 0.9 + 0.6 x 4) kg
        ("273 temporary credits of nitrogen", 27_248),  # 1.2 x 1.26144 x (27 - 10 x 0.9) kg
        ("9 permanent credits of phosphorus", 845),  # 1.2 x (1.26144 x 0.25 x 0.9 + 0.6 x 0.7) kg
        ("4 temporary credits of phosphorus", 341),  # 1.2 x 1.26144 x 0.25 x 0.9 kg
    ]
    assert {line.until for line in one.lines.filter(term="temporary")} == {date(2030, 4, 1)}
    assert (one.reference, one.dwellings, one.rules) == ("NC40-00001", 12, "natural_england_2022")
    assert "9 permanent credits of phosphorus" in Message.objects.get(to="reader@example.org").text
    assert Event.objects.get(what="apply for credits").by == f"account {person().public_id}"


def test_what_is_wrong_with_an_application_is_told_at_once() -> None:
    at = open_now(scheme())
    wrong = NewApplication(
        organisation=" ", planning_authority="", planning_reference="x" * 101, file="name = 1", nutrients=()
    )
    told = refused(lambda: apply(at, wrong, by=person()))
    assert told == {"organisation", "planning_authority", "planning_reference", "development"}
    assert refused(lambda: applied(at, nutrients=("potassium",))) == {"nutrients"}
    applied(at)
    assert refused(lambda: applied(at)) == {"development"}
    assert refused(lambda: applied(closed(at), dwellings=9)) == {"round"}
    assert Application.objects.count() == 1


def test_an_application_is_withdrawn_by_whoever_made_it_and_before_the_round_is_allocated() -> None:
    made = scheme()
    supply(made, 9000)
    one, other = applied(open_now(made)), person("other@example.org")
    with pytest.raises(NotAllowed):
        withdraw(one, by=other)
    withdraw(one, by=person())
    assert standing(one).state == course.WITHDRAWN
    assert refused(lambda: withdraw(one, by=person())) == {"withdraw"}
    second = applied(one.round)  # the same development, once more
    rounds.allocate_round(closed(one.round), by=officer())
    assert refused(lambda: withdraw(second, by=person())) == {"withdraw"}
    assert not one.steps.exists()


def test_an_officer_refuses_an_application_with_a_reason_before_the_round_is_allocated() -> None:
    made = scheme()
    supply(made, 9000)
    one = applied(open_now(made))
    assert "refuse" in of_application(standing(one))
    assert refused(lambda: refuse(one, " ", by=officer())) == {"because"}
    with pytest.raises(NotAllowed):
        refuse(one, "Not ours.", by=person())
    refuse(one, "Its budget leaves out the land.", by=officer())
    assert (standing(one).state, of_application(standing(one))) == (course.REFUSED, {})
    told = Message.objects.get(key__startswith="credits refused")
    assert (told.to, "Its budget leaves out the land." in told.text) == ("reader@example.org", True)
    assert "you may apply again" in told.text
    assert Event.objects.get(what="refuse credit application").became == "Its budget leaves out the land."
    assert refused(lambda: refuse(one, "Once more.", by=officer())) == {"because"}
    assert refused(lambda: withdraw(one, by=person())) == {"withdraw"}
    second = applied(one.round)  # the same development, once more
    made.prices.filter(nutrient="nitrogen").delete()
    assert [given.reference for given in rounds.allocate_round(closed(one.round), by=officer())] == [second.reference]
    assert refused(lambda: refuse(second, "Too late.", by=officer())) == {"because"}
    assert not one.steps.exists()


def test_nobody_s_price_is_asked_for_what_was_withdrawn() -> None:
    made = scheme()
    supply(made, 9000)
    at = open_now(made)
    withdraw(applied(at, nutrients=("nitrogen",)), by=person())
    made.prices.filter(nutrient="nitrogen").delete()
    one = applied(at)
    rounds.allocate_round(closed(at), by=officer())
    assert standing(one).state == Kind.RESERVED


def test_an_officer_sees_by_which_day_and_rules_a_budget_was_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    new = NewApplication(
        organisation="Small Homes",
        planning_authority="Ashford",
        planning_reference="",
        file=development(works="Ashford").replace("as_of = 2026-11-27", "as_of = 2024-02-03"),
        nutrients=("nitrogen",),
    )
    one = apply(open_now(scheme()), new, by=person())
    found = basis_of(one)
    assert (found.day, found.rules.name, found.received_on) == (date(2024, 2, 3), "natural_england_2022", clock.today())
    assert (found.is_of_its_day, found.credits_then) == (True, ())
    stricter = replace(
        found.rules, name="later", title="Stricter rules", since=date(2025, 1, 1), permit_share=Decimal(1)
    )
    both = (found.rules, stricter)
    monkeypatch.setattr(reckoning, "rule_sets", lambda: both)
    found = basis_of(one)
    assert not found.is_of_its_day
    # 1.2 x (1.26144 x 10 + 0.6 x 4) kg are 18,018 g; with the factor 0.9 they are 16,504 g
    assert "181 permanent credits of nitrogen" in map(str, found.credits_then)
    shown = signed_in(officer()).get(f"/desk/nutrients/kent-and-medway/applications/{one.public_id}/").text
    assert "when other rules held: Stricter rules. By those it would need 181 permanent credits of nitrogen" in shown


# --- the round


def test_a_round_is_allocated_once_and_after_its_last_day() -> None:
    made = scheme()
    supply(made, 2000)
    at = open_now(made)
    first, second = applied(at), applied(at, by=person("second@example.org"), name="Long Field", dwellings=10)
    assert refused(lambda: rounds.allocate_round(at, by=officer())) == {"round"}
    rounds.allocate_round(closed(at), by=officer())
    assert [standing(one).state for one in (first, second)] == [Kind.RESERVED, course.NOTHING]
    assert refused(lambda: rounds.allocate_round(at, by=officer())) == {"round"}
    assert standing(first).owed == 19 * 350_000 // 10
    told = {one.to: one.text for one in Message.objects.filter(key__startswith="credits outcome")}
    assert "Sign the offer and pay the deposit" in told["reader@example.org"]
    assert "asked for, 1 left" in told["second@example.org"]
    sound()


def test_anybody_can_work_the_allocation_out_again_from_what_is_kept_of_it() -> None:
    one = offered()
    kept = Round.objects.get(pk=one.round_id).worked_from
    lots = [
        Lot(row["name"], row["nutrient"], row["grams"], date.fromisoformat(row["vintage"]), row["until"])
        for row in kept["lots"]
    ]
    asked = [
        Asked(row["reference"], row["received_at"], row["dwellings"], tuple(Want(**want) for want in row["wants"]))
        for row in kept["applications"]
    ]
    [given] = allocate(lots, asked, Policy())
    assert given.because == one.because
    held = {(str(of.public_id), grams) for (of, _), grams in standing(one).holds.items()}
    assert held == {(part.lot, part.grams) for part in given.parts}


def test_supply_that_does_not_work_yet_is_not_sold() -> None:
    made, tomorrow = scheme(), clock.today() + timedelta(days=1)
    supply(made, 9000, vintage=tomorrow)
    one = applied(open_now(made))
    rounds.allocate_round(closed(one.round), by=officer())
    assert standing(one).state == course.NOTHING


def test_without_a_price_nothing_is_allocated() -> None:
    made = scheme()
    made.prices.filter(nutrient="phosphorus").delete()
    one = applied(open_now(made))
    assert refused(lambda: rounds.allocate_round(closed(one.round), by=officer())) == {"round"}


def test_two_rounds_are_never_open_at_once() -> None:
    made = scheme()
    open_now(made)
    assert refused(lambda: open_now(made)) == {"opens_on"}
    wrong: dict[str, Any] = {"closes_on": clock.today() - timedelta(days=1), "small_share_percent": 101}
    assert refused(lambda: open_now(made, small_dwellings=10_001, **wrong)) == {
        "closes_on",
        "small_share_percent",
        "small_dwellings",
    }


# --- the certificate


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


# --- who, and what they are told


def test_only_officers_of_the_area_take_an_application_further() -> None:
    one, today = provisional(), clock.today()
    doings: list[Callable[[Any], object]] = [
        lambda who: rounds.open_round(one.scheme, title="a", opens_on=today, closes_on=today, by=who),
        lambda who: rounds.allocate_round(one.round, by=who),
        lambda who: certificates.note_payment(one, 1, by=who),
        lambda who: certificates.issue_provisional(one, today, by=who),
        lambda who: certificates.extend(one, today, "a", by=who),
        lambda who: certificates.note_decision(
            one, decided_on=today, granted=True, told_on=today, reference="a", by=who
        ),
        lambda who: certificates.undo_decision(one, "a", by=who),
        lambda who: certificates.issue_final(one, by=who),
        lambda who: certificates.retire(one, by=who),
        lambda who: certificates.release(one, "a", by=who),
        lambda who: expire(one.scheme.supplies.get(), by=who),
    ]
    for who in (person(), officer(ELSEWHERE, "elsewhere@example.org")):
        for doing in doings:
            before = Movement.objects.count(), Event.objects.filter(area=KENT).count()
            with pytest.raises(NotAllowed):
                doing(who)
            assert (Movement.objects.count(), Event.objects.filter(area=KENT).count()) == before


def test_reminders_are_posted_once_each_and_officers_hear_of_what_is_over() -> None:
    one = offered()
    last = clock.today() + timedelta(weeks=4)

    def posted(days: int) -> list[str]:
        before = set(Message.objects.values_list("pk", flat=True))
        reminding.remind(last + timedelta(days=days), by="a test")
        assert reminding.remind(last + timedelta(days=days), by="a test") == 0
        return sorted(Message.objects.exclude(pk__in=before).values_list("to", flat=True))

    assert posted(-28) == ["reader@example.org"]
    assert posted(-14) == ["reader@example.org"]
    assert posted(-13) == []
    assert posted(0) == ["reader@example.org"]
    assert posted(1) == ["officer@example.org", "reader@example.org"]
    assert posted(30) == []
    certificates.note_payment(one, standing(one).owed, by=officer())
    certificates.issue_provisional(one, clock.today(), by=officer())
    assert reminding.remind(last + timedelta(days=31), by="a test") == 0
    assert settings.ADDRESS in Message.objects.filter(key__startswith="credits reminder")[0].text


def test_an_application_stays_when_its_account_goes() -> None:
    one, who = provisional(), person()
    delete_account(who, by=who)
    one.refresh_from_db()
    assert one.applicant is None
    assert course.says(one.certificates.get(), clock.today())[0]
    certificates.release(one, "A slip.", by=officer())


# --- codes


def test_a_slip_in_a_code_is_noticed() -> None:
    code = new_code()
    assert read_code(code.lower().replace("-", " ")) == code
    letters = code.replace("-", "")
    for place in range(len(letters)):
        other = ALPHABET[(ALPHABET.index(letters[place]) + 1) % len(ALPHABET)]
        with pytest.raises(ValueError, match="not right"):
            read_code(letters[:place] + other + letters[place + 1 :])
    for place in range(len(letters) - 2):
        if letters[place] != letters[place + 1]:
            swapped = letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
            with pytest.raises(ValueError, match="not right"):
                read_code(swapped)
    with pytest.raises(ValueError, match="no code"):
        read_code("4Q7T")
    assert check_letter("0" * 11) == "0"


def test_more_is_never_reserved_than_there_is() -> None:
    """What was sold in between is not sold again: the allocation looks at the ledger as it writes."""
    made = scheme()
    one = supply(made, 1900)
    first = applied(open_now(made))
    rounds.allocate_round(closed(first.round), by=officer())
    second = applied(open_now(made, opens_on=clock.today(), closes_on=clock.today()), name="Long Field")
    rounds.allocate_round(closed(second.round), by=officer())
    assert [standing(each).state for each in (first, second)] == [Kind.RESERVED, course.NOTHING]
    with pytest.raises(NotEnough):
        take_back(one, 1, "A slip.", by=officer())
    assert development("Long Field") == second.file
