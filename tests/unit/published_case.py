"""A strategy of Greater Manchester as a careless publisher would give it out: the case that tests of reading share."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

WEST_M, SOUTH_M = 380_000, 395_000
"""In Greater Manchester, area 11."""


def square(col: float, row: float, side: float = 1) -> shapely.Polygon:
    """A square of so many hundred metres, counted in hundreds of metres."""
    west, south = WEST_M + 100 * col, SOUTH_M + 100 * row
    return shapely.box(west, south, west + 100 * side, south + 100 * side)


def bowtie(col: float, row: float) -> shapely.Polygon:
    """A polygon that crosses itself: two triangles of a quarter of a hectare each."""
    x, y = WEST_M + 100 * col, SOUTH_M + 100 * row
    return shapely.Polygon([(x, y), (x + 100, y + 100), (x + 100, y), (x, y + 100)])


def apib() -> gpd.GeoDataFrame:
    """Four sites: one as it should be, one that crosses itself, one without geometry, one that is a line."""
    line = shapely.LineString([(WEST_M, SOUTH_M), (WEST_M + 100, SOUTH_M)])
    return frame(
        {
            "LNRS_ID": [11, 11, 11, 11],
            "APIB_ID": [1, 2, 3, 4],
            "Apib_Type": ["SSSI", "SBI", "LNR", "LWS"],
            "apib_name": ["Moss", "Cutting", "Nowhere", "Towpath"],
            "apib_site_id": ["S1", "B2", "N3", "L4"],
        },
        [square(0, 0, 2), bowtie(5, 0), None, line],
    )


def acb(ids: Sequence[object] = ("11", "11", "11")) -> gpd.GeoDataFrame:
    """Areas that could become important; the number of the strategy area is text, and one row was given out twice."""
    return frame({"lnrs_id": list(ids), "acib_id": [1, 2, 3]}, [square(0, 3), square(2, 3), square(2, 3)])


def pm() -> gpd.GeoDataFrame:
    """Five places of three measures; one of another area, one that names no measure, one in Scotland."""
    return frame(
        {
            "lnrs_id": [11.0, 11.0, 11.0, 6.0, 11.0, 11.0],
            "pm_loc_id": [1, 2, 3, 4, 5, 6],
            "pm_id": [7, 7, 8, 8, np.nan, 9],
            "pm_desc": ["Block drains.", "Block drains.", "Plant trees.", "Plant trees.", "", "Mow less."],
            "priority_1": ["Wet moss", "Wet moss", "Woods", "Woods", "", "Verges"],
            "priority_2": ["Curlew", "Curlew", "", "", "", None],
        },
        [square(0, 5), square(1, 5), square(2, 5), square(3, 5), square(4, 5), shapely.box(-9000, 10, -8900, 20)],
    )


def frame(
    columns: Mapping[str, Sequence[object]], shapes: Sequence[object], crs: int | None = 27700
) -> gpd.GeoDataFrame:
    """A frame in the National Grid, or in no system that is declared."""
    return gpd.GeoDataFrame(dict(columns), geometry=gpd.GeoSeries(list(shapes), crs=crs), crs=crs)


def write_geopackage(file: Path, tables: Mapping[str, gpd.GeoDataFrame | pd.DataFrame]) -> Path:
    """A GeoPackage with these tables; those without geometry as tables of attributes."""
    for name, table in tables.items():
        pyogrio.write_dataframe(table, file, layer=name, driver="GPKG")
    return file


def greater_manchester(file: Path) -> Path:
    """The whole of it in one GeoPackage, with what nobody asked for too."""
    wider = pd.DataFrame({"ref": ["7", "20"], "measure": ["Block drains for good.", "Talk to schools."]})
    roads = frame({"name": ["A56"]}, [shapely.LineString([(WEST_M, SOUTH_M), (WEST_M, SOUTH_M + 500)])])
    return write_geopackage(
        file, {"apib": apib(), "ACIB": acb(), "Potential measures": pm(), "wider_measures": wider, "roads": roads}
    )


def said(notes: Sequence[object]) -> list[tuple[str, int | None, str, str]]:
    """Notes as plain tuples, without what to do about them."""
    return [(note.file, note.row, note.kind, note.says) for note in notes]  # type: ignore[attr-defined]
