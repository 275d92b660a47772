"""Pictures of the site for the docs, of an edition that is worth a look:

pytest tests/browser/test_pictures.py -n 0 --screenshots --edition work/kent-edition
"""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from ..served_site import environment_of, served

PICTURES = {
    "map-of-the-area": "map/",
    "map-of-a-theme": "map/?theme=GL&view=51.21,0.95,11",
    "map-near": "map/?place=TR 060 470",
}
LONGEST_S = 90


@pytest.fixture(scope="session")
def site(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with the edition that --edition names."""
    edition = pytestconfig.getoption("--edition")
    if edition is None or not pytestconfig.getoption("--screenshots"):
        pytest.skip("pictures are made where --screenshots and --edition ask for them")
    folder = tmp_path_factory.mktemp("pictured")
    with served(environment_of(folder / "site"), edition, folder / "log") as address:
        yield address


@pytest.mark.parametrize("name", PICTURES)
def test_the_map_is_pictured(page: Page, shot: Callable[[Page, str], None], name: str) -> None:
    page.goto(f"/kent-and-medway/{PICTURES[name]}")
    until = time.monotonic() + LONGEST_S
    while not page.evaluate("document.getElementById('map').map?.loaded()"):
        assert time.monotonic() < until, "the map never came to rest"
        time.sleep(0.2)
    shot(page, name)
