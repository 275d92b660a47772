"""Where neighbours disagree across their border: what each of them maps there, and how much land it is about.

Works on the measures near one border. Along the border, step by step, it is asked what each side maps up to it:

- `at odds`: both map something, and the two cannot well lie side by side (`lnrs.network.incompatible`), or they map
  the same land for two such things;
- `different`: both map something, and nothing of one is like anything of the other;
- `one side`: one maps something up to the border, and the other nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from lnrs.layers.projection import NATIONAL_GRID
from lnrs.network.conflict_keys import keyed
from lnrs.network.incompatible import Made, is_alike, why_at_odds
from lnrs.network.stations import Mask, Stations, facing, runs, stations
from lnrs.units import HA_M2

DEPTH_M = 500.0
"""How far from the border land is counted, and a settlement reaches; measures have to be given as far."""
GAP_M = 100.0
"""Two stretches with no more than this between them are one conflict."""
SHORTEST_M: Mapping[str, float] = {"at odds": 50.0, "different": 200.0, "one side": 200.0}
"""A shorter stretch is left to the people on the ground."""
LEAST_OVERLAP_M2 = 100.0

COLUMNS = (
    "key",
    "kind",
    "a",
    "b",
    "habitat_a",
    "action_a",
    "habitat_b",
    "action_b",
    "frontage_m",
    "a_ha",
    "b_ha",
    "overlap_ha",
    "places_a",
    "places_b",
    "why",
    "geometry",
)


@dataclass(frozen=True)
class Side:
    """The measures of one area near the border: for each shape its place and measure, and the number of what it makes.

    `made` lists what is made, without repeats; a measure that makes no habitat is in `shapes` with the number -1.
    """

    places: npt.NDArray[np.object_]
    """`place:ref` of each shape."""
    shapes: npt.NDArray[np.object_]
    number: npt.NDArray[np.int64]
    made: tuple[Made, ...]

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The shapes by where they are."""
        return shapely.STRtree(self.shapes)


@dataclass(frozen=True)
class Conflict:
    """One disagreement. The geometry is the stretch of border, or where there is none the land that both map."""

    kind: str
    made_a: Made
    made_b: Made
    why: str
    frontage_m: float
    geometry: BaseGeometry
    land_a: BaseGeometry
    land_b: BaseGeometry
    places_a: tuple[str, ...]
    places_b: tuple[str, ...]
    overlap_m2: float = 0.0


NOTHING: Made = ("", "")


def between(
    a_id: int,
    b_id: int,
    measures_a: gpd.GeoDataFrame,
    measures_b: gpd.GeoDataFrame,
    border: BaseGeometry,
    *,
    within_m: float,
    depth_m: float = DEPTH_M,
) -> gpd.GeoDataFrame:
    """The conflicts of two neighbours with the columns of COLUMNS, those at odds and the longest first.

    `a` is the lower number.

    Measures have place, ref, habitat, action and geometry (polygons in EPSG:27700) and need be given only as far as
    `depth_m` from the border. Land no farther than `within_m` from the border comes up to it. Lengths are in metres,
    right to a step of 10 m; hectares are of land within `depth_m` of the stretch.
    """
    if a_id > b_id:
        a_id, b_id, measures_a, measures_b = b_id, a_id, measures_b, measures_a
    a, b, at = _side(measures_a), _side(measures_b), stations(border)
    found = [*_with_overlaps(a, b, _along(a, b, at, within_m, depth_m), depth_m)]
    rows = [_row(a_id, b_id, one) for one in found]
    frame = gpd.GeoDataFrame(
        pd.DataFrame(rows, columns=[name for name in COLUMNS if name != "key"]), geometry="geometry", crs=NATIONAL_GRID
    )
    frame.insert(0, "key", "")
    rank = frame["kind"].map({kind: number for number, kind in enumerate(SHORTEST_M)})
    order = ["rank", "frontage_m", "overlap_ha", "a_ha", "b_ha"]
    ranked = frame.assign(rank=rank).sort_values(order, ascending=[True, *[False] * 4], kind="stable")
    return keyed(ranked.drop(columns="rank").reset_index(drop=True))


