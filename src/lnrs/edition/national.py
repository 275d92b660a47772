"""The three layers of the national data standard (APIB, ACB, PM) with its field names, as Arrow tables.

The names, types and widths are those of published Local Nature Recovery Strategy data sets (Natural England's standard
itself was not found on the open web). PM has three fields more than the standard: `pm_ref`, `score` and `area_ha`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from lnrs.model import PotentialMeasure, Priority

GEOMETRY = "geom"


@dataclass(frozen=True)
class Field:
    """A field of a layer: its name, its type, what it means, and how many characters it holds (0: any number)."""

    name: str
    kind: pa.DataType
    means: str
    width: int = 0


LNRS_ID = Field("lnrs_id", pa.int32(), "Number of the strategy area in England, 1 to 48")

AREA_FIELDS = (LNRS_ID, Field("name", pa.string(), "Name of the strategy area", 60))

APIB_FIELDS = (
    LNRS_ID,
    Field("apib_id", pa.int32(), "Number of the area of particular importance for biodiversity in this edition"),
    Field("apib_type", pa.string(), "Kind of site: SSSI, SAC, SPA, RAMSAR, NNR, MCZ, LNR, LWS or IRREP", 6),
    Field("apib_name", pa.string(), "Name of the site", 60),
    Field("apib_site_id", pa.string(), "Reference of the site at its publisher", 50),
)

ACB_FIELDS = (
    LNRS_ID,
    Field("acb_id", pa.int32(), "Number of the area that could become of particular importance in this edition"),
)

PM_FIELDS = (
    LNRS_ID,
    Field("pm_loc_id", pa.int32(), "Number of the place in this edition: one measure on one piece of land"),
    Field("pm_id", pa.int32(), "Number of the potential measure in this edition"),
    Field("pm_desc", pa.string(), "The potential measure", 250),
)

PM_EXTRA_FIELDS = (
    Field("pm_ref", pa.string(), "Reference of the potential measure in the strategy", 20),
    Field("score", pa.float64(), "How much the measure would do here by its rule, 0 to 1"),
    Field("area_ha", pa.float64(), "Area of the piece of land in hectares"),
)


def area_table(area: gpd.GeoDataFrame, lnrs_id: int, name: str) -> pa.Table:
    """The strategy area as one row."""
    whole = np.array([shapely.union_all(area.geometry.to_numpy())])
    return _table(AREA_FIELDS, [[lnrs_id], [name]], multipolygon_wkb(whole))


def apib_table(important: gpd.GeoDataFrame, lnrs_id: int) -> pa.Table:
    """Areas of particular importance for biodiversity, one row a site and type."""
    columns = [
        np.full(len(important), lnrs_id),
        important["apib_id"],
        _fitted(important["apib_type"], 6),
        _fitted(important["apib_name"], 60),
        _fitted(important["apib_site_id"], 50),
    ]
    return _table(APIB_FIELDS, columns, multipolygon_wkb(important.geometry.to_numpy()))


def acb_table(become: gpd.GeoDataFrame, lnrs_id: int) -> pa.Table:
    """Areas that could become of particular importance."""
    columns = [np.full(len(become), lnrs_id), become["acb_id"]]
    return _table(ACB_FIELDS, columns, multipolygon_wkb(become.geometry.to_numpy()))


def pm_table(
    mapped: gpd.GeoDataFrame, measures: Iterable[PotentialMeasure], priorities: Iterable[Priority], lnrs_id: int
) -> pa.Table:
    """Potential measures, one row a measure and piece of land, with the priorities that the measure serves."""
    texts = {priority.ref: shortened(f"{priority.ref} {priority.priority}", 250) for priority in priorities}
    served = {measure.ref: [texts[ref] for ref in measure.priorities] for measure in measures}
    described = {measure.ref: shortened(measure.measure, 250) for measure in measures}
    row, refs = pd.factorize(mapped["measure"])
    most = max((len(served[ref]) for ref in refs), default=1)

    def each(texts: Iterable[str | None]) -> pa.Array:
        """A text for each of `refs`, on every row of that measure."""
        return pa.array(texts, pa.string()).take(pa.array(row))

    fields = (*PM_FIELDS, *(_priority_field(place) for place in range(most)), *PM_EXTRA_FIELDS)
    columns = [
        np.full(len(mapped), lnrs_id),
        mapped["pm_loc_id"],
        mapped["pm_id"],
        each(described[ref] for ref in refs),
        *(each((served[ref] + [None] * most)[place] for ref in refs) for place in range(most)),
        each(refs),
        mapped["score"],
        mapped["area_ha"],
    ]
    return _table(fields, columns, _wkb_by_piece(mapped))


def shortened(text: str, width: int) -> str:
    """The text within `width` characters: longer text is cut, at a word where one ends near, and has an ellipsis."""
    if len(text) <= width:
        return text
    words = text[:width].rpartition(" ")[0]
    head = words if len(words) >= width // 2 else text[: width - 1]
    return head.rstrip(" ,;:.") + "…"


def multipolygon_wkb(shapes: np.ndarray) -> pa.Array:
    """Polygons and multipolygons as ISO WKB of multipolygons, which the standard asks for."""
    return pa.array([_as_multipolygon(wkb) for wkb in shapely.to_wkb(shapes, byte_order=1, flavor="iso")], pa.binary())


_MULTIPOLYGON_OF_ONE = bytes.fromhex("010600000001000000")
_POLYGON = bytes.fromhex("0103000000")


def _as_multipolygon(wkb: bytes) -> bytes:
    return _MULTIPOLYGON_OF_ONE + wkb if wkb.startswith(_POLYGON) else wkb


def _wkb_by_piece(mapped: gpd.GeoDataFrame) -> pa.Array:
    """Several measures share a piece of land, whose geometry is then put into bytes only once."""
    _, first, row = np.unique(mapped["piece"].to_numpy(), return_index=True, return_inverse=True)
    return multipolygon_wkb(mapped.geometry.to_numpy()[first]).take(pa.array(row))


def _priority_field(place: int) -> Field:
    return Field(f"priority_{place + 1}", pa.string(), "A priority that the potential measure serves", 250)


def _fitted(texts: Any, width: int) -> list[str]:
    return [shortened(text, width) for text in texts]


def _table(fields: Sequence[Field], columns: Sequence[Any], geometry: pa.Array) -> pa.Table:
    arrays = [pa.array(column, field.kind, from_pandas=True) for field, column in zip(fields, columns, strict=True)]
    schema = pa.schema([*map(_arrow_field, fields), pa.field(GEOMETRY, pa.binary())])
    return pa.Table.from_arrays([*arrays, geometry], schema=schema)


def _arrow_field(field: Field) -> pa.Field:
    """The field with its width and meaning where GDAL looks for them."""
    notes = {"GDAL:OGR:comment": field.means} | ({"GDAL:OGR:width": str(field.width)} if field.width else {})
    return pa.field(field.name, field.kind, metadata=notes)
