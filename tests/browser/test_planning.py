"""Journey: a planner gives the red line and a habitat, and comes to an answer that is kept."""

import json
from io import BytesIO
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from ..unit.edition_case import box
from .readers import Reader
from .test_land import typed

AREA = "/kent-and-medway/"
MEADOWS = "Grassland - Lowland meadows"


def test_a_red_line_comes_to_an_answer_with_evidence_that_is_kept(reader: Reader) -> None:
    page = reader.page
    reader.goes(AREA)
    reader.follows(page.get_by_role("navigation", name="The strategy").get_by_role("link", name="Planning check"))
    reader.picks("Corners, typed")
    reader.writes("One corner a line", typed({"P1": box(2, 0, 6, 2), "P2": box(5, 1, 8, 3)}))
    reader.follows(page.get_by_role("button", name="Use this land"), "Habitats on the site")
    reader.writes("Name or reference of the development", "Example Lane")
    reader.writes(page.locator("#habitat-1"), MEADOWS)
    reader.chooses(page.locator("#action-1"), page.locator("#action-1 option").nth(1).text_content() or "")
    reader.chooses(page.locator("#parcel-1"), "P1")
    reader.follows(page.get_by_role("button", name="Check this site"), "Example Lane")
    expect(page.get_by_role("table", name="A line for the metric")).to_contain_text("High")
    expect(page.locator("blockquote")).to_contain_text("draft-1")
    kept = page.url
    paper = page.request.get(page.get_by_role("link", name="Print it (PDF)").get_attribute("href") or "").body()
    assert "Example Lane" in "".join(one.extract_text() for one in PdfReader(BytesIO(paper)).pages)
    shapes = reader.takes(page.get_by_role("link", name="For a GIS (GeoJSON)"))
    assert json.loads(Path(shapes.path()).read_text())["features"]
    reader.goes(AREA)
    reader.goes(kept, "Example Lane")
    assert page.context.cookies() == []


def test_a_habitat_that_is_none_is_told_beside_its_field_and_what_was_given_is_kept(reader: Reader) -> None:
    page = reader.page
    reader.goes(f"{AREA}planning/", "Planning check")
    reader.picks("Corners, typed")
    reader.writes("One corner a line", typed({"P1": box(2, 0, 6, 2)}))
    reader.follows(page.get_by_role("button", name="Use this land"), "Habitats on the site")
    reader.writes(page.locator("#habitat-1"), "Moonscape")
    reader.follows(page.get_by_role("button", name="Check this site"), "Habitats on the site")
    reader.presses(page.get_by_role("alert").get_by_role("link").first)
    expect(page.locator("#habitat-1")).to_be_focused()
    expect(page.locator("#habitat-1")).to_have_value("Moonscape")
