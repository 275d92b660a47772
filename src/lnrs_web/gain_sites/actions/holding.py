"""Units reserved for a development, given up, lapsed, and allocated for good. There are never more than a site offers:
the site's rows are held one after another, and the database refuses what would be too much."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.accounts.queries import account_name
from lnrs_web.audit.actions import record, record_each
from lnrs_web.config.clock import now
from lnrs_web.gain_sites import parts, telling_holders
from lnrs_web.gain_sites.actions.rows import held
from lnrs_web.gain_sites.models import GainSite, Holding, Stock
from lnrs_web.gain_sites.models.holding import RESERVED_FOR
from lnrs_web.gain_sites.refused import refuse
from lnrs_web.pages.codes import new_code

MOST_RESERVED = 20
"""Reservations that one person may have at a time, so that nobody keeps a market for themselves."""
LETTERS = 500
LAPSED = "not allocated in time"
State = Holding.State


@dataclass(frozen=True)
class Wanted:
    """What somebody wants units for; `units` and `need` are ten-thousandths."""

    units: int
    development: str
    planning_authority: str
    planning_reference: str = ""
    need: int | None = None
    need_habitat: str = ""
    counts_for: str = ""
    why: tuple[str, ...] = ()


@transaction.atomic
def reserve(stock: Stock, wanted: Wanted, *, by: Person) -> Holding:
    """Keep units for somebody's development for four weeks.

    Raises ListingRefused where the site offers none, or not so many, and for somebody who has reserved much already.
    """
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    site, found = _held(stock)
    lapsed = _lapse(Holding.objects.filter(stock=found), found)
    if not site.is_offered:
        raise refuse("units", "This site offers no units now.", "Look for another.")
    if Holding.objects.filter(person=by, state=State.RESERVED, expires_at__gt=now()).count() >= MOST_RESERVED:
        raise refuse("units", f"You have {MOST_RESERVED} reservations, which is the most.", "Give one up first.")
    if wanted.units > found.available:
        what = f"{parts.units(found.available)} of it are available, and you ask for {parts.number(wanted.units)}."
        raise refuse("units", what, "Ask for less, or take the rest from another site.")
    found.reserved += wanted.units
    found.save(update_fields=["reserved"])
    moment = now()
    made = Holding.objects.create(
        stock=found,
        person=by,
        reserved_at=moment,
        expires_at=moment + RESERVED_FOR,
        **vars(wanted) | {"why": list(wanted.why)},
    )
    telling_holders.reserved(made)
    _note_lapsed(lapsed)
    record("reserve units", site.reference, by=account_name(by), became=_said(made), area=site.area_id)
    return made


@transaction.atomic
def give_up(holding: Holding, because: str, *, by: Person, as_officer: bool = False) -> None:
    """End a reservation: by whoever made it, the site's owner, or an officer. Raises NotAllowed, and ListingRefused."""
    site, stock = _held(holding.stock)
    if as_officer:
        must_be_officer_of(site.area_id, by)
    elif by.pk not in (holding.person_id, site.owner_id):
        raise refuse("because", "This reservation is another person’s.")
    found = _still_reserved(holding)
    who = by.email if as_officer else account_name(by)
    _end(found, stock, str(State.GIVEN_UP), because.strip()[:LETTERS] or "no reason given", who)
    telling_holders.ended(found)
    record("give units up", site.reference, by=found.ended_by, became=_said(found), area=site.area_id)


@transaction.atomic
def allocate(holding: Holding, planning_reference: str, evidence: str, *, by: Person) -> None:
    """Allocate reserved units to their development for good, with a certificate.

    Raises NotAllowed, and ListingRefused without a planning reference and evidence, when the time is over, and for
    somebody who owns the site or reserved the units.
    """
    must_be_officer_of(holding.stock.site.area_id, by)
    site, stock = _held(holding.stock)
    found = _still_reserved(holding)
    if by.pk in (found.person_id, site.owner_id):
        raise refuse("evidence", "You have a part in this allocation.", "Another officer has to do it.")
    if not (planning_reference := " ".join(planning_reference.split())[:60]):
        raise refuse("planning_reference", "No planning reference is given.", "Give that of the permission.")
    if not (evidence := evidence.strip()[:LETTERS]):
        raise refuse("evidence", "Nothing says that the owner has sold them.", "Say what you have seen.")
    stock.reserved -= found.units
    stock.allocated += found.units
    stock.save(update_fields=["reserved", "allocated"])
    found.state, found.planning_reference, found.because = State.ALLOCATED, planning_reference, evidence
    found.allocated_at, found.allocated_by, found.code = now(), by.email, new_code()
    found.save()
    telling_holders.allocated(found)
    record("allocate units", site.reference, by=by.email, became=_said(found), area=site.area_id)


