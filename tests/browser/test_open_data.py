"""Journey: from the catalogue of open data to one feature, as pages."""

from playwright.sync_api import expect

from .readers import Reader


def test_a_feature_is_reached_from_the_catalogue(reader: Reader) -> None:
    page = reader.page
    reader.goes("/")
    reader.follows(page.get_by_role("contentinfo").get_by_role("link", name="Open data"), "Open data")
    reader.follows("Feature by feature", "Every layer, feature by feature")
    reader.follows("The collections", "Collections")
    reader.follows("Where potential measures are mapped", "Where potential measures are mapped")
    reader.follows("What can be asked of it")
    page.go_back()
    reader.follows("Its features to read")
    reader.follows(page.get_by_role("table").get_by_role("rowheader").get_by_role("link").first)
    expect(page.locator("main")).to_contain_text("area_ha")


def test_the_interfaces_are_explained(reader: Reader) -> None:
    reader.goes("/open-data/", "Open data")
    reader.follows("Facts for programs")
    reader.goes("/ogc/api?f=html")
    reader.goes("/ogc/conformance?f=html")
