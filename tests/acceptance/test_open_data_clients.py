"""Open data from the served site by the programs that people use: GDAL's own driver, and every example of the
catalogue's page whose tool is there."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.request import urlopen

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from ..served_site import environment_of, served
from ..unit.edition_case import case
from ..web.open_data import LAYERS

pytestmark = pytest.mark.xdist_group("open data clients")
"""They share an edition, which takes a while to make, so they all run on one worker."""

AREA = "kent-and-medway"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with an edition in it."""
    folder = tmp_path_factory.mktemp("site")
    with served(environment_of(folder / "site"), case().edition, folder / "log") as address:
        yield address


@pytest.fixture(scope="module")
def oapif(site: str) -> str:
    """The site as GDAL's driver is given it."""
    return f"OAPIF:{site}/ogc"


def in_file(name: str) -> gpd.GeoDataFrame:
    return gpd.read_parquet(case().edition / "data" / f"{name}.parquet")


def test_gdal_lists_every_layer(oapif: str) -> None:
    names = [name for name, _ in pyogrio.list_layers(oapif)]
    assert names == [f"{AREA}.{one}" for one in LAYERS]


@pytest.mark.parametrize(
    ("layer", "key"),
    [
        ("important", "apib_id"),
        ("become", "acb_id"),
        ("measures", "pm_loc_id"),
        ("districts", "code"),
        ("wards", "code"),
        ("area", "lnrs_id"),
    ],
)
def test_gdal_reads_what_the_file_has_exactly(oapif: str, layer: str, key: str) -> None:
    read = pyogrio.read_dataframe(oapif, layer=f"{AREA}.{layer}", PAGE_SIZE="7").set_index(key).sort_index()
    there = in_file(layer).set_index(key).sort_index()
    assert read.crs.to_epsg() == 27700
    assert read.index.tolist() == there.index.tolist()
    assert (read.geometry.hausdorff_distance(there.geometry) < 0.002).all()
    for column in there.columns.intersection(read.columns).drop("geometry"):
        pd.testing.assert_series_equal(read[column], there[column], check_dtype=False, check_index_type=False)


def test_gdal_asks_by_place_and_by_property_and_gets_the_same(oapif: str) -> None:
    there = in_file("measures")
    box = (605_150.0, 146_150.0, 605_450.0, 146_450.0)
    read = pyogrio.read_dataframe(oapif, layer=f"{AREA}.measures", bbox=box)
    assert set(read.pm_loc_id) == set(there.cx[box[0] : box[2], box[1] : box[3]].pm_loc_id)
    read = pyogrio.read_dataframe(oapif, layer=f"{AREA}.measures", where="measure = 'GL1.1' AND score > 0.5")
    wanted = there[(there.measure == "GL1.1") & (there.score > 0.5)]
    assert set(read.pm_loc_id) == set(wanted.pm_loc_id)
    assert len(wanted)


@pytest.mark.parametrize("crs", ["OGC:CRS84", "EPSG:4326", "EPSG:3857"])
def test_gdal_puts_land_where_it_is_in_every_system(oapif: str, crs: str) -> None:
    read = pyogrio.read_dataframe(oapif, layer=f"{AREA}.important", CRS=crs).set_index("apib_id").sort_index()
    there = in_file("important").set_index("apib_id").sort_index()
    back = read.to_crs(27700)
    assert (back.geometry.hausdorff_distance(there.geometry) < 0.1).all()


class _Examples(HTMLParser):
    """The code of a page, by the heading above it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._inside, self._heading = "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._inside = tag
        if tag == "h3":
            self._heading = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "h3":
            self._heading += data.strip()
        elif self._inside == "code" and self._heading:
            self.found.setdefault(self._heading, "")
            self.found[self._heading] += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside


@pytest.fixture(scope="module")
def examples(site: str) -> dict[str, str]:
    """The examples of the catalogue's page, as a reader copies them."""
    with urlopen(f"{site}/open-data/") as answer:
        return _Examples(answer.read().decode()).found


def test_the_page_has_an_example_for_each_tool(examples: dict[str, str]) -> None:
    assert list(examples)[:5] == ["QGIS", "GDAL", "GeoPandas", "DuckDB", "curl"]


def test_the_example_for_geopandas_does_what_it_says(examples: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", examples["GeoPandas"]], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert re.search(r"measure\s+score\s+area_ha", done.stdout)
    assert "GL1.1" in done.stdout


def test_the_example_for_duckdb_does_what_it_says(site: str, examples: dict[str, str]) -> None:
    duckdb = pytest.importorskip("duckdb")
    (address,) = re.findall(r"'(http.*?)'", examples["DuckDB"])
    assert address.startswith(site)
    file = case().edition / "data" / "measures.parquet"
    with urlopen(address) as answer:
        assert answer.read() == file.read_bytes()
    rows = duckdb.sql(examples["DuckDB"].replace(address, str(file))).fetchall()  # over http it loads an extension
    there = in_file("measures").groupby("measure").area_ha.sum().round()
    assert dict(rows) == there.to_dict()


def test_the_example_for_curl_does_what_it_says(examples: dict[str, str]) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not on this machine")
    done = subprocess.run(["bash", "-c", f"{examples['curl']} --silent --fail"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert '"edition"' in done.stdout


def test_the_example_for_gdal_does_what_it_says(examples: dict[str, str], tmp_path: Path) -> None:
    if not shutil.which("ogr2ogr"):
        pytest.skip("GDAL's programs are not on this machine")
    done = subprocess.run(["bash", "-c", examples["GDAL"]], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(gpd.read_file(tmp_path / "measures.gpkg")) == len(in_file("measures"))
