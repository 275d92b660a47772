"""Files of local wildlife sites as a neighbour might send them, and the command that adds one to the sketch."""

from pathlib import Path

import geopandas as gpd
from shapely.geometry import Polygon, box

FIELD = box(449_000, 88_000, 449_500, 88_500)
"""A square near Newport, in the middle of the Isle of Wight."""


def sites(folder: Path, *shapes: Polygon, crs: int | None = 27700, name: str = "sites.gpkg") -> Path:
    """A file of local wildlife sites with these shapes."""
    names = [f"Site {number}" for number, _ in enumerate(shapes, 1)]
    frame = gpd.GeoDataFrame({"ref": names, "name": names}, geometry=list(shapes), crs=crs)
    frame.to_file(folder / name, driver="GPKG" if name.endswith("gpkg") else "GeoJSON")
    return folder / name


def add(file: Path, to: str = "wight") -> tuple[str | Path, ...]:
    """The words of the command."""
    return ("add", file, "--as", "local_wildlife_sites", "--to", to)
