"""The real site in a real browser: Chromium, driven by Playwright, with axe-core to look for barriers.

`page` is a reader's page, `no_js_page` one of a reader without JavaScript, `phone` one 390 points wide. Each knows the
address of the site, so `page.goto("/kent-and-medway/")` is enough; a page that breaks, or asks anything of anyone but
the site, fails its test. `axe(page)` fails with every barrier found; it is a script itself, so it cannot look at a
`no_js_page`. `reader` is each of `readers.READERS` in turn: by keyboard alone, with a narrow telephone, without
JavaScript.

Where a page runs a script its security policy lets no test wait by `page.wait_for_function`: ask again in a loop.
"""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

from ..served_site import environment_of, served
from ..unit.edition_case import case
from .asking import asking
from .office import Office
from .readers import READERS, Reader

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "docs" / "_static" / "site"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
ARGUMENTS = (
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-rasterization",
    "--disable-dev-shm-usage",
)
"""A map is drawn without a graphics card, and pages as a browser without one draws them."""

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""Sets of axe's rules: WCAG 2.2 to level AA, and what is good practice besides."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One site and one browser serve every test here, so they all run on one worker; a site of its own has another."""
    for item in items:
        if Path(__file__).parent in item.path.parents and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the tests are skipped where there is none, or where `make` has not built what pages run."""
    if not CHROMIUM:
        pytest.skip("there is no Chromium here (Debian package: chromium)")
    if not AXE.is_file():
        pytest.skip("what pages run in a browser is not built: `make test` does it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        loop = asyncio._get_running_loop()
        yield chromium
        asyncio._set_running_loop(loop)  # tests without a browser run without it (tests/conftest.py)
        chromium.close()


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the site keeps what it keeps."""
    return tmp_path_factory.mktemp("browsed") / "site"


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of the site, with the case's edition published on it, which took the place of an earlier one."""
    editions = (case(edition="draft-0", meadow_ha=12).edition, case().edition)
    with served(environment_of(site_folder), editions, site_folder.with_name("log")) as address:
        yield address


@pytest.fixture(scope="session")
def say_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the site on which two activities are open keeps what it keeps."""
    return tmp_path_factory.mktemp("asking") / "site"


@pytest.fixture(scope="session")
def say_site(say_folder: Path) -> Iterator[str]:
    """The address of that site: tests of the xdist group "say" have it in place of `site`."""
    with asking(say_folder) as address:
        yield address


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """For a file whose tests have a site for themselves: its own `site` is what `office.served()` serves."""
    return Office(tmp_path_factory.mktemp("office") / "site")


Opens = Callable[..., BrowserContext]


@pytest.fixture
def opens(browser: Browser, site: str) -> Iterator[Opens]:
    """`opens(viewport=..., java_script_enabled=...)`: a browser of a reader's own, with nothing kept in it."""
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((site, "data:", "blob:")):
            wrong.append(f"the page asks something of {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            wrong.append(f"{response.status} for {response.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):  # `answered` knows more
            wrong.append(message.text)

    def open_one(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=site, **({"viewport": WIDE, "reduced_motion": "reduce"} | options))
        context.on("request", asked)
        context.on("response", answered)
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on("console", said)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert wrong == []


@pytest.fixture
def page(opens: Opens) -> Page:
    """A reader's page, 1280 points wide."""
    return opens().new_page()


@pytest.fixture
def phone(opens: Opens) -> Page:
    """The page of a reader with a telephone, 390 points wide and touched."""
    return opens(viewport=NARROW, has_touch=True, is_mobile=True).new_page()


@pytest.fixture
def no_js_page(opens: Opens) -> Page:
    """The page of a reader without JavaScript."""
    return opens(java_script_enabled=False).new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """`axe(page)` looks for barriers to people on the page as it is, and fails with each that it finds.

    The same page of the same size has the same barriers, and is looked at once.
    """
    source = AXE.read_text(encoding="utf-8") if AXE.is_file() else ""
    sound: set[str] = set()

    def look(page: Page) -> None:
        as_it_is = f"{page.viewport_size} {page.content()}"
        if as_it_is in sound:
            return
        page.evaluate(source)  # by the browser's own door, which the page's security policy leaves open to tests
        found = page.evaluate("only => axe.run({runOnly: only, resultTypes: ['violations']})", list(RULES))
        barriers = [
            f"{one['id']}: {one['help']}\n    {node['html'][:200]}\n    {node['failureSummary']}"
            for one in found["violations"]
            for node in one["nodes"]
        ]
        assert not barriers, page.url + "\n" + "\n".join(barriers)
        sound.add(as_it_is)

    return look


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest, opens: Opens, axe: Callable[[Page], None]) -> Reader:
    """Each of those who go on a journey."""
    return Reader(request.param, opens(**READERS[request.param]).new_page(), axe)
