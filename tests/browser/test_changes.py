"""Journey: what changed between two editions, and an old edition that still stands where it stood."""

from playwright.sync_api import expect

from .readers import Reader

AREA = "/kent-and-medway/"


def test_what_changed_since_the_edition_before_is_told(reader: Reader) -> None:
    page = reader.page
    reader.goes(f"{AREA}strategy/versions/", "Editions")
    reader.follows("Since draft-0", "What changed from draft-0 to draft-1")
    table = page.get_by_role("table", name="Land mapped for each measure")
    expect(table.get_by_role("row", name="GL1.1")).to_be_visible()
    reader.follows("Look at it the other way round", "What changed from draft-1 to draft-0")


def test_two_editions_are_chosen_and_compared(reader: Reader) -> None:
    page = reader.page
    reader.goes(f"{AREA}strategy/versions/", "Editions")
    for field, name in (("From", "draft-0"), ("To", "draft-1")):
        choice = page.get_by_label(field, exact=True)
        reader.chooses(choice, choice.locator("option", has_text=name).text_content() or "")
    reader.follows(page.get_by_role("button", name="Show what changed"), "What changed from draft-0 to draft-1")


def test_an_edition_that_another_replaced_says_so_and_leads_to_the_current_one(reader: Reader) -> None:
    page = reader.page
    reader.goes(f"{AREA}strategy/versions/", "Editions")
    reader.follows(page.locator("main").get_by_role("link", name="draft-0", exact=True), "Example strategy")
    reader.follows("3 measures", "Measures")
    expect(page.get_by_role("note")).to_contain_text("This is not the current edition.")
    reader.follows("see edition draft-1", "Measures")
    expect(page.get_by_role("note")).to_have_count(0)
