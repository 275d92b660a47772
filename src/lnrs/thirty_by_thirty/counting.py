"""What the candidates come to in a place: hectares that count, could count and fail, by owner and designation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import shapely

from lnrs.thirty_by_thirty.candidates import OWNERS, TESTS, Realm, designations
from lnrs.thirty_by_thirty.pieces import Piece, common
from lnrs.thirty_by_thirty.standing import Status
from lnrs.units import HA_M2

WANTED = 0.3
"""30 % of land and of sea (Kunming-Montreal Global Biodiversity Framework, target 3)."""
BY_YEAR = 2030

PlaceKind = Literal["england", "area", "district", "landscape"]
LEAST_HA = 1e-6
"""A hundredth of a square metre: less is what rounding left."""


@dataclass(frozen=True)
class Place:
    """An area that shares are of. `shape` is valid, in metres of EPSG:27700; None takes every piece as it is."""

    kind: PlaceKind
    code: str
    name: str
    realm: Realm
    shape: shapely.Geometry | None
    of_ha: float | None
    """Hectares that the share is of; None where they are not known, and then there is no share."""


@dataclass(frozen=True)
class Tally:
    """Hectares of land by how it stands. No hectare is in two of the three."""

    counts_ha: float = 0.0
    could_ha: float = 0.0
    fails_ha: float = 0.0

    def plus(self, status: Status, area_ha: float) -> "Tally":
        """With more hectares of one status."""
        ha = {"counts": self.counts_ha, "could": self.could_ha, "fails": self.fails_ha}
        ha[status] += area_ha
        return Tally(ha["counts"], ha["could"], ha["fails"])


@dataclass(frozen=True)
class Portion:
    """The hectares of a piece, or of a part of it, within a place."""

    piece: Piece
    area_ha: float


@dataclass(frozen=True)
class Count:
    """What counts in a place."""

    place: Place
    total: Tally
    by_owner: dict[str, Tally]
    """Every owner that there is a word for."""
    by_designation: dict[str, Tally]
    """By code, those that have land here, in the order in which land is counted."""
    lacking_ha: dict[str, float]
    """By test: hectares that could count or fail, and lack it. Land that lacks two is under both."""
    one_lacking_ha: dict[str, float]
    """By test: hectares that lack this one alone."""
    portions: tuple[Portion, ...]
    """What has land here, in the order in which land is counted."""

    @property
    def share(self) -> float | None:
        """The part of the place that counts, 0 to 1; None where its size is not known."""
        return self.total.counts_ha / self.place.of_ha if self.place.of_ha else None

    @property
    def could_share(self) -> float | None:
        """The part that would count if all that could count did."""
        return (self.total.counts_ha + self.total.could_ha) / self.place.of_ha if self.place.of_ha else None

    @property
    def missing_ha(self) -> float | None:
        """Hectares from what counts to 30 %; 0 where there is enough."""
        return max(0.0, WANTED * self.place.of_ha - self.total.counts_ha) if self.place.of_ha else None


def of_land(kind: PlaceKind, code: str, name: str, shape: shapely.Geometry, realm: Realm = "land") -> Place:
    """A place whose size is that of its shape."""
    return Place(kind, code, name, realm, shape, float(shape.area) / HA_M2)


def count(pieces: Sequence[Piece], places: Iterable[Place]) -> list[Count]:
    """What counts in each place, in the order of the places. `pieces` are those of `pieces.pieces`."""
    own = [one.own for one in pieces]
    tree = shapely.STRtree(own)
    return [_count(place, tuple(portions(pieces, own, tree, place))) for place in places]


def _count(place: Place, portions: tuple[Portion, ...]) -> Count:
    total = Tally()
    owners: dict[str, Tally] = dict.fromkeys(OWNERS, Tally())
    kinds: dict[str, Tally] = {}
    lacking: dict[str, float] = dict.fromkeys(TESTS, 0.0)
    alone = dict(lacking)
    for one in portions:
        status, candidate, lacks = one.piece.standing.status, one.piece.candidate, one.piece.standing.lacks
        total = total.plus(status, one.area_ha)
        owners[candidate.owner] = owners[candidate.owner].plus(status, one.area_ha)
        kinds[candidate.designation] = kinds.get(candidate.designation, Tally()).plus(status, one.area_ha)
        for lack in lacks:
            lacking[lack.test] += one.area_ha
        if len(lacks) == 1:
            alone[lacks[0].test] += one.area_ha
    in_order = {code: kinds[code] for code in designations() if code in kinds}
    return Count(place, total, owners, in_order, lacking, alone, portions)


def portions(
    pieces: Sequence[Piece], shapes: Sequence[shapely.Geometry], tree: shapely.STRtree, place: Place
) -> Iterable[Portion]:
    """What of pieces lies in a place, by a shape for each of them (its own land, or another part), which `tree` holds;
    none where it is less than LEAST_HA."""
    if place.shape is None:
        numbers: Sequence[int] = range(len(pieces))
    else:
        shapely.prepare(place.shape)
        numbers = sorted(tree.query(place.shape, predicate="intersects").tolist())
    for number in numbers:
        piece = pieces[number]
        if piece.candidate.realm == place.realm and (area_ha := _within_ha(shapes[number], place.shape)) >= LEAST_HA:
            yield Portion(piece, area_ha)


def _within_ha(own: shapely.Geometry, place: shapely.Geometry | None) -> float:
    inside = own if place is None or shapely.contains_properly(place, own) else common(own, place)
    return float(inside.area) / HA_M2
