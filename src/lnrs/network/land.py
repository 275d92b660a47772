"""The land of one block of squares, counted once: extents, parts of patches, and how much of each cell is habitat.

Everything is worked out square by square, for each area by itself and for all of them together (scope 0, England),
where land that two areas map is one piece of land. Two states of each habitat are told apart: what is there `now`, and
what would be there if every mapped measure that creates or restores it were `delivered`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import shapely

from lnrs.network import geoparquet, seams, squares
from lnrs.network.cells import counts_in
from lnrs.network.dissolve import area_ha, dissolve
from lnrs.network.storage import Store
from lnrs.network.taking_in import LAYERS, cut_file, data_file
from lnrs.network.tasks import Found

ENGLAND = 0
"""The scope of all areas together; an area's own scope is its number."""

GIVES_HABITAT = ("create", "restore")
"""Actions that make land into a habitat which it is not now. Others look after what is there, or help it."""

Parts = npt.NDArray[Any]


class Kind(NamedTuple):
    """What is measured: `important`, `become`, `measures`, `action`, `habitat` (mapped measures by their habitat),
    `now` or `delivered`; with the action or habitat it is about."""

    layer: str
    about: str = ""


STATES = ("now", "delivered")


def lay(
    store: Store,
    *,
    block: str,
    squares_of_area: Mapping[str, Sequence[str]],
    cell_m: int,
    set_aside: Mapping[str, Sequence[str]],
) -> Found:
    """Measure the squares of one block; `squares_of_area` says by area (as text) in which it has anything, `set_aside`
    which places are not counted since two areas agreed so.

    Writes `.work/cells/<block>.parquet` and `.work/seams/<block>.parquet`; says extents in hectares and, of patches
    that touch no seam, their number, hectares, hectares squared and the largest, by scope and kind.
    """
    extents: defaultdict[tuple[int, Kind], float] = defaultdict(float)
    whole: defaultdict[tuple[int, Kind], list[float]] = defaultdict(list)
    cells: list[pa.Table] = []
    touching: list[pa.Table] = []
    cut = {area: _cut_pieces(store, int(area), block) for area in squares_of_area}
    for square in sorted({name for names in squares_of_area.values() for name in names}):
        corner = squares.corner(square)
        areas = [int(area) for area, names in squares_of_area.items() if square in names]
        own = {}
        for area in areas:
            aside = set(set_aside.get(str(area), ()))
            own[area] = covered(_rows(store, area, square, cut[str(area)], aside))
        for scopes, kinds in _by_scopes(own):
            for kind, parts in kinds.items():
                hectares = area_ha(parts)
                for scope in scopes:
                    extents[scope, kind] += hectares
                if kind.layer in STATES:
                    cells += _cells(scopes, kind, parts, corner, cell_m)
                    inside, seam = _patches(scopes, kind, parts, square, corner)
                    for scope in scopes:
                        whole[scope, kind] += inside
                    touching += seam
    store.write(f".work/cells/{block}.parquet", geoparquet.to_bytes(pa.concat_tables([CELLS.empty_table(), *cells])))
    store.write(f".work/seams/{block}.parquet", geoparquet.to_bytes(pa.concat_tables([SEAMS.empty_table(), *touching])))
    return {
        "extents": [[scope, *kind, hectares] for (scope, kind), hectares in sorted(extents.items())],
        "patches": [[scope, *kind, *_summary(areas)] for (scope, kind), areas in sorted(whole.items())],
    }


_OF = [("scope", pa.int8()), ("state", pa.string()), ("habitat", pa.string())]

CELLS = pa.schema([*_OF, ("column", pa.int32()), ("row", pa.int32()), ("share", pa.float32())])
"""A cell of the national grid (column and row from its origin) and the share of it that is habitat."""

_PART = [("square", pa.string()), ("part", pa.int32()), ("area_ha", pa.float64())]
_CONTACT = [("edge", pa.int8()), ("low_m", pa.float64()), ("high_m", pa.float64())]

SEAMS = pa.schema([*_OF, *_PART, *_CONTACT])
"""A part of a patch that touches the edge of its square, and where."""


def covered(rows: Mapping[str, pd.DataFrame]) -> dict[Kind, Parts]:
    """The land of each kind in one square of one area, without overlap."""
    kinds: dict[Kind, Parts] = {}
    for layer in ("important", "become"):
        kinds[Kind(layer)] = dissolve(rows[layer]["geometry"].to_numpy())
    measures, present = rows["measures"], rows["habitats"]
    for name in ("action", "habitat"):
        for about, chosen in measures.groupby(name):
            kinds[Kind(name, str(about))] = dissolve(chosen["geometry"].to_numpy())
    kinds[Kind("measures")] = dissolve(_concatenated(parts for kind, parts in kinds.items() if kind.layer == "action"))
    for habitat, chosen in present.groupby("habitat"):
        kinds[Kind("now", str(habitat))] = dissolve(chosen["geometry"].to_numpy())
    given = measures[measures["action"].isin(GIVES_HABITAT) & (measures["habitat"] != "")]
    new = dict(iter(given.groupby("habitat")["geometry"]))
    for habitat in sorted({str(name) for name in (*new, *present["habitat"])}):
        now = kinds.get(Kind("now", habitat), np.array([], object))
        more = new[habitat].to_numpy() if habitat in new else np.array([], object)
        kinds[Kind("delivered", habitat)] = dissolve(np.concatenate([now, more])) if len(more) else now
    return {kind: parts for kind, parts in sorted(kinds.items()) if len(parts)}


