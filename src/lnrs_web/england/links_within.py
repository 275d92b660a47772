"""The links between patches that matter most, of an England edition, within some land. Opens files, and no database."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import shapely

LINKS = "figures/links.parquet"
SAID = ("habitat", "from_place", "to_place", "gap_m", "from_ha", "to_ha", "from_area", "to_area", "crosses_border")
MOST = 10


def within(folder: Path, land: shapely.Geometry) -> list[dict[str, Any]]:
    """Those that come into the land, by their worth, `MOST` of them; none where the edition has no list of links."""
    file = folder / LINKS
    if not file.is_file():
        return []
    table = pq.read_table(file, columns=[*SAID, "worth_ha2", "geometry"], partitioning=None)
    shapes = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    inside = np.flatnonzero(shapely.intersects(shapes, land))
    found: list[dict[str, Any]] = table.select([*SAID, "worth_ha2"]).take(inside).to_pylist()
    return sorted(found, key=lambda link: -link["worth_ha2"])[:MOST]
