"""Files as authorities publish them: every row is taken, mended, refused or left out, and each is told of."""

import shutil
import sqlite3
import struct
import zipfile
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from lnrs.errors import LayerRefused, NotFound
from lnrs.network.published import open_source, read
from lnrs.outlines import outline

from ..unit.edition_case import case
from ..unit.published_case import (
    SOUTH_M,
    WEST_M,
    acb,
    apib,
    bowtie,
    frame,
    greater_manchester,
    pm,
    said,
    square,
    write_geopackage,
)


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return greater_manchester(tmp_path_factory.mktemp("published") / "gm_lnrs.gpkg")


# --- a GeoPackage


def test_the_area_is_told_by_the_numbers_in_it_and_the_content_by_its_fingerprint(messy: Path) -> None:
    facts = open_source(messy).facts
    assert (facts.lnrs_id, facts.name) == (11, "Greater Manchester")
    assert facts.authority == "Greater Manchester Combined Authority"
    assert facts.source == "gm_lnrs.gpkg"
    assert facts.identity.startswith("sha256-")
    assert len(facts.identity) == len("sha256-") + 12
    assert len(facts.as_of) == len("2026-01-01")


def test_every_row_is_accounted_for(messy: Path) -> None:
    source = open_source(messy)
    rows = {layer: sum(map(len, source.batches(layer))) for layer in ("important", "become", "measures")}
    assert rows == {"important": 2, "become": 2, "measures": 3}
    logs = source.logs
    assert all(log.balanced for log in logs.values())
    assert (logs["important"].rows_in, logs["important"].refused, logs["important"].left_out) == (4, 2, 0)
    assert (logs["become"].rows_in, logs["become"].refused, logs["become"].left_out) == (3, 0, 1)
    assert (logs["measures"].rows_in, logs["measures"].refused, logs["measures"].left_out) == (6, 2, 1)


def test_sites_are_mended_or_refused_row_by_row(messy: Path) -> None:
    source = open_source(messy)
    (sites,) = source.batches("important")
    assert sites["site"].tolist() == ["1", "2"]
    assert sites["kind"].tolist() == ["SSSI", "LWS"]
    assert sites["name"].tolist() == ["Moss", "Cutting"]
    assert sites["ref"].tolist() == ["S1", "B2"]
    assert sites.area.tolist() == pytest.approx([40_000, 5_000])
    assert sites.is_valid.all()
    assert said(source.logs["important"].notes) == [
        ("gm_lnrs.gpkg:apib", 2, "guess", "kind 'SBI' is read as LWS"),
        ("gm_lnrs.gpkg:apib", 3, "refusal", "has no geometry"),
        ("gm_lnrs.gpkg:apib", 4, "refusal", "is a LineString, and only polygons have an area"),
        ("gm_lnrs.gpkg:apib", 2, "repair", "self-intersection at 380550.00, 395050.00: made valid"),
    ]


def test_acib_is_acb_its_text_is_a_number_and_a_row_twice_is_one(messy: Path) -> None:
    source = open_source(messy)
    (areas,) = source.batches("become")
    assert areas["place"].tolist() == ["1", "2"]
    assert said(source.logs["become"].notes) == [("gm_lnrs.gpkg:ACIB", 3, "left_out", "is the same as row 2")]
    told = [says for file, _, _, says in said(source.notes) if file == "gm_lnrs.gpkg:ACIB"]
    assert "lnrs_id is text, and is read as a number" in told
    assert "acib_id is read as acb_id" in told


def test_places_have_their_measure_and_all_its_priorities(messy: Path) -> None:
    source = open_source(messy)
    (places,) = source.batches("measures")
    assert places["place"].tolist() == ["1", "2", "3"]
    assert places["ref"].tolist() == ["7", "7", "8"]
    assert places["priorities"].tolist() == [("Wet moss", "Curlew"), ("Wet moss", "Curlew"), ("Woods",)]
    label = "gm_lnrs.gpkg:Potential measures"
    assert said(source.logs["measures"].notes) == [
        (label, 4, "left_out", "is of strategy area 6"),
        (label, 5, "refusal", "does not say which measure it is"),
        (label, 6, "refusal", "lies outside Great Britain"),
    ]


