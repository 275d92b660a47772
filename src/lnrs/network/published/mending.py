"""Geometry of published rows: moved to the National Grid and mended as at the door, or refused, row by row."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from lnrs.gridref import EAST_END_M, NORTH_END_M
from lnrs.layers.contract import Layer
from lnrs.layers.licences import LICENCES
from lnrs.layers.projection import NATIONAL_GRID
from lnrs.layers.repair import TAKEN, mend
from lnrs.network.published.note import Kind, Log, Note
from lnrs.network.published.placing import Placing
from lnrs.network.published.whose import in_another_area

POLYGONS = Layer(
    id="published",
    title="What others published",
    geometry="MultiPolygon",
    publisher="",
    licence=next(iter(LICENCES.values())),
    attribution="",
)
"""What every layer of the network has to be; the rest of a contract does not matter here."""

OUTSIDE_M = 500.0
"""A row that is nearer than this to the outline of its area is taken for the area's; outlines are often generalised."""
FAR_M = 20_000.0
"""What is farther than this from it is not the area's. Between the two it is where it lies in no other area: a
generalised outline has no small islands."""


@dataclass(frozen=True)
class Land:
    """The land that rows have to lie on."""

    lnrs_id: int
    outline: BaseGeometry | None
    """The outline of the area in EPSG:27700; None where nothing is to be left out for where it lies."""


class Seen:
    """Rows that have been read, by what they say, so that one that was published twice is taken once: a few bytes a
    row, however much it says."""

    def __init__(self) -> None:
        self._keys, self._rows = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
        self._labels: list[tuple[str, int]] = []

    def before(self, label: str, rows: np.ndarray, said: Iterable[bytes]) -> dict[int, str]:
        """Of rows that say something, those that an earlier row said the very same as, with that row in words."""
        digests = b"".join(blake2b(one, digest_size=8).digest() for one in said)
        self._labels.append((label, len(self._keys)))
        self._keys = np.concatenate([self._keys, np.frombuffer(digests, dtype=np.uint64)])
        self._rows = np.concatenate([self._rows, rows])
        _, first, which = np.unique(self._keys, return_index=True, return_inverse=True)
        earliest = first[which]
        again = np.flatnonzero(earliest != np.arange(len(self._keys)))
        new = again[again >= len(self._keys) - len(rows)]
        return {int(self._rows[at]): self._in_words(int(earliest[at]), label) for at in new}

    def _in_words(self, at: int, label: str) -> str:
        of = next(name for name, begun in reversed(self._labels) if begun <= at)
        return f"row {self._rows[at]}" if of == label else f"row {self._rows[at]} of {of}"


def sound(
    frame: pd.DataFrame,
    shapes: gpd.GeoSeries,
    placing: Placing,
    label: str,
    log: Log,
    land: Land,
    seen: Seen,
) -> gpd.GeoDataFrame:
    """Rows with sound multipolygons in EPSG:27700; the others are refused or left out, and told of."""
    usable = _usable(shapes, label, log)
    moved = placing.moved(shapes[usable].to_numpy())
    placed = gpd.GeoDataFrame(
        frame[usable], geometry=gpd.GeoSeries(moved, index=shapes.index[usable]), crs=NATIONAL_GRID
    )
    placed = _in_britain(placed, label, log)
    mended, repairs = mend(placed, POLYGONS, rounded=False)
    for repair in repairs:
        dropped = repair.done.startswith("dropped")
        says = f"{repair.reason}: {repair.done}"
        _note(log, label, [repair.row], "refusal" if dropped else "repair", says)
    lost = placed.index.difference(mended.index)
    log.refused += len(lost)
    told = {repair.row for repair in repairs}
    _note(log, label, [row for row in lost if row not in told], "refusal", "nothing is left of it once it is mended")
    near = mended if land.outline is None else _near(mended, land.outline, land.lnrs_id, label, log)
    return _once(near, label, log, seen)


def _usable(shapes: gpd.GeoSeries, label: str, log: Log) -> np.ndarray:
    """Which rows have polygons whose coordinates are numbers."""
    values = shapes.to_numpy()
    absent = shapely.is_missing(values) | shapely.is_empty(values)
    kinds = shapes.geom_type.fillna("")
    wrong = (~kinds.isin(TAKEN["MultiPolygon"])).to_numpy() & ~absent
    endless = _endless(values) & ~absent & ~wrong
    _note(log, label, shapes.index[absent], "refusal", "has no geometry")
    for kind in sorted(set(kinds[wrong])):
        rows = shapes.index[wrong & (kinds == kind).to_numpy()]
        _note(log, label, rows, "refusal", f"is a {kind}, and only polygons have an area")
    _note(log, label, shapes.index[endless], "refusal", "has coordinates that are no numbers")
    refused = absent | wrong | endless
    log.refused += int(refused.sum())
    return ~refused


def _endless(shapes: np.ndarray) -> np.ndarray:
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    endless = np.zeros(len(shapes), dtype=bool)
    endless[owner[~np.isfinite(coordinates).all(axis=1)]] = True
    return endless


def _in_britain(frame: gpd.GeoDataFrame, label: str, log: Log) -> gpd.GeoDataFrame:
    bounds = shapely.bounds(frame.geometry.to_numpy())
    with np.errstate(invalid="ignore"):
        inside = (bounds[:, :2] >= 0).all(axis=1) & (bounds[:, 2] < EAST_END_M) & (bounds[:, 3] < NORTH_END_M)
    _note(log, label, frame.index[~inside], "refusal", "lies outside Great Britain")
    log.refused += int((~inside).sum())
    return frame[inside]


def _near(frame: gpd.GeoDataFrame, outline: BaseGeometry, lnrs_id: int, label: str, log: Log) -> gpd.GeoDataFrame:
    shapely.prepare(outline)
    shapes = frame.geometry.to_numpy()
    outside = ~shapely.dwithin(outline, shapes, OUTSIDE_M)
    away = outside.copy()
    away[outside] = ~shapely.dwithin(outline, shapes[outside], FAR_M) | in_another_area(shapes[outside], lnrs_id)
    says = f"lies outside the strategy area, in another or more than {FAR_M / 1000:g} km away"
    _note(log, label, frame.index[away], "left_out", says)
    says = f"lies more than {OUTSIDE_M:g} m outside the outline, in no other area; taken for the area's"
    _note(log, label, frame.index[outside & ~away], "guess", says)
    log.left_out += int(away.sum())
    return frame[~away]


def _once(frame: gpd.GeoDataFrame, label: str, log: Log, seen: Seen) -> gpd.GeoDataFrame:
    """Rows that say the same, with the same geometry, once."""
    texts = frame.drop(columns="geometry")
    named = texts.drop(columns=[name for name in ("place", "site") if name in texts])
    words = ("\x1f".join(map(str, row)).encode() for row in named.itertuples(index=False))
    said = (text + wkb for text, wkb in zip(words, frame.geometry.to_wkb(), strict=True))
    before = seen.before(label, frame.index.to_numpy(), said)
    for row, earlier in before.items():
        _note(log, label, [row], "left_out", f"is the same as {earlier}")
    log.left_out += len(before)
    return frame[~frame.index.isin(list(before))]


def _note(log: Log, label: str, rows: Iterable[int], kind: Kind, says: str) -> None:
    do = "Tell its publisher." if kind == "refusal" else ""
    log.notes += [Note(label, int(row), kind, says, do) for row in rows]
