"""Links in a build: looked for tile by tile, then the best of all England for each habitat.

A pair of patches may be found in several tiles, by different parts; the nearest parts count. A tile that keeps its best
`MOST` for each habitat holds every link that is among the best `MOST` of England.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from lnrs import gridref
from lnrs.network import figures, geoparquet, squares
from lnrs.network.land import PARTS
from lnrs.network.links import Parts, best, first_of_pairs
from lnrs.network.pairing import outline_of
from lnrs.network.patches import PATCHES, part_keys, patch_file
from lnrs.network.storage import Store
from lnrs.network.tasks import Found

TABLE = "figures/links.csv"
MAP = "figures/links.parquet"

REACH = 2.0
"""Patches are linked over gaps of up to this many times the dispersal distance: fewer than one in seven get farther."""
MOST = 1_000
"""How many links of each habitat are kept."""
TILE_M = 40_000

COLUMNS = [
    *["habitat", "rank", "worth_ha2", "gap_m", "from_place", "to_place", "from_ha", "to_ha"],
    *["from_lnrs_id", "to_lnrs_id", "from_area", "to_area", "crosses_border"],
]
_NUMBERS = {"worth_ha2": pa.float64(), "gap_m": pa.float64(), "from_ha": pa.float64(), "to_ha": pa.float64()}
FOUND = pa.schema(
    [
        *[("habitat", pa.string()), ("one", pa.string()), ("other", pa.string())],
        *_NUMBERS.items(),
        ("wkb", pa.binary()),
    ]
)
"""A link that a tile found: names of both patches, their hectares, and the shortest line from the one to the other."""


def find(store: Store, *, tile: Sequence[int], blocks: Sequence[str], groups: int, dispersal_m: float) -> Found:
    """The best links from the parts in a tile (its corner in metres), for each habitat of England as delivered, into
    `.work/links/tile-E-N.parquet`. `blocks` are those within reach."""
    within_m = REACH * dispersal_m
    east, north = tile
    own = {*squares.around((east, north, east + TILE_M - 1, north + TILE_M - 1))}
    near = squares.around((east - within_m, north - within_m, east + TILE_M + within_m, north + TILE_M + within_m))
    rows = [FOUND.empty_table()]
    for habitat, frame in _parts(store, [*near], blocks, groups).groupby("habitat", sort=True):
        parts = Parts(
            geometry=np.asarray(shapely.from_wkb(frame["wkb"].to_numpy(object)), object),
            patch=frame["patch"].to_numpy(str),
            patch_ha=frame["patch_ha"].to_numpy(),
            own=frame["square"].isin(own).to_numpy(),
        )
        found = best(parts, within_m=within_m, dispersal_m=dispersal_m, most=MOST)
        lines = shapely.shortest_line(parts.geometry[found.one], parts.geometry[found.other])
        columns = [
            *[np.full(len(lines), habitat), parts.patch[found.one], parts.patch[found.other], found.worth_ha2],
            *[found.gap_m, parts.patch_ha[found.one], parts.patch_ha[found.other]],
            np.asarray(shapely.to_wkb(lines), object),
        ]
        arrays = [pa.array(values).cast(field.type) for values, field in zip(columns, FOUND, strict=True)]
        rows.append(pa.Table.from_arrays(arrays, schema=FOUND))
    table = pa.concat_tables(rows)
    store.write(_file(f"tile-{east}-{north}"), geoparquet.to_bytes(table))
    return {"links": table.num_rows}


def gather(store: Store, tiles: Sequence[str], names: Mapping[int, str]) -> None:
    """Write the best links of England, from what was found in each tile, into `figures/links.csv` and `.parquet`;
    `names` are those of the areas by number."""
    kept = FOUND.empty_table().to_pandas()
    for key in tiles:
        more = geoparquet.from_bytes(store.read(_file(key))).to_pandas()
        if len(more):
            kept = pd.concat([*_best_of_each(pd.concat([kept, more]) if len(kept) else more)])
    lines = np.asarray(shapely.from_wkb(kept["wkb"].to_numpy(object)), object)
    table = _told(kept, lines, {number: outline_of(store, number) for number in names}, names)
    store.write(TABLE, figures.to_csv(table))
    located = geoparquet.with_geometry({name: pa.array(table[name]) for name in COLUMNS}, lines)
    store.write(MAP, geoparquet.to_bytes(located, types=["LineString"]))


def _file(key: str) -> str:
    return f".work/links/{key}.parquet"


def _parts(store: Store, names: Sequence[str], blocks: Sequence[str], groups: int) -> pd.DataFrame:
    """The parts in some squares by key, with their patch and its hectares: of itself, where it touches no seam."""
    wanted = pc.field("square").isin(list(names))
    tables = [geoparquet.from_bytes(store.read(f".work/parts/{block}.parquet")).filter(wanted) for block in blocks]
    parts = pa.concat_tables([PARTS.empty_table(), *tables]).to_pandas()
    # rows are by square in these files: most of a file is skipped
    files = [pa.BufferReader(store.read(patch_file(number))) for number in range(groups)]
    seamed = [pq.read_table(file, filters=wanted, use_threads=False) for file in files]
    joined = pa.concat_tables([PATCHES.empty_table(), *seamed]).to_pandas()
    parts = parts.merge(joined, how="left", on=["habitat", "square", "part"], validate="one_to_one")
    alone = parts["patch"].isna()
    parts.loc[alone, "patch"] = part_keys(parts[alone])
    parts.loc[alone, "patch_ha"] = parts.loc[alone, "area_ha"]
    return parts.sort_values(["habitat", "square", "part"], ignore_index=True)


def _best_of_each(found: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for _, links in found.groupby("habitat", sort=True):
        one, other = links["one"].to_numpy(str), links["other"].to_numpy(str)
        first = first_of_pairs(links["worth_ha2"].to_numpy(), links["gap_m"].to_numpy(), one, other, MOST)
        yield links.iloc[first]


def _told(kept: pd.DataFrame, lines: Any, outlines: Mapping[int, Any], names: Mapping[int, str]) -> pd.DataFrame:
    """What is said of each link, and in which areas its two ends lie."""
    ends = [shapely.get_point(lines, at) for at in (0, 1)]
    table = kept.reset_index(drop=True)
    table["rank"] = table.groupby("habitat").cumcount() + 1
    for side, points in zip(("from", "to"), ends, strict=True):
        table[f"{side}_place"] = [gridref.place_name(point.x, point.y) for point in points]
        table[f"{side}_lnrs_id"] = _areas_of(points, outlines)
        table[f"{side}_area"] = table[f"{side}_lnrs_id"].map(names).astype(str)
    table["crosses_border"] = table["from_lnrs_id"] != table["to_lnrs_id"]
    return table[COLUMNS]


def _areas_of(points: Any, outlines: Mapping[int, Any]) -> Any:
    """The area that each point lies in: of several the lowest number, and where there is none the nearest."""
    numbers, shapes = np.array([*outlines], np.int64), np.array([*outlines.values()], object)
    found = np.zeros(len(points), np.int64)
    which, shape = shapely.STRtree(shapes).query(points, predicate="intersects")
    for point, number in sorted(zip(which.tolist(), numbers[shape].tolist(), strict=True), reverse=True):
        found[point] = number
    out = np.flatnonzero(found == 0)
    if len(out):
        found[out] = numbers[shapely.STRtree(shapes).nearest(points[out])]
    return found
