"""Land gained, lost and kept between two sets of polygons, exactly, by overlaying only what is not the same already."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from lnrs.edition import read
from lnrs.edition.difference import LandChange
from lnrs.units import HA_M2

Wkb = np.ndarray
"""Polygons of one edition as WKB; none of them overlaps another."""


def land_change(name: str, before: Wkb, after: Wkb) -> LandChange:
    """How the land of one thing changed. Polygons within an edition do not overlap, so every hectare counts once."""
    had, has = set(before), set(after)
    same = shapely.from_wkb(np.array(sorted(had & has), dtype=object))
    gone = shapely.from_wkb(np.array(sorted(had - has), dtype=object))
    come = shapely.from_wkb(np.array(sorted(has - had), dtype=object))
    kept_m2 = _area_m2(same) + shared_m2(gone, come)
    before_m2, after_m2 = _area_m2(same) + _area_m2(gone), _area_m2(same) + _area_m2(come)
    return LandChange(
        name,
        before_ha=_ha(before_m2),
        after_ha=_ha(after_m2),
        gained_ha=_ha(max(0.0, after_m2 - kept_m2)),
        lost_ha=_ha(max(0.0, before_m2 - kept_m2)),
        kept_ha=_ha(kept_m2),
    )


def shared_m2(ones: np.ndarray, others: np.ndarray) -> float:
    """Area in which two sets of polygons overlap, where neither overlaps itself."""
    if not len(ones) or not len(others):
        return 0.0
    one, other = shapely.STRtree(others).query(ones, predicate="intersects")
    return float(shapely.area(shapely.intersection(ones[one], others[other])).sum())


def frame_change(before: Path, after: Path, frame: str, name: str) -> LandChange:
    """How the land of a whole frame changed between two edition folders."""
    ones, others = (read.with_wkb(folder, frame)["wkb"].to_numpy() for folder in (before, after))
    return land_change(name, ones, others)


def measure_changes(before: Path, after: Path) -> Iterator[LandChange]:
    """How the land of each mapped measure changed, in the order of their references; the same ones too."""
    ones, others = (_by_measure(read.with_wkb(folder, "measures", ["measure"])) for folder in (before, after))
    nothing = np.empty(0, dtype=object)
    for ref in natural_order({*ones, *others}):
        yield land_change(ref, ones.get(ref, nothing), others.get(ref, nothing))


def natural_order(refs: Iterable[str]) -> list[str]:
    """References with their numbers in order: GL1.2 before GL1.10."""
    return sorted(refs, key=lambda ref: [(not part.isdigit(), part.zfill(9)) for part in _parts(ref)])


def _parts(ref: str) -> list[str]:
    letters = ref.rstrip("0123456789.")
    return [letters, *ref[len(letters) :].split(".")]


def _by_measure(rows: pd.DataFrame) -> dict[str, Wkb]:
    return {str(ref): ours["wkb"].to_numpy() for ref, ours in rows.groupby("measure")}


def _area_m2(shapes: np.ndarray) -> float:
    return float(shapely.area(shapes).sum())


def _ha(square_metres: float) -> float:
    return round(square_metres / HA_M2, 4)
