"""Measures of neighbouring areas that meet at their border are joined into one network."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from tests.unit.network_case import CaseMeasure, write_edition, write_network

from lnrs.cli import run
from lnrs.network.folder import read
from lnrs.network.meeting import groups_over_borders, meets
from lnrs.network.meeting_land import Meetings, look

X, Y = 560_000, 140_000


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A rectangle in metres from where the border of 40 and 48 begins in the south."""
    return shapely.box(X + west, Y + south, X + east, Y + north)


def frame(**shapes: shapely.Polygon) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(index=list(shapes), geometry=list(shapes.values()), crs=27700)


# --- polygons


def test_polygons_that_share_an_edge_meet_along_it() -> None:
    (row,) = meets(frame(wood=box(-100, 0, 0, 300)), frame(fen=box(0, 100, 200, 500)), 0).to_dict("records")
    assert (row["a"], row["b"]) == ("wood", "fen")
    assert row["contact_m"] == pytest.approx(200)
    assert (row["apart_m"], row["shared_ha"], row["a_ha"], row["b_ha"]) == (0, 0, pytest.approx(3), pytest.approx(8))


def test_polygons_that_touch_in_a_point_meet_along_nothing() -> None:
    (row,) = meets(frame(wood=box(-100, 0, 0, 100)), frame(fen=box(0, 100, 100, 200)), 0).to_dict("records")
    assert row["contact_m"] == 0


def test_a_gap_of_outlines_is_bridged_within_the_tolerance_and_no_further() -> None:
    wood, fen = frame(wood=box(-100, 0, -4, 300)), frame(fen=box(4, 0, 100, 300))
    assert meets(wood, fen, 7).empty
    (row,) = meets(wood, fen, 10).to_dict("records")
    assert row["apart_m"] == pytest.approx(8)
    assert row["contact_m"] == pytest.approx(300, abs=20)


def test_groups_go_over_several_borders_and_leave_out_what_stays_at_home() -> None:
    areas = {
        1: frame(a=box(0, 0, 100, 100), home=box(-500, 0, -400, 100)),
        2: frame(b=box(100, 0, 200, 100), other=box(0, 900, 100, 1000)),
        3: frame(c=box(200, 0, 300, 100)),
    }
    table = groups_over_borders(areas, [(1, 2), (2, 3), (1, 3)], 1)
    assert table[["lnrs_id", "piece", "group"]].values.tolist() == [[1, "a", 1], [2, "b", 1], [3, "c", 1]]
    assert groups_over_borders(areas, [], 1).empty


# --- a network folder


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """Kent west of the border and East Sussex east of it. At the border Kent has two measures on the same hectares."""
    meadow = CaseMeasure("Make meadows", [box(-200, 0, 0, 300), box(-5000, 0, -4900, 100)])
    graze = CaseMeasure("Graze them", [box(-200, 0, 0, 300)])
    fen = CaseMeasure("Wet the fen", [box(0, 100, 400, 500), box(0, 2000, 100, 2100)])
    write_edition(tmp_path / "40", 40, box(-6000, 0, 0, 6000), {"P1.1": meadow, "P1.2": graze})
    write_edition(tmp_path / "48", 48, box(0, 0, 6000, 6000), {"P1.1": fen})
    write_network(tmp_path, 40, 48)
    return tmp_path


def measures(network: Path) -> Meetings:
    found = {one.layer: one for one in look(read(network), within_m=1)}
    assert found["important"].pairs.empty
    return found["measures"]


def test_land_with_two_measures_is_counted_once_where_it_meets(network: Path) -> None:
    (row,) = measures(network).pairs.to_dict("records")
    assert (row["a"], row["b"], row["polygons_a"], row["polygons_b"]) == (40, 48, 2, 1)
    assert row["contact_m"] == pytest.approx(200, abs=5)
    assert (row["a_ha"], row["b_ha"]) == (pytest.approx(6), pytest.approx(16))


def test_every_pair_of_polygons_is_told_with_its_measures(network: Path) -> None:
    found = measures(network).single
    assert found[["a", "ref_a", "b", "ref_b"]].values.tolist() == [[40, "P1.1", 48, "P1.1"], [40, "P1.2", 48, "P1.1"]]


def test_a_group_has_its_hectares_once_and_its_areas(network: Path) -> None:
    found = measures(network)
    assert found.groups[["group", "areas", "polygons"]].values.tolist() == [[1, "40 48", 3]]
    assert found.groups["ha"].tolist() == [pytest.approx(22)]
    assert found.land["lnrs_id"].tolist() == [40, 40, 48]


def test_the_command_tells_it_and_writes_it(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["network", "meetings", str(network), "--within", "1"]) == 0
    said = capsys.readouterr().out
    assert "Mapped measures: 1 group crosses a border, 22.00 ha in all." in said
    assert "Kent and Medway (40) and East Sussex and Brighton & Hove (48): along 20" in said
    assert "Areas of particular importance: nothing meets across a border." in said
    assert len(gpd.read_file(network / "meetings" / "meetings.gpkg", layer="measures")) == 3
    assert len((network / "meetings" / "measures.csv").read_text(encoding="utf-8-sig").splitlines()) == 3
    assert run(["network", "meetings", str(network), "--json"]) == 0
    assert [one["layer"] for one in json.loads(capsys.readouterr().out)] == ["measures", "important"]
