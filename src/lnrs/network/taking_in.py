"""Take one strategy in: its layers, filed by 10 km square, with the common habitat and action of each measure.

Nothing is cut: a polygon is filed whole under the square in which the middle of its bounding box lies. What leaves that
square is also laid by, cut along the squares, for those who measure square by square.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import shapely

from lnrs.network import folder, geoparquet, squares
from lnrs.network.crosswalk import in_force
from lnrs.network.published import Source, open_source
from lnrs.network.published.note import Note
from lnrs.network.published.source import LayerName
from lnrs.network.storage import Store
from lnrs.network.tasks import Found

LAYERS: tuple[LayerName, ...] = ("measures", "important", "become", "habitats")

COLUMNS = {
    "measures": ("place", "ref", "measure", "priorities", "habitat", "action", "status"),
    "important": ("site", "kind", "name", "ref"),
    "become": ("place",),
    "habitats": ("habitat",),
}
"""What each layer of the network says of a polygon; every one has a text."""

NO_OUTLINE = "publishes no outline: that of network.toml, or the generalised one of the software, stands for it."
OUTLINE_ADVICE = "Publish the outline of the strategy area with the strategy."

CUT_COLUMNS = ("layer", "square", "place", "ref", "habitat", "action")


Texts = dict[str, npt.NDArray[Any]]
Shapes = npt.NDArray[Any]
Rows = tuple[Texts, Shapes]
"""Some rows of a layer: what they say, and where they are."""


def take_in(store: Store, *, network: str, lnrs_id: int, source: str, block_m: int) -> Found:
    """Write `data/<layer>/lnrs_id=NN/square=XX/part.parquet`, and beside them in `.work` what crosses squares and the
    area's outline. Says whose strategy it is, how many rows each layer has in each square, and all that was guessed,
    repaired or refused.
    """
    known = shapely.from_wkb(store.read(known_file(lnrs_id)))
    with open_source(source, lnrs_id=lnrs_id, outline=known) as opened:
        return _taken(store, opened, known, in_force(folder.read(Path(network)), lnrs_id, opened.described), block_m)


def _taken(store: Store, opened: Source, known: shapely.Geometry, terms: pd.DataFrame, block_m: int) -> Found:
    facts = opened.facts
    batches = {layer: _batches(opened, layer, terms) for layer in LAYERS}
    filed, crossing = file_rows(store, facts.lnrs_id, batches, block_m)
    drawn = [shape for batch in opened.batches("area") for shape in batch.geometry]
    area = shapely.union_all(drawn) if drawn else known
    notes = [*opened.notes, *([] if drawn else [Note(facts.source, None, "guess", NO_OUTLINE, OUTLINE_ADVICE)])]
    store.write(outline_file(facts.lnrs_id), shapely.to_wkb(area, byte_order=1))
    return {
        "facts": {
            name: value if name in ("lnrs_id", "invented") else str(value) for name, value in asdict(facts).items()
        },
        "bounds_m": list(area.bounds),
        "rows": filed,
        "crossing": crossing,
        "notes": [asdict(note) for note in notes],
        "described": _described(opened.described, terms),
    }


def file_rows(
    store: Store, lnrs_id: int, batches: Mapping[LayerName, Iterable[Rows]], block_m: int
) -> tuple[dict[str, dict[str, int]], dict[str, list[str]]]:
    """File the batches of each layer by square; by layer, the rows in each square and the squares that are crossed."""
    filed: dict[str, dict[str, int]] = {}
    cut: list[tuple[pa.Table, Shapes]] = []
    for layer, layer_batches in batches.items():
        by_square: defaultdict[str, list[pa.Table]] = defaultdict(list)
        for rows, shapes in layer_batches:
            for square, table in _by_square(rows, shapes):
                by_square[square].append(table)
            cut.append(_cut(layer, rows, shapes))
        filed[layer] = {square: _file(store, layer, lnrs_id, square, by_square[square]) for square in sorted(by_square)}
    return filed, _file_cut(store, lnrs_id, cut, block_m)


def data_file(layer: str, lnrs_id: int, square: str) -> str:
    """Where the rows of one layer, area and square are."""
    return f"data/{layer}/lnrs_id={lnrs_id:02d}/square={square}/part.parquet"


def cut_file(lnrs_id: int, block: str) -> str:
    """Where the pieces of an area's polygons are that lie in several squares."""
    return f".work/cut/{block}/{lnrs_id:02d}.parquet"


def write_known(store: Store, outlines: Mapping[int, shapely.Geometry]) -> None:
    """Lay by, for `take_in`, the outlines of areas whose sources may not say them."""
    for lnrs_id, shape in outlines.items():
        store.write(known_file(lnrs_id), shapely.to_wkb(shape, byte_order=1))