@transaction.atomic
def annul(holding: Holding, because: str, *, by: Person) -> None:
    """Say that an allocation was a mistake: the units are the site's again, and its certificate says so.

    Raises NotAllowed, and ListingRefused without a reason, and for what is not allocated.
    """
    must_be_officer_of(holding.stock.site.area_id, by)
    site, stock = _held(holding.stock)
    found = Holding.objects.select_for_update(of=("self",), no_key=True).get(pk=holding.pk)
    if found.state != State.ALLOCATED:
        raise refuse("because", "These units are not allocated.")
    if not because.strip():
        raise refuse("because", "No reason is given.", "Say why it was a mistake.")
    stock.allocated -= found.units
    stock.save(update_fields=["allocated"])
    found.state, found.ended_at, found.ended_by = State.ANNULLED, now(), by.email
    found.because = because.strip()[:LETTERS]
    found.save()
    telling_holders.ended(found)
    record("annul allocation", site.reference, by=by.email, became=_said(found), area=site.area_id)


@transaction.atomic
def lapse(before: datetime, *, by: str) -> int:
    """End every reservation whose time was over at a moment; how many."""
    overdue = Holding.objects.filter(state=State.RESERVED, expires_at__lte=before)
    stocks = Stock.objects.filter(holdings__in=overdue).distinct().order_by("site", "pk")
    ended: list[Holding] = []
    for stock in list(stocks):
        _, found = _held(stock)
        ended += _lapse(Holding.objects.filter(stock=found), found)
    _note_lapsed(ended, by)
    return len(ended)


def _held(stock: Stock) -> tuple[GainSite, Stock]:
    """The site and its stock, for whoever changes them alone."""
    site = held(stock.site)
    found = Stock.objects.select_for_update(of=("self",), no_key=True).get(pk=stock.pk)
    found.site = site
    return site, found


def _still_reserved(holding: Holding) -> Holding:
    found = (
        Holding.objects.select_for_update(of=("self",), no_key=True).select_related("stock__site").get(pk=holding.pk)
    )
    if found.state != State.RESERVED or found.expires_at <= now():
        raise refuse("because", "These units are not reserved any more.", "Go back to the site.")
    return found


def _lapse(holdings: "QuerySet[Holding]", stock: Stock) -> list[Holding]:
    """End reservations of a held stock whose time is over."""
    overdue = holdings.filter(state=State.RESERVED, expires_at__lte=now())
    ended = list(overdue.select_for_update(of=("self",), no_key=True).select_related("stock__site").order_by("pk"))
    for one in ended:
        _end(one, stock, str(State.LAPSED), LAPSED, "")
        telling_holders.ended(one)
    return ended


def _end(holding: Holding, stock: Stock, state: str, because: str, by: str) -> None:
    stock.reserved -= holding.units
    stock.save(update_fields=["reserved"])
    holding.state, holding.because, holding.ended_at, holding.ended_by = state, because, now(), by
    holding.save(update_fields=["state", "because", "ended_at", "ended_by"])


def _note_lapsed(ended: list[Holding], by: str = "the site") -> None:
    for area in sorted({one.stock.site.area_id for one in ended}):
        acts = [(one.stock.site.reference, _said(one)) for one in ended if one.stock.site.area_id == area]
        record_each("reservation lapses", acts, by=by, area=area)


def _said(holding: Holding) -> str:
    """What the record says of it: nobody's name."""
    stock = holding.stock
    return f"{holding.public_id}: {parts.number(holding.units)} of {stock.habitat}, {stock.condition}, {stock.work}"
