"""What a GIS officer meets at the door: what is taken, what is mended and told, and what is refused and why."""

import zipfile
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from lnrs.errors import LayerRefused, NotFound
from lnrs.layers import add, admit, read, read_record

AREA = shapely.box(600_000, 140_000, 620_000, 160_000)
TODAY = date(2026, 3, 31)


def sites(**columns: object) -> gpd.GeoDataFrame:
    """Two sites in the area."""
    shapes = [shapely.box(601_000, 150_000, 602_000, 151_000), shapely.box(605_000, 152_000, 606_000, 153_000)]
    table = {"ref": ["LWS1", "LWS2"], "name": ["Mill Meadow", "Long Wood"], **columns}
    return gpd.GeoDataFrame(table, geometry=shapes, crs=27700)


def saved(frame: gpd.GeoDataFrame, file: Path) -> Path:
    if file.suffix == ".parquet":
        frame.to_parquet(file)
    elif file.suffix == ".zip":
        frame.to_file(file.with_suffix(".shp"))
        with zipfile.ZipFile(file, "w") as archive:
            for part in file.parent.glob(f"{file.stem}.*"):
                if part != file:
                    archive.write(part, part.name)
    else:
        frame.to_file(file, driver="KML" if file.suffix == ".kml" else None)
    return file


def refusals(file: Path, layer: str = "local_wildlife_sites", **how: object) -> list[str]:
    with pytest.raises(LayerRefused) as caught:
        admit(file, layer, **how)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("ending", ["gpkg", "zip", "geojson", "parquet", "fgb", "kml"])
@pytest.mark.parametrize("crs", ["EPSG:27700", "EPSG:4326", "EPSG:3857"])
def test_every_usual_kind_of_file_is_taken_in_every_declared_system(tmp_path, ending, crs):
    admission = admit(saved(sites().to_crs(crs), tmp_path / f"sites.{ending}"), "local_wildlife_sites")
    frame = admission.frame
    assert frame.crs.to_epsg() == 27700
    assert sorted(frame["ref"]) == ["LWS1", "LWS2"]
    assert set(frame.geom_type) == {"MultiPolygon"}
    assert shapely.hausdorff_distance(frame.union_all(), sites().union_all()) < 0.03


def test_a_table_of_trees_with_grid_references_is_taken(tmp_path):
    (tmp_path / "trees.csv").write_text("ref,Species,girth_m,grid reference\nT1,Oak,7.5,TR 0155 5055\nT2,Yew,,TR0150\n")
    frame = admit(tmp_path / "trees.csv", "veteran_trees").frame
    assert [(point.x, point.y) for point in frame.geometry] == [(601_555, 150_555), (601_500, 150_500)]
    assert frame["girth_m"].isna().tolist() == [False, True]


def test_columns_with_other_names_are_taken_where_it_is_said_which_is_which(tmp_path):
    theirs = sites().rename(columns={"ref": "SITE_ID", "name": "SiteName"}).assign(Ward="Elham")
    file = saved(theirs, tmp_path / "lws.gpkg")
    admission = admit(file, "local_wildlife_sites", columns={"ref": "SITE_ID", "name": "SiteName"})
    assert list(admission.frame["name"]) == ["Mill Meadow", "Long Wood"]
    assert admission.report.columns_left_out == ("Ward",)


def test_a_file_downloaded_from_a_known_service_needs_no_explaining(tmp_path):
    woods = sites().rename(columns={"ref": "THEMID", "name": "NAME"})
    woods["THEMNAME"] = ["Ancient & Semi-Natural Woodland", "Ancient Replanted Woodland"]
    frame = admit(saved(woods, tmp_path / "woods.gpkg"), "ancient_woodland").frame
    assert list(frame["kind"]) == ["ancient semi-natural woodland", "plantation on ancient woodland site"]


def test_a_value_for_every_row_and_a_choice_of_rows_can_be_given(tmp_path):
    file = saved(sites(), tmp_path / "parks.gpkg")
    admission = admit(file, "protected_landscapes", constants={"kind": "National Park"}, where={"ref": "LWS2"})
    assert admission.frame[["ref", "kind"]].values.tolist() == [["LWS2", "National Park"]]


