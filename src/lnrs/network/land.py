"""The land of one block of squares, counted once: extents, parts of patches, and how much of each cell is habitat.

Everything is worked out square by square, for each area by itself and for all of them together (scope 0, England),
where land that two areas map is one piece of land.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from lnrs.network import geoparquet, gridded, grids, seams, squares
from lnrs.network.cells import counts_in
from lnrs.network.covered import ENGLAND, STATES, Kind, Parts, Rows, by_scopes, covered
from lnrs.network.drawing import LAND_DRAWN
from lnrs.network.filed import pieces_of, rows_of
from lnrs.network.land_once import area_ha
from lnrs.network.pairing import left_out
from lnrs.network.settled import counted
from lnrs.network.storage import Store
from lnrs.network.tasks import Found
from lnrs.units import HA_M2

_OF = [("scope", pa.int8()), ("state", pa.string()), ("habitat", pa.string())]
_PART = [("square", pa.string()), ("part", pa.int32()), ("area_ha", pa.float64())]
_CONTACT = [("edge", pa.int8()), ("low_m", pa.float64()), ("high_m", pa.float64())]

CELLS = pa.schema([*_OF, ("column", pa.int32()), ("row", pa.int32()), ("share", pa.float32())])
"""A cell of the national grid (column and row from its origin) and the share of it that is habitat."""

SEAMS = pa.schema([*_OF, *_PART, *_CONTACT])
"""A part of a patch that touches the edge of its square, and where."""

PARTS = pa.schema([*_OF, *_PART, ("wkb", pa.binary())])
"""A part of a patch of England's delivered habitat: what links are looked for between."""


class _Table:
    """Rows of a schema that are added many at a time, all of the same scopes and kind."""

    def __init__(self, schema: pa.Schema) -> None:
        self.schema = schema
        self._same: list[tuple[int, str, str, int]] = []
        self._columns: list[Sequence[npt.NDArray[Any]]] = []

    def add(self, scopes: Sequence[int], kind: Kind, columns: Sequence[npt.NDArray[Any]]) -> None:
        for scope in scopes if len(columns[0]) else ():
            self._same.append((scope, kind.layer, kind.about, len(columns[0])))
            self._columns.append(columns)

    def to_bytes(self) -> bytes:
        times = [many for *_, many in self._same]
        same = [np.repeat(np.array(values), times) for values in [*zip(*self._same, strict=True)][:3]]
        columns = [np.concatenate(values) for values in zip(*self._columns, strict=True)]
        arrays = [
            pa.array(values).cast(field.type) for values, field in zip([*same, *columns], self.schema, strict=False)
        ]
        table = pa.Table.from_arrays(arrays, schema=self.schema) if arrays else self.schema.empty_table()
        return geoparquet.to_bytes(table)


