"""Elevation: whatever grid it comes on, it lies on the national cells afterwards."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

from lnrs.errors import LayerRefused, NotFound
from lnrs.layers.catalogue import layer_named
from lnrs.layers.elevation import admit_elevation
from lnrs.layers.raster import Elevation, read_raster, write_raster
from lnrs.layers.record import record_of

RECORD = record_of(layer_named("elevation"), version="", retrieved=date(2026, 3, 31), source="heights.tif")


def heights_of(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """A tilted plain: 1 m up for each 100 m east, 2 m for each 100 m north, from (600000, 150000)."""
    return (x - 600_000) / 100 + (y - 150_000) / 50 + 20


def grid(folder: Path, cell_m: float, west: float, north: float, crs: str | None = "EPSG:27700", **other) -> Path:
    """A GeoTIFF of the plain, 4 km wide."""
    size = int(4_000 / cell_m)
    x = west + (np.arange(size) + 0.5) * cell_m
    y = north - (np.arange(size) + 0.5) * cell_m
    values = heights_of(*np.meshgrid(x, y)).astype("float32")
    profile = {"driver": "GTiff", "width": size, "height": size, "count": 1, "dtype": "float32", "crs": crs}
    transform = Affine(cell_m, 0, west, 0, -cell_m, north)
    with rasterio.open(folder / "heights.tif", "w", **{**profile, "transform": transform, **other}) as made:
        for band in range(1, made.count + 1):
            made.write(values, band)
    return folder / "heights.tif"


def errors_m(elevation: Elevation, edge: int = 2) -> np.ndarray:
    """How far heights are from the plain, away from the edge."""
    rows, columns = np.indices(elevation.heights.shape)
    x = elevation.west + (columns + 0.5) * elevation.cell_m
    y = elevation.north - (rows + 0.5) * elevation.cell_m
    return (elevation.heights - heights_of(x, y))[edge:-edge, edge:-edge]


def test_cells_that_fit_are_kept_as_they_came(tmp_path):
    came = admit_elevation(grid(tmp_path, 50, 600_000, 154_000))
    assert (came.west, came.north, came.cell_m, came.heights.shape) == (600_000, 154_000, 50, (80, 80))
    assert np.abs(errors_m(came, 1)).max() < 1e-4
    assert came.notes == ("cells kept as they came",)


@pytest.mark.parametrize(
    ("cell_m", "west", "north", "wanted_m"),
    [(50, 600_013, 154_007, 50), (25, 600_000, 154_000, 30), (5, 600_000, 154_000, 10), (2, 600_001, 154_001, 10)],
)
def test_other_cells_are_laid_on_the_national_ones_without_moving_the_land(tmp_path, cell_m, west, north, wanted_m):
    came = admit_elevation(grid(tmp_path, cell_m, west, north))
    assert came.cell_m == wanted_m
    assert came.west % wanted_m == came.north % wanted_m == 0
    assert np.abs(errors_m(came)).max() < 0.2


def test_degrees_are_laid_on_metres(tmp_path):
    profile = {"driver": "GTiff", "width": 60, "height": 60, "count": 1, "dtype": "int16", "crs": "EPSG:4326"}
    with rasterio.open(
        tmp_path / "srtm.tif", "w", **profile, nodata=-32768, transform=Affine(1 / 1200, 0, 1.0, 0, -1 / 1200, 51.3)
    ) as made:
        made.write(np.full((60, 60), 40, dtype="int16"), 1)
    came = admit_elevation(tmp_path / "srtm.tif")
    assert came.cell_m == 80
    assert came.west % 80 == came.north % 80 == 0
    assert set(np.unique(came.heights[~np.isnan(came.heights)])) == {40.0}


def test_only_the_area_is_cut_out(tmp_path):
    came = admit_elevation(grid(tmp_path, 50, 600_000, 154_000), bounds=(601_010, 151_010, 601_990, 151_990))
    assert (came.west, came.north, came.heights.shape) == (601_000, 152_000, (20, 20))


def test_an_ascii_grid_is_taken_where_its_system_is_declared(tmp_path):
    header = "ncols 2\nnrows 2\nxllcorner 600000\nyllcorner 150000\ncellsize 50\nNODATA_value -9999\n"
    (tmp_path / "heights.asc").write_text(header + "1.0 2.0\n3.0 -9999\n")
    with pytest.raises(LayerRefused, match="does not say which coordinate system"):
        admit_elevation(tmp_path / "heights.asc")
    came = admit_elevation(tmp_path / "heights.asc", crs="EPSG:27700")
    assert np.array_equal(came.heights, [[1.0, 2.0], [3.0, np.nan]], equal_nan=True)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"count": 3}, "has 3 bands"),
        ({"crs": None}, "does not say which coordinate system"),
        ({"west": 5_000_000.0}, "lies outside Great Britain"),
        ({"dtype": "complex64"}, "holds complex64, not heights"),
    ],
)
def test_a_grid_that_cannot_be_heights_here_is_refused(tmp_path, change, why):
    file = grid(tmp_path, 50, change.pop("west", 600_000.0), 154_000, **{"crs": "EPSG:27700", **change})
    with pytest.raises(LayerRefused, match=why):
        admit_elevation(file)


def test_feet_and_undeclared_gaps_are_found_out_by_their_heights(tmp_path):
    file = grid(tmp_path, 50, 600_000, 154_000)
    with rasterio.open(file, "r+") as made:
        values = made.read(1)
        values[0, 0] = -32768
        made.write(values, 1)
    with pytest.raises(LayerRefused, match=r"heights from -32768 to .* marked as no data"):
        admit_elevation(file)


def test_a_grid_that_misses_the_area_is_refused(tmp_path):
    with pytest.raises(LayerRefused, match="no height in the strategy area"):
        admit_elevation(grid(tmp_path, 50, 600_000, 154_000), bounds=(400_000, 400_000, 401_000, 401_000))


@pytest.mark.parametrize(
    ("content", "why"), [(b"II*\x00" + b"\x01" * 500, "cannot be read"), (b"a,b\n1,2\n", "is not a grid of heights")]
)
def test_what_is_no_grid_is_refused(tmp_path, content, why):
    (tmp_path / "heights.tif").write_bytes(content)
    with pytest.raises(LayerRefused, match=why):
        admit_elevation(tmp_path / "heights.tif")


def test_what_is_stored_comes_back_with_the_same_bytes_each_time(tmp_path):
    came = admit_elevation(grid(tmp_path, 50, 600_000, 154_000))
    first = write_raster(came, tmp_path / "a", RECORD)
    second = write_raster(came, tmp_path / "b", RECORD)
    assert (tmp_path / "a" / "elevation.tif").read_bytes() == (tmp_path / "b" / "elevation.tif").read_bytes()
    assert first == second
    back = read_raster(tmp_path / "a" / "elevation.tif")
    assert np.array_equal(back.heights, came.heights)
    assert (back.west, back.north, back.cell_m, back.transform) == (came.west, came.north, came.cell_m, came.transform)


def test_a_part_can_be_read_and_is_empty_beyond_the_edge(tmp_path):
    came = admit_elevation(grid(tmp_path, 50, 600_000, 154_000))
    write_raster(came, tmp_path / "a", RECORD)
    part = read_raster(tmp_path / "a" / "elevation.tif", (599_910, 153_910, 600_100, 154_100))
    assert (part.west, part.north, part.heights.shape) == (599_900, 154_100, (4, 4))
    assert np.array_equal(part.heights[2:, 2:], came.heights[:2, :2])
    assert np.isnan(part.heights[:2]).all()
    assert np.isnan(part.heights[:, :2]).all()


def test_a_grid_that_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFound, match="`lnrs add` or `lnrs fetch`"):
        read_raster(tmp_path / "elevation.tif")