def _by_scopes(own: Mapping[int, dict[Kind, Parts]]) -> list[tuple[list[int], dict[Kind, Parts]]]:
    """The land of each scope; where there is one area alone, England's is its own."""
    if len(own) == 1:
        return [([*own, ENGLAND], kinds) for kinds in own.values()]
    return [*(([area], kinds) for area, kinds in own.items()), ([ENGLAND], _together(list(own.values())))]


def _together(own: Sequence[Mapping[Kind, Parts]]) -> dict[Kind, Parts]:
    """The land of all areas, of which each piece counts once."""
    kinds = sorted({kind for area in own for kind in area})
    having = {kind: [area[kind] for area in own if kind in area] for kind in kinds}
    return {kind: dissolve(np.concatenate(all_of)) if len(all_of) > 1 else all_of[0] for kind, all_of in having.items()}


def _rows(
    store: Store, area: int, square: str, cut: Mapping[tuple[str, str], pd.DataFrame], set_aside: set[str]
) -> dict[str, pd.DataFrame]:
    """What each layer has in a square: whole polygons filed there, and pieces of those that cross its edges."""
    rows: dict[str, pd.DataFrame] = {}
    for layer in LAYERS:
        frames = [_whole_rows(store, data_file(layer, area, square))]
        if (layer, square) in cut:
            frames.append(cut[layer, square])
        frame = pd.concat(frames, ignore_index=True)
        rows[layer] = frame[~frame["place"].isin(set_aside)] if layer == "measures" and set_aside else frame
    return rows


_TEXTS = ["place", "habitat", "action"]
_NOTHING = pd.DataFrame({name: pd.Series(dtype=object) for name in (*_TEXTS, "geometry")})


def _whole_rows(store: Store, name: str) -> pd.DataFrame:
    try:
        table = geoparquet.from_bytes(store.read(name))
    except FileNotFoundError:
        return _NOTHING
    shapes = geoparquet.geometries_of(table)
    frame = table.select([text for text in _TEXTS if text in table.column_names]).to_pandas()
    frame = frame.reindex(columns=_TEXTS, index=range(len(shapes)), fill_value="")
    frame["geometry"] = pd.Series(shapes, dtype=object)
    return frame[~squares.leaves_its_square(shapes)]


def _cut_pieces(store: Store, area: int, block: str) -> dict[tuple[str, str], pd.DataFrame]:
    try:
        table = geoparquet.from_bytes(store.read(cut_file(area, block)))
    except FileNotFoundError:
        return {}
    frame = table.drop_columns(["wkb"]).to_pandas()
    frame["geometry"] = pd.Series(shapely.from_wkb(table.column("wkb").to_numpy(zero_copy_only=False)), dtype=object)
    return {(str(layer), str(square)): chosen for (layer, square), chosen in frame.groupby(["layer", "square"])}


def _cells(scopes: Sequence[int], kind: Kind, parts: Parts, corner: tuple[int, int], cell_m: int) -> list[pa.Table]:
    counts = counts_in(parts, corner, cell_m)
    down, along = np.nonzero(counts)
    top = (corner[1] + squares.SIDE_M) // cell_m - 1
    shares = counts[down, along] / np.float32((cell_m // 10) ** 2)
    columns = [along + corner[0] // cell_m, top - down, shares]
    return [_table(CELLS, scope, kind, len(down), columns) for scope in scopes]


def _patches(
    scopes: Sequence[int], kind: Kind, parts: Parts, square: str, corner: tuple[int, int]
) -> tuple[list[float], list[pa.Table]]:
    """Hectares of the patches that lie within the square, and the parts that touch its edges."""
    hectares = shapely.area(parts) / 10_000
    found = seams.contacts(parts, corner)
    seamed = np.zeros(len(parts), bool)
    seamed[found.part] = True
    columns = [np.full(len(found.part), square, object), found.part, hectares[found.part], *found[1:]]
    return hectares[~seamed].tolist(), [_table(SEAMS, scope, kind, len(found.part), columns) for scope in scopes]


def _table(schema: pa.Schema, scope: int, kind: Kind, rows: int, columns: Sequence[Any]) -> pa.Table:
    same = [np.full(rows, scope), np.full(rows, kind.layer, object), np.full(rows, kind.about, object)]
    arrays = [pa.array(values).cast(field.type) for values, field in zip([*same, *columns], schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _summary(areas_ha: Sequence[float]) -> tuple[int, float, float, float]:
    """Number, sum, sum of squares, largest."""
    values = np.array(areas_ha)
    return len(values), float(values.sum()), float((values**2).sum()), float(values.max(initial=0.0))


def _concatenated(parts: Iterator[Parts]) -> Parts:
    return np.concatenate([np.array([], object), *parts])
