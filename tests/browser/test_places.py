"""Journey: my place by its postcode and by its name, and what is at one point."""

from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from .readers import Reader

AREA = "/kent-and-medway/"


def test_my_place_is_found_by_its_postcode(reader: Reader) -> None:
    page = reader.page
    reader.goes(AREA)
    reader.writes("What does it say of my place?", "zz1 1aa")
    reader.follows(page.get_by_role("button", name="Look there"), "ZZ1 1AA")
    reader.follows(page.locator("main").get_by_role("link", name="Wyeham", exact=True), "Wyeham")
    expect(page.get_by_role("heading", name="What could be done here")).to_be_visible()
    paper = page.request.get(page.get_by_role("link", name="to print (PDF)").get_attribute("href") or "").body()
    assert "Wyeham" in "".join(one.extract_text() for one in PdfReader(BytesIO(paper)).pages)


def test_my_place_is_found_by_its_name(reader: Reader) -> None:
    page = reader.page
    reader.goes(f"{AREA}places/", "My place")
    reader.writes("Where is it?", "wyeham")
    reader.follows(page.get_by_role("button", name="Find it"), "Wyeham")


def test_a_name_that_several_places_have_is_asked_about(reader: Reader) -> None:
    page = reader.page
    reader.goes(f"{AREA}places/", "My place")
    reader.writes("Where is it?", "Stourham")
    reader.follows(page.get_by_role("button", name="Find it"))
    reader.follows(page.locator("main").get_by_role("link", name="Stourham").first, "Stourham")


def test_a_name_that_several_places_have_is_asked_about_on_the_map(reader: Reader) -> None:
    page = reader.page
    reader.goes(f"{AREA}map/", "Map of")
    reader.writes("Which place?", "Stourham")
    reader.follows(page.get_by_role("button", name="Look there"), "Map of")
    expect(page.get_by_role("heading", name="Which “Stourham”?")).to_be_visible()
    reader.follows(page.locator("#here").get_by_role("link", name="Stourham").first, "Map of")
    expect(page.locator("#here")).to_contain_text("The map begins with Stourham")


def test_what_is_at_a_grid_reference_and_why(reader: Reader) -> None:
    page = reader.page
    reader.goes(f"{AREA}at/")
    reader.writes(page.locator("#place"), "TR 054 462")
    reader.follows(page.locator("main").get_by_role("button"), "What is at TR 054 462")
    expect(page.get_by_role("table", name="Why GL1.1 is mapped here")).to_contain_text("Near lowland meadow")
    expect(page.get_by_role("table", name="share of each place")).to_contain_text("The whole area")
    paper = page.request.get(page.get_by_role("link", name="to print (PDF)").get_attribute("href") or "").body()
    assert "What is at TR 054 462" in "".join(one.extract_text() for one in PdfReader(BytesIO(paper)).pages)


def test_a_place_that_is_none_is_told_beside_the_field_and_kept(reader: Reader) -> None:
    page = reader.page
    reader.goes(f"{AREA}at/")
    reader.writes(page.locator("#place"), "nowhere at all")
    reader.follows(page.locator("main").get_by_role("button"))
    field = page.locator("#place")
    expect(field).to_have_value("nowhere at all")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert "cannot find" in (page.locator("#place-wrong").text_content() or "")
