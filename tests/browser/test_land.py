"""Journey: a farmer types the corners of their land, or sends a file, and takes the answer away."""

import csv
import shutil
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely
from playwright.sync_api import expect

from ..unit.edition_case import box
from .readers import Reader

START = "/kent-and-medway/my-land/"
FIELDS = {"North Field": box(3, 3, 5, 5), "Meadow Piece": box(1, 2, 3, 4)}


def typed(fields: dict[str, shapely.Polygon]) -> str:
    """Parcels as their corners are typed."""
    corners = {name: shapely.get_coordinates(shape)[:-1] for name, shape in fields.items()}
    return "\n\n".join("\n".join([f"{name}:", *(f"{x:.0f} {y:.0f}" for x, y in at)]) for name, at in corners.items())


def test_land_that_is_typed_is_answered_and_the_answer_taken_away(reader: Reader, tmp_path: Path) -> None:
    page = reader.page
    reader.goes("/kent-and-medway/")
    reader.follows(page.get_by_role("navigation", name="The strategy").get_by_role("link", name="My land"))
    reader.picks("Corners, typed")
    reader.writes("One corner a line", typed(FIELDS))
    reader.follows(page.get_by_role("button", name="See what it says"), "What the strategy says of your land")
    expect(page.get_by_role("table", name="by the reference you gave")).to_contain_text("Meadow Piece")
    expect(page.locator("main")).to_contain_text("Example Meadow")
    expect(page.locator("figure.map svg:visible")).to_have_count(1)
    expect(page.get_by_role("img", name="Map of your land")).to_be_visible()
    table = reader.takes(page.get_by_role("button", name="Table (CSV)"))
    with Path(table.path()).open(encoding="utf-8-sig") as file:
        assert any("North Field" in row for row in csv.reader(file))
    parcels = tmp_path / "land.gpkg"
    shutil.copyfile(reader.takes(page.get_by_role("button", name="GeoPackage of your parcels")).path(), parcels)
    assert pyogrio.list_layers(parcels).size
    assert page.context.cookies() == []


def test_a_file_of_parcels_keeps_their_references(reader: Reader, tmp_path: Path) -> None:
    page, file = reader.page, tmp_path / "farm.geojson"
    frame = gpd.GeoDataFrame({"parcel_ref": list(FIELDS)}, geometry=list(FIELDS.values()), crs=27700)
    frame.to_crs(4326).to_file(file, driver="GeoJSON")
    reader.goes(START)
    reader.picks("A file with your parcels")
    page.get_by_label("The file", exact=True).set_input_files(file)
    reader.follows(page.get_by_role("button", name="See what it says"), "What the strategy says of your land")
    expect(page.get_by_role("table", name="by the reference you gave")).to_contain_text("North Field")


def test_what_is_wrong_is_told_at_the_top_and_beside_its_field_and_what_was_typed_is_kept(reader: Reader) -> None:
    page = reader.page
    reader.goes(START)
    reader.picks("Corners, typed")
    reader.writes("One corner a line", "605300 146300\nup the lane")
    reader.follows(page.get_by_role("button", name="See what it says"))
    expect(page).to_have_title("Error: My land - Kent and Medway, edition draft-1 - Local nature recovery")
    problem = page.get_by_role("alert").get_by_role("link").first
    reader.presses(problem)
    field = page.get_by_label("One corner a line")
    expect(field).to_be_focused()
    expect(field).to_have_value("605300 146300\nup the lane")
