"""Where the outlines of strategy areas do not fit: land that two of them claim, and land between them that none does.

Each fault is measured: hectares, the widest place in metres, how long it is, where, and between which areas. Land
that is open to the sea or to another country is no fault; `unclaimed` says how that is told.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lnrs.gridref import format_reference
from lnrs.habitat_map.overlay import Geometries, dissolve, edges_of, polygons_of
from lnrs.layers.projection import NATIONAL_GRID
from lnrs.network.neighbours import TOLERANCE_M
from lnrs.network.unclaimed import GRID_M, unclaimed
from lnrs.units import HA_M2

ALONG_M = 2 * GRID_M
"""An outline this near to a fault is its edge."""
COLUMNS = ["kind", "a", "b", "others", "ha", "widest_m", "length_m", "sliver", "grid_ref", "geometry"]


@dataclass(frozen=True)
class Faults:
    """Every fault of the borders, and what they come to."""

    table: gpd.GeoDataFrame
    """One fault a row, largest first: kind (gap, overlap or hole), a, b (numbers of the two areas it lies between; a
    hole lies in one, and its b is 0), others (numbers of further areas that touch it, with blanks), ha, widest_m (the
    widest place), length_m (half of the way around it), sliver (nowhere wider than the tolerance), grid_ref and
    geometry (Polygon)."""
    tolerance_m: float

    def of(self, kind: str) -> gpd.GeoDataFrame:
        """The faults of one kind."""
        return self.table[self.table["kind"] == kind].reset_index(drop=True)

    def hectares(self, kind: str) -> float:
        """Hectares of one kind, each counted once however many areas claim it."""
        return float(shapely.area(dissolve(self.of(kind).geometry.to_numpy())).sum() / HA_M2)

    def by_pair(self) -> pd.DataFrame:
        """kind, a, b, faults, slivers, ha, widest_m: one row a pair of areas and kind, most hectares first."""
        grouped = self.table.groupby(["kind", "a", "b"], as_index=False)
        pairs = grouped.agg(
            faults=("ha", "size"), slivers=("sliver", "sum"), ha=("ha", "sum"), widest_m=("widest_m", "max")
        )
        return pairs.sort_values(["ha", "a", "b"], ascending=[False, True, True], ignore_index=True)


def faults(areas: gpd.GeoDataFrame, tolerance_m: float = TOLERANCE_M) -> Faults:
    """Gaps, holes and overlaps of strategy areas (lnrs_id, geometry; valid, EPSG:27700 metres, grid of 1 cm)."""
    numbers, shapes = areas["lnrs_id"].to_numpy(), areas.geometry.to_numpy()
    parts = [_overlaps(numbers, shapes), _gaps(numbers, shapes)]
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    found = _measured(table, tolerance_m)
    order = np.lexsort((found["grid_ref"], found["b"], found["a"], -found["ha"].round(6)))
    return Faults(found.iloc[order].reset_index(drop=True), tolerance_m)


def _overlaps(numbers: npt.NDArray[np.int_], shapes: Geometries) -> gpd.GeoDataFrame:
    """Land that both areas of a pair claim, for each pair that meets."""
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first = numbers[one] < numbers[other]
    one, other = one[first], other[first]
    polygons, pair = polygons_of(shapely.intersection(shapes[one], shapes[other], grid_size=GRID_M))
    a, b = numbers[one[pair]], numbers[other[pair]]
    return _rows(["overlap"] * len(polygons), a, b, [""] * len(polygons), polygons)


def _gaps(numbers: npt.NDArray[np.int_], shapes: Geometries) -> gpd.GeoDataFrame:
    """Land that areas enclose and none claims; the two with most of its edge are a and b."""
    polygons = unclaimed(shapes)
    most_first = contact_m(polygons, shapes).sort_values(["contact_m", "area"], ascending=[False, True])
    touching = most_first.groupby("fault")["area"].agg(list).to_dict()
    rows = []
    for fault in range(len(polygons)):
        near = [int(numbers[area]) for area in touching.get(fault, ())]
        a, b = sorted(near[:2]) if len(near) > 1 else (near[0] if near else 0, 0)
        rows.append(("gap" if b else "hole", a, b, " ".join(str(number) for number in sorted(near[2:]))))
    kinds, a_numbers, b_numbers, others = zip(*rows, strict=True) if rows else ((), (), (), ())
    return _rows(kinds, a_numbers, b_numbers, others, polygons)


def contact_m(faults: Geometries, areas: Geometries) -> pd.DataFrame:
    """fault, area (positions), contact_m: how much of each area's outline runs along each fault.

    Outlines are looked at in short stretches, so that the work grows with what lies along a fault.
    """
    parts, owner = polygons_of(areas)
    stretches = [edges_of(np.array([part])) for part in parts]
    whose = np.repeat(owner, [len(one) for one in stretches])
    lines = np.concatenate([np.empty(0, object), *stretches])
    fault, line = shapely.STRtree(lines).query(faults, predicate="dwithin", distance=ALONG_M)
    wide = shapely.buffer(faults, ALONG_M, quad_segs=2)
    length = shapely.length(shapely.intersection(lines[line], wide[fault]))
    table = pd.DataFrame({"fault": fault, "area": whose[line], "contact_m": length})
    summed = table.groupby(["fault", "area"], as_index=False)["contact_m"].sum()
    return summed[summed["contact_m"] > 4 * ALONG_M].reset_index(drop=True)  # less is a corner that touches


def _rows(kind: object, a: object, b: object, others: object, polygons: Geometries) -> gpd.GeoDataFrame:
    columns = {"kind": kind, "a": a, "b": b, "others": others}
    return gpd.GeoDataFrame(columns, geometry=polygons, crs=NATIONAL_GRID)


def _measured(table: gpd.GeoDataFrame, tolerance_m: float) -> gpd.GeoDataFrame:
    polygons = table.geometry.to_numpy()
    radius = shapely.maximum_inscribed_circle(polygons, tolerance=_closeness_m(polygons))
    middle = shapely.get_point(radius, 0)
    widest = 2 * shapely.length(radius)
    refs = [format_reference(x, y, 8) for x, y in shapely.get_coordinates(middle)]
    measured = table.assign(
        a=table["a"].astype(int),
        b=table["b"].astype(int),
        ha=shapely.area(polygons) / HA_M2,
        widest_m=widest,
        length_m=shapely.length(polygons) / 2,
        sliver=widest <= tolerance_m,
        grid_ref=refs,
    )
    return measured[COLUMNS]


def _closeness_m(polygons: Geometries) -> npt.NDArray[np.float64]:
    """How exactly the widest place is looked for: to a twentieth of the mean width."""
    around = np.maximum(shapely.length(polygons), GRID_M)
    return np.maximum(0.1 * shapely.area(polygons) / around, GRID_M / 10)
