"""Where two neighbours meet, in a build: what of their mapped land meets, where they disagree, what they agreed.

Works on what was filed of the two near their border, one task for each two areas whose outlines come near each other.
"""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely
from shapely.geometry.base import BaseGeometry

from lnrs.layers.projection import NATIONAL_GRID
from lnrs.network import conflict_files, folder, geoparquet, settlements, squares
from lnrs.network.conflict_land import shared_border
from lnrs.network.conflicts import DEPTH_M
from lnrs.network.covered import Rows
from lnrs.network.filed import pieces_of, rows_of
from lnrs.network.land_once import land_once
from lnrs.network.meeting import meets
from lnrs.network.settled import LEFT_OUT, STATES
from lnrs.network.storage import Store
from lnrs.network.taking_in import outline_file
from lnrs.network.tasks import Found

CONFLICTS = "conflicts.parquet"
MEASURED = ("frontage_m", "a_ha", "b_ha", "overlap_ha")
LEFT_OUT_FILE = ".work/left_out.parquet"


def outline_of(store: Store, lnrs_id: int) -> BaseGeometry:
    """The outline of an area that was taken in."""
    shape: BaseGeometry = shapely.from_wkb(store.read(outline_file(lnrs_id)))
    return shape


def near_pairs(bounds_m: dict[int, Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs of areas whose bounding boxes come within reach of each other, the lower number first."""
    boxes = {number: shapely.box(*bounds) for number, bounds in bounds_m.items()}
    within = conflict_files.WITHIN_M
    return [(a, b) for a, b in combinations(sorted(boxes), 2) if shapely.dwithin(boxes[a], boxes[b], within)]


def pair(store: Store, *, network: str, a: int, b: int, block_m: int) -> Found:
    """Find what meets and what conflicts along the border of two areas, and put their settlements to it.

    Writes `.work/pairs/AA-BB-conflicts.parquet` and `-left_out.parquet`; says the length of the border and how much of
    what there is. Two areas that do not meet have a border of 0 m.
    """
    border = shared_border(outline_of(store, a), outline_of(store, b), conflict_files.WITHIN_M)
    if border.is_empty:
        return {"a": a, "b": b, "border_m": 0.0}
    reach_m = DEPTH_M + conflict_files.WITHIN_M
    near = {number: _near(store, number, border, reach_m, block_m) for number in (a, b)}
    read = folder.read(Path(network))
    agreed = settlements.read(read.settlements)
    after = conflict_files.with_settlements(read, (a, b), (near[a], near[b]), border, agreed)
    name = f".work/pairs/{a:02d}-{b:02d}"
    store.write(f"{name}-conflicts.parquet", geoparquet.to_bytes(_conflict_table(after.conflicts)))
    store.write(f"{name}-left_out.parquet", geoparquet.to_bytes(_left_out_table(after.left_out)))
    met = meets(_land(near[a]), _land(near[b]))
    return {
        "a": a,
        "b": b,
        "border_m": float(border.length),
        "contact_m": float(met["contact_m"].sum()),
        "both_map_ha": float(met["shared_ha"].sum()),
        "conflicts": len(after.conflicts),
        "at_odds": int((after.conflicts["kind"] == "at odds").sum()),
        **{state: after.count(state) for state in STATES},
        "gone": [one.key for one in after.gone],
    }


def gather(store: Store, pairs: Sequence[Found]) -> None:
    """Put the conflicts of all pairs into `conflicts.parquet`, and what settlements leave out into one table."""
    met = [f".work/pairs/{one['a']:02d}-{one['b']:02d}" for one in pairs if one["border_m"]]
    for ending, name in (("conflicts", CONFLICTS), ("left_out", LEFT_OUT_FILE)):
        tables = [geoparquet.from_bytes(store.read(f"{stem}-{ending}.parquet")) for stem in met]
        if tables:
            store.write(name, geoparquet.to_bytes(pa.concat_tables(tables)))


def left_out(store: Store) -> gpd.GeoDataFrame:
    """What settlements leave out, with the columns of `settled.LEFT_OUT`."""
    if not store.has(LEFT_OUT_FILE):
        return gpd.GeoDataFrame({name: [] for name in LEFT_OUT[:-1]}, geometry=[], crs=NATIONAL_GRID)
    table = geoparquet.from_bytes(store.read(LEFT_OUT_FILE))
    frame = table.select(LEFT_OUT[:-1]).to_pandas()
    frame["lnrs_id"] = frame["lnrs_id"].astype(int)
    return gpd.GeoDataFrame(frame, geometry=geoparquet.geometries_of(table), crs=NATIONAL_GRID)


def _near(store: Store, area: int, border: BaseGeometry, reach_m: float, block_m: int) -> gpd.GeoDataFrame:
    """The measures of an area, cut to within a distance of a border."""
    zone = shapely.buffer(border, reach_m)
    shapely.prepare(zone)
    names = [name for name in squares.around(zone.bounds) if shapely.intersects(zone, squares.box(name))]
    pieces = {block: pieces_of(store, area, block) for block in {squares.block_of(name, block_m) for name in names}}
    found = []
    for name in names:
        rows = rows_of(store, area, name, pieces[squares.block_of(name, block_m)], ("measures",))["measures"]
        found.append(rows.where(shapely.intersects(zone, rows.geometry)))
    rows = Rows(*map(np.concatenate, zip(*found, strict=True)))
    columns = {name: values for name, values in rows._asdict().items() if name != "geometry"}
    cut = shapely.intersection(rows.geometry, zone)
    return gpd.GeoDataFrame(columns, geometry=cut, crs=NATIONAL_GRID)[lambda frame: frame.area > 0]


def _land(measures: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """All land of measures as one shape: it counts once, however many measures it has."""
    whole = shapely.multipolygons(land_once(measures.geometry.to_numpy()))
    return gpd.GeoDataFrame(geometry=[whole], crs=NATIONAL_GRID)


def _conflict_table(conflicts: gpd.GeoDataFrame) -> pa.Table:
    columns: dict[str, Any] = {}
    for name in conflicts.columns.drop("geometry"):
        values = conflicts[name]
        if name in conflict_files.LISTS:
            values = values.map(lambda items: conflict_files.BETWEEN.join(map(str, items)))
        kind = pa.float64() if name in MEASURED else pa.int32() if name in ("a", "b") else pa.string()
        columns[name] = pa.array([*values], kind)
    return geoparquet.with_geometry(columns, conflicts.geometry.to_numpy())


def _left_out_table(land: gpd.GeoDataFrame) -> pa.Table:
    texts = {name: pa.array(land[name].astype(str), pa.string()) for name in LEFT_OUT[:-1]}
    return geoparquet.with_geometry(texts, land.geometry.to_numpy())
