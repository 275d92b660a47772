"""Pictures of the site for the docs, of an edition that is worth a look:

pytest tests/browser/test_pictures.py -n 0 --screenshots --edition work/kent-edition
"""

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from ..served_site import environment_of, served
from ..unit.edition_case import box
from .conftest import NARROW, PICTURES, Opens
from .test_land import typed

AREA = "/kent-and-medway/"
LAND = typed({"Mill Field": box(2, 4, 8, 10), "Long Piece": box(-40, 10, -32, 20)})
LONGEST_S = 90
LARGEST_BYTES = 200_000


def at(address: str) -> Callable[[Page], None]:
    """A page that is there for the asking."""

    def go(page: Page) -> None:
        page.goto(AREA + address)

    return go


def the_map(page: Page) -> None:
    """The map of a theme about a place, once it is drawn."""
    page.goto(f"{AREA}map/?theme=GL&place=TR 075 476&view=51.19,0.965,11")
    until = time.monotonic() + LONGEST_S
    while not page.evaluate("document.getElementById('map').map?.loaded()"):
        assert time.monotonic() < until, "the map never came to rest"
        time.sleep(0.2)


def my_place(page: Page) -> None:
    """A district, or the first of whatever places the edition has."""
    page.goto(f"{AREA}places/")
    page.locator("main .names a:visible").first.click()


def gives_land(page: Page, address: str, button: str) -> None:
    """Type the corners of two parcels."""
    page.goto(AREA + address)
    page.get_by_role("radio", name="Corners, typed").check()
    page.get_by_label("One corner a line").fill(LAND)
    page.get_by_role("button", name=button).click()


def my_land(page: Page) -> None:
    """What is said of the land."""
    gives_land(page, "my-land/", "See what it says")


def planning_check(page: Page) -> None:
    """What is said of a meadow on it."""
    gives_land(page, "planning/", "Use this land")
    page.get_by_label("Name or reference").fill("Example Lane")
    page.locator("#habitat-1").fill("Grassland - Lowland meadows")
    page.locator("#action-1").select_option(index=2)
    page.locator("#parcel-1").select_option("Mill Field")
    page.get_by_role("button", name="Check this site").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Example Lane")


SHOWN: dict[str, Callable[[Page], None]] = {
    "overview": at(""),
    "map": the_map,
    "measure": at("strategy/measures/GL1.2/"),
    "my-place": my_place,
    "my-land": my_land,
    "planning-check": planning_check,
    "search": at("search/?q=meadow"),
    "open-data": at("../open-data/"),
}
ALSO_NARROW = ("overview", "map")


@pytest.fixture(scope="module")
def site(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with the edition that --edition names."""
    edition = pytestconfig.getoption("--edition")
    if edition is None or not pytestconfig.getoption("--screenshots"):
        pytest.skip("pictures are made where --screenshots and --edition ask for them")
    folder = tmp_path_factory.mktemp("pictured")
    with served(environment_of(folder / "site"), edition, folder / "log") as address:
        yield address


@pytest.mark.parametrize("name", SHOWN)
def test_the_page_is_pictured(page: Page, name: str) -> None:
    SHOWN[name](page)
    kept(page, PICTURES / f"{name}.png")


@pytest.mark.parametrize("name", ALSO_NARROW)
def test_the_page_is_pictured_on_a_telephone(opens: Opens, name: str) -> None:
    page = opens(viewport=NARROW, has_touch=True, is_mobile=True).new_page()
    SHOWN[name](page)
    kept(page, PICTURES / f"{name}-narrow.png")


def kept(page: Page, path: Path) -> None:
    """Keep what the window shows, in as many colours as a small file can have."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size < LARGEST_BYTES
