"""`lnrs network conflicts` and `settle`: a conflict is found, shown to both sides, settled, and stays settled."""

import json
import re
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely
from shapely import affinity

from lnrs.cli import run
from lnrs.network import conflict_files, settlements
from lnrs.network.conflict_land import opened, shared_border
from lnrs.network.folder import read
from lnrs.network.settled import apply, counted

from ..unit.network_case import CaseMeasure, write_edition, write_network

WEST, EAST = shapely.box(490_000, 150_000, 500_000, 160_000), shapely.box(500_000, 150_000, 510_000, 160_000)
WOOD = "Woodland and forest - Other woodland; broadleaved"
HEATH = "Heathland and shrub - Lowland heathland"


def publish(folder: Path, *, heath_north_m: float = 153_000, east: shapely.Geometry = EAST) -> None:
    """Two editions: woodland is to be planted up to the border in the west, and heath restored in the east."""
    wood = shapely.box(498_000, 152_000, 500_000, 153_000)
    heath = shapely.box(500_000, 152_000, 501_000, heath_north_m)
    far = shapely.box(492_000, 155_000, 493_000, 156_000)
    write_edition(folder / "38", 38, WEST, {"WT1": CaseMeasure("Plant woods", [wood, far], WOOD, "create")})
    write_edition(
        folder / "40",
        40,
        east,
        {"HS1": CaseMeasure("Restore heath", [heath] if heath_north_m > 152_000 else [], HEATH, "restore")},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A network of two neighbours that disagree once."""
    publish(tmp_path)
    write_network(tmp_path, 38, 40)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["network", *words]) == 0
    return capsys.readouterr().out


def listed(capsys: pytest.CaptureFixture[str], folder: Path) -> list[dict]:
    (pair,) = json.loads(told(capsys, "conflicts", str(folder), "--json"))
    return pair["conflicts"]


def test_it_is_found_and_shown_to_both(folder, capsys):
    (one,) = listed(capsys, folder)

    assert (one["kind"], one["habitat_a"], one["habitat_b"]) == ("at odds", WOOD, HEATH)
    assert one["frontage_m"] == pytest.approx(1_000, abs=60)
    assert one["state"] == "open"

    html = (folder / "conflicts" / "38-40.html").read_text(encoding="utf-8")
    assert one["key"] in html
    assert "would create other woodland, broadleaved" in html
    assert "Kent and Medway would restore lowland heathland" in html
    svg = re.search(r"<svg[^>]*role=.img.*?</svg>", html, re.DOTALL).group()
    assert "<title>Along" in svg
    assert svg.count('fill="url(#') == 2

    layers = {name for name, _ in pyogrio.list_layers(folder / "conflicts" / "38-40.gpkg")}
    assert layers == {"conflicts", "measures_a", "measures_b"}
    near = gpd.read_file(folder / "conflicts" / "38-40.gpkg", layer="measures_a")
    assert near.total_bounds[0] >= 499_400, "only what is near the border"


def test_one_side_alone_settles_nothing(folder, capsys):
    (one,) = listed(capsys, folder)

    said = told(capsys, "settle", str(folder), one["key"], "--outcome", "keep_b", "--area", "38", "--by", "Ann")

    assert "waits for area 40" in said
    (one,) = listed(capsys, folder)
    assert (one["state"], one["waits_for"]) == ("pending", [40])


def test_what_both_agree_is_settled_and_survives_the_next_build(folder, capsys):
    (one,) = listed(capsys, folder)
    for area, by in (("38", "Ann"), ("40", "Ben")):
        told(
            capsys, "settle", str(folder), one["key"], "--outcome", "keep_b", "--area", area, "--by", by, "--words", "!"
        )

    publish(folder, heath_north_m=153_300)
    again, new = listed(capsys, folder)

    assert (new["kind"], new["state"]) == ("one side", "open"), "where the heath has grown there is no wood"
    assert again["key"] == one["key"]
    assert (again["state"], again["outcome"]) == ("settled", "keep_b")
    after = apply(settlements.read(folder / "settlements.csv"), conflict_files.read_list(list_of(folder)))
    (west,) = opened(read(folder), [38])
    (places,) = west.source.batches("measures")
    left = counted(38, places, after.left_out)
    assert left.area.sum() < places.area.sum()
    assert left.set_index("place").area["2"] == 1_000_000, "a place that is far away is untouched"


def list_of(folder: Path) -> Path:
    return folder / "conflicts" / "38-40.gpkg"


def test_an_agreement_whose_conflict_is_gone_is_told_and_kept(folder, capsys):
    (one,) = listed(capsys, folder)
    told(capsys, "settle", str(folder), one["key"], "--outcome", "both", "--area", "40", "--by", "Ben")
    before = (folder / "settlements.csv").read_bytes()

    publish(folder, heath_north_m=152_000)
    said = told(capsys, "conflicts", str(folder))

    assert f"{one['key']}: there is nothing to settle any more" in said
    assert (folder / "settlements.csv").read_bytes() == before
    assert "Agreements whose conflict is gone" in (folder / "conflicts" / "38-40.html").read_text(encoding="utf-8")


def test_a_list_is_read_back_as_it_was_written(folder):
    (pair,) = conflict_files.look(read(folder))

    again = conflict_files.read_list(list_of(folder))

    for name in pair.conflicts.columns.drop("geometry"):
        assert again[name].tolist() == pair.conflicts[name].tolist(), name
    assert again.geometry.geom_equals_exact(pair.conflicts.geometry, 1e-6).all()


def test_a_conflict_that_is_not_in_the_lists_cannot_be_settled(folder, capsys):
    listed(capsys, folder)

    words = ["network", "settle", str(folder), "38-40-00000000", "--outcome", "both", "--area", "40", "--by", "Ben"]
    assert run(words) == 12
    assert "there is no conflict of this key" in capsys.readouterr().err
    assert not (folder / "settlements.csv").exists()


def test_an_area_that_is_not_one_of_the_two_cannot_settle(folder, capsys):
    (one,) = listed(capsys, folder)

    assert run(["network", "settle", str(folder), one["key"], "--outcome", "both", "--area", "1", "--by", "Cy"]) == 19
    assert "is not one of the two" in capsys.readouterr().err


def test_areas_that_do_not_meet_have_no_list(folder, capsys):
    publish(folder, east=shapely.box(500_100, 150_000, 510_000, 160_000))

    assert json.loads(told(capsys, "conflicts", str(folder), "--json")) == []
    assert json.loads(told(capsys, "conflicts", str(folder), "--json", "--within", "150"))[0]["areas"] == [38, 40]


def test_a_source_without_an_outline_has_that_of_a_file_of_outlines_or_else_the_generalised_one(folder, capsys):
    before = listed(capsys, folder)
    for area in ("38", "40"):
        (folder / area / "data" / "area.parquet").unlink()

    for asked in ("conflicts", "meetings"):
        assert run(["network", asked, str(folder), "--json"]) == 0
        out, err = capsys.readouterr()
        assert isinstance(json.loads(out), list)
        assert err.count("the generalised one, good to some 100 m, was used") == 2

    outlines = gpd.GeoDataFrame({"lnrs_id": [38, 40]}, geometry=[WEST, EAST], crs=27700)
    outlines.to_file(folder / "areas.gpkg", driver="GPKG")
    network = folder / "network.toml"
    network.write_text(f'outlines = "areas.gpkg"\n{network.read_text()}')
    assert listed(capsys, folder) == before


@pytest.mark.parametrize("gap_m", [-15.0, 0.0, 15.0])
def test_the_border_is_the_edge_that_two_share_over_gaps_and_overlaps(gap_m):
    east = affinity.translate(EAST, gap_m)

    border = shared_border(WEST, east, 25)

    assert border.length == pytest.approx(10_000, abs=100)
    assert shared_border(WEST, affinity.translate(EAST, 40_000), 25).is_empty
