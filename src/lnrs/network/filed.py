"""What was filed of an area in one square: polygons within it, and pieces of those that cross its edges."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from lnrs.network import geoparquet, squares
from lnrs.network.covered import Rows
from lnrs.network.published.source import LayerName
from lnrs.network.storage import Store
from lnrs.network.taking_in import LAYERS, cut_file, data_file

Pieces = Mapping[tuple[str, str], Rows]
"""Pieces of polygons by layer and square."""

TEXTS = ("place", "ref", "habitat", "action")


def rows_of(
    store: Store, area: int, square: str, pieces: Pieces, layers: Sequence[LayerName] = LAYERS
) -> dict[str, Rows]:
    """What each of the layers has in a square."""
    found: dict[str, Rows] = {}
    for layer in layers:
        rows = _within(store, data_file(layer, area, square))
        if (layer, square) in pieces:
            rows = Rows(*map(np.concatenate, zip(rows, pieces[layer, square], strict=True)))
        found[layer] = rows
    return found


def pieces_of(store: Store, area: int, block: str) -> Pieces:
    """The pieces of an area's polygons that cross squares, in a block of squares."""
    try:
        table = geoparquet.from_bytes(store.read(cut_file(area, block)))
    except FileNotFoundError:
        return {}
    layer, square = _texts(table, "layer"), _texts(table, "square")
    rows = _rows(table, shapely.from_wkb(table.column("wkb").to_numpy(zero_copy_only=False)))
    keys = sorted(set(zip(layer.tolist(), square.tolist(), strict=True)))
    return {key: rows.where((layer == key[0]) & (square == key[1])) for key in keys}


def _within(store: Store, name: str) -> Rows:
    try:
        table = geoparquet.from_bytes(store.read(name))
    except FileNotFoundError:
        return _NOTHING
    rows = _rows(table, geoparquet.geometries_of(table))
    return rows.where(~squares.leaves_its_square(rows.geometry))


def _rows(table: pa.Table, shapes: npt.NDArray[Any]) -> Rows:
    empty = np.full(table.num_rows, "", object)
    texts = [_texts(table, name) if name in table.column_names else empty for name in TEXTS]
    return Rows(*[*texts, shapes])


def _texts(table: pa.Table, name: str) -> npt.NDArray[Any]:
    return np.asarray(table.column(name).to_numpy(zero_copy_only=False), object)


_NOTHING = Rows(*(np.array([], object) for _ in Rows._fields))