def _side(measures: gpd.GeoDataFrame) -> Side:
    """The measures as arrays, in an order that is not that of the rows."""
    sound = measures[~measures.geometry.is_empty & measures.geometry.notna()]
    places = (sound["place"].astype(str) + ":" + sound["ref"].astype(str)).to_numpy(dtype=object)
    order = np.argsort(places, kind="stable")
    pairs = [(str(h), str(act)) for h, act in zip(sound["habitat"], sound["action"], strict=True)]
    made = tuple(sorted({pair for pair in pairs if pair[0]}))
    at = {pair: number for number, pair in enumerate(made)}
    number = np.array([at.get(pair, -1) for pair in pairs], dtype=np.int64)
    return Side(places[order], sound.geometry.to_numpy()[order], number[order], made)


def _along(a: Side, b: Side, at: Stations, within_m: float, depth_m: float) -> Iterator[Conflict]:
    """The conflicts that stations of the border show."""
    face_a, face_b = (facing(at, side.shapes, side.number + 1, within_m) for side in (a, b))
    up_a, up_b = _padded(face_a, a)[:, 1:], _padded(face_b, b)[:, 1:]
    any_a: Mask = np.any(face_a, axis=1)
    any_b: Mask = np.any(face_b, axis=1)
    odds, alike = np.zeros(len(at), dtype=bool), np.zeros(len(at), dtype=bool)
    for i, made_a in enumerate(a.made):
        for j, made_b in enumerate(b.made):
            both = up_a[:, i] & up_b[:, j]
            if not both.any():
                continue
            if is_alike(made_a[0], made_b[0]):
                alike |= both
            if why := why_at_odds(made_a, made_b):
                odds |= both
                yield from _stretches("at odds", a, b, at, both, (i, j), why, within_m, depth_m)
    with_habitat_a: Mask = np.any(up_a, axis=1)
    with_habitat_b: Mask = np.any(up_b, axis=1)
    different = with_habitat_a & with_habitat_b & ~odds & ~alike
    for run in _long_enough("different", at, different):
        pair = _main(up_a, at, run), _main(up_b, at, run)
        yield _conflict("different", a, b, at, run, pair, "", within_m, depth_m)
    for run in _long_enough("one side", at, with_habitat_a & ~any_b):
        yield _conflict("one side", a, b, at, run, (_main(up_a, at, run), None), "", within_m, depth_m)
    for run in _long_enough("one side", at, with_habitat_b & ~any_a):
        yield _conflict("one side", a, b, at, run, (None, _main(up_b, at, run)), "", within_m, depth_m)


def _padded(face: Mask, side: Side) -> Mask:
    """The table of stations with a column for everything that is made, also where nothing of it is near."""
    wanted = len(side.made) + 1
    return np.pad(face, ((0, 0), (0, wanted - face.shape[1])))


def _stretches(
    kind: str,
    a: Side,
    b: Side,
    at: Stations,
    mask: Mask,
    pair: tuple[int, int],
    why: str,
    within_m: float,
    depth_m: float,
) -> Iterator[Conflict]:
    for run in _long_enough(kind, at, mask):
        yield _conflict(kind, a, b, at, run, pair, why, within_m, depth_m)


def _long_enough(kind: str, at: Stations, mask: Mask) -> Iterator[npt.NDArray[np.int64]]:
    for run in runs(at, mask, gap_m=GAP_M):
        if at.length_m[run].sum() >= SHORTEST_M[kind] - 1e-6:
            yield run


def _main(up: Mask, at: Stations, run: npt.NDArray[np.int64]) -> int:
    """What is mapped along most of a run."""
    return int(np.argmax((up[run] * at.length_m[run][:, None]).sum(axis=0).round(3)))


def _conflict(
    kind: str,
    a: Side,
    b: Side,
    at: Stations,
    run: npt.NDArray[np.int64],
    pair: tuple[int | None, int | None],
    why: str,
    within_m: float,
    depth_m: float,
) -> Conflict:
    stretch = at.stretch(run)
    (land_a, places_a), (land_b, places_b) = (
        _land(side, number, stretch, within_m, depth_m) for side, number in zip((a, b), pair, strict=True)
    )
    made_a = NOTHING if pair[0] is None else a.made[pair[0]]
    made_b = NOTHING if pair[1] is None else b.made[pair[1]]
    length = float(at.length_m[run].sum())
    return Conflict(kind, made_a, made_b, why, length, stretch, land_a, land_b, places_a, places_b)


