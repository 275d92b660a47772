"""Journey: a farmer sees what pays for a field, what cannot be combined, and what some of it comes to."""

import csv
from pathlib import Path

from playwright.sync_api import expect

from ..unit.edition_case import box
from .readers import Reader
from .test_land import typed

START = "/kent-and-medway/my-land/"
FIELD = {"Meadow Piece": box(0, 1, 4, 5)}


def test_a_farmer_sees_what_pays_for_a_field_and_what_it_comes_to(reader: Reader) -> None:
    page = reader.page
    reader.goes(START)
    reader.picks("Corners, typed")
    reader.writes("One corner a line", typed(FIELD))
    reader.follows(page.get_by_role("button", name="See what it says"), "What the strategy says of your land")
    table = page.get_by_role("table", name="What pays for the measures on your land")
    expect(table).to_contain_text("£646 a hectare every year for 5 years")
    expect(table).to_contain_text("Stale: known of 10 September 2025")
    expect(page.locator("main")).to_contain_text("What the sum takes for granted")
    route = page.locator("a[href^='#funding-']").first
    fold = page.locator("details", has=page.locator(route.get_attribute("href") or ""))
    expect(fold).not_to_have_attribute("open")
    reader.presses(route)
    expect(fold).to_have_attribute("open", "")  # by the browser itself: what the link leads to is in the fold
    expect(fold.locator("summary")).to_be_in_viewport()
    reader.ticks("CGS22")
    reader.follows(page.get_by_role("button", name="Work out the sum"), "What the strategy says of your land")
    expect(page.locator("#sum")).to_contain_text("What you chose: about £")
    expect(page.get_by_role("checkbox", name="CGS22")).to_be_checked()
    taken = reader.takes(page.get_by_role("button", name="What pays (CSV)"))
    with Path(taken.path()).open(encoding="utf-8-sig") as file:
        assert [row["action"] for row in csv.DictReader(file)] == ["CGS22"]
    reader.follows(page.get_by_role("link", name="All schemes, with sources"), "Schemes and rates")
    reader.presses(page.locator("summary", has_text="between actions for the same land"))
    expect(page.get_by_role("table", name="Rules between actions")).to_contain_text("Two yearly payments")
    assert page.context.cookies() == []