def test_what_is_wrong_is_told_all_at_once(tmp_path):
    land = sites().rename(columns={"ref": "parcel_id"}).assign(land_cover=["arable", "wheat"])
    land.loc[0, "parcel_id"] = ""
    land.loc[1, "geometry"] = shapely.Point(601_000, 150_000)
    assert refusals(saved(land, tmp_path / "land.gpkg"), "land_parcels") == [
        "land.gpkg: feature 1 with nothing in column parcel_id. Fill it in.",
        "land.gpkg: feature 2 with a land_cover that is not allowed: wheat. Allowed are arable, improved grassland, "
        "semi-natural grassland, broadleaved woodland, coniferous woodland, scrub, heathland, orchard, "
        "fen and reedbed, freshwater, saltmarsh, mudflat, sand dune, shingle, cliff, parks and gardens, built-up.",
        "land.gpkg: feature 2 not polygons but Point. land_parcels holds Polygon.",
    ]


def test_a_missing_column_is_told_with_those_that_are_there(tmp_path):
    file = saved(sites().rename(columns={"ref": "SITE_ID"}), tmp_path / "lws.gpkg")
    assert refusals(file) == [
        "lws.gpkg: has no column ref (text); it has SITE_ID and name. "
        "Say which it is with --column ref=NAME, or what it is everywhere with --set ref=VALUE."
    ]


def test_a_table_is_told_by_its_lines(tmp_path):
    rows = "ref,species,girth_m,easting,northing\nT1,Oak,wide,601555,150555\nT2,,7,601556,150556\n"
    (tmp_path / "trees.csv").write_text(rows)
    assert refusals(tmp_path / "trees.csv", "veteran_trees") == [
        "trees.csv:3: line 3 with nothing in column species. Fill it in.",
        "trees.csv:2: line 2 without a number in column girth_m: wide.",
    ]


def test_a_file_without_a_coordinate_system_is_refused_unless_one_is_declared(tmp_path):
    file = saved(sites().set_crs(None, allow_override=True), tmp_path / "lws.parquet")
    assert refusals(file) == [
        "lws.parquet: does not say which coordinate system it is in. "
        "Declare it with --crs, such as --crs EPSG:27700 for the National Grid."
    ]
    assert len(admit(file, "local_wildlife_sites", crs="EPSG:27700").frame) == 2
    assert refusals(file, crs="EPSG:1") == [
        "--crs: 'EPSG:1' is not a coordinate system; write it like EPSG:27700 or EPSG:4326."
    ]


def test_metres_that_are_taken_for_degrees_are_told_with_a_hint(tmp_path):
    file = saved(sites().set_crs(4326, allow_override=True), tmp_path / "lws.gpkg")
    (problem,) = refusals(file)
    assert "outside Great Britain" in problem
    assert problem.endswith("They look like National Grid metres: declare it with --crs EPSG:27700.")


def test_degrees_that_are_taken_for_metres_are_told_with_a_hint(tmp_path):
    file = saved(sites().to_crs(4326).set_crs(27700, allow_override=True), tmp_path / "lws.gpkg")
    assert refusals(file) == [
        "lws.gpkg: says OSGB36 / British National Grid, and its coordinates are degrees. "
        "Declare it with --crs EPSG:4326."
    ]


def test_coordinates_in_the_wrong_order_are_told_with_a_hint(tmp_path):
    swapped = sites().to_crs(4326)
    swapped = swapped.set_geometry(shapely.transform(swapped.geometry.values, lambda xy: xy[:, ::-1]), crs=4326)
    (problem,) = refusals(saved(swapped, tmp_path / "lws.gpkg"))
    assert problem.endswith("Its coordinates are in the wrong order: put east before north.")


def test_northings_before_eastings_are_told_where_the_area_is_known(tmp_path):
    swapped = sites().set_geometry(shapely.transform(sites().geometry.values, lambda xy: xy[:, ::-1]), crs=27700)
    (problem,) = refusals(saved(swapped, tmp_path / "lws.gpkg"), area=AREA)
    assert "has nothing in the strategy area" in problem
    assert problem.endswith("Northings stand before eastings in it: swap them.")


