"""A credit scheme as tests have it."""

from datetime import date
from typing import Any

from lnrs.model import Area, areas
from lnrs_web.accounts.models import Person
from lnrs_web.nutrients.actions.scheme import NewPrice, add_price, begin_scheme
from lnrs_web.nutrients.actions.supply import NewSupply, add_supply
from lnrs_web.nutrients.models import Scheme, Supply

from .people import KENT, officer

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
