"""What the second process does: make ready, then make into the cache what is handed over."""

import pickle
import sys
import tempfile
from pathlib import Path

import geopandas as gpd
import shapely

from lnrs.edition.collector import no_collector
from lnrs.edition.output import kept
from lnrs.edition.tiles import archive
from lnrs.edition.tiles.archive import About
from lnrs.edition.tiles.generalise import overview_grid
from lnrs.edition.tiles.levels import Basis
from lnrs.edition.tiles.mercator import bounds_deg
from lnrs.edition.tiles.thematic import measure_levels
from lnrs.habitat_map.cache import Cache


def get_ready() -> None:
    """Make tiles of one field: kernels and libraries are then loaded before there is work, while a core has none."""
    with tempfile.TemporaryDirectory(prefix="lnrs-") as name:
        field = shapely.box(600_000, 150_000, 601_000, 151_000)
        columns = {"measure": ["X1.1"], "pm_id": [1], "piece": [1]}
        mapped = gpd.GeoDataFrame(columns, geometry=[field], crs=27700)
        basis = Basis(overview_grid(field.bounds), Cache(Path(name)), "")
        about = About("", "", "", bounds_deg(mapped.geometry.to_numpy()))
        archive.write(measure_levels(mapped, "", basis), about, Path(name) / "field.pmtiles")


def main() -> None:
    """Make what is handed over: the path of each piece of work comes on a line of standard input."""
    with no_collector():
        get_ready()
        for line in sys.stdin:
            output, cache = pickle.loads(Path(line.strip()).read_bytes())
            kept(output, cache)


if __name__ == "__main__":
    main()
