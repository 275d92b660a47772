"""Journey: take the documents and the data away, and open them."""

import hashlib
import shutil
from pathlib import Path

import pyogrio
from playwright.sync_api import expect

from .readers import Reader

AREA = "/kent-and-medway/"


def test_the_geopackage_is_taken_away_checked_and_opened(reader: Reader, tmp_path: Path) -> None:
    page = reader.page
    reader.goes(AREA)
    reader.follows("Documents and data", "Documents and data")
    taken = reader.takes(page.locator("main").get_by_role("link", name="Local habitat map", exact=True))
    copy = tmp_path / "map.gpkg"  # GDAL may write beside what it reads
    shutil.copyfile(taken.path(), copy)
    assert hashlib.sha256(copy.read_bytes()).hexdigest() in (page.locator("main").text_content() or "")
    layers = {name for name, _ in pyogrio.list_layers(copy)}
    measures = next(name for name in layers if name.upper().endswith("PM"))
    frame = pyogrio.read_dataframe(copy, layer=measures)
    assert len(frame) > 0
    assert frame.crs.to_epsg() == 27700


def test_the_statement_is_read_as_a_page(reader: Reader) -> None:
    reader.goes(f"{AREA}strategy/downloads/", "Documents and data")
    reader.follows("Statement of biodiversity priorities", "Example strategy for nature")


def test_the_map_is_had_in_another_format(reader: Reader) -> None:
    page = reader.page
    reader.goes(f"{AREA}strategy/downloads/", "Documents and data")
    taken = reader.takes(page.get_by_role("link", name="GeoJSON"))
    assert taken.suggested_filename.endswith(".zip")
    expect(page.get_by_role("heading", name="How to cite this edition")).to_be_visible()
