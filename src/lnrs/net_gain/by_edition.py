"""Strategic significance from an edition: parcels are split at the boundaries of what it maps.

High is land that a measure is mapped on which makes the habitat; everything else in the strategy area is low. Where
planning authorities meet, parcels are split too. Land outside the strategy area keeps what the file says of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import shapely

from lnrs.bng.parcels import Created, Enhanced, Existing
from lnrs.bng.splitting import Part, split
from lnrs.edition import manifest, read
from lnrs.errors import MetricFileRefused, Problem
from lnrs.metric_files import MetricFile
from lnrs.net_gain.differing import differing
from lnrs.net_gain.pieces import Piece, pieces_of
from lnrs.significance import Action, Makes, MappedLand, consistent, whole_m2

IN_FORCE = frozenset({"final", "published"})
"""What an edition that strategic significance follows says of itself."""
PER_UNIT = {"Polygon": 1, "MultiPolygon": 1, "LineString": 100, "MultiLineString": 100}
"""Into how many parts a square metre or a metre is divided where sizes are shared out."""


@dataclass(frozen=True)
class Strategy:
    """What an edition says of the land that a metric is about."""

    title: str
    provisional: bool
    lands: tuple[MappedLand, ...]
    makes: tuple[Makes, ...]
    area: shapely.Geometry
    districts: dict[str, shapely.Geometry]

    def pieces(self, shape: shapely.Geometry, habitat: str, action: Action) -> list[Piece]:
        """The pieces of a parcel of a habitat, each of one significance and in one district."""
        near = [self.lands[number] for number in sorted(self._boxes.query(shape))]  # the others cannot cut it
        return pieces_of(shape, consistent(habitat, action, self.makes), near, self.districts, self.area)

    @cached_property
    def _boxes(self) -> shapely.STRtree:
        return shapely.STRtree([land.shape for land in self.lands])


def with_significance(file: MetricFile, folder: Path) -> MetricFile:
    """The file with the strategic significance of an edition, and every change of it among the findings.

    Raises MetricFileRefused for a file without shapes, and NotFound or EditionInvalid for what is no edition.
    """
    if not file.shapes:
        what = "has no shapes, so an edition cannot say what is mapped on its parcels."
        raise MetricFileRefused([Problem(file.name, what, "Give the GeoPackage of the metric.")])
    shapes = {ref: shapely.from_wkb(wkb) for ref, wkb in file.shapes.items()}
    strategy = strategy_on(folder, shapely.union_all([shapely.box(*shape.bounds) for shape in shapes.values()]))
    after = {one.ref: one for one in file.plan.enhanced}
    there, made = {}, {}
    findings = [*_of_edition(file, strategy)]
    for one in file.plan.existing:
        pieces = _there(one, after.get(one.ref), shapes[one.ref], strategy)
        there[one.ref] = _parts(pieces, shapes[one.ref])
        was = (one.state.significance, after[one.ref].state.significance if one.ref in after else None)
        findings += _changed(file.name, one.ref, was, pieces)
    for new in file.plan.created:
        pieces = _made(new, shapes[new.ref], strategy)
        made[new.ref] = _parts(pieces, shapes[new.ref])
        findings += _changed(file.name, new.ref, (None, new.state.significance), pieces)
    plan = split(file.plan, there, made)
    return replace(file, plan=plan, findings=(*file.findings, *findings))


def strategy_on(folder: Path, land: shapely.Geometry) -> Strategy:
    """What the edition in a folder has on the land."""
    record = manifest.read(folder)
    bounds = land.bounds
    mapped = read.frame(folder, "measures", bbox=bounds, columns=["measure", "piece"])
    held: dict[int, set[str]] = defaultdict(set)
    shapes: dict[int, shapely.Geometry] = {}
    for measure, piece, shape in zip(mapped["measure"], mapped["piece"], mapped.geometry, strict=True):
        held[int(piece)].add(str(measure))
        shapes[int(piece)] = shape
    districts = read.frame(folder, "districts", bbox=bounds) if read.has(folder, "districts") else None
    return Strategy(
        title=f"{record.title}, {record.edition}, of {record.responsible_authority}",
        provisional=record.status not in IN_FORCE,
        lands=tuple(MappedLand(frozenset(held[piece]), shapes[piece]) for piece in sorted(held)),
        makes=tuple(
            Makes(row["measure"], row["metric_habitat"], row["intervention"])
            for row in read.table(folder, "metric_habitats")
        ),
        area=shapely.union_all(list(read.frame(folder, "area").geometry)),
        districts={}
        if districts is None
        else {
            str(name): shape
            for name, shape in sorted(
                zip(districts["name"], districts.geometry, strict=True), key=lambda one: str(one[0])
            )
        },
    )


@dataclass(frozen=True)
class _Found:
    """A piece of a parcel with the significance of what is there and of what it becomes."""

    shape: shapely.Geometry
    size: float
    before: str | None
    after: str | None


def _there(one: Existing, better: Enhanced | None, shape: shapely.Geometry, strategy: Strategy) -> list[_Found]:
    """Pieces of habitat that is there: split by what it is, and where it is enhanced, by what it becomes too."""
    found = []
    for piece in strategy.pieces(shape, one.state.habitat, Action.BASELINE):
        if better is None:
            found.append(_Found(piece.shape, piece.size, piece.level, None))
            continue
        found += [
            _Found(part.shape, part.size, piece.level, part.level)
            for part in strategy.pieces(piece.shape, better.state.habitat, Action.ENHANCEMENT)
        ]
    return found


def _made(one: Created, shape: shapely.Geometry, strategy: Strategy) -> list[_Found]:
    pieces = strategy.pieces(shape, one.state.habitat, Action.CREATION)
    return [_Found(piece.shape, piece.size, None, piece.level) for piece in pieces]


def _parts(found: Sequence[_Found], shape: shapely.Geometry) -> list[Part]:
    """Shares in whole square metres, or centimetres of a line, which together are the parcel."""
    per_unit = PER_UNIT.get(shape.geom_type, 1)
    whole = whole_m2([one.size * per_unit for one in found])
    total = sum(whole)
    if not total:
        return [Part(Fraction(1), found[0].before, found[0].after)] if found else []
    parts = zip(found, whole, strict=True)
    return [Part(Fraction(size, total), one.before, one.after) for one, size in parts if size]


def _of_edition(file: MetricFile, strategy: Strategy) -> Iterator[Problem]:
    yield Problem(file.name, f"strategic significance is that of {strategy.title}.")
    if strategy.provisional:
        what = "that edition is no published one, so this is provisional: significance follows a strategy once it is."
        yield Problem(file.name, what)


def _changed(where: str, ref: str, was: tuple[str | None, str | None], found: Sequence[_Found]) -> Iterator[Problem]:
    """What the edition says otherwise than the file, of what is there and of what becomes of it."""
    for number, what in enumerate(("of what is there", "of what it becomes")):
        if (claimed := was[number]) is None:
            continue
        pieces = [Piece(one.shape, one.size, (one.before, one.after)[number]) for one in found]
        if other := differing(claimed, pieces):
            yield Problem(
                where, f"{ref}: significance {what} is {claimed} in the file, and by the edition {other.given}."
            )
