"""The account of an area: what counts today within the land of an edition, its districts and landscapes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

import shapely
from django.core.cache import cache, caches
from django.db.models import Count as Number
from django.db.models import Max

from lnrs.thirty_by_thirty import candidates as tests
from lnrs.thirty_by_thirty.beacons import Beacon, beacons
from lnrs.thirty_by_thirty.counting import Count, Place, count, of_land
from lnrs.thirty_by_thirty.pieces import Piece, common, pieces
from lnrs.thirty_by_thirty.scenario import WhatIf, what_if
from lnrs.thirty_by_thirty.trajectory import Point, expanding_ha, trajectory
from lnrs.units import HA_M2
from lnrs_web.config.clock import today
from lnrs_web.editions.models import Edition, Measure, Zone
from lnrs_web.editions.models import Piece as MappedPiece
from lnrs_web.strategy.here import area_shape
from lnrs_web.thirty_by_thirty.from_file import polygons_of
from lnrs_web.thirty_by_thirty.models import Assessment, Candidate, Sea

LANDSCAPES = ("NP", "NL")
"""Designations that are looked at as beacons."""
LEAST_BEYOND_HA = 0.1
"""What of a protected landscape lies beyond the area by less is two outlines that nearly agree."""
KEPT_S = 86_400
KEPT = "counted"
"""The cache that has what was counted lately."""


@dataclass(frozen=True)
class Counted:
    """What every page about an area's account is made of."""

    given: list[tests.Candidate]
    pieces: list[Piece]
    land: Count
    sea: Count


@dataclass(frozen=True)
class Account:
    """Everything that is said of an area on a day."""

    on: date
    pieces: list[Piece]
    whole: Count
    sea: Count | None
    """What counts in the sea; its size is not known where nobody brought its outline in; None where, beside that,
    no candidate lies in it."""
    districts: list[Count]
    beacons: list[Beacon]
    way: list[Point]

    @property
    def expanding_ha(self) -> float:
        """Hectares that count on public and community land."""
        return expanding_ha(dict(self.whole.by_owner))


@dataclass(frozen=True)
class Summary:
    """What England's page tells of an area."""

    of_ha: float
    counts_ha: float
    could_ha: float
    fails_ha: float
    sea_ha: float
    of_sea_ha: float | None
    """Hectares of sea; None where the site has no outline of it."""
    candidates: int

    @property
    def share(self) -> float:
        """The part of the land that counts, 0 to 1."""
        return self.counts_ha / self.of_ha if self.of_ha else 0.0

    @property
    def sea_share(self) -> float | None:
        """The part of the sea that counts; None where its size is not known."""
        return self.sea_ha / self.of_sea_ha if self.of_sea_ha else None


def held(area: int, numbers: Sequence[int] | None = None) -> list[Candidate]:
    """The candidates of an area that are not withdrawn, or those of some numbers, with their answers."""
    found = Candidate.objects.filter(area=area, withdrawn_at=None)
    found = found if numbers is None else found.filter(number__in=numbers)
    return list(found.prefetch_related("assessments"))


def account_of(edition: Edition, on: date, *, with_way: bool = True) -> Account:
    """The account of an edition's area on a day; the way to 2030 takes as long again for each day that differs."""
    at = counted(edition, on)
    counts = [at.land, *count(at.pieces, [*_districts(edition), *_landscapes(edition, at.given)])]
    at_sea = at.sea.place.shape is not None or any(one.realm == "sea" for one in at.given)
    return Account(
        on,
        at.pieces,
        at.land,
        at.sea if at_sea else None,
        [one for one in counts if one.place.kind == "district"],
        beacons(counts, at.land, at.pieces),
        trajectory(at.given, at.land.place, on, now=at.land) if with_way else [],
    )


def counted(edition: Edition, on: date) -> Counted:
    """What counts on a day. That of today is worked out once, and again after a change, for all who ask."""
    if on != today():
        return _counted(edition, on)
    state = changed(edition)
    key = _key("counted", edition, state)
    kept: Counted | None = caches[KEPT].get(key)
    if kept is None:
        kept = _counted(edition, on)
        if changed(edition) == state:  # else part of it may be newer than what it would be kept as
            caches[KEPT].set(key, kept)
    return kept


def _counted(edition: Edition, on: date) -> Counted:
    outlines = land_of(edition), _sea(edition)
    given = _given(edition, *outlines)
    found = pieces(given, on)
    land, sea = count(found, outlines)
    return Counted(given, found, land, sea)