def test_an_empty_layer_is_refused(tmp_path):
    assert refusals(saved(sites().iloc[:0], tmp_path / "lws.gpkg")) == [
        "lws.gpkg: has no features. Export it again, with its features."
    ]


def test_features_without_geometry_are_refused_by_their_number(tmp_path):
    broken = sites()
    broken.loc[1, "geometry"] = None
    assert refusals(saved(broken, tmp_path / "lws.gpkg")) == [
        "lws.gpkg: feature 2 without geometry. Draw them, or take them out of the file."
    ]


def test_of_several_tables_one_has_to_be_named(tmp_path):
    file = saved(sites(), tmp_path / "all.gpkg")
    sites().to_file(file, layer="old_sites")
    assert refusals(file) == ["all.gpkg: has 2 tables: all and old_sites. Say which with --table."]
    assert len(admit(file, "local_wildlife_sites", table="old_sites").frame) == 2
    assert refusals(file, table="new_sites") == ["all.gpkg: has no table 'new_sites'; it has all and old_sites."]


def test_two_sites_with_one_reference_are_refused_and_two_parts_of_one_site_are_joined(tmp_path):
    file = saved(sites(ref=["LWS1"] * 2), tmp_path / "two.gpkg")
    assert refusals(file) == ["two.gpkg: 2 features (1 and 2) share the ref 'LWS1'. Give each its own."]
    admission = admit(saved(sites(ref=["LWS1"] * 2, name="Mill Meadow"), tmp_path / "one.gpkg"), "local_wildlife_sites")
    assert len(admission.frame) == 1
    assert len(shapely.get_parts(admission.frame.geometry[0])) == 2
    assert [repair.reason for repair in admission.report.repairs] == ["2 rows with one reference"]


def test_self_intersections_are_mended_and_told(tmp_path):
    bow_tie = shapely.Polygon([(601_000, 150_000), (602_000, 151_000), (602_000, 150_000), (601_000, 151_000)])
    broken = sites()
    broken.loc[0, "geometry"] = bow_tie
    admission = admit(saved(broken, tmp_path / "lws.gpkg"), "local_wildlife_sites")
    (repair,) = admission.report.repairs
    assert admission.frame.is_valid.all()
    assert (repair.row, repair.ref, repair.reason) == (1, "LWS1", "self-intersection at 601500.00, 150500.00")
    assert (repair.area_before_m2, repair.area_after_m2) == (0.0, 500_000.0)


def test_only_what_lies_in_the_area_is_kept_and_the_rest_is_counted(tmp_path):
    far = sites()
    far.loc[1, "geometry"] = shapely.box(500_000, 152_000, 501_000, 153_000)
    report = admit(saved(far, tmp_path / "lws.gpkg"), "local_wildlife_sites", area=AREA).report
    assert (report.rows_read, report.rows_kept, report.rows_outside) == (2, 1, 1)


def test_a_neighbour_that_only_touches_the_area_is_outside_it(tmp_path):
    beside = sites()
    beside.loc[1, "geometry"] = shapely.box(620_000, 140_000, 640_000, 160_000)
    assert list(admit(saved(beside, tmp_path / "a.gpkg"), "local_wildlife_sites", area=AREA).frame["ref"]) == ["LWS1"]


def fields(*shapes):
    columns = {"parcel_id": [f"F{number}" for number in range(1, len(shapes) + 1)], "land_cover": "arable"}
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=27700)


def test_land_that_two_parcels_claim_stays_with_the_smaller_which_is_drawn_on_top(tmp_path):
    field, pond = shapely.box(600_000, 150_000, 601_000, 151_000), shapely.box(600_400, 150_400, 600_500, 150_500)
    admission = admit(saved(fields(field, pond), tmp_path / "land.gpkg"), "land_parcels")
    assert admission.frame.area.tolist() == [990_000, 10_000]
    (repair,) = admission.report.repairs
    assert (repair.ref, repair.reason) == ("F1", "F2 lies on the same land")
    assert (repair.done, repair.area_before_m2 - repair.area_after_m2) == ("the shared land taken out", 10_000)


