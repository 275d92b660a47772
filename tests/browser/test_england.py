"""Journey: from the front page to England, to an area on its map and in its tables, and to the strategy of a place.

A site of its own has the case's England edition and the case's strategy for Kent.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..unit.england_case import case as england_case
from .office import Office
from .readers import Reader
from .test_atlas import at_rest, once_drawn

pytestmark = pytest.mark.xdist_group("england")


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    with office.served() as address:
        office.tells("import_england", str(england_case()), "--publish")
        yield address


def test_areas_are_compared_by_a_figure_that_the_reader_chooses(reader: Reader) -> None:
    page = reader.page
    reader.goes("/")
    reader.follows("See the 48 areas on a map", "One network from 48 strategies")
    expect(page.locator("main")).to_contain_text("1,000 ha")
    reader.follows("Compare the 48 areas", "The 48 areas compared")
    table = page.locator("table", has=page.locator("#areas"))
    expect(table.get_by_role("row").nth(2)).to_contain_text("Kent and Medway")
    reader.follows(table.get_by_role("link", name="Share important"), "The 48 areas compared")
    expect(table.get_by_role("row").nth(2)).to_contain_text("Surrey")
    reader.follows(table.get_by_role("link", name="Surrey"), "Surrey within England")
    expect(page.get_by_role("heading", name="Where it and its neighbours disagree")).to_be_visible()
    expect(page.locator("table", has=page.locator("#conflicts"))).to_contain_text("Not settled")


def test_an_area_is_chosen_on_the_map(reader: Reader) -> None:
    reader.goes("/england/", "One network from 48 strategies")
    area = reader.page.locator("svg.england a[aria-label^='Kent and Medway']")
    with reader.page.expect_navigation():
        if reader.how == "by keyboard":
            area.focus()
            reader.page.keyboard.press("Enter")
        else:  # the middle of the box of an area need not lie in it
            area.locator("path").dispatch_event("click")
    reader.sees("Kent and Medway within England")


def test_the_strategy_of_a_place_is_found_and_read(reader: Reader) -> None:
    page = reader.page
    reader.goes("/england/find/", "Find the strategy of a place")
    reader.writes("Which place?", "Atlantis")
    reader.follows(page.get_by_role("button", name="Find its strategy"))
    expect(page.locator("#place-wrong")).to_contain_text("No strategy area has")
    reader.writes("Which place?", "TR 053 463")
    reader.follows(page.get_by_role("button", name="Find its strategy"), "TR 053 463 is in Kent and Medway")
    reader.follows("What the strategy says of this place")
    expect(page.locator("main")).to_contain_text("TR 053 463")


def test_the_map_of_the_network_is_asked_what_is_at_a_place(reader: Reader) -> None:
    page = reader.page
    reader.goes("/england/map/", "Map of England's network")
    if reader.how != "without JavaScript":
        once_drawn(page)
    reader.writes("Which place?", "610100,150050")
    reader.follows(page.get_by_role("button", name="Look there"), "Map of England's network")
    here = page.locator("#here")
    expect(here).to_contain_text("2\xa0measures mapped here")
    expect(here).to_contain_text("GL1.1 Create meadows")
    reader.follows(here.get_by_role("link", name="Kent and Medway").first, "Kent and Medway within England")


def test_a_corridor_is_looked_for_between_two_places(reader: Reader) -> None:
    page = reader.page
    reader.goes("/england/corridor/", "A corridor between two places")
    reader.writes("From", "540250, 150250")
    reader.writes("To", "Atlantis")
    reader.follows(page.get_by_role("button", name="Look for a way"), "A corridor between two places")
    expect(page.locator("#ends-wrong")).to_contain_text("Atlantis")
    reader.writes("To", "600250, 150250")
    reader.follows(page.get_by_role("button", name="Look for a way"), "TQ 402 502 to TR 002 502")
    expect(page.locator("main")).to_contain_text("one border crossed")
    expect(page.locator("table", has=page.locator("#gaps"))).to_contain_text("2.0")
    taken = reader.takes(page.get_by_role("link", name="The way as CSV"))
    assert b"england-invented-2026-10-01" in Path(taken.path()).read_bytes()


def test_the_map_is_chosen_from_moved_and_pointed_at(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto("/england/map/?view=51.22,1.01,10")
    once_drawn(page)
    assert drawn(page) == {"important", "measures"}
    page.get_by_text("Choose what the map shows").click()
    page.get_by_label("Areas of particular importance already").uncheck()
    page.get_by_label("Habitat as it is now").check()
    page.get_by_label("Create", exact=True).check()
    expect(page.locator("#shown")).to_contain_text("Mapped for measures that create")
    at_rest(page)
    assert drawn(page) == {"habitat-now", "action-create"}
    axe(page)
    page.locator("#map canvas").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("It is in Kent and Medway")
    assert "action=create" in page.url
    page.reload()
    once_drawn(page)
    assert drawn(page) == {"habitat-now", "action-create"}


def drawn(page: Page) -> set[str]:
    """What of the network is drawn anywhere, by layer."""
    names: list[str] = page.evaluate(
        """() => document.getElementById("map").map.queryRenderedFeatures()
                 .filter((one) => one.source === "network" && one.layer.type === "fill").map((one) => one.layer.id)"""
    )
    return set(names)


def test_a_habitat_and_the_data_are_reached(reader: Reader) -> None:
    page = reader.page
    reader.goes("/england/habitats/", "Habitats of England")
    reader.follows("Grassland - Lowland meadows", "Grassland - Lowland meadows")
    taken = reader.takes(page.locator("main").get_by_role("link", name="These figures as CSV"))
    assert b"england-invented-2026-10-01" in Path(taken.path()).read_bytes()
    reader.goes("/england/data/", "England's network as data")
    reader.follows("Where potential measures are mapped", "Where potential measures are mapped")
    expect(page.locator("main")).to_contain_text("Kent and Medway: 1")
