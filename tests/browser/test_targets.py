"""Journey: a resident reads the statutory targets of England and what a strategy can show, and takes the table away."""

from pathlib import Path

from playwright.sync_api import expect

from .readers import Reader


def test_a_resident_reads_the_targets_and_suggests_a_site(reader: Reader) -> None:
    page = reader.page
    reader.goes("/kent-and-medway/targets/", "The statutory targets")
    expect(page.locator("dl.key-figures")).to_contain_text("mapped here")
    reader.follows("Wildlife-rich habitat", "The statutory targets")
    expect(page.get_by_role("img", name="Exposure of the population to PM2.5")).to_be_visible()
    taken = reader.takes(page.get_by_role("link", name="Targets (CSV)", exact=True))
    assert "habitat-2042" in Path(taken.path()).read_text(encoding="utf-8-sig")
    reader.goes("/kent-and-medway/30-by-30/suggest/", "Suggest a site")
    reader.writes("What is the place called?", "Newt pond")
    reader.follows(page.get_by_role("button", name="Send the suggestion", exact=True), "Suggest a site")
    expect(page.get_by_role("alert")).to_contain_text("No way to give your land has been chosen.")
    expect(page.get_by_label("What is the place called?")).to_have_value("Newt pond")
