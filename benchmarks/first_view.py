"""How soon the map's page is of use, in Chromium on this machine: its words, its picture, and the map that moves.

Each reader comes with an empty cache, the first one to a server that has just been started."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import cases
from benchmarks.apart import Failed
from benchmarks.report import Table
from benchmarks.site_load import the_site
from benchmarks.site_questions import PARCELS

READERS = 7
PATIENCE_S = 60
MAP = "/kent-and-medway/map/"
SCREENS = {"wide": {"width": 1280, "height": 900}, "telephone": {"width": 390, "height": 844}}
ARGUMENTS = (
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-rasterization",
    "--disable-dev-shm-usage",
)
"""There is no graphics card: the processor draws pages, as a browser does without one, and the map too."""

WHEN = """() => new Promise((say) => {
  const [words] = performance.getEntriesByName("first-contentful-paint");
  const [drawn] = performance.getEntriesByName("map drawn");
  const large = [];
  const all = new PerformanceObserver((list) => large.push(...list.getEntries()));
  all.observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => {
    const picture = large.find((one) => one.url.includes("/map.svg"));
    say([words, picture, drawn].map((one) => one?.startTime));
  }, 50);
})"""
"""Milliseconds from the start of going to the page until the browser had painted the words and the picture."""


Seen = tuple[float | None, ...]


def run(size: str) -> list[Table]:
    """The tables of this benchmark."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        return [Table("The first useful view of the map", ("left out",), (("Chromium is not installed",),))]
    from playwright.sync_api import sync_playwright  # a tool of development, like Chromium itself

    edition = cases.edition(cases.sketch(PARCELS[size]))
    rows = []
    with tempfile.TemporaryDirectory(prefix="lnrs-bench-view-") as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        for screen, viewport in SCREENS.items():
            with the_site(edition, Path(name) / screen) as site:
                found = []
                for _ in range(READERS):
                    context = browser.new_context(base_url=site, viewport=viewport)
                    found.append(_seen(context.new_page()))
                    context.close()
            rows += [(screen, "just started", 1, *found[0]), (screen, "in use", READERS - 1, *_medians(found[1:]))]
        browser.close()
    columns = ("screen", "server", "readers", "words, s", "with the picture of the map, s", "map that moves, s")
    note = "Chromium without a graphics card, on the server's cores; medians. On a telephone words fill the screen."
    return [Table("The first useful view of the map", columns, tuple(rows), (note,))]


def _seen(page) -> Seen:
    """Seconds until the words, the picture and the map are seen. Raises Failed where the map does not come."""
    page.goto(MAP)
    until = time.monotonic() + PATIENCE_S
    while (times := page.evaluate(WHEN))[-1] is None:
        if time.monotonic() > until:
            raise Failed(f"{MAP}: the map did not come")
        time.sleep(0.1)
    return tuple(one and one / 1000 for one in times)


def _medians(found: Sequence[Seen]) -> Seen:
    return tuple(None if None in column else statistics.median(column) for column in zip(*found, strict=True))
