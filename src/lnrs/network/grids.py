"""How much of each cell of England is network, kept with the edition so that ways through it can be looked for.

The network `now` is areas of particular importance and present habitat; `delivered` it is that and all mapped measures.
Land that several of these cover counts once.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lnrs import gridref
from lnrs.ecology.burn import burn, covered
from lnrs.ecology.grid import Grid
from lnrs.network import geoparquet
from lnrs.network.cells import FINE_M
from lnrs.network.covered import ENGLAND, Kind, Parts
from lnrs.network.gridded import TILE_M, habitat_file, network_file, side_m
from lnrs.network.pairing import outline_of
from lnrs.network.squares import SIDE_M
from lnrs.network.storage import Store
from lnrs.network.tasks import Found

_CELL = [("column", pa.int32()), ("row", pa.int32())]
_SHARES = [("now", pa.float32()), ("delivered", pa.float32())]

NETWORK = pa.schema([*_CELL, ("lnrs_id", pa.int8()), *_SHARES])
"""A cell that lies in an area by its centre, or has network: column and row from the origin of the national grid."""

HABITATS = pa.schema([("habitat", pa.string()), *_CELL, *_SHARES])


def network_shares(kinds: Mapping[Kind, Parts], corner_m: tuple[int, int], cell_m: int) -> dict[str, Any]:
    """Columns `column`, `row`, `now` and `delivered` of the cells of a square that have any network."""
    fine, side = SIDE_M // FINE_M, side_m(cell_m)
    grid = Grid(corner_m[0], corner_m[1] + SIDE_M, fine, fine, cell_m=float(FINE_M))
    layers = {"now": ("important", "now"), "delivered": ("important", "now", "delivered", "measures")}
    shares = {}
    for state, counted in layers.items():
        shapes = np.concatenate([np.array([], object), *(kinds[kind] for kind in kinds if kind.layer in counted)])
        times = side // FINE_M
        counts = covered(shapes, grid).reshape(fine // times, times, fine // times, times).sum(axis=(1, 3), dtype=float)
        shares[state] = counts / times**2
    down, across = np.nonzero(shares["delivered"])
    return {
        "column": across + corner_m[0] // side,
        "row": (corner_m[1] + SIDE_M) // side - 1 - down,
        **{state: share[down, across] for state, share in shares.items()},
    }


def gather_tile(
    store: Store, *, tile: Sequence[int], blocks: Sequence[str], areas: Sequence[int], cell_m: int
) -> Found:
    """Write the cells of one tile of 100 km (its corner in metres) to `grids/network/TQ.parquet` and
    `grids/habitats/TQ.parquet`."""
    east, north = tile
    name = gridref.format_reference(east, north, 0)
    side = side_m(cell_m)
    many = TILE_M // side
    grid = Grid(east, north + TILE_M, many, many, cell_m=float(side))
    outlines = {number: outline_of(store, number) for number in sorted(areas, reverse=True)}
    codes = np.array([*outlines], np.int32)  # of two areas that claim a cell the lower number, painted last
    lnrs_id = burn(np.array([*outlines.values()], object), codes, grid)
    shares = {state: np.zeros(grid.shape, np.float32) for state in ("now", "delivered")}
    for block in blocks:
        cells = geoparquet.from_bytes(store.read(f".work/network/{block}.parquet")).to_pandas()
        at = (north + TILE_M) // side - 1 - cells["row"].to_numpy(), cells["column"].to_numpy() - east // side
        for state, share in shares.items():
            share[at] = cells[state]
    down, across = np.nonzero((lnrs_id > 0) | (shares["delivered"] > 0))
    columns: list[npt.NDArray[Any]] = [
        across + east // side,
        (north + TILE_M) // side - 1 - down,
        lnrs_id[down, across],
    ]
    columns += [share[down, across] for share in shares.values()]
    store.write(network_file(name), geoparquet.to_bytes(_table(columns, NETWORK)))
    store.write(habitat_file(name), geoparquet.to_bytes(_habitats(store, blocks, side // cell_m)))
    return {"cells": len(down)}


def _habitats(store: Store, blocks: Sequence[str], times: int) -> pa.Table:
    wanted = pc.field("scope") == ENGLAND
    tables = [geoparquet.from_bytes(store.read(f".work/cells/{block}.parquet")).filter(wanted) for block in blocks]
    cells = pa.concat_tables(tables).to_pandas()
    if cells.empty:
        return HABITATS.empty_table()
    cells["column"], cells["row"] = cells["column"] // times, cells["row"] // times
    cells["share"] = cells["share"].astype(float) / times**2
    added = cells.groupby(["habitat", "column", "row", "state"], sort=True)["share"].sum().unstack("state")
    added = added.reindex(columns=["now", "delivered"]).fillna(0.0).reset_index()
    return _table([added[name].to_numpy() for name in HABITATS.names], HABITATS)


def _table(columns: Sequence[npt.NDArray[Any]], schema: pa.Schema) -> pa.Table:
    arrays = [pa.array(values).cast(field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def to_bytes(found: Sequence[Mapping[str, Any]]) -> bytes:
    """The cells of the squares of a block."""
    schema = pa.schema([*_CELL, *_SHARES])
    empty = {name: np.empty(0) for name in schema.names}
    columns = [np.concatenate([empty[name], *(one[name] for one in found)]) for name in schema.names]
    return geoparquet.to_bytes(_table(columns, schema))