def _land(
    side: Side, number: int | None, stretch: BaseGeometry, within_m: float, depth_m: float
) -> tuple[BaseGeometry, tuple[str, ...]]:
    """What a side maps for one thing up to a stretch: the land within the depth, and the places that it is of."""
    if number is None:
        return shapely.Polygon(), ()
    near_by = np.sort(side.tree.query(stretch, predicate="dwithin", distance=within_m))
    chosen = near_by[side.number[near_by] == number]
    near = shapely.intersection(side.shapes[chosen], shapely.buffer(stretch, depth_m))
    return shapely.union_all(near), tuple(dict.fromkeys(side.places[chosen]))


def _with_overlaps(a: Side, b: Side, found: Iterator[Conflict], depth_m: float) -> Iterator[Conflict]:
    """The conflicts with the land that both map; where there is such land off the stretches, conflicts of its own."""
    doubled = _doubled(a, b)
    for one in found:
        mine = doubled.get((one.made_a, one.made_b), []) if one.kind == "at odds" else []
        taken = [land for land in mine if shapely.dwithin(land[0], one.geometry, depth_m)]
        if mine:
            doubled[one.made_a, one.made_b] = [land for land in mine if land not in taken]
        yield replace(one, overlap_m2=sum(land[0].area for land in taken))
    for (made_a, made_b), lands in doubled.items():
        for land, places_a, places_b in lands:
            why = why_at_odds(made_a, made_b)
            yield Conflict("at odds", made_a, made_b, why, 0.0, land, land, land, places_a, places_b, land.area)


Doubled = tuple[BaseGeometry, tuple[str, ...], tuple[str, ...]]


def _doubled(a: Side, b: Side) -> dict[tuple[Made, Made], list[Doubled]]:
    """The land that both map for things at odds, in parts that lie apart, with the places of each side."""
    if not len(a.shapes) or not len(b.shapes):
        return {}
    i, j = b.tree.query(a.shapes, predicate="intersects")
    keep = (a.number[i] >= 0) & (b.number[j] >= 0)
    pairs: dict[tuple[Made, Made], list[tuple[int, int]]] = {}
    for one, other in zip(i[keep], j[keep], strict=True):
        pair = a.made[a.number[one]], b.made[b.number[other]]
        if why_at_odds(*pair):
            pairs.setdefault(pair, []).append((int(one), int(other)))
    return {pair: [*_parts(a, b, meeting)] for pair, meeting in sorted(pairs.items())}


def _parts(a: Side, b: Side, meeting: list[tuple[int, int]]) -> Iterator[Doubled]:
    ones, others = (np.array(column) for column in zip(*meeting, strict=True))
    common = shapely.intersection(a.shapes[ones], b.shapes[others])
    whole = shapely.union_all(common)
    for zone in shapely.get_parts(shapely.buffer(whole, GAP_M / 2)):
        land = shapely.intersection(whole, zone)
        if land.area < LEAST_OVERLAP_M2:
            continue
        here = shapely.intersects(common, zone) & (shapely.area(common) > 0)
        yield land, _once(a.places[ones[here]]), _once(b.places[others[here]])


def _once(places: npt.NDArray[np.object_]) -> tuple[str, ...]:
    return tuple(sorted(set(places)))


def _row(a_id: int, b_id: int, one: Conflict) -> tuple[object, ...]:
    hectares = (one.land_a.area / HA_M2, one.land_b.area / HA_M2, one.overlap_m2 / HA_M2)
    return (
        one.kind,
        a_id,
        b_id,
        *one.made_a,
        *one.made_b,
        round(one.frontage_m, 1),
        *(round(ha, 4) for ha in hectares),
        one.places_a,
        one.places_b,
        one.why,
        one.geometry,
    )
