"""A scheme is begun, and its prices are set."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from lnrs.errors import NotFound, Problem
from lnrs.model import Area
from lnrs.nutrients.amounts import NUTRIENTS
from lnrs.nutrients.catchments import catchment_named
from lnrs.nutrients.credits import pounds
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.audit.actions import record
from lnrs_web.nutrients.models import Price, Scheme, Term
from lnrs_web.nutrients.problems import Refused

MOST_PENCE = 10_000_000_00
"""Ten million pounds: nobody sells a tenth of a kilogram for more."""


@transaction.atomic
def begin_scheme(area: Area, *, catchment: str, title: str, operator: str, by: Person) -> Scheme:
    """Begin the scheme of an area. Raises NotAllowed, and Refused with every problem."""
    must_be_officer_of(area.lnrs_id, by)
    problems = [
        Problem(name, f"{what} is missing.", "Write it down.")
        for name, what, given in (("title", "The name of the scheme", title), ("operator", "Who runs it", operator))
        if not given.strip()
    ]
    try:
        catchment_named(catchment)
    except NotFound:
        problems.append(Problem("catchment", "No catchment is chosen.", "Choose one."))
    if Scheme.objects.filter(area=area.lnrs_id).exists():
        problems.append(Problem("title", f"{area.name} has a scheme already.", "Go back to it."))
    if problems:
        raise Refused(problems)
    made = Scheme.objects.create(
        area=area.lnrs_id, catchment=catchment, title=title.strip(), operator=operator.strip(), begun_by=by.email
    )
    record("begin credit scheme", str(made.public_id), by=by.email, became=f"{made} {catchment}", area=area.lnrs_id)
    return made


@dataclass(frozen=True, kw_only=True)
class NewPrice:
    """What a credit is to cost from a day on."""

    nutrient: str
    term: str
    since: date
    pence: int
    source: str


@transaction.atomic
def add_price(scheme: Scheme, price: NewPrice, *, by: Person) -> Price:
    """Add a price to the list. What was sold keeps the price of its own day.

    Raises NotAllowed, and Refused with every problem.
    """
    must_be_officer_of(scheme.area, by)
    scheme = Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
    problems = []
    if price.nutrient not in NUTRIENTS or price.nutrient not in scheme.of_catchment.nutrients:
        problems.append(Problem("nutrient", "No nutrient is chosen.", "Choose one."))
    if price.term not in Term.values:
        problems.append(Problem("term", "You have not said for which credits.", "Choose permanent or temporary."))
    if not 0 < price.pence <= MOST_PENCE:
        problems.append(Problem("pence", "The price is not above 0 and below £10,000,000.", "Look at it again."))
    if not price.source.strip():
        problems.append(Problem("source", "Who decided it is missing.", "Name the decision or the page."))
    same = {"nutrient": price.nutrient, "term": price.term, "since": price.since}
    if scheme.prices.filter(**same).exists():
        problems.append(Problem("since", "There is a price from that day already.", "Give another day."))
    if problems:
        raise Refused(problems)
    made = Price.objects.create(
        scheme=scheme, **same, pence=price.pence, source=price.source.strip(), added_by=by.email
    )
    became = f"{price.nutrient} {price.term} {price.since}: {pounds(price.pence)}"
    record("set credit price", str(scheme.public_id), by=by.email, became=became, area=scheme.area)
    return made
