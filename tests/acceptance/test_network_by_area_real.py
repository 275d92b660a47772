"""England's conservation sites, and layers of Greater Manchester, by strategy area: two independent ways agree."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio.features
import shapely
from rasterio.transform import Affine

from lnrs.network.areas_file import read_areas
from lnrs.network.by_area import by_area, read_polygons

from .commands import lnrs, refused

pytestmark = [pytest.mark.real_data, pytest.mark.xdist_group("borders")]

CELL_M = 100
WINDOW = {"out_shape": (6_600, 5_800), "transform": Affine(CELL_M, 0, 80_000, 0, -CELL_M, 662_000), "dtype": "uint8"}
"""Cells of one hectare over the whole of England."""
GREATER_MANCHESTER = 11


@pytest.fixture(scope="module")
def grid(shared_data: Path) -> Path:
    return shared_data / "geodesy" / "uk_os_OSTN15_NTv2_OSGBtoETRS.tif"


@pytest.fixture(scope="module")
def areas(shared_data: Path, grid: Path) -> gpd.GeoDataFrame:
    return read_areas(shared_data / "boundaries" / "lnrs_as_published.geojson", grid).frame


@pytest.mark.filterwarnings("ignore:Use `@` matmul:PendingDeprecationWarning")
@pytest.mark.parametrize(
    ("file", "in_areas_ha", "summed_ha", "some", "nation_ha"),
    [
        ("sac_england_2021", 695_551.6, 695_595.3, 45, 3_799_472.5),
        ("ramsar_england_2021", 301_924.9, 301_949.6, 36, 404_218.1),
    ],
)
def test_sites_by_area_agree_with_a_count_of_cells(
    shared_data: Path,
    grid: Path,
    areas: gpd.GeoDataFrame,
    file: str,
    in_areas_ha: float,
    summed_ha: float,
    some: int,
    nation_ha: float,
) -> None:
    """The figures are those of docs/explanation/the-network.md; an overlay of whole unions gave the same."""
    sites = read_polygons(shared_data / "designated" / f"{file}.parquet", grid)
    found = by_area(sites, areas)
    assert found.in_areas_ha == pytest.approx(in_areas_ha, abs=0.1)
    assert found.table["ha"].sum() == pytest.approx(summed_ha, abs=0.1)
    assert found.in_areas_ha + found.outside_ha == pytest.approx(nation_ha, abs=0.1)
    assert (found.table["ha"] > 0).sum() == some
    there = rasterio.features.rasterize(sites, **WINDOW).astype(bool)
    shapes = zip(areas.geometry, areas["lnrs_id"], strict=True)
    counted = np.bincount(rasterio.features.rasterize(shapes, **WINDOW)[there], minlength=49)[1:]
    assert counted == pytest.approx(found.table["ha"].to_numpy(), rel=0.01, abs=40)
    assert counted.sum() == pytest.approx(found.in_areas_ha, rel=0.001)


def test_sites_by_area_agree_with_the_overlay_of_geopandas(
    shared_data: Path, grid: Path, areas: gpd.GeoDataFrame
) -> None:
    """GeoPandas' own union and intersection, for the areas with most and least and a middling one."""
    sites = read_polygons(shared_data / "designated" / "ramsar_england_2021.parquet", grid)
    found = by_area(sites, areas).table.set_index("lnrs_id")["ha"]
    union = gpd.GeoSeries(sites, crs=27700).union_all()
    for lnrs_id in (found.idxmax(), found[found > 0].idxmin(), 40):
        theirs = areas.set_index("lnrs_id").geometry[lnrs_id].intersection(union).area / 10_000
        assert found[lnrs_id] == pytest.approx(theirs, abs=1e-3)


@pytest.mark.parametrize(
    "layer",
    [
        "gm_agricultural_land_classification",
        "trafford_greenspace_sites",
        "trafford_local_nature_reserves",
        "trafford_sites_of_special_scientific_interest",
        "trafford_woodland",
    ],
)
def test_layers_of_greater_manchester_lie_in_its_area(
    shared_data: Path, grid: Path, areas: gpd.GeoDataFrame, layer: str
) -> None:
    land = read_polygons(shared_data / "trafford_gm" / f"{layer}.geojson", grid)
    found = by_area(land, areas)
    ours = found.table.set_index("lnrs_id")["ha"][GREATER_MANCHESTER]
    outline = areas.set_index("lnrs_id").geometry[GREATER_MANCHESTER]
    assert ours == pytest.approx(shapely.intersection(shapely.union_all(land), outline).area / 10_000, abs=1e-3)
    assert ours / (found.in_areas_ha + found.outside_ha) > 0.99


def test_the_command_counts_nature_reserves_and_refuses_lines(shared_data: Path, tmp_path: Path) -> None:
    layers, areas_file = shared_data / "trafford_gm", shared_data / "boundaries" / "lnrs_as_published.geojson"
    reserves = layers / "trafford_local_nature_reserves.geojson"
    done = lnrs("network", "by-area", reserves, areas_file, cwd=tmp_path)
    assert "Greater Manchester (11)  13.18" in done.stdout
    assert "In no area: 0.00 ha." in done.stdout
    said = json.loads(lnrs("network", "by-area", reserves, areas_file, "--json", cwd=tmp_path).stdout)
    assert [area["ha"] for area in said["areas"] if area["ha"]] == [pytest.approx(said["in_areas_ha"])]
    lines = layers / "trafford_watercourses.geojson"
    assert "holds no polygons" in refused(11, "network", "by-area", lines, areas_file, cwd=tmp_path)
