"""The land of the case's England edition (`england_case`): cells of 500 m of a strip from Surrey into Kent, and tiles.

The strip is 75 km long and 5 km wide. Its middle kilometre is network with every measure delivered, but for two gaps
of 2 km and of 1 km, and is network now east of Ashford alone.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from lnrs.edition.tiles.archive import About, Level, to_wkb_degrees, write
from lnrs.edition.tiles.mercator import bounds_deg, to_mercator
from lnrs.network import geoparquet, gridded, grids

SIDE_M = 500
STRIP_M = (535_000, 148_000, 610_000, 153_000)
BORDER_M = 544_000
"""Easting at which Surrey ends and Kent begins."""
BAND_M = (150_000, 151_000)
"""Northings of the network."""
GAPS_M = ((556_000, 558_000), (580_000, 581_000))
"""Eastings of its gaps."""
NOW_FROM_M = 600_000
MEADOWS = "Grassland - Lowland meadows"
ZOOMS = range(4, 10)


def cells(surrey: int, kent: int) -> dict[str, bytes]:
    """The files of cells by their names."""
    west, south, east, north = (edge // SIDE_M for edge in STRIP_M)
    column, row = (axis.ravel() for axis in np.meshgrid(np.arange(west, east), np.arange(south, north)))
    x, y = column * SIDE_M, row * SIDE_M
    in_gap = np.any([(x >= begin) & (x < end) for begin, end in GAPS_M], axis=0)
    delivered = (y >= BAND_M[0]) & (y < BAND_M[1]) & ~in_gap
    now = delivered & (x >= NOW_FROM_M)
    lnrs_id = np.where(x < BORDER_M, surrey, kent)
    files = {}
    for name, here in (("TQ", x < 600_000), ("TR", x >= 600_000)):
        columns = [one[here] for one in (column, row, lnrs_id, now, delivered)]
        files[gridded.network_file(name)] = _table(columns, grids.NETWORK)
        has = here & delivered
        own = [np.full(has.sum(), MEADOWS), *(one[has] for one in (column, row, now, delivered))]
        files[gridded.habitat_file(name)] = _table(own, grids.HABITATS)
    return files


def _table(columns: list[np.ndarray], schema: pa.Schema) -> bytes:
    arrays = [
        pa.array(values.astype(float) if field.type == pa.float32() else values).cast(field.type)
        for values, field in zip(columns, schema, strict=True)
    ]
    return geoparquet.to_bytes(pa.Table.from_arrays(arrays, schema=schema))


def links() -> bytes:
    """The file of links: one over the first gap, from Kent to Kent, and one far from all."""
    lines = [shapely.LineString([(GAPS_M[0][0], 150_500), (GAPS_M[0][1], 150_500)])]
    lines.append(shapely.LineString([(400_000, 300_000), (400_500, 300_000)]))
    columns = {
        "habitat": [MEADOWS] * 2,
        "worth_ha2": [10.0, 99.0],
        "gap_m": [2_000.0, 500.0],
        **{name: [f"{name} {number}" for number in (1, 2)] for name in ("from_place", "to_place")},
        **{name: [30.0, 40.0] for name in ("from_ha", "to_ha")},
        **{name: ["Kent and Medway"] * 2 for name in ("from_area", "to_area")},
        "crosses_border": [False, False],
    }
    arrays = {name: pa.array(values) for name, values in columns.items()}
    return geoparquet.to_bytes(geoparquet.with_geometry(arrays, np.array(lines, object)), types=["LineString"])


@cache
def tiles() -> bytes:
    """The archive of tiles: the strip's two parts as areas, the band as habitat and as land of each kind."""
    west, south, east, north = STRIP_M
    areas = [shapely.box(west, south, BORDER_M, north), shapely.box(BORDER_M, south, east, north)]
    band = shapely.box(west, BAND_M[0], east, BAND_M[1])
    said = pd.DataFrame({"kind": ["important", "measures", "action"], "about": ["", "", "create"]})
    habitats = pd.DataFrame({"habitat": [MEADOWS, MEADOWS], "state": ["now", "delivered"]})
    levels = []
    for zoom in ZOOMS:
        levels.append(Level("habitats", zoom, habitats, _degrees([band] * 2)))
        levels.append(Level("land", zoom, said, _degrees([band] * 3)))
        levels.append(Level("areas", zoom, pd.DataFrame({"name": ["Surrey", "Kent and Medway"]}), _degrees(areas)))
    about = About("England", "A case", "Nobody", bounds_deg(np.array(areas, object)))
    with TemporaryDirectory() as room:
        path = Path(room) / "network.pmtiles"
        assert write(levels, about, path)
        return path.read_bytes()


def _degrees(shapes: list[shapely.Geometry]) -> np.ndarray:
    return to_wkb_degrees(to_mercator(np.array(shapes, object)))