def test_described_has_mapped_measures_and_wider_ones(messy: Path) -> None:
    described = open_source(messy).described.set_index("ref")
    assert described["measure"].to_dict() == {
        "7": "Block drains for good.",
        "20": "Talk to schools.",
        "8": "Plant trees.",
        "9": "Mow less.",
    }
    assert described["mapped"].to_dict() == {"7": True, "20": False, "8": True, "9": True}
    assert described["priorities"]["7"] == ("Wet moss", "Curlew")


def test_what_is_none_of_the_layers_is_told_with_its_fields(messy: Path) -> None:
    notes = [note for note in open_source(messy).notes if note.file == "gm_lnrs.gpkg:roads"]
    (note,) = notes
    assert note.kind == "left_out"
    assert note.says == "is none of APIB, ACB and PM by its name or its fields (name): 1 rows are not read"


def test_reading_again_tells_the_same_once(messy: Path) -> None:
    source = open_source(messy)
    first = [[*source.batches("measures", rows=2)], source.notes]
    again = [[*source.batches("measures", rows=4)], source.notes]
    assert pd.concat(first[0])["place"].tolist() == pd.concat(again[0])["place"].tolist()
    assert first[1] == again[1]


def test_the_geopackage_of_an_edition_is_the_edition() -> None:
    folder = case().edition
    ours, theirs = read(folder), read(folder / "local-habitat-map.gpkg")
    for layer in ("measures", "important", "become"):
        one, other = _in_order(getattr(ours, layer)), _in_order(getattr(theirs, layer))
        pd.testing.assert_frame_equal(pd.DataFrame(one).drop(columns="geometry"), other.drop(columns="geometry"))
        assert one.geometry.geom_equals(other.geometry).all(), layer
    columns = ["ref", "measure", "priorities", "mapped", "action", "habitat"]
    one, other = ours.described[columns].sort_values("ref"), theirs.described[columns].sort_values("ref")
    pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))
    assert {note.kind for note in theirs.notes} == {"left_out"}, "nothing is guessed, mended or refused"


