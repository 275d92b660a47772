"""Land drawn as text, so that a test shows the map it is about."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

LEGEND = {
    ".": ("arable", ""),
    "g": ("improved grassland", ""),
    "M": ("semi-natural grassland", "lowland meadow"),
    "W": ("broadleaved woodland", "lowland mixed deciduous woodland"),
    "#": ("built-up", ""),
}
"""What each letter of a drawing stands for: land cover and habitat."""

FIELD_M = 100
"""A letter is a square field of one hectare."""

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def drawn_land(picture: str) -> gpd.GeoDataFrame:
    """Square fields of one hectare, the last row at northing 0, named by column and row from the south-west."""
    rows = [line.split() for line in picture.strip().splitlines()]
    fields = [
        (f"{col},{len(rows) - 1 - row}", *LEGEND[letter], _field(col, len(rows) - 1 - row))
        for row, letters in enumerate(rows)
        for col, letter in enumerate(letters)
    ]
    return gpd.GeoDataFrame(fields, columns=["parcel_id", "land_cover", "habitat", "geometry"], crs=27700)


def _field(col: int, row: int) -> shapely.Polygon:
    return shapely.box(col * FIELD_M, row * FIELD_M, (col + 1) * FIELD_M, (row + 1) * FIELD_M)


@pytest.fixture
def draw() -> Callable[[str], gpd.GeoDataFrame]:
    """Fields from a picture: `.` arable, `g` improved grassland, `M` meadow, `W` wood, `#` built-up."""
    return drawn_land


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real open data beside the checkout; tests that want it are skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"real open data is not at {SHARED_DATA.parent.name}/data beside the checkout")
    return SHARED_DATA
