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
from lnrs_web.nutrients.accounts import Kind
from lnrs_web.nutrients.actions import certificates, rounds
from lnrs_web.nutrients.actions.applications import NewApplication, apply, refuse, withdraw
from lnrs_web.nutrients.actions.supply import expire, take_back
from lnrs_web.nutrients.allocation import Asked, Lot, Policy, Want, allocate
from lnrs_web.nutrients.basis import basis_of
from lnrs_web.nutrients.forms import of_application
from lnrs_web.nutrients.models import Application, Movement, Round
from lnrs_web.nutrients.problems import NotEnough
from lnrs_web.outbox.models import Message
from lnrs_web.pages.codes import ALPHABET, check_letter, new_code, read_code

from .credits import (
    applied,
    closed,
    development,
    offered,
    open_now,
    provisional,
    refused,
    scheme,
    sound,
    standing,
    supply,
)
from .people import ELSEWHERE, KENT, officer, person, signed_in

pytestmark = pytest.mark.django_db


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
