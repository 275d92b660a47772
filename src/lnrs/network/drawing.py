"""England's network as vector tiles for the zooms at which all of it is looked at.

Habitat and land are drawn as outlines of cells, coarser the further away; at closer zooms each area's own edition has
its tiles.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from lnrs.ecology.grid import grid_over
from lnrs.edition.tiles.archive import About, Level, to_wkb_degrees, write
from lnrs.edition.tiles.generalise import fullest, smoothed
from lnrs.edition.tiles.mercator import bounds_deg, to_mercator
from lnrs.edition.tiles.outline import outlines_of
from lnrs.network import geoparquet
from lnrs.network.covered import ENGLAND
from lnrs.network.pairing import outline_of
from lnrs.network.storage import Store
from lnrs.network.tasks import Found

FILE = "tiles/network.pmtiles"

CELL_OF_ZOOM = {4: 4_000, 5: 4_000, 6: 2_000, 7: 2_000, 8: 1_000, 9: 1_000}
"""Side in metres of the cells that habitat is drawn with, by zoom: about three pixels."""

SIMPLIFIED_M = {4: 2_000.0, 5: 1_000.0, 6: 500.0, 7: 250.0, 8: 125.0, 9: 60.0}
"""How far outlines of areas may be moved, by zoom."""

LAYERS = {
    "habitats": "Habitat now, and with every mapped measure that creates or restores it delivered, in cells",
    "land": "Areas of particular importance, land of any mapped measure, and of each action, in cells",
    "areas": "The strategy areas that were joined",
}

LAND = "land"
"""The key of the task that draws land; those that draw habitats have numbers."""

LAND_DRAWN = ("important", "measures", "action")
"""Kinds of land that are drawn, as `covered.Kind` has them; of `action` each by itself."""

DRAWN = pa.schema([("habitat", pa.string()), ("state", pa.string()), ("zoom", pa.int8()), ("wkb", pa.binary())])


def draw(store: Store, *, number: int, habitats: Sequence[str], blocks: Sequence[str], cell_m: int) -> Found:
    """Draw some habitats in both states at each zoom into `.work/drawn/<number>.parquet`."""
    wanted = (pc.field("scope") == ENGLAND) & pc.field("habitat").isin(list(habitats))
    tables = [geoparquet.from_bytes(store.read(f".work/cells/{block}.parquet")).filter(wanted) for block in blocks]
    return _outline(store, f"{number:03d}", tables, cell_m)


def draw_land(store: Store, *, blocks: Sequence[str], cell_m: int) -> Found:
    """Draw each kind of land of England at each zoom into `.work/drawn/land.parquet`; `cell_m` is the side of the cells
    that it is kept in."""
    tables = [geoparquet.from_bytes(store.read(f".work/land/{block}.parquet")) for block in blocks]
    return _outline(store, LAND, tables, cell_m)


def _outline(store: Store, key: str, tables: Sequence[pa.Table], cell_m: int) -> Found:
    rows: list[dict[str, Any]] = []
    for (habitat, state), cells in pa.concat_tables(tables).to_pandas().groupby(["habitat", "state"]):
        for zoom, wkb in _drawn(cells, cell_m):
            rows.append({"habitat": habitat, "state": state, "zoom": zoom, "wkb": wkb})
    store.write(f".work/drawn/{key}.parquet", geoparquet.to_bytes(pa.Table.from_pylist(rows, DRAWN)))
    return {"drawn": len(rows)}


def gather(store: Store, names: Mapping[int, str], keys: Sequence[str], title: str) -> None:
    """Put what the tasks of these keys drew, and the outlines of the areas by their names, into
    `tiles/network.pmtiles`."""
    outlines = {number: outline_of(store, number) for number in names}
    about = About(
        name=title,
        description="The Local Nature Recovery Strategies of England, joined",
        attribution="The responsible authorities",
        bounds_deg=bounds_deg(np.array([*outlines.values()], object)),
        layers=LAYERS,
    )
    tables = [geoparquet.from_bytes(store.read(f".work/drawn/{key}.parquet")) for key in keys]
    drawn = pa.concat_tables([DRAWN.empty_table(), *tables]).to_pandas()
    with TemporaryDirectory() as room:
        path = Path(room) / "network.pmtiles"
        if write(_levels(drawn, outlines, names), about, path):
            store.write(FILE, path.read_bytes())


def _drawn(cells: pd.DataFrame, cell_m: int) -> Iterator[tuple[int, bytes]]:
    """The outline of one habitat at each zoom, of as many cells as its hectares fill: the fullest ones."""
    made: dict[int, bytes] = {}
    for zoom, wanted_m in CELL_OF_ZOOM.items():
        side = max(wanted_m, cell_m)
        if side not in made:
            east, north = cells["column"].to_numpy() * cell_m, cells["row"].to_numpy() * cell_m
            grid = grid_over((east.min(), north.min(), east.max() + cell_m, north.max() + cell_m), cell_m=float(side))
            col = ((east - grid.west_m) // side).astype(np.int64)
            row = ((grid.north_m - north - 1) // side).astype(np.int64)
            # in thousandths of a small cell: what is fuller is told apart without fractions
            share = np.round(cells["share"].to_numpy() * 1_000).astype(np.int64)
            fill = np.zeros(grid.rows * grid.cols, np.int64)
            np.add.at(fill, row * grid.cols + col, share)
            chosen = fullest(fill, round(float(share.sum()) / 1_000 * (cell_m / side) ** 2)).reshape(grid.shape)
            shape = shapely.multipolygons(smoothed(outlines_of(chosen, grid), grid.cell_m))
            made[side] = to_wkb_degrees(to_mercator(np.array([shape], object)))[0]
        yield zoom, made[side]


def _levels(drawn: pd.DataFrame, outlines: Mapping[int, shapely.Geometry], names: Mapping[int, str]) -> Iterator[Level]:
    for zoom in CELL_OF_ZOOM:
        at = drawn[drawn["zoom"] == zoom].sort_values(["state", "habitat"])
        of_land = at["state"].isin(LAND_DRAWN).to_numpy()
        habitats, land = at[~of_land], at[of_land]
        yield Level("habitats", zoom, habitats[["habitat", "state"]], habitats["wkb"].to_numpy(object))
        kinds = land[["state", "habitat"]].set_axis(["kind", "about"], axis=1)
        yield Level("land", zoom, kinds, land["wkb"].to_numpy(object))
        shapes = np.array([outlines[number].simplify(SIMPLIFIED_M[zoom]) for number in names], object)
        said = pd.DataFrame({"lnrs_id": list(names), "name": list(names.values())})
        yield Level("areas", zoom, said, to_wkb_degrees(to_mercator(shapes)))
