"""Journey: an officer sends a council's land and publishes it, writes its report on the biodiversity duty and publishes
that; everyone reads it and takes it away."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from playwright.sync_api import expect

from ..unit.edition_case import box
from .office import Office, signs_in
from .readers import Reader

pytestmark = pytest.mark.xdist_group("public land")


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """A site of the officers' own, with an edition published on it."""
    with office.served() as address:
        yield address


def test_an_officer_makes_an_authoritys_duty_report(reader: Reader, office: Office, site: str, tmp_path: Path) -> None:
    page, council = reader.page, f"{reader.how.split()[-1].capitalize()} District Council"
    assert site
    signs_in(reader, office, f"{reader.how.split()[-1].lower()}@example.org")
    land = gpd.GeoDataFrame({"owner": [council] * 2}, geometry=[box(0, 1, 4, 5), box(3, 4, 6, 6)], crs=27700)
    land.to_file(tmp_path / "estate.gpkg")

    reader.goes("/desk/public-land/kent-and-medway/", "Public land of Kent and Medway")
    page.get_by_label("The file", exact=True).set_input_files(tmp_path / "estate.gpkg")
    reader.follows(page.get_by_role("button", name="Send it"), "Kent and Medway")
    expect(page.get_by_role("table", name="Measures mapped on the land")).to_contain_text("Make lowland meadow")
    reader.follows(page.get_by_role("button", name="Publish this land"))
    reader.chooses("Its duty to report depends on it", "Local planning authority")
    reader.follows(page.get_by_role("button", name="Save what it is"))
    reader.follows(page.get_by_role("button", name="Begin the report"), council)
    expect(page.locator("main")).to_contain_text("26 March 2026")
    reader.follows(page.get_by_role("button", name="Publish the report"), council)
    expect(page.get_by_role("alert")).to_contain_text("It lacks a summary of the action taken over the period.")

    for label, words in (
        ("Action taken over the period", "We sowed the park with local seed."),
        ("Plans for the five years after", "We will dig a pond."),
        ("Biodiversity net gain in planning: action taken", "We checked 12 gain plans."),
        ("Gains from biodiversity gain plans", "31.5 area units are expected."),
        ("Biodiversity net gain in planning: plans", "We will monitor every site."),
    ):
        reader.writes(page.get_by_role("textbox", name=re.compile(f"^{label}")), words)
    reader.follows(page.get_by_role("button", name="Save"), council)
    reader.follows(page.get_by_role("button", name="Publish the report"), council)
    reader.follows("its page", "Report on the biodiversity duty")
    expect(page.locator("main")).to_contain_text("We sowed the park with local seed.")
    book = reader.takes(page.get_by_role("link", name="Workbook (Excel)"))
    values = {
        row[1].value: row[3].value for row in openpyxl.load_workbook(io.BytesIO(Path(book.path()).read_bytes())).active
    }
    assert values["area_ha"] == pytest.approx(21, abs=1e-3)
    paper = reader.takes(page.get_by_role("link", name="PDF to print"))
    assert Path(paper.path()).read_bytes().startswith(b"%PDF")
    reader.follows(
        page.get_by_role("navigation", name="The strategy").get_by_role("link", name="Public land"), "Public"
    )
    expect(page.get_by_role("table", name="Land of each body")).to_contain_text(council)
    reader.follows(council, council)