def test_a_parcel_cut_in_two_by_another_becomes_two(tmp_path):
    field, lane = shapely.box(600_000, 150_000, 601_000, 151_000), shapely.box(600_500, 149_000, 600_510, 152_000)
    admission = admit(saved(fields(field, lane), tmp_path / "land.gpkg"), "land_parcels")
    assert dict(zip(admission.frame["parcel_id"], admission.frame.area, strict=True)) == {
        "F1/1": 490_000,
        "F1/2": 500_000,
        "F2": 30_000,
    }


def test_a_parcel_that_is_there_twice_is_kept_once(tmp_path):
    tiles = [shapely.box(600_000 + 100 * k, 150_000, 600_100 + 100 * k, 150_100) for k in range(25)]
    admission = admit(saved(fields(*tiles, tiles[3]), tmp_path / "land.gpkg"), "land_parcels")
    assert len(admission.frame) == 25
    assert [repair.done for repair in admission.report.repairs] == ["dropped, nothing was left"]


def test_parcels_that_meet_within_the_rounding_of_coordinates_are_left_alone(tmp_path):
    beside = [shapely.box(600_000, 150_000, 600_100, 150_050), shapely.box(600_099.99, 150_000, 600_200, 150_050)]
    admission = admit(saved(fields(*beside), tmp_path / "land.gpkg"), "land_parcels")
    assert not admission.report.repairs


def test_a_layer_with_much_of_its_land_twice_is_refused(tmp_path):
    twice = [shapely.box(600_000, 150_000, 601_000, 151_000), shapely.box(600_800, 150_000, 602_000, 151_000)]
    assert refusals(saved(fields(*twice), tmp_path / "land.gpkg"), "land_parcels") == [
        "land.gpkg: features overlap: 20.00 ha (9.091% of the layer) lies in more than one of them. "
        "Keep one feature for each piece of land; --where COLUMN=VALUE takes some of the rows."
    ]


def test_the_strategy_area_is_one_feature(tmp_path):
    both = sites().rename(columns={"ref": "lnrs_id"}).assign(lnrs_id=[20, 21])
    file = saved(both, tmp_path / "areas.gpkg")
    assert refusals(file, "strategy_area") == [
        "areas.gpkg: has 2 features; strategy_area has to have 1. "
        "Choose the one that is wanted with --where COLUMN=VALUE."
    ]
    assert admit(file, "strategy_area", where={"lnrs_id": "20"}).frame["lnrs_id"].tolist() == [20]


def test_a_layer_or_file_that_is_not_there_is_said_to_be_so(tmp_path):
    with pytest.raises(NotFound, match="local_wildlife_sites"):
        admit(saved(sites(), tmp_path / "a.gpkg"), "local_wildlife_site")
    with pytest.raises(NotFound, match="is not there"):
        admit(tmp_path / "gone.gpkg", "local_wildlife_sites")


def test_a_refused_file_leaves_nothing_behind(tmp_path):
    file = saved(sites().iloc[:0], tmp_path / "lws.gpkg")
    with pytest.raises(LayerRefused):
        add(file, "local_wildlife_sites", tmp_path / "layers", retrieved=TODAY)
    assert not (tmp_path / "layers").exists()


def test_what_is_added_is_stored_with_its_owner_and_never_its_path(tmp_path):
    file = saved(sites().to_crs(4326), tmp_path / "lws.geojson")
    added = add(
        file,
        "local_wildlife_sites",
        tmp_path / "layers",
        retrieved=TODAY,
        version="2026-01",
        licence="OGL3",
        publisher="Kent Nature Partnership",
    )
    assert len(read(added.file)) == 2
    record = read_record(tmp_path / "layers" / "local_wildlife_sites.toml")
    assert (record.publisher, record.licence, record.source) == ("Kent Nature Partnership", "OGL3", "lws.geojson")
    assert record.notes == (
        "moved to the National Grid by seven-parameter shift (no OSTN15 grid was given): good to 2 m",
    )
    assert str(tmp_path) not in (tmp_path / "layers" / "local_wildlife_sites.toml").read_text()


def test_a_licence_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(LayerRefused, match="'OGL 4' is not a licence"):
        add(saved(sites(), tmp_path / "a.gpkg"), "local_wildlife_sites", tmp_path, retrieved=TODAY, licence="OGL 4")