def lay(
    store: Store,
    *,
    block: str,
    squares_of_area: Mapping[str, Sequence[str]],
    cell_m: int,
) -> Found:
    """Measure the squares of one block; `squares_of_area` says by area (as text) in which it has anything. What
    settlements leave out is not counted.

    Writes `<block>.parquet` in `.work/cells`, `land`, `seams`, `parts` and `network`; says extents in hectares and, of
    patches that touch no seam, their number, hectares, hectares squared and the largest, by scope and kind.
    """
    extents: defaultdict[tuple[int, Kind], float] = defaultdict(float)
    whole: defaultdict[tuple[int, Kind], list[float]] = defaultdict(list)
    cells, drawn, touching, linkable = _Table(CELLS), _Table(CELLS), _Table(SEAMS), _Table(PARTS)
    pieces = {area: pieces_of(store, int(area), block) for area in squares_of_area}
    left = left_out(store)
    network: list[dict[str, Any]] = []
    for square in sorted({name for names in squares_of_area.values() for name in names}):
        own = {
            int(area): covered(_counted(int(area), rows_of(store, int(area), square, pieces[area]), left))
            for area, names in squares_of_area.items()
            if square in names
        }
        for scopes, kinds in by_scopes(own):
            for kind, parts in kinds.items():
                hectares = area_ha(parts)
                for scope in scopes:
                    extents[scope, kind] += hectares
            if ENGLAND in scopes:
                network.append(grids.network_shares(kinds, squares.corner(square), cell_m))
                land = {kind: parts for kind, parts in kinds.items() if kind.layer in LAND_DRAWN}
                for kind, columns in _shares(land, square, gridded.side_m(cell_m)):
                    drawn.add([ENGLAND], kind, columns)
            habitats = {kind: parts for kind, parts in kinds.items() if kind.layer in STATES}
            for kind, columns in _shares(habitats, square, cell_m):
                cells.add(scopes, kind, columns)
            for kind, parts in habitats.items():
                inside, columns = _patches(parts, square)
                touching.add(scopes, kind, columns)
                if ENGLAND in scopes and kind.layer == "delivered":
                    linkable.add([ENGLAND], kind, _parts(parts, square))
                for scope in scopes:
                    whole[scope, kind] += inside
    store.write(f".work/cells/{block}.parquet", cells.to_bytes())
    store.write(f".work/land/{block}.parquet", drawn.to_bytes())
    store.write(f".work/seams/{block}.parquet", touching.to_bytes())
    store.write(f".work/parts/{block}.parquet", linkable.to_bytes())
    store.write(f".work/network/{block}.parquet", grids.to_bytes(network))
    return {
        "extents": [[scope, *kind, hectares] for (scope, kind), hectares in sorted(extents.items())],
        "patches": [[scope, *kind, *_summary(areas)] for (scope, kind), areas in sorted(whole.items())],
    }


def _counted(area: int, rows: dict[str, Rows], left: gpd.GeoDataFrame) -> dict[str, Rows]:
    """The rows of a square without the land of measures that a settlement leaves out."""
    measures = rows["measures"]
    if not np.isin(measures.place, left.loc[left["lnrs_id"] == area, "place"]).any():
        return rows
    frame = gpd.GeoDataFrame(measures._asdict(), geometry="geometry", crs=left.crs)
    counts = counted(area, frame, left)
    return {**rows, "measures": Rows(*(counts[name].to_numpy(object) for name in Rows._fields))}


def _shares(habitats: Mapping[Kind, Parts], square: str, cell_m: int) -> list[tuple[Kind, list[npt.NDArray[Any]]]]:
    """Column, row and share of the cells of each habitat that have any of it."""
    east, north = squares.corner(square)
    counts = counts_in(list(habitats.values()), (east, north), cell_m)
    found = []
    for kind, own in zip(habitats, counts, strict=True):
        down, along = np.nonzero(own)
        top = (north + squares.SIDE_M) // cell_m - 1
        found.append((kind, [along + east // cell_m, top - down, own[down, along] / np.float32((cell_m // 10) ** 2)]))
    return found


def _patches(parts: Parts, square: str) -> tuple[list[float], list[npt.NDArray[Any]]]:
    """Hectares of the patches that lie within the square, and the parts that touch its edges."""
    hectares = shapely.area(parts) / HA_M2
    found = seams.contacts(parts, squares.corner(square))
    seamed = np.zeros(len(parts), bool)
    seamed[found.part] = True
    return hectares[~seamed].tolist(), [np.full(len(found.part), square), found.part, hectares[found.part], *found[1:]]


def _parts(parts: Parts, square: str) -> list[npt.NDArray[Any]]:
    """Square, number, hectares and geometry of parts; the numbers are those of the contacts with seams."""
    wkb = np.asarray(shapely.to_wkb(parts), object)
    return [np.full(len(parts), square), np.arange(len(parts)), shapely.area(parts) / HA_M2, wkb]


def _summary(areas_ha: Sequence[float]) -> tuple[int, float, float, float]:
    """Number, sum, sum of squares, largest."""
    values = np.array(areas_ha)
    return len(values), float(values.sum()), float((values**2).sum()), float(values.max(initial=0.0))
