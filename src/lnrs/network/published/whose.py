"""Whose strategy it is: by what somebody says, by the numbers in it, by its name, or by where it lies."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import shapely

from lnrs.errors import LayerRefused, NotFound, Problem
from lnrs.layers.values import as_texts
from lnrs.model import Area, areas
from lnrs.network.published import tables
from lnrs.network.published.names import plain
from lnrs.network.published.note import Note
from lnrs.network.published.placing import Placing
from lnrs.network.published.recognise import Part
from lnrs.outlines import outline

LARGEST = 1e6
"""A number beyond this is none of an area, and may not be a whole number to a computer."""
MOST = 0.9
"""Share of the first rows that have to lie in another area before the number in a file is not believed."""


@dataclass(frozen=True)
class Whose:
    """The strategy area, and the numbers in the file that stand for it."""

    area: Area
    numbers: frozenset[int]
    """Rows with another number are another area's; empty where the file has no numbers."""
    notes: tuple[Note, ...]


def area_numbered(lnrs_id: int) -> Area:
    """A strategy area. Raises NotFound where no area has the number."""
    for area in areas():
        if area.lnrs_id == lnrs_id:
            return area
    raise NotFound([Problem("area", f"there is no strategy area {lnrs_id}.", "Areas are numbered 1 to 48.")])


def whose(parts: Sequence[Part], placings: Mapping[str, Placing], given: int | None, name: str) -> Whose:
    """Whose the parts are; `placings` by label of the table, `name` that of the file.

    Raises LayerRefused where nothing tells it, or the rows are of many areas.
    """
    said = numbers_in([part for part in parts if part.layer != "area"]) or numbers_in(parts)
    if given is not None:
        return _as_given(area_numbered(given), said, name)
    lies = _where_it_lies([placings[part.table.label].middles for part in parts if part.layer != "area"])
    known = Counter({number: count for number, count in said.items() if 1 <= number <= len(areas())})
    if known:
        return _as_numbered(known, lies, name)
    if called := area_in(name):
        return Whose(called, frozenset(), (_guess(name, f"is taken for {_in_words(called)} by its name"),))
    if lies is not None:
        area = area_numbered(lies)
        return Whose(area, frozenset(), (_guess(name, f"is taken for {_in_words(area)}, where it lies"),))
    raise LayerRefused([Problem(name, "does not say which strategy area it is of.", "Say it with --area.")])


def numbers_in(parts: Sequence[Part]) -> Counter[int]:
    """How often each number of an area stands in the parts."""
    counted: Counter[int] = Counter()
    for table, field in {part.table.label: (part.table, part.fields.lnrs_id) for part in parts}.values():
        if field:
            for cells in tables.cells(table, [field]):
                counted.update(int(number) for number in numbers(cells[field]).dropna())
    return counted


def numbers(cells: pd.Series) -> pd.Series:
    """Numbers of areas written as numbers or as text (`05`, `5.0`); NA where there is none."""
    read = pd.to_numeric(as_texts(cells), errors="coerce")
    return read.where(np.isfinite(read) & (read == read.round()) & (read.abs() < LARGEST)).astype("Int64")


def _as_given(area: Area, said: Counter[int], name: str) -> Whose:
    if not said or area.lnrs_id in said:
        return Whose(area, frozenset({area.lnrs_id} if said else ()), ())
    others = ", ".join(str(number) for number, _ in said.most_common(3))
    if len(said) > 1:
        what = f"has rows of areas {others}, and none of area {area.lnrs_id}."
        raise LayerRefused([Problem(name, what, "Correct the number.")])
    says = f"every row says lnrs_id {others}; taken for {_in_words(area)} all the same"
    return Whose(area, frozenset(said), (_guess(name, says),))


def _as_numbered(known: Counter[int], lies: int | None, name: str) -> Whose:
    number, count = known.most_common(1)[0]
    if count <= known.total() / 2:
        what = f"has rows of {len(known)} strategy areas."
        raise LayerRefused([Problem(name, what, "Say with --area which is wanted.")])
    if lies is not None and lies != number:
        area = area_numbered(lies)
        said = f"says lnrs_id {number} ({area_numbered(number).name})"
        says = f"{said}, and lies in {_in_words(area)}, whose it is taken for"
        return Whose(area, frozenset({number, lies}), (_guess(name, says),))
    return Whose(area_numbered(number), frozenset({number}), ())


def _where_it_lies(middles: Sequence[np.ndarray]) -> int | None:
    """The area in which nearly all of the points lie."""
    points = np.concatenate(middles) if middles else np.empty(0, dtype=object)
    if not len(points):
        return None
    x, y = shapely.get_x(points), shapely.get_y(points)
    for number, shape in _outlines().items():
        west, south, east, north = shape.bounds
        near = (x >= west) & (x <= east) & (y >= south) & (y <= north)
        if near.mean() >= MOST and shapely.contains_xy(shape, x, y).mean() >= MOST:
            return number
    return None


def in_another_area(shapes: np.ndarray, lnrs_id: int) -> np.ndarray:
    """Which shapes (EPSG:27700) touch the generalised outline of an area other than this one."""
    others = [shape for number, shape in _outlines().items() if number != lnrs_id]
    return np.isin(np.arange(len(shapes)), shapely.STRtree(others).query(shapes, predicate="intersects")[0])


@cache
def _outlines() -> dict[int, shapely.MultiPolygon]:
    return {area.lnrs_id: outline(area.lnrs_id) for area in areas()}


def area_in(name: str) -> Area | None:
    """The one area whose name, or the part of it before `and`, stands in a name; None where none or several do."""
    text = plain(name)
    found = {area: plain(area.name) for area in areas() if plain(area.name) in text}
    found = found or {area: plain(_head(area.name)) for area in areas() if plain(_head(area.name)) in text}
    whole = [area for area, words in found.items() if not any(words in other != words for other in found.values())]
    return whole[0] if len(whole) == 1 else None


def _head(name: str) -> str:
    return name.split(" and ")[0].split(",")[0].split(" & ")[0]


def _in_words(area: Area) -> str:
    return f"{area.name} ({area.lnrs_id})"


def _guess(name: str, says: str) -> Note:
    return Note(name, None, "guess", says, "Say with --area which it is, if that is wrong.")
