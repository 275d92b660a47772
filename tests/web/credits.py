"""A credit scheme as tests have it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from lnrs.model import Area, areas
from lnrs_web.accounts.models import Person
from lnrs_web.config.clock import today
from lnrs_web.nutrients import course
from lnrs_web.nutrients.actions.applications import NewApplication, apply
from lnrs_web.nutrients.actions.certificates import issue_final, issue_provisional, note_decision, note_payment
from lnrs_web.nutrients.actions.rounds import allocate_round, open_round
from lnrs_web.nutrients.actions.scheme import NewPrice, add_price, begin_scheme
from lnrs_web.nutrients.actions.supply import NewSupply, add_supply
from lnrs_web.nutrients.models import Account, Application, Round, Scheme, Supply
from lnrs_web.nutrients.problems import Refused
from lnrs_web.nutrients.queries import added_up
from lnrs_web.nutrients.statement import quarter_of

from .people import KENT, officer, person

AREA: Area = next(one for one in areas() if one.lnrs_id == KENT)
BEFORE = date(2026, 1, 1)


def scheme(by: Person | None = None) -> Scheme:
    """The scheme of Kent and Medway, which sells credits for Stodmarsh, with its prices."""
    who = by or officer()
    made = begin_scheme(AREA, catchment="stodmarsh", title="Stour credits", operator="Stour Credits Ltd", by=who)
    for nutrient, pence in (("nitrogen", 23_500), ("phosphorus", 350_000)):
        for term, part in (("permanent", 1), ("temporary", 10)):
            new = NewPrice(nutrient=nutrient, term=term, since=BEFORE, pence=pence // part, source="a board minute")
            add_price(made, new, by=who)
    return made


def supply(of: Scheme, grams: int, nutrient: str = "phosphorus", by: Person | None = None, **other: Any) -> Supply:
    """A supply that somebody verified."""
    count = of.supplies.count() + 1
    facts: dict[str, Any] = {
        "name": f"Tanks {count}",
        "provider": "River Trust",
        "nutrient": nutrient,
        "grams": grams,
        "vintage": BEFORE,
        "evidence": "Report 7, kept by the scheme",
        "verified_on": BEFORE,
        "verified_by": "Natural England",
    }
    return add_supply(of, NewSupply(**(facts | other)), by=by or officer())


def development(name: str = "Mill Lane", dwellings: int = 12, works: str = "Newnham Valley") -> str:
    """A development as its file has it: on grazing land of which each dwelling takes a twentieth of a hectare."""
    area = dwellings / 20
    return f"""
name = "{name}"
as_of = 2026-11-27
catchment = "stodmarsh"
area_ha = {area}

[[coefficient]]
land_use = "grazing"
nitrogen_kg_ha = 10
phosphorus_kg_ha = 0.3
source = "invented"

[[coefficient]]
land_use = "residential"
nitrogen_kg_ha = 14
phosphorus_kg_ha = 1
source = "invented"

[[phase]]
occupied = 2028-06-01
dwellings = {dwellings}
works = "{works}"

[[land]]
area_ha = {area}
before = "grazing"
after = "residential"
"""


def open_now(of: Scheme, by: Person | None = None, **other: Any) -> Round:
    """A round that is open today."""
    days = {"opens_on": today(), "closes_on": today() + timedelta(days=14)}
    return open_round(of, title="Winter", by=by or officer(), **(days | other))


def closed(of: Round) -> Round:
    """The round, as if its last day was yesterday."""
    yesterday = today() - timedelta(days=1)
    Round.objects.filter(pk=of.pk).update(opens_on=yesterday, closes_on=yesterday)
    return Round.objects.get(pk=of.pk)


def applied(
    to: Round, by: Person | None = None, nutrients: tuple[str, ...] = ("phosphorus",), **of: Any
) -> Application:
    """An application for the credits of a development."""
    new = NewApplication(
        organisation="Small Homes",
        planning_authority="Ashford",
        planning_reference="",
        file=development(**of),
        nutrients=nutrients,
    )
    return apply(to, new, by=by or person())


def offered(grams: int = 10_000, dwellings: int = 12) -> Application:
    """An application for which credits are reserved."""
    made = scheme()
    supply(made, grams)
    one = applied(open_now(made), dwellings=dwellings)
    allocate_round(closed(one.round), by=officer())
    return Application.objects.get(pk=one.pk)


def provisional() -> Application:
    """An application with a provisional certificate."""
    return provisional_of(offered())


def provisional_of(one: Application) -> Application:
    """An application for which credits are reserved, with its provisional certificate."""
    note_payment(one, course.of(one).owed, by=officer())
    issue_provisional(one, today(), by=officer())
    return Application.objects.get(pk=one.pk)


def final() -> Application:
    """An application with a final certificate."""
    return final_of(offered())


def final_of(one: Application) -> Application:
    """An application for which credits are reserved, with its final certificate."""
    one, who = provisional_of(one), officer()
    note_decision(one, decided_on=today(), granted=True, told_on=today(), reference="26/01234", by=who)
    note_payment(one, course.of(one).owed, by=who)
    issue_final(one, by=who)
    return Application.objects.get(pk=one.pk)


def examples() -> dict[str, str]:
    """What there is of credits, for the table of permissions: a person's application with its certificate, and a round
    that is open."""
    one = provisional()
    open_now(one.scheme)
    return {
        "{supply}": str(one.scheme.supplies.get().public_id),
        "{round}": str(one.round.public_id),
        "{credits}": str(one.public_id),
        "{movement}": str(one.scheme.movements.latest("id").public_id),
        "{certificate}": one.certificates.get().code,
        "{quarter}": quarter_of(today()).name,
    }


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