def _key(what: str, edition: Edition, state: str) -> str:
    return f"thirty-by-thirty-{what}-{edition.identity}-{sha256(state.encode()).hexdigest()[:32]}"


def land_of(edition: Edition) -> Place:
    """The strategy area: the land that the share is of."""
    return of_land("area", str(edition.area_id), edition.area.name, area_shape(edition))


def _districts(edition: Edition) -> list[Place]:
    zones = Zone.objects.filter(edition=edition, kind=Zone.Kind.DISTRICT).order_by("name")
    return [of_land("district", one.code, one.name, one.shape) for one in zones]


def _given(edition: Edition, *outlines: Place) -> list[tests.Candidate]:
    """The candidates of an edition's area, each with what of it lies within the outline of its side of the shore: what
    reaches across the border is the neighbour's, and is in no figure here."""
    within = {one.realm: one.shape for one in outlines if one.shape is not None}
    for outline in within.values():
        shapely.prepare(outline)
    plain = [one.plain() for one in held(edition.area_id)]
    return [_within(one, within[one.realm]) if one.realm in within else one for one in plain]


def _within(one: tests.Candidate, outline: shapely.Geometry) -> tests.Candidate:
    return one if shapely.covers(outline, one.shape) else replace(one, shape=polygons_of(common(one.shape, outline)))


def _landscapes(edition: Edition, given: Sequence[tests.Candidate]) -> list[Place]:
    """Protected landscapes, of which the part in the area is looked at, as the candidates are: and it is called so."""
    whole_ha = dict(Candidate.objects.filter(area=edition.area_id).values_list("number", "size_ha"))
    found = []
    for one in given:
        if one.designation in LANDSCAPES and one.realm == "land" and not one.shape.is_empty:
            is_part = float(one.shape.area) / HA_M2 < whole_ha[int(one.ref[1:])] - LEAST_BEYOND_HA
            name = f"{one.name} (the part in {edition.area.name})" if is_part else one.name
            found.append(of_land("landscape", one.ref, name, one.shape))
    return found


def _sea(edition: Edition) -> Place:
    name, held = f"the sea of {edition.area.name}", Sea.objects.filter(area=edition.area_id).first()
    return of_land("area", "", name, held.shape, "sea") if held else Place("area", "", name, "sea", None, None)


def supposed(edition: Edition, on: date, refs: Sequence[str], measures: Sequence[Measure]) -> list[WhatIf]:
    """The area's land, and its sea, as they are, and as they would be if candidates, and the land that measures are
    mapped on, passed all tests.

    Raises NotFound for a reference that no candidate has.
    """
    at = counted(edition, on)
    added = [tests.Candidate(one.ref, one.measure, _mapped(one)) for one in measures]
    places = [at.land.place, at.sea.place]
    return what_if(at.given, places, on, refs=refs, added=added, before=[at.land, at.sea])


def _mapped(measure: Measure) -> shapely.Geometry:
    found = MappedPiece.objects.filter(places__measure=measure).values_list("wkb", flat=True)
    return shapely.union_all(shapely.from_wkb([bytes(one) for one in found]))


def summary_of(edition: Edition) -> Summary | None:
    """The account of an area today in a few figures, worked out daily and after a change; None where there is none."""
    if not Candidate.objects.filter(area=edition.area_id, withdrawn_at=None).exists():
        return None
    return cache.get_or_set(_key("summary", edition, changed(edition)), lambda: _summary(edition), KEPT_S)


def _summary(edition: Edition) -> Summary:
    at = counted(edition, today())
    total, sea = at.land.total, at.sea
    return Summary(
        at.land.place.of_ha or 0.0,
        total.counts_ha,
        total.could_ha,
        total.fails_ha,
        sea.total.counts_ha,
        sea.place.of_ha,
        len(at.given),
    )


def changed(edition: Edition) -> str:
    """What pages about an area's account depend on beside the edition: its candidates, their answers, and the day."""
    own = Candidate.objects.filter(area=edition.area_id)
    answers = Assessment.objects.filter(candidate__in=own)
    state = (
        own.aggregate(Number("pk"), Max("changed_at")),
        answers.aggregate(Number("pk"), Max("pk"), Number("undone_at"), Max("undone_at")),
        Sea.objects.filter(area=edition.area_id).aggregate(Max("taken_at")),
    )
    return repr((today(), state))
