"""A developer's need as it was typed, and every offer that could make it good, reckoned step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lnrs.bng.explained import number
from lnrs.bng.spatial_risk import SpatialRisk
from lnrs.bng.tables import Habitat
from lnrs.errors import Problem
from lnrs_web.editions.models import Edition
from lnrs_web.gain_sites import habitats, nearness, parts, queries
from lnrs_web.gain_sites.matching import COMPENSATED, Priced, Step, priced, rule_for, together
from lnrs_web.gain_sites.models import GainSite, Stock, Version
from lnrs_web.gain_sites.models.site import CHARACTER_AREAS
from lnrs_web.gain_sites.nearness import Development
from lnrs_web.gain_sites.refused import ListingRefused
from lnrs_web.places import finding

CHOICES = 20


@dataclass(frozen=True)
class Need:
    """Units of a habitat that a development at a place has to make good; `units` are ten-thousandths."""

    units: int
    habitat: Habitat
    there: Development
    on: date


@dataclass(frozen=True)
class Offer:
    """What one site's stock comes to for a need."""

    site: GainSite
    version: Version
    stock: Stock
    habitat: Habitat
    price: Priced
    risk: SpatialRisk
    announced: Sequence[SpatialRisk]
    distance_km: float
    steps: Sequence[Step]
    need_habitat: str
    """The habitat that is to be made good."""

    @property
    def counts_for(self) -> str:
        """The multiplier, as people write it."""
        return f"{float(self.price.counts_for):g}"

    @property
    def is_decided(self) -> bool:
        """Whether what is known decides the multiplier."""
        return self.risk.multiplier is not None


@dataclass(frozen=True)
class Answer:
    """Every offer, the best first; how many of them, from the first, make all of the need good, if they do."""

    need: Need
    offers: Sequence[Offer]
    suffice: int | None
    kinds_refused: int
    """Stocks of the same kind of units that the trading rules leave out."""
    note: str = ""


@dataclass(frozen=True)
class Ambiguous:
    """The habitats that somebody may have meant."""

    names: Sequence[str]


def read(edition: Edition, typed: Mapping[str, str], on: date) -> Need | Ambiguous:
    """The need that a form was sent with. Raises ListingRefused with every problem."""
    problems: list[Problem] = []
    units = 0
    try:
        units = parts.read(typed.get("units", ""))
    except ValueError as error:
        problems.append(Problem("units", f"{error}."))
    meant = habitats.named(typed.get("habitat", "")[:200])
    if not meant:
        problems.append(Problem("habitat", "The metric has no habitat with these words.", "Try fewer of them."))
    nca = typed.get("nca", "").strip()
    if nca and not (nca.isdecimal() and nca.isascii() and len(nca) <= 3 and 1 <= int(nca) <= CHARACTER_AREAS):
        problems.append(Problem("nca", f"Character areas are numbered 1 to {CHARACTER_AREAS}.", "Or leave it empty."))
        nca = ""
    there = None
    try:
        where = finding.point(edition, typed.get("place", ""))
        called = where.called or where.grid_reference
        there = nearness.development(edition, where.easting_m, where.northing_m, called, int(nca) if nca else None)
    except ValueError as error:
        problems.append(Problem("place", f"{error}."))
    if problems or there is None:
        raise ListingRefused(problems)
    if len(meant) > 1:
        return Ambiguous([one.name for one in meant[:CHOICES]])
    return Need(units, meant[0], there, on)


def answer(edition: Edition, need: Need) -> Answer:
    """Every offer that the trading rules allow for a need: first those that suffice alone, of these first what takes
    the fewest units, then the nearest."""
    if need.habitat.irreplaceable == "yes":
        return Answer(need, (), None, 0, COMPENSATED)
    offers, refused = [], 0
    for site in queries.public_sites(edition.area.slug).filter(withdrawn_at=None):
        for stock in site.stocks.all():
            if stock.module != need.habitat.module or stock.available <= 0:
                continue
            offer = offer_of(edition, need, site, stock)
            offers += [offer] if offer else []
            refused += offer is None
    offers.sort(key=lambda one: (not one.price.suffices, one.price.needed, one.distance_km, one.stock.pk))
    return Answer(need, offers, together(need.units, [one.price for one in offers]), refused)


def offer_of(edition: Edition, need: Need, site: GainSite, stock: Stock) -> Offer | None:
    """One stock reckoned for a need; None where the trading rules do not allow it."""
    known = habitats.tables()
    version = site.shown
    gained = known.habitats[need.habitat.module].get(stock.habitat)
    if version is None or gained is None or (rule := rule_for(need.habitat, gained, known)) is None:
        return None
    version.site = site
    risk = nearness.risk(edition, need.there, version, gained, need.on)
    price = priced(need.units, nearness.counted(risk), stock.available)
    steps = (
        Step("Needed", parts.units(need.units), f"{need.habitat.name}, distinctiveness {need.habitat.band}."),
        Step("Trading rule", rule.band, f"{_capital(rule.rule)}. It is {gained.name}, {gained.band}."),
        _risk_step(risk),
        Step(
            "To be bought",
            parts.units(price.needed),
            f"{parts.number(need.units)} ÷ {float(price.counts_for):g}, rounded up to a ten-thousandth.",
        ),
        _enough(price),
    )
    after = nearness.announced(edition, need.there, version, gained, need.on)
    far_km = need.there.distance_km(version)
    return Offer(site, version, stock, gained, price, risk, after, far_km, steps, need.habitat.name)


def _risk_step(risk: SpatialRisk) -> Step:
    says = f"{_capital(risk.because)} {risk.scheme.source}."
    if risk.multiplier is None:
        return Step("Spatial risk", f"at least {risk.at_least:g}", f"Not decided: {risk.because} {risk.scheme.source}.")
    return Step("Spatial risk", f"{risk.multiplier:g}", says)


def _enough(price: Priced) -> Step:
    there = parts.units(price.available)
    if price.suffices:
        return Step("Available", there, "It suffices.")
    good = number(price.makes_good / parts.PARTS)
    return Step("Available", there, f"Not enough alone: it makes {good} of the need good.")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
