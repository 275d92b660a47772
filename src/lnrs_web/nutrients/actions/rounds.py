"""A round is opened, and what each application gets is worked out once it has closed."""

import json
from dataclasses import asdict
from datetime import date

from django.db import transaction

from lnrs.errors import Problem
from lnrs.nutrients.credits import deposit_pence
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.audit.actions import record
from lnrs_web.config.clock import today
from lnrs_web.nutrients import addresses, course, letters
from lnrs_web.nutrients.accounts import Kind, Move
from lnrs_web.nutrients.allocation import Asked, Given, Lot, Policy, Want, allocate
from lnrs_web.nutrients.deadlines import DEPOSIT_SHARE
from lnrs_web.nutrients.models import Account, Application, Round, Scheme, Step, Supply
from lnrs_web.nutrients.posting import Leg, post
from lnrs_web.nutrients.problems import Refused
from lnrs_web.nutrients.queries import price_on
from lnrs_web.outbox import actions as outbox


@transaction.atomic
def open_round(
    scheme: Scheme,
    *,
    title: str,
    opens_on: date,
    closes_on: date,
    small_dwellings: int = 50,
    small_share_percent: int = 60,
    by: Person,
) -> Round:
    """Say when applications are taken. Raises NotAllowed, and Refused with every problem."""
    must_be_officer_of(scheme.area, by)
    scheme = Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)  # so that no two are open at once
    problems = []
    if not title.strip():
        problems.append(Problem("title", "The name of the round is missing.", "Write it down."))
    if closes_on < max(opens_on, today()):
        problems.append(Problem("closes_on", "It closes before it opens, or has closed.", "Give a later day."))
    if not 0 <= small_share_percent <= 100:
        problems.append(Problem("small_share_percent", "The share is not from 0 to 100.", "Give a whole number."))
    if not 0 <= small_dwellings <= 10_000:
        problems.append(Problem("small_dwellings", "The dwellings are not from 0 to 10,000.", "Give a whole number."))
    if scheme.rounds.filter(allocated_on=None, opens_on__lte=closes_on, closes_on__gte=opens_on).exists():
        problems.append(Problem("opens_on", "Another round is open on some of these days.", "Give other days."))
    if problems:
        raise Refused(problems)
    made = Round.objects.create(
        scheme=scheme,
        title=title.strip(),
        opens_on=opens_on,
        closes_on=closes_on,
        small_dwellings=small_dwellings,
        small_share_percent=small_share_percent,
        opened_by=by.email,
    )
    became = f"{made}: {opens_on} to {closes_on}, {small_share_percent} % to {small_dwellings} dwellings"
    record("open credit round", str(made.public_id), by=by.email, became=became, area=scheme.area)
    return made


def lots_of(scheme: Scheme, on: date) -> list[Lot]:
    """What each supply that works on a day still has."""
    there = Account.objects.filter(scheme=scheme, kind=Kind.AVAILABLE.value, balance__gt=0).select_related("supply")
    return [
        Lot(str(one.supply.public_id), one.unit, one.balance, one.supply.vintage, one.supply.until)
        for one in there
        if one.supply and one.supply.vintage <= on and (one.supply.until is None or one.supply.until > on)
    ]


def asked_in(round: Round) -> list[Asked]:
    """The applications of a round that were not withdrawn, as the allocation sees them."""
    found = round.applications.standing().prefetch_related("lines")
    return [
        Asked(
            one.reference,
            one.received_at,
            one.dwellings,
            tuple(Want(line.nutrient, line.credits, line.until) for line in one.lines.all()),
        )
        for one in found
    ]


def proposed(round: Round, on: date) -> tuple[Given, ...]:
    """What the allocation would be on a day; nothing is changed."""
    policy = Policy(round.small_dwellings, round.small_share_percent)
    return allocate(lots_of(round.scheme, on), asked_in(round), policy)


@transaction.atomic
def allocate_round(round: Round, *, by: Person) -> tuple[Given, ...]:
    """Reserve credits for the applications of a round that has closed, bill their deposits and tell the applicants.

    Raises NotAllowed, and Refused while it is open, where it is done already, and where a price is missing.
    """
    must_be_officer_of(round.scheme.area, by)
    scheme = Scheme.objects.select_for_update(no_key=True).get(pk=round.scheme_id)
    round = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    on = today()
    rows = list(round.applications.standing().select_for_update(no_key=True).order_by("pk"))
    accounts = Account.objects.select_for_update(no_key=True).filter(scheme=scheme).order_by("pk")
    list(accounts)  # nobody sells anything until this is done
    if problems := _problems(round, on):
        raise Refused(problems)
    lots, asked = lots_of(scheme, on), asked_in(round)
    found = allocate(lots, asked, Policy(round.small_dwellings, round.small_share_percent))
    round.allocated_on, round.allocated_by = on, by.email
    round.worked_from = {"lots": [_plain(one) for one in lots], "applications": [_plain(one) for one in asked]}
    round.save(update_fields=["allocated_on", "allocated_by", "worked_from"])
    supplies = {str(one.public_id): one for one in Supply.objects.filter(scheme=scheme)}
    by_reference = {one.reference: one for one in rows}
    for given in found:
        _give(by_reference[given.reference], given, supplies, on, by=by.email)
    count = sum(1 for one in found if one.parts)
    became = f"{round}: {count} of {len(found)} applications"
    record("allocate credit round", str(round.public_id), by=by.email, became=became, area=scheme.area)
    return found


def _problems(round: Round, on: date) -> list[Problem]:
    if round.allocated_on is not None:
        return [Problem("round", "It is allocated already.", "Go back to it.")]
    if on <= round.closes_on:
        return [Problem("round", f"It is open until {round.closes_on:%-d %B %Y}.", "Wait until it has closed.")]
    lines = {(line.nutrient, line.term) for one in round.applications.standing() for line in one.lines.all()}
    return [
        Problem("round", f"There is no price of {term} credits of {nutrient}.", "Add it to the price list.")
        for nutrient, term in sorted(lines)
        if price_on(round.scheme, nutrient, term, on) is None
    ]


def _give(one: Application, given: Given, supplies: dict[str, Supply], on: date, *, by: str) -> None:
    """Write down what an application gets, or that it gets nothing, and tell its applicant."""
    one.because = given.because
    one.save(update_fields=["because"])
    if given.parts:
        for line in one.lines.all():
            price = price_on(one.scheme, line.nutrient, line.term, on)
            line.price_pence = price.pence if price else None
            line.save(update_fields=["price_pence"])
        legs = [Leg(Kind.AVAILABLE, Kind.RESERVED, part.grams, supplies[part.lot]) for part in given.parts]
        reserved = post(one.scheme, Move.RESERVE, legs, on=on, once=f"reserve {one.reference}", by=by)
        Step.objects.create(application=one, movement=reserved)
        if deposit := deposit_pence(course.of(one).full_pence or 0, DEPOSIT_SHARE):
            leg = Leg(Kind.BILLED, Kind.OWED, deposit)
            billed = post(one.scheme, Move.BILL, [leg], on=on, once=f"deposit {one.reference}", by=by)
            Step.objects.create(application=one, movement=billed)
    if one.applicant:
        subject, text = letters.told_outcome(course.of(one), addresses.own_page(one))
        outbox.post(to=one.applicant.email, subject=subject, text=text, key=f"credits outcome {one.reference}", by=by)


def _plain(one: Lot | Asked) -> object:
    """A lot or an application as JSON keeps it: days and moments as text."""
    return json.loads(json.dumps(asdict(one), default=lambda day: day.isoformat()))
