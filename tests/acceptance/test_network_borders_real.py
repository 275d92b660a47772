"""The borders of the 48 published areas: what an independent way of finding the same gives."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import rasterio.features
import shapely
from rasterio.transform import from_origin

from lnrs.model import areas
from lnrs.network.areas_file import StrategyAreas, read_areas
from lnrs.network.borders import Faults, faults
from lnrs.network.neighbours import compared, neighbours, published_neighbours

from .commands import lnrs, refused

pytestmark = [pytest.mark.real_data, pytest.mark.xdist_group("borders")]


@pytest.fixture(scope="module")
def published(shared_data: Path) -> StrategyAreas:
    grid = shared_data / "geodesy" / "uk_os_OSTN15_NTv2_OSGBtoETRS.tif"
    return read_areas(shared_data / "boundaries" / "lnrs_as_published.geojson", grid)


@pytest.fixture(scope="module")
def found(published: StrategyAreas) -> Faults:
    return faults(published.frame)


def test_every_unsound_outline_of_the_published_file_is_mended_and_told(
    shared_data: Path, published: StrategyAreas
) -> None:
    raw = gpd.read_file(shared_data / "boundaries" / "lnrs_as_published.geojson")
    unsound = set(raw.loc[~raw.is_valid, "Name"])
    assert len(unsound) == 15
    assert {repair.ref for repair in published.repairs} == unsound
    assert published.frame.is_valid.all()
    assert published.frame["lnrs_id"].tolist() == list(range(1, 49))


def test_each_area_has_nearly_the_hectares_that_are_published(published: StrategyAreas) -> None:
    ours = published.frame.area.to_numpy() / 10_000
    assert ours == pytest.approx([area.published_area_ha for area in areas()], rel=0.002)


def test_gaps_and_holes_are_the_holes_of_one_union_of_everything(published: StrategyAreas, found: Faults) -> None:
    """One union of all 48, which the code never makes: at this size it can be had."""
    whole = shapely.get_parts(published.frame.union_all())
    inner = np.concatenate([shapely.get_rings(part)[1:] for part in whole])
    holes = shapely.union_all(shapely.polygons(inner))
    ours = shapely.union_all(found.table[found.table["kind"] != "overlap"].geometry.to_numpy())
    assert ours.area == pytest.approx(holes.area, rel=1e-5)
    assert ours.symmetric_difference(holes).area / 10_000 < 0.1


def test_overlaps_are_what_the_areas_add_up_to_beyond_their_union(published: StrategyAreas, found: Faults) -> None:
    """No land is in three areas, or this would count it twice."""
    beyond_ha = (published.frame.area.sum() - published.frame.union_all().area) / 10_000
    assert found.of("overlap")["ha"].sum() == pytest.approx(beyond_ha, abs=0.05)
    assert found.hectares("overlap") == pytest.approx(beyond_ha, abs=0.05)


@pytest.mark.filterwarnings("ignore:Use `@` matmul:PendingDeprecationWarning")
def test_the_widest_gaps_and_overlaps_are_found_on_a_grid_of_2_m(published: StrategyAreas, found: Faults) -> None:
    """Another way without overlays: areas are counted on cells around each of the largest faults."""
    shapes = published.frame.geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    for row in found.table.head(12).itertuples():
        west, south, east, north = (round(side, -1) for side in row.geometry.buffer(50).bounds)
        window = {
            "out_shape": (int((north - south) / 2), int((east - west) / 2)),
            "transform": from_origin(west, north, 2, 2),
        }
        near = shapes[tree.query(shapely.box(west, south, east, north))]
        held = sum(rasterio.features.rasterize([(shape, 1)], **window, dtype="uint8") for shape in near)
        within = rasterio.features.rasterize([(row.geometry, 1)], **window, dtype="uint8").astype(bool)
        expected = 2 if row.kind == "overlap" else 0
        assert (held[within] == expected).mean() > 0.99, row.grid_ref
        assert within.sum() * 4 / 10_000 == pytest.approx(row.ha, rel=0.05)


def test_110_of_the_111_published_pairs_meet(shared_data: Path, published: StrategyAreas) -> None:
    listed = json.loads((shared_data / "boundaries" / "lnrs_adjacency.json").read_text(encoding="utf-8"))
    by_list = {int(area["id"]): {int(other["id"]) for other in area["adjacents"]} for area in listed}
    assert by_list == published_neighbours()
    table = compared(neighbours(published.frame), by_list, set(range(1, 49)))
    assert (table["listed"] == "both").all()
    odd = table[table["says"] != "agree"]
    assert (len(table), odd[["a", "b", "says"]].values.tolist()) == (111, [[16, 25, "do not meet"]])


def test_at_50_m_two_pairs_meet_at_a_corner_and_one_of_them_is_published(published: StrategyAreas) -> None:
    """Where Leicestershire, Rutland, Lincolnshire, Cambridgeshire and Northamptonshire come together at Stamford."""
    table = compared(neighbours(published.frame, 50), published_neighbours(), set(range(1, 49)))
    odd = table[table["says"] != "agree"][["a", "b", "says"]].values.tolist()
    assert odd == [[16, 25, "agree, at a corner"], [19, 26, "not published"]]


def test_shared_borders_are_as_long_as_the_plain_overlay_has_them(published: StrategyAreas) -> None:
    table = neighbours(published.frame, 50).set_index(["a", "b"])["shared_m"]
    shapes = published.frame.set_index("lnrs_id").geometry
    for a, b in [(1, 2), (2, 3), (12, 14), (38, 48), (40, 48)]:
        one, other = shapes[a], shapes[b]
        there = one.boundary.intersection(other.buffer(50)).length
        back = other.boundary.intersection(one.buffer(50)).length
        if (a, b) in table.index:
            assert table[a, b] == pytest.approx((there + back) / 2, rel=1e-3)
        else:
            assert there == back == 0


def test_the_command_tells_and_writes_the_findings(shared_data: Path, tmp_path: Path) -> None:
    file = shared_data / "boundaries" / "lnrs_as_published.geojson"
    done = lnrs("network", "borders", file, "--to", "found", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "48 strategy areas, 15 of them mended" in done.stdout
    assert "Overlaps (land that two areas both have): 1,396, 383.71 ha." in done.stdout
    assert "Gaps (land between areas that none of them has): 1,342, 358.92 ha." in done.stdout
    assert "Greater Lincolnshire (16) and North Northamptonshire (25): published as neighbours, but" in done.stdout
    names = {"areas", "gaps", "overlaps", "holes"}
    assert {str(name) for name, _ in pyogrio.list_layers(tmp_path / "found" / "borders.gpkg")} == names
    for name in names - {"areas"}:
        layer = gpd.read_file(tmp_path / "found" / "borders.gpkg", layer=name)
        table = (tmp_path / "found" / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()
        assert len(layer) == len(table) - 1 > 0
    assert "the folder is not empty" in refused(16, "network", "borders", file, "--to", "found", cwd=tmp_path)