def known_file(lnrs_id: int) -> str:
    """Where the outline is by which an area's source is opened."""
    return f".work/known/{lnrs_id:02d}.wkb"


def outline_file(lnrs_id: int) -> str:
    """Where the outline of an area is while the network is built."""
    return f".work/area/{lnrs_id:02d}.wkb"


def _batches(opened: Source, layer: LayerName, terms: pd.DataFrame) -> Iterator[Rows]:
    for batch in opened.batches(layer):
        yield _columns(batch, layer, terms), batch.geometry.to_numpy()


def _columns(batch: gpd.GeoDataFrame, layer: str, terms: pd.DataFrame) -> Texts:
    """The texts of each row; a measure's habitat and action are those of its crosswalk, else nothing."""
    frame: pd.DataFrame = pd.DataFrame(batch.drop(columns=batch.geometry.name))
    if layer == "measures":
        frame = frame.assign(priorities=[" | ".join(served) for served in frame["priorities"]])
        frame = frame.merge(terms[["ref", "habitat", "action", "status"]], on="ref", how="left", validate="many_to_one")
    return {name: frame[name].fillna("").astype(str).to_numpy(object) for name in COLUMNS[layer]}


def _by_square(rows: Texts, shapes: Shapes) -> Iterator[tuple[str, pa.Table]]:
    if not len(shapes):
        return
    names, square = np.unique(squares.home_squares(shapes), return_inverse=True)
    order = np.argsort(square, kind="stable")
    table = geoparquet.with_geometry(
        {name: pa.array(values[order], pa.string()) for name, values in rows.items()}, shapes[order]
    )
    ends = np.cumsum(np.bincount(square))
    for name, begin, end in zip(names, [0, *ends[:-1]], ends, strict=True):
        yield str(name), table.slice(begin, end - begin)


def _file(store: Store, layer: str, lnrs_id: int, square: str, tables: list[pa.Table]) -> int:
    table = pa.concat_tables(tables).combine_chunks()
    keys = [(name, "ascending") for name in (*COLUMNS[layer], geoparquet.GEOMETRY) if name != "priorities"]
    table = table.sort_by(keys)  # however the source is ordered
    store.write(data_file(layer, lnrs_id, square), geoparquet.to_bytes(table))
    return table.num_rows


def _cut(layer: str, rows: Texts, shapes: Shapes) -> tuple[pa.Table, Shapes]:
    crossing = np.flatnonzero(squares.leaves_its_square(shapes)) if len(shapes) else np.array([], np.intp)
    which, square, pieces = squares.cut(shapes[crossing])
    row = crossing[which]
    empty = np.full(len(row), "", object)
    columns = {name: rows[name][row] if name in rows else empty for name in CUT_COLUMNS[2:]}
    texts = {"layer": np.full(len(row), layer, object), "square": square.astype(object), **columns}
    return pa.table({name: pa.array(values, pa.string()) for name, values in texts.items()}), pieces


def _file_cut(store: Store, lnrs_id: int, cut: list[tuple[pa.Table, Shapes]], block_m: int) -> dict[str, list[str]]:
    """Write the pieces by block; says which squares each layer has pieces in."""
    if not cut:
        return {}
    table = pa.concat_tables([table for table, _ in cut])
    wkb = pa.array(shapely.to_wkb(np.concatenate([pieces for _, pieces in cut]), byte_order=1), pa.binary())
    table = table.append_column(geoparquet.GEOMETRY, wkb)
    table = table.sort_by([(name, "ascending") for name in table.column_names])
    layers, square = table.column("layer").to_pylist(), table.column("square").to_pylist()
    blocks = np.array([squares.block_of(name, block_m) for name in square], object)
    for block in np.unique(blocks) if len(blocks) else ():
        content = table.filter(pa.array(blocks == block))
        store.write(cut_file(lnrs_id, block), _plain_bytes(content))
    found: dict[str, list[str]] = {}
    for layer in LAYERS:
        found[layer] = sorted({name for name, own in zip(square, layers, strict=True) if own == layer})
    return found


def _plain_bytes(table: pa.Table) -> bytes:
    return geoparquet.to_bytes(table.rename_columns([*table.column_names[:-1], "wkb"]))


def _described(described: pd.DataFrame, terms: pd.DataFrame) -> list[dict[str, Any]]:
    """Every measure with its priorities, and the habitat and action it stands for."""
    frame = described[["ref", "measure", "priorities", "mapped"]].merge(
        terms.drop(columns="also"), on="ref", how="left"
    )
    frame = frame.assign(priorities=[" | ".join(served) for served in frame["priorities"]])
    plain: list[Any] = frame.fillna("").to_dict("records")
    return plain
