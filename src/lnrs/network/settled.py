"""What settlements do to the joined network, what is still open, and which of them have lost their conflict."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lnrs.layers.projection import NATIONAL_GRID
from lnrs.network.conflicts import DEPTH_M
from lnrs.network.settlements import Settlement, Settlements, known

STATES = ("open", "pending", "settled")
LEFT_OUT = ["key", "lnrs_id", "place", "ref", "geometry"]


@dataclass(frozen=True)
class Settled:
    """The conflicts after their settlements.

    `conflicts` have three more columns: state (`open`; `pending` where one of the two has agreed; `settled`), outcome
    and waits_for (a tuple of areas). `left_out` says what does not count: by key, area, place and ref, the land within
    which that place of that measure does not count. `gone` are settlements without a conflict.
    """

    conflicts: gpd.GeoDataFrame
    left_out: gpd.GeoDataFrame
    gone: Settlements

    def count(self, state: str) -> int:
        """How many conflicts are in a state."""
        return int((self.conflicts["state"] == state).sum())


def apply(settlements: Sequence[Settlement], conflicts: gpd.GeoDataFrame, *, depth_m: float = DEPTH_M) -> Settled:
    """Put the settlements to the conflicts of a build, by key. Only what both have agreed changes what counts.

    `depth_m` is that of the conflicts: it is how far from the border a settlement reaches.
    """
    by_key = known(settlements)
    found = [by_key.get(key) for key in conflicts["key"]]
    columns = {
        "state": ["open" if one is None else "settled" if one.agreed else "pending" for one in found],
        "outcome": [one.outcome if one else "" for one in found],
        "waits_for": [
            one.waits_for if one else (a, b) for one, a, b in zip(found, conflicts["a"], conflicts["b"], strict=True)
        ],
    }
    told = conflicts.assign(**{name: pd.Series(of, conflicts.index, dtype="object") for name, of in columns.items()})
    agreed = told[told["state"] == "settled"]
    rows = [row for conflict in agreed.itertuples() for row in _left_out(conflict, depth_m)]
    left_out = gpd.GeoDataFrame(pd.DataFrame(rows, columns=LEFT_OUT), geometry="geometry", crs=NATIONAL_GRID)
    present = set(conflicts["key"])
    return Settled(told, left_out, tuple(one for one in settlements if one.key not in present))


def _left_out(conflict: object, depth_m: float) -> list[tuple[str, int, str, str, shapely.Geometry]]:
    outcome = conflict.outcome  # type: ignore[attr-defined]
    sides = {"keep_a": ("b",), "keep_b": ("a",), "neither": ("a", "b")}.get(outcome, ())
    shape = conflict.geometry  # type: ignore[attr-defined]
    zone = shape if shape.area > 0 else shapely.buffer(shape, depth_m)
    return [
        (conflict.key, getattr(conflict, side), *place.split(":", 1), zone)  # type: ignore[attr-defined]
        for side in sides
        for place in getattr(conflict, f"places_{side}")
    ]


def counted(lnrs_id: int, measures: gpd.GeoDataFrame, left_out: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The measures of an area without the land that settlements leave out; places of which nothing is left are gone.

    `measures` have place, ref and geometry, and may be any part of the area's. Rows keep their order and index.
    """
    mine = left_out[left_out["lnrs_id"] == lnrs_id]
    if mine.empty or measures.empty:
        return measures
    zones = mine.groupby(["place", "ref"])["geometry"].agg(lambda shapes: shapely.union_all(np.asarray(shapes)))
    keys = pd.MultiIndex.from_arrays([measures["place"].astype(str), measures["ref"].astype(str)])
    at = zones.index.get_indexer(keys)
    touched = at >= 0
    shapes = measures.geometry.to_numpy().copy()
    shapes[touched] = shapely.difference(shapes[touched], zones.to_numpy()[at[touched]])
    left = measures.set_geometry(gpd.GeoSeries(shapes, index=measures.index, crs=measures.crs))
    return left[~(touched & shapely.is_empty(shapes))]
