"""Supply is entered once it is verified, taken back while nobody has it, and comes to its end."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db import transaction

from lnrs.errors import Problem
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.audit.actions import record
from lnrs_web.config.clock import today
from lnrs_web.nutrients import course
from lnrs_web.nutrients.accounts import Kind, Move, kinds_of
from lnrs_web.nutrients.models import Account, Application, Movement, Scheme, Step, Supply
from lnrs_web.nutrients.posting import Leg, legs_back, post
from lnrs_web.nutrients.problems import Refused

MOST_G = 1_000_000_000
"""A thousand tonnes a year: more than any catchment loses."""
EXPIRING = (Kind.RESERVED, Kind.PROVISIONAL, Kind.FINAL)
"""What is held of a supply, and is there no more when the supply has come to its end."""
HOLDS = (*EXPIRING, Kind.RETIRED)
"""States in which an application holds credits."""


@dataclass(frozen=True, kw_only=True)
class NewSupply:
    """Mitigation as it is to be entered."""

    name: str
    provider: str
    nutrient: str
    grams: int
    """Whole grams a year, rounded down."""
    vintage: date
    evidence: str
    verified_on: date
    verified_by: str
    until: date | None = None


@transaction.atomic
def add_supply(scheme: Scheme, new: NewSupply, *, by: Person) -> Supply:
    """Enter a supply that was verified: its grams can be sold from now on.

    Raises NotAllowed, and Refused with every problem.
    """
    must_be_officer_of(scheme.area, by)
    scheme = Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
    if problems := _problems(scheme, new):
        raise Refused(problems)
    supply = Supply.objects.create(
        scheme=scheme,
        name=new.name.strip(),
        provider=new.provider.strip(),
        nutrient=new.nutrient,
        verified_g=new.grams,
        vintage=new.vintage,
        until=new.until,
        evidence=new.evidence.strip(),
        verified_on=new.verified_on,
        verified_by=new.verified_by.strip(),
        added_by=by.email,
    )
    for kind in kinds_of(supply.nutrient):
        Account.objects.create(scheme=scheme, supply=supply, unit=supply.nutrient, kind=kind.value)
    legs = [Leg(Kind.VERIFIED, Kind.AVAILABLE, new.grams, supply)]
    post(scheme, Move.VERIFY, legs, on=today(), once=f"verify {supply.public_id}", by=by.email)
    became = f"{supply.name}: {new.grams} g of {supply.nutrient}, verified {supply.verified_on}"
    record("verify credit supply", str(supply.public_id), by=by.email, became=became, area=scheme.area)
    return supply


def _problems(scheme: Scheme, new: NewSupply) -> list[Problem]:
    words = (
        ("name", "Its name", new.name),
        ("provider", "Who provides it", new.provider),
        ("evidence", "What shows that it works", new.evidence),
        ("verified_by", "Who verified it", new.verified_by),
    )
    found = [Problem(name, f"{what} is missing.", "Write it down.") for name, what, given in words if not given.strip()]
    if new.nutrient not in scheme.of_catchment.nutrients:
        found.append(Problem("nutrient", "No nutrient is chosen.", "Choose one: each is a supply of its own."))
    if not 0 < new.grams <= MOST_G:
        found.append(Problem("grams", "The grams a year are not above 0.", "Give whole grams, rounded down."))
    if new.verified_on > today():
        found.append(Problem("verified_on", "It is verified in the future.", "Enter it once it is verified."))
    if new.until is not None and new.until <= max(new.vintage, today()):
        found.append(Problem("until", "It ends before it begins, or has ended.", "Leave it out for one without end."))
    if new.provider.strip() and new.provider.strip().lower() == new.verified_by.strip().lower():
        found.append(Problem("verified_by", "It is verified by its own provider.", "Have somebody else verify it."))
    if scheme.supplies.filter(name=new.name.strip(), nutrient=new.nutrient).exists():
        found.append(Problem("name", "There is a supply of that name already.", "Name its place or its batch."))
    return found


@transaction.atomic
def take_back(supply: Supply, grams: int, because: str, *, mark: str = "", by: Person) -> Movement:
    """Take grams that nobody has off a supply, as after a later check; the same `mark` again is the same, sent twice.

    Raises NotAllowed, Refused and NotEnough.
    """
    must_be_officer_of(supply.scheme.area, by)
    problems = []
    if grams <= 0:
        problems.append(Problem("grams", "The grams are not above 0.", "Give whole grams."))
    if not because.strip():
        problems.append(Problem("because", "No reason is given.", "Say why, so that others can follow."))
    if problems:
        raise Refused(problems)
    Scheme.objects.select_for_update(no_key=True).get(pk=supply.scheme_id)
    once = f"take back {supply.public_id} {mark or uuid4().hex}"
    if (known := Movement.objects.filter(once=once).first()) is not None:
        return known
    done = post(
        supply.scheme,
        Move.UNVERIFY,
        [Leg(Kind.AVAILABLE, Kind.VERIFIED, grams, supply)],
        on=today(),
        once=once,
        by=by.email,
        because=because.strip(),
    )
    became = f"{grams} g: {because.strip()}"
    record("take credit supply back", str(supply.public_id), by=by.email, became=became, area=supply.scheme.area)
    return done


@transaction.atomic
def reverse(movement: Movement, because: str, *, by: Person) -> Movement:
    """Write the contrary of a movement that was entered by mistake; both stay to be seen.

    Raises NotAllowed, NotEnough where what it gave has gone on, and Refused for one that is reversed already, is a
    reversal itself, or has no reason.
    """
    must_be_officer_of(movement.scheme.area, by)
    Scheme.objects.select_for_update(no_key=True).get(pk=movement.scheme_id)
    problems = []
    if movement.reverses_id is not None:
        problems.append(Problem("because", "It is a reversal itself.", "Enter anew what was reversed by mistake."))
    if Movement.objects.filter(reverses=movement).exists():
        problems.append(Problem("because", "It is reversed already.", "Go back to the ledger."))
    if not because.strip():
        problems.append(Problem("because", "No reason is given.", "Say why, so that others can follow."))
    step = Step.objects.filter(movement=movement).select_related("application__round").first()
    if step and (stays := _may_not_be_reversed(step, movement)):
        problems.append(stays)
    if problems:
        raise Refused(problems)
    done = post(
        movement.scheme,
        Move.REVERSE,
        legs_back(movement),
        on=today(),
        once=f"reverse {movement.public_id}",
        by=by.email,
        because=because.strip(),
        reverses=movement,
    )
    if step:
        Step.objects.create(application=step.application, movement=done)
    became = f"{movement}: {because.strip()}"
    record("reverse credit movement", str(movement.public_id), by=by.email, became=became, area=movement.scheme.area)
    return done


def _may_not_be_reversed(step: Step, movement: Movement) -> Problem | None:
    """Why a movement of an application stays: it does not hold any more what that gave it, or holds credits that rest
    on it."""
    one = Application.objects.select_for_update(no_key=True).get(pk=step.application_id)
    standing = course.of(one)
    for leg in legs_back(movement):
        held = standing.holds.get((leg.supply, leg.source), 0) if leg.supply else standing.money.get(leg.source, 0)
        if leg.source in (*course.HELD, Kind.OWED, Kind.PAID) and held < leg.amount:
            return Problem("because", f"{one} has no longer what this gave it.", "Reverse what came after it first.")
    if movement.move == Move.BILL and standing.state in HOLDS:
        return Problem("because", f"{one} holds the credits that this bills.", "Release them: that cancels the bill.")
    if movement.move == Move.PAY and standing.state in (Kind.FINAL, Kind.RETIRED):
        return Problem("because", f"{one} has its final certificate for this.", "Reverse what came after it first.")
    return None


@transaction.atomic
def expire(supply: Supply, *, by: Person) -> list[Movement]:
    """Note that a supply has come to its end: what is left of it, and what anybody holds of it, is there no more.

    What was retired stays so. Raises NotAllowed, and Refused before its last day and where nothing is left.
    """
    must_be_officer_of(supply.scheme.area, by)
    scheme, on = Scheme.objects.select_for_update(no_key=True).get(pk=supply.scheme_id), today()
    if supply.until is None or on < supply.until:
        raise Refused([Problem("expire", "It has not come to its end.", "Take it back if it works no more.")])
    holders = Application.objects.filter(steps__movement__entries__source__supply=supply).distinct()
    keys = list(holders.values_list("pk", flat=True))
    done, total = [], 0
    for one in Application.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"):
        held = {kind: grams for (of, kind), grams in course.of(one).holds.items() if of == supply}
        legs = [Leg(kind, Kind.EXPIRED, grams, supply) for kind, grams in held.items() if kind in EXPIRING]
        if legs:
            once = f"expire {supply.public_id} {one.reference} {one.steps.count()}"  # it may have been reversed
            done.append(post(scheme, Move.EXPIRE, legs, on=on, once=once, by=by.email))
            Step.objects.create(application=one, movement=done[-1])
            total += sum(leg.amount for leg in legs)
    left = Account.objects.select_for_update(no_key=True).get(supply=supply, kind=Kind.AVAILABLE.value).balance
    if left:
        legs = [Leg(Kind.AVAILABLE, Kind.EXPIRED, left, supply)]
        once = f"expire {supply.public_id} {Movement.objects.filter(scheme=scheme).count()}"
        done.append(post(scheme, Move.EXPIRE, legs, on=on, once=once, by=by.email))
        total += left
    if not done:
        raise Refused([Problem("expire", "Nothing of it is left.", "Go back to it.")])
    record("expire credit supply", str(supply.public_id), by=by.email, became=f"{total} g", area=scheme.area)
    return done
