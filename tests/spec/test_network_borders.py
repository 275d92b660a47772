"""Where outlines of strategy areas do not fit: gaps, holes, overlaps, slivers, and who is whose neighbour."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lnrs.network.borders import Faults, faults
from lnrs.network.neighbours import compared, neighbours, zone_neighbours

CORNER = np.array([560_000, 140_000])
"""The south-west corner of the land of these tests, in metres."""


def areas(**shapes: shapely.Polygon) -> gpd.GeoDataFrame:
    """Strategy areas by number: `areas(n40=box, n48=box)`, in metres from the corner."""
    moved = [shapely.transform(shape, lambda xy: xy + CORNER) for shape in shapes.values()]
    return gpd.GeoDataFrame({"lnrs_id": [int(name[1:]) for name in shapes]}, geometry=moved, crs=27700)


def one_of(found: Faults, kind: str) -> dict:
    rows = found.of(kind)
    assert len(rows) == 1, found.table
    return rows.iloc[0].to_dict()


def test_areas_that_fit_have_no_faults() -> None:
    found = faults(areas(n40=shapely.box(0, 0, 3000, 3000), n48=shapely.box(3000, 0, 6000, 3000)))
    assert found.table.empty
    assert found.hectares("gap") == 0
    assert found.by_pair().empty


def test_land_that_two_areas_have_is_an_overlap_with_its_hectares_width_length_and_place() -> None:
    found = faults(areas(n40=shapely.box(0, 0, 3020, 3000), n48=shapely.box(3000, 0, 6000, 3000)))
    overlap = one_of(found, "overlap")
    assert (overlap["a"], overlap["b"]) == (40, 48)
    assert overlap["ha"] == pytest.approx(6.0)
    assert overlap["widest_m"] == pytest.approx(20, abs=1)
    assert overlap["length_m"] == pytest.approx(3020)
    assert not overlap["sliver"]
    assert overlap["grid_ref"].startswith("TQ6301")


def test_what_is_nowhere_wider_than_the_tolerance_is_a_sliver() -> None:
    frame = areas(n40=shapely.box(0, 0, 3008, 3000), n48=shapely.box(3000, 0, 6000, 3000))
    assert one_of(faults(frame, tolerance_m=10), "overlap")["sliver"]
    assert not one_of(faults(frame, tolerance_m=5), "overlap")["sliver"]


def test_land_that_areas_enclose_and_none_has_is_a_gap_between_the_two_that_have_most_of_its_edge() -> None:
    """A strip of 30 m between two areas, shut at its south by a third and at its north because they meet."""
    west = shapely.union(shapely.box(0, 0, 3000, 3000), shapely.box(0, 2900, 3030, 3000))
    found = faults(areas(n39=shapely.box(0, -1000, 6000, 0), n40=west, n48=shapely.box(3030, 0, 6000, 3000)))
    gap = one_of(found, "gap")
    assert (gap["a"], gap["b"], gap["others"]) == (40, 48, "39")
    assert gap["ha"] == pytest.approx(30 * 2900 / 10_000)
    assert gap["widest_m"] == pytest.approx(30, abs=1)


def test_a_strip_that_is_open_to_the_sea_is_no_gap() -> None:
    found = faults(areas(n40=shapely.box(0, 0, 3000, 3000), n48=shapely.box(3030, 0, 6000, 3000)))
    assert found.table.empty


def test_a_gap_all_around_an_area_is_one_gap_however_many_squares_it_crosses() -> None:
    ring = shapely.difference(shapely.box(-20_000, -20_000, 20_000, 20_000), shapely.box(-9_000, -9_000, 9_000, 9_000))
    found = faults(areas(n38=shapely.box(-8_990, -8_990, 8_990, 8_990), n40=ring), tolerance_m=15)
    gap = one_of(found, "gap")
    assert gap["ha"] == pytest.approx((18_000**2 - 17_980**2) / 10_000)
    assert (gap["a"], gap["b"], gap["sliver"]) == (38, 40, True)


def test_land_that_one_area_leaves_out_in_its_middle_is_a_hole() -> None:
    pierced = shapely.difference(shapely.box(0, 0, 3000, 3000), shapely.box(1000, 1000, 1100, 1200))
    hole = one_of(faults(areas(n40=pierced)), "hole")
    assert (hole["a"], hole["b"], hole["ha"]) == (40, 0, pytest.approx(2.0))


def test_an_area_that_is_missing_from_the_file_is_a_gap_of_its_size() -> None:
    frame = shapely.difference(shapely.box(0, 0, 60_000, 60_000), shapely.box(15_000, 15_000, 45_000, 45_000))
    west, east = (shapely.intersection(frame, shapely.box(x, 0, x + 30_000, 60_000)) for x in (0, 30_000))
    gap = one_of(faults(areas(n38=west, n40=east)), "gap")
    assert gap["ha"] == pytest.approx(90_000)


def test_land_that_three_areas_have_is_counted_once_in_the_total() -> None:
    """All three pairs overlap on the same hectare."""
    found = faults(
        areas(n1=shapely.box(0, 0, 100, 100), n2=shapely.box(0, 0, 100, 100), n3=shapely.box(0, 0, 100, 100))
    )
    assert len(found.of("overlap")) == 3
    assert found.hectares("overlap") == pytest.approx(1.0)


def test_faults_are_added_up_by_pair() -> None:
    west = shapely.union_all([shapely.box(0, 0, 3000, 3000), *(shapely.box(3000, y, 3040, y + 50) for y in (0, 500))])
    pairs = faults(areas(n40=west, n48=shapely.box(3000, 0, 6000, 3000))).by_pair()
    assert pairs[["kind", "a", "b", "faults", "slivers"]].values.tolist() == [["overlap", 40, 48, 2, 0]]
    assert pairs["ha"].iloc[0] == pytest.approx(0.4)


# --- neighbours

BESIDE = {"n1": shapely.box(0, 0, 3000, 3000), "n2": shapely.box(3000, 0, 6000, 3000)}


def test_neighbours_share_a_border_with_a_length() -> None:
    row = neighbours(areas(**BESIDE), within_m=1).iloc[0]
    assert (row["a"], row["b"], row["corner"]) == (1, 2, False)
    assert row["shared_m"] == pytest.approx(3000, abs=3)


@pytest.mark.parametrize("shift", [-8, 8])
def test_outlines_that_nearly_agree_are_one_border_whether_they_overlap_or_leave_a_gap(shift: float) -> None:
    frame = areas(n1=shapely.box(0, 0, 3000, 3000), n2=shapely.box(3000 + shift, 0, 6000, 3000))
    assert neighbours(frame, within_m=10)["shared_m"].iloc[0] == pytest.approx(3000, abs=40)


def test_land_deep_within_another_area_is_border_too() -> None:
    frame = areas(n1=shapely.box(0, 0, 3000, 3000), n2=shapely.box(2000, 0, 6000, 3000))
    assert neighbours(frame, within_m=10)["shared_m"].iloc[0] == pytest.approx(3000 + 2 * 1000, abs=25)


def test_areas_further_apart_than_the_tolerance_are_no_neighbours() -> None:
    frame = areas(n1=shapely.box(0, 0, 3000, 3000), n2=shapely.box(3011, 0, 6000, 3000))
    assert neighbours(frame, within_m=10).empty
    assert len(neighbours(frame, within_m=11)) == 1


def test_areas_that_meet_at_a_corner_are_said_to() -> None:
    frame = areas(n1=shapely.box(0, 0, 3000, 3000), n2=shapely.box(3000, 3000, 6000, 6000))
    assert neighbours(frame, within_m=10)["corner"].tolist() == [True]


def test_zones_of_any_kind_have_neighbours_by_name() -> None:
    """Thanet comes in two rows and lies apart."""
    frame = areas(**BESIDE, n3=shapely.box(3000, 3000, 4000, 4000), n4=shapely.box(20_000, 0, 21_000, 900))
    frame["zone"] = ["Ashford", "Swale", "Swale", "Thanet"]
    assert zone_neighbours(frame, "zone", 1) == {"Ashford": {"Swale"}, "Swale": {"Ashford"}, "Thanet": frozenset()}


def test_the_published_list_is_compared_both_ways() -> None:
    """1 and 2 meet, and so do 2 and 3; 3 and 4 do not. 9 is not in the file."""
    frame = areas(**BESIDE, n3=shapely.box(6000, 0, 9000, 3000), n4=shapely.box(20_000, 0, 23_000, 3000))
    published = {1: {2, 9}, 2: {1}, 3: {4}, 4: {3}, 9: {1}}
    table = compared(neighbours(frame), published, set(frame["lnrs_id"]))
    said = {(a, b): says for a, b, says in table[["a", "b", "says"]].itertuples(index=False)}
    assert said == {(1, 2): "agree", (2, 3): "not published", (3, 4): "do not meet"}


def test_a_neighbour_that_only_one_side_lists_is_found() -> None:
    table = compared(neighbours(areas(**BESIDE)), {1: {2}, 2: set()}, {1, 2})
    assert table[["listed", "says"]].values.tolist() == [["a", "listed by one side only"]]


def test_neighbours_at_a_corner_agree_with_the_list_and_are_told() -> None:
    frame = areas(n1=shapely.box(0, 0, 3000, 3000), n2=shapely.box(3000, 3000, 6000, 6000))
    assert compared(neighbours(frame), {1: {2}, 2: {1}}, {1, 2})["says"].tolist() == ["agree, at a corner"]