def _in_order(published: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Rows in the order of their numbers."""
    return published.sort_values(published.columns[0], key=lambda numbers: numbers.astype(int)).reset_index(drop=True)


# --- whose it is


def test_rows_that_say_no_area_are_taken_and_told(tmp_path: Path) -> None:
    file = write_geopackage(tmp_path / "a.gpkg", {"ACB": acb(("11", None, "eleven"))})
    source = open_source(file)
    assert sum(map(len, source.batches("become"))) == 2
    says = "says no strategy area in lnrs_id; taken for Greater Manchester"
    assert said(source.logs["become"].notes)[:2] == [("a.gpkg", 2, "guess", says), ("a.gpkg", 3, "guess", says)]


def test_an_area_that_is_given_leaves_the_rows_of_others_out(tmp_path: Path) -> None:
    file = write_geopackage(tmp_path / "two.gpkg", {"ACB": acb((11, 6, 11))})
    source = open_source(file, lnrs_id=6)
    assert source.facts.name == "Lancashire"
    assert [batch["place"].tolist() for batch in source.batches("become")] == [["2"]]
    assert source.logs["become"].left_out == 2


def test_a_wrong_number_in_every_row_does_not_stand_against_who_knows_better(tmp_path: Path) -> None:
    file = write_geopackage(tmp_path / "lancashire.gpkg", {"ACB": acb((16, 16, 16))})
    source = open_source(file, lnrs_id=6)
    assert sum(map(len, source.batches("become"))) == 2
    says = "every row says lnrs_id 16; taken for Lancashire (6) all the same"
    assert ("lancashire.gpkg", None, "guess", says) in said(source.notes)


def test_a_wrong_number_in_every_row_does_not_stand_against_where_it_lies(tmp_path: Path) -> None:
    source = open_source(write_geopackage(tmp_path / "a.gpkg", {"ACB": acb((16, 16, 16))}))
    assert source.facts.lnrs_id == 11
    assert sum(map(len, source.batches("become"))) == 2
    lies = "says lnrs_id 16 (Greater Lincolnshire), and lies in Greater Manchester (11), whose it is taken for"
    assert ("a.gpkg", None, "guess", lies) in said(source.notes)


def test_without_numbers_the_name_tells_it_and_without_a_name_the_place(tmp_path: Path) -> None:
    areas = acb().drop(columns="lnrs_id")
    named = open_source(write_geopackage(tmp_path / "Dorset local habitat map.gpkg", {"ACB": areas}))
    assert named.facts.name == "Dorset"
    assert any(note.says == "is taken for Dorset (44) by its name" for note in named.notes)
    placed = open_source(write_geopackage(tmp_path / "map.gpkg", {"ACB": areas}))
    assert placed.facts.name == "Greater Manchester"
    assert any(note.says == "is taken for Greater Manchester (11), where it lies" for note in placed.notes)


def test_where_nothing_tells_it_somebody_has_to_say(tmp_path: Path) -> None:
    at_sea = frame({"acb_id": [1]}, [shapely.box(600_000, 400_000, 600_100, 400_100)])
    with pytest.raises(LayerRefused, match=r"does not say which strategy area it is of\. Say it with --area"):
        open_source(write_geopackage(tmp_path / "map.gpkg", {"ACB": at_sea}))
    with pytest.raises(LayerRefused, match="has rows of 3 strategy areas"):
        open_source(write_geopackage(tmp_path / "many.gpkg", {"ACB": acb((1, 2, 3))}))
    with pytest.raises(NotFound, match="there is no strategy area 49"):
        open_source(tmp_path / "map.gpkg", lnrs_id=49)


def test_what_lies_elsewhere_is_left_out_and_an_island_off_the_coast_is_not(tmp_path: Path) -> None:
    """The outline is a generalised one, which has no Farne Islands."""
    cheviot, farne, durham, dogger = (
        shapely.box(east, north, east + 100, north + 100)
        for east, north in ((390_000, 620_000), (424_500, 637_500), (420_000, 545_000), (520_000, 637_500))
    )
    areas = frame({"acb_id": [1, 2, 3, 4]}, [cheviot, farne, durham, dogger])
    source = open_source(write_geopackage(tmp_path / "a.gpkg", {"ACB": areas}), lnrs_id=1, outline=outline(1))
    assert [batch["place"].tolist() for batch in source.batches("become")] == [["1", "2"]]
    assert said(source.logs["become"].notes) == [
        ("a.gpkg", 3, "left_out", "lies outside the strategy area, in another or more than 20 km away"),
        ("a.gpkg", 4, "left_out", "lies outside the strategy area, in another or more than 20 km away"),
        ("a.gpkg", 2, "guess", "lies more than 500 m outside the outline, in no other area; taken for the area's"),
    ]


# --- which table is which


def test_of_two_that_could_be_it_the_better_named_is_read_and_the_other_told(tmp_path: Path) -> None:
    source = open_source(write_geopackage(tmp_path / "a.gpkg", {"APIB_old": apib(), "APIB": apib()}))
    assert sum(map(len, source.batches("important"))) == 2
    assert any(
        note.file == "a.gpkg:APIB_old" and note.kind == "left_out" and "beside APIB: 4 rows are not read" in note.says
        for note in source.notes
    )


def test_tables_that_are_named_alike_are_read_together(tmp_path: Path) -> None:
    two = pm().iloc[:2].drop(columns=["pm_id", "pm_loc_id", "pm_desc"])
    woods, moss = two.iloc[:1], two.iloc[1:]
    source = open_source(write_geopackage(tmp_path / "a.gpkg", {"woods_measures": woods, "moss_measures": moss}))
    (first, second) = source.batches("measures")
    assert first["measure"].tolist() + second["measure"].tolist() == ["woods measures", "moss measures"]
    assert first["ref"].tolist() + second["ref"].tolist() == ["woodsmeasures", "mossmeasures"]
    assert first["place"].tolist() + second["place"].tolist() == ["woods_measures:1", "moss_measures:1"]
    assert any("are taken together for potential measures (PM)" in note.says for note in source.notes)


def test_who_knows_can_say_which_table_is_which(tmp_path: Path) -> None:
    file = write_geopackage(tmp_path / "a.gpkg", {"layer1": frame({"x": [1]}, [square(0, 0)])})
    with pytest.raises(LayerRefused, match=r"holds none of APIB, ACB and PM; it has layer1 \(x\)"):
        open_source(file)
    (areas,) = open_source(file, layers={"layer1": "become"}).batches("become")
    assert areas["place"].tolist() == ["layer1:1"]
    with pytest.raises(LayerRefused, match="there is no table 'other'; there are layer1"):
        open_source(file, layers={"other": "become"})
    with pytest.raises(LayerRefused, match="'fields' is no layer"):
        open_source(file, layers={"layer1": "fields"})


def test_one_table_can_hold_all_three_where_its_rows_say_so(tmp_path: Path) -> None:
    mixed = frame(
        {"layer": ["APIB", "ACB", "PM", "bus stops"], "name": ["Moss", "", "Plant trees.", ""]},
        [square(0, 0), square(1, 0), square(2, 0), square(3, 0)],
    )
    mixed.to_file(tmp_path / "all.geojson", driver="GeoJSON")
    source = open_source(tmp_path / "all.geojson")
    published = {layer: sum(map(len, source.batches(layer))) for layer in source.layers}
    assert published == {"measures": 1, "important": 1, "become": 1}
    assert all(log.balanced and log.rows_in == 1 for log in source.logs.values())
    assert any(note.says == "1 rows say 'bus stops' in layer, which is no layer" for note in source.notes)


def test_measures_without_a_reference_get_one_that_their_words_always_give(tmp_path: Path) -> None:
    words = frame({"Measure": ["Plant  trees.", "plant trees.", "Mow less."]}, [square(n, 0) for n in range(3)])
    (places,) = open_source(write_geopackage(tmp_path / "a.gpkg", {"PM": words})).batches("measures")
    assert places["ref"].nunique() == 2
    assert places["ref"][0] == places["ref"][1]
    assert places["ref"].str.fullmatch(r"pm-[0-9a-f]{8}").all()


def test_a_measure_that_is_worded_in_two_ways_has_the_commoner(tmp_path: Path) -> None:
    columns = {"pm_id": [1, 1, 1], "pm_desc": ["Plant trees.", "Plant tress.", "Plant trees."]}
    source = open_source(
        write_geopackage(tmp_path / "a.gpkg", {"PM": frame(columns, [square(n, 0) for n in range(3)])})
    )
    assert source.described["measure"].tolist() == ["Plant trees."]
    assert any(note.says == "measure 1 is worded in 2 ways; 'Plant trees.' is taken" for note in source.notes)


# --- shapefiles


def shapefiles(folder: Path) -> Path:
    """APIB and ACB as shapefiles, which cut names at ten characters."""
    folder.mkdir(exist_ok=True)
    sites = apib().iloc[:2].rename(columns={"apib_site_id": "apib_site_"})
    pyogrio.write_dataframe(sites, folder / "APIB.shp")
    pyogrio.write_dataframe(acb(), folder / "ACIB.shp")
    return folder


def test_a_shapefile_is_read_beside_its_parts(tmp_path: Path) -> None:
    source = open_source(shapefiles(tmp_path / "gis") / "APIB.shp")
    (sites,) = source.batches("important")
    assert sites["ref"].tolist() == ["S1", "B2"]
    assert ("APIB.shp", None, "guess", "apib_site_ is read as apib_site_id") in said(source.notes)


def test_a_zip_or_a_folder_of_shapefiles_is_one_strategy(tmp_path: Path) -> None:
    folder = shapefiles(tmp_path / "gis")
    (folder / "readme.txt").write_text("How to read this.")
    of_folder = read(folder)
    packed = Path(shutil.make_archive(str(tmp_path / "lnrs"), "zip", tmp_path, "gis"))
    of_zip = read(packed)
    assert len(of_folder.important) == len(of_zip.important) == 2
    assert len(of_folder.become) == len(of_zip.become) == 2
    assert ("gis", None, "left_out", "is of no kind that is read here") not in said(of_folder.notes)
    assert ("readme.txt", None, "left_out", "is of no kind that is read here") in said(of_folder.notes)
    assert {note.file for note in of_zip.notes if note.row} == {"lnrs.zip/APIB.shp", "lnrs.zip/ACIB.shp"}


def test_a_shapefile_without_a_declared_system_is_taken_for_what_fits(tmp_path: Path) -> None:
    folder = shapefiles(tmp_path / "gis")
    (folder / "ACIB.prj").unlink()
    source = open_source(folder / "ACIB.shp")
    assert sum(map(len, source.batches("become"))) == 2
    says = "no coordinate system is declared; the coordinates are taken for metres of the National Grid"
    assert ("ACIB.shp", None, "guess", says) in said(source.notes)


def test_a_shapefile_that_lacks_a_part_is_refused(tmp_path: Path) -> None:
    folder = shapefiles(tmp_path / "gis")
    for part in ("APIB.shx", "ACIB.dbf"):
        (folder / part).unlink()
    with pytest.raises(LayerRefused) as caught:
        open_source(folder)
    assert [problem.what for problem in caught.value.problems] == ["lacks its .dbf.", "lacks its .shx."]


def test_letters_that_are_not_what_a_file_says_are_read_and_told(tmp_path: Path) -> None:
    sites = apib().iloc[:1].assign(apib_name=["Dôl"]).drop(columns="apib_site_id")
    pyogrio.write_dataframe(sites, tmp_path / "APIB.shp", encoding="cp1252")
    (tmp_path / "APIB.cpg").write_text("UTF-8")
    source = open_source(tmp_path / "APIB.shp")
    (read_back,) = source.batches("important")
    assert read_back["name"].tolist() == ["Dôl"]
    says = "letters in apib_name are not UTF-8, and were read as Windows-1252"
    assert ("APIB.shp", 1, "repair", says) in said(source.notes)


# --- GeoJSON


def test_geojson_in_degrees_comes_to_the_national_grid_and_says_how_exactly(tmp_path: Path) -> None:
    acb().to_crs(4326).to_file(tmp_path / "ACB.geojson", driver="GeoJSON")
    source = open_source(tmp_path / "ACB.geojson")
    (areas,) = source.batches("become")
    assert areas.crs.to_epsg() == 27700
    assert areas.area.tolist() == pytest.approx([10_000, 10_000], rel=1e-3)
    assert areas.total_bounds[0] == pytest.approx(WEST_M, abs=3)
    assert any(note.kind == "repair" and "moved from WGS 84 to the National Grid" in note.says for note in source.notes)


@pytest.mark.parametrize(
    ("crs", "swapped", "taken_for"),
    [
        (27700, False, "metres of the National Grid"),
        (3857, False, "metres of Web Mercator (EPSG:3857)"),
        (4326, True, "WGS 84, north before east"),
    ],
)
def test_geojson_that_is_not_in_degrees_as_it_should_be(
    tmp_path: Path, crs: int, swapped: bool, taken_for: str
) -> None:
    moved = acb().to_crs(crs)
    if swapped:
        moved = moved.set_geometry(shapely.transform(moved.geometry.values, lambda xy: xy[:, ::-1]))
    moved.set_crs(4326, allow_override=True).to_file(tmp_path / "ACB.geojson", driver="GeoJSON")
    source = open_source(tmp_path / "ACB.geojson")
    (areas,) = source.batches("become")
    assert areas.total_bounds[:2] == pytest.approx([WEST_M, SOUTH_M + 300], abs=3)
    assert any(
        note.says == f"WGS 84 is declared and does not fit; the coordinates are taken for {taken_for}"
        for note in source.notes
    )


def test_where_no_system_fits_nothing_is_guessed(tmp_path: Path) -> None:
    nowhere = frame({"acb_id": [1]}, [shapely.box(5e6, 5e6, 5e6 + 10, 5e6 + 10)], crs=None)
    with pytest.warns(UserWarning, match="crs"):
        pyogrio.write_dataframe(nowhere, tmp_path / "ACB.shp")
    with pytest.raises(LayerRefused, match=r"does not say which coordinate system it is in, and 5e\+06, 5e\+06"):
        open_source(tmp_path / "ACB.shp")


# --- geometry


def test_geometry_that_is_sound_stays_as_it_is_to_the_last_figure(tmp_path: Path) -> None:
    exact = shapely.Polygon([(WEST_M + 0.123456, SOUTH_M), (WEST_M + 9.87654321, SOUTH_M + 7), (WEST_M, SOUTH_M + 50)])
    (areas,) = open_source(write_geopackage(tmp_path / "a.gpkg", {"ACB": frame({"acb_id": [1]}, [exact])})).batches(
        "become"
    )
    assert shapely.equals_identical(areas.geometry[0].geoms[0], exact)


def test_heights_slivers_and_what_is_not_a_number(tmp_path: Path) -> None:
    high = shapely.force_3d(square(0, 0), 12.0)
    with_sliver = shapely.MultiPolygon([square(2, 0), square(4, 0, 0.001)])
    endless = shapely.Polygon([(WEST_M, SOUTH_M), (WEST_M + 1, float("inf")), (WEST_M + 2, SOUTH_M)])
    shapes = [high, with_sliver, endless, shapely.MultiPolygon(), bowtie(8, 0)]
    source = open_source(write_geopackage(tmp_path / "a.gpkg", {"ACB": frame({"acb_id": range(5)}, shapes)}))
    (areas,) = source.batches("become")
    assert areas["place"].tolist() == ["0", "1", "4"]
    assert not areas.has_z.any()
    assert areas.area.tolist() == pytest.approx([10_000, 10_000, 5_000])
    assert [(row, kind) for _, row, kind, _ in said(source.logs["become"].notes)] == [
        (4, "refusal"),
        (3, "refusal"),
        (2, "repair"),
        (5, "repair"),
    ]


def blob(wkb: bytes) -> bytes:
    """WKB as a GeoPackage keeps it, in EPSG:27700."""
    return b"GP\x00\x01" + struct.pack("<i", 27700) + wkb


def test_curves_become_short_straight_lines_and_open_rings_are_closed(tmp_path: Path) -> None:
    """As a survey program writes them; neither can be written by the libraries that the other tests use."""
    file = write_geopackage(tmp_path / "a.gpkg", {"ACB": frame({"acb_id": [1, 2]}, [square(0, 0), square(5, 0)])})
    x, y = WEST_M, SOUTH_M
    arc = [(x, y), (x + 100, y + 100), (x + 200, y), (x + 100, y - 100), (x, y)]
    circle = (
        struct.pack("<BII", 1, 10, 1) + struct.pack("<BII", 1, 8, 5) + b"".join(struct.pack("<dd", *p) for p in arc)
    )
    ring = [(x + 500, y), (x + 600, y), (x + 600, y + 100), (x + 500, y + 100)]
    unclosed = struct.pack("<BIII", 1, 3, 1, 4) + b"".join(struct.pack("<dd", *point) for point in ring)
    with closing(sqlite3.connect(file)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rtree%'")
        for (name,) in names.fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE ACB SET geom = ? WHERE acb_id = 1", [blob(circle)])
        database.execute("UPDATE ACB SET geom = ? WHERE acb_id = 2", [blob(unclosed)])
        database.commit()
    source = open_source(file)
    (areas,) = source.batches("become")
    assert areas.area.tolist() == pytest.approx([31_416, 10_000], rel=0.001)
    assert said(source.logs["become"].notes) == [
        ("a.gpkg", 2, "repair", "rings that did not end where they began were closed"),
        ("a.gpkg", 1, "repair", "curves were drawn with short straight lines"),
    ]


# --- what is refused


def test_files_of_other_kinds_are_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Dear all")
    with pytest.raises(LayerRefused, match="is not a map"):
        open_source(tmp_path / "notes.txt")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("readme.md", "nothing")
    with pytest.raises(LayerRefused, match="holds no layer"):
        open_source(tmp_path / "empty.zip")
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotFound, match="is neither an edition nor a folder of maps"):
        open_source(tmp_path / "folder")
    whole = write_geopackage(tmp_path / "a.gpkg", {"ACB": acb()}).read_bytes()
    (tmp_path / "half.gpkg").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LayerRefused, match=r"half\.gpkg"):
        open_source(tmp_path / "half.gpkg")


def test_a_zip_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = shutil.make_archive(str(tmp_path / "lnrs"), "zip", shapefiles(tmp_path / "gis"))
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    with open_source(packed) as source:
        assert len([*room.iterdir()]) == 1
        assert [len(batch) for batch in source.batches("become")] == [2]
    assert [*room.iterdir()] == []
    assert isinstance(read(packed).become, gpd.GeoDataFrame)
    assert [*room.iterdir()] == []
