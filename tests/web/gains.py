"""The register of gain sites as tests have it: a landowner's listing, sent, looked at by an officer, and public."""

import itertools
from typing import Any

from django.test import Client

from lnrs_web.accounts.models import Person
from lnrs_web.boundaries.parcels import parcel
from lnrs_web.config.clock import today
from lnrs_web.editions.models import Edition
from lnrs_web.gain_sites import habitats, need
from lnrs_web.gain_sites.actions import holding, listing, needing, review
from lnrs_web.gain_sites.actions.holding import Wanted
from lnrs_web.gain_sites.facts import read
from lnrs_web.gain_sites.models import GainSite, Holding, Stock
from lnrs_web.gain_sites.models import Need as SaidNeed
from lnrs_web.gain_sites.siting import sited

from ..unit.edition_case import box
from .people import officer, person, signed_in

REGISTER, OWN, DESK = "/kent-and-medway/bng/", "/account/gain-sites/", "/desk/gain-sites/"
MEADOW = "Grassland - Lowland meadows"
NEUTRAL = "Grassland - Other neutral grassland"
MODIFIED = "Grassland - Modified grassland"
WOOD = "Woodland and forest - Lowland mixed deciduous woodland"
FACTS = {"name": "Long Field", "stage": "prospective"}
HABITATS = ((NEUTRAL, "Moderate", "created", "1.2", "4.1"),)


def line(habitat: str, condition: str, work: str, size: str, units: str) -> habitats.Line:
    """A habitat as somebody types it."""
    typed = dict(
        zip(("habitat", "condition", "work", "size", "units"), (habitat, condition, work, size, units), strict=True)
    )
    return habitats.read_line(typed)


def draft(
    edition: Edition, *, owner: Person | None = None, lines: Any = HABITATS, at: Any = (0, 1, 4, 5), **facts: str
) -> GainSite:
    """A listing that lacks nothing, yet not sent."""
    who = owner or person("landowner@example.org")
    site = listing.begin(edition.area, read(FACTS | facts), by=who)
    listing.keep_land(site, sited(edition, [parcel("1", box(*at))], mend=False), by=who)
    listing.keep_habitats(site, [line(*one) for one in lines], by=who)
    return site


def public(edition: Edition, **said: Any) -> GainSite:
    """A listing that an officer has agreed to."""
    site = draft(edition, **said)
    assert site.owner
    review.agree(listing.send(site, by=site.owner), by=officer())
    site.refresh_from_db()
    return site


def stock_of(site: GainSite, habitat: str = NEUTRAL) -> Stock:
    """What it offers of a habitat."""
    return Stock.objects.get(site=site, habitat=habitat)


_numbers = itertools.count(1)


def reserved(stock: Stock, units: int = 10_000, by: Person | None = None) -> Holding:
    """Units that somebody keeps for a development; so many ten-thousandths."""
    wanted = Wanted(units, f"Mill Lane {next(_numbers)}", "Ashford")
    return holding.reserve(stock, wanted, by=by or person("developer@example.org"))


def allocated(stock: Stock, units: int = 10_000) -> Holding:
    """Units that are allocated for good."""
    held = reserved(stock, units)
    holding.allocate(held, "26/00012/FUL", "Contract of 1 November 2026", by=officer())
    held.refresh_from_db()
    return held


def asker() -> Person:
    """Somebody who asks."""
    return person("developer@example.org")


def needed(edition: Edition, by: Person) -> SaidNeed:
    """A need that somebody has said."""
    asked = need.read(edition, {"units": "1", "habitat": MEADOW, "place": "605200, 146200"}, today())
    assert isinstance(asked, need.Need)
    return needing.say(edition.area, asked, by=by)


def browser(email: str) -> Client:
    """The browser of somebody who has signed in."""
    return signed_in(person(email))
