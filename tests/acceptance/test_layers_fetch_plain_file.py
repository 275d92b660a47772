"""Fetching a plain file: downloaded by range, gone on with after a cut, begun again where the file has changed."""

import zipfile
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely

from lnrs.errors import FetchFailed
from lnrs.layers import read, read_raster
from lnrs.layers.contract import Source
from lnrs.layers.fetch import fetch
from lnrs.layers.fetch.session import Line

TODAY = date(2026, 3, 31)
AREA = shapely.box(600_000, 140_000, 620_000, 160_000)


@pytest.fixture(scope="module")
def rivers(tmp_path_factory) -> bytes:
    """A zipped GeoPackage of streams, as Ordnance Survey gives Open Rivers, with a second table beside them."""
    folder = tmp_path_factory.mktemp("rivers")
    y = np.arange(140_050, 159_950, 50.0)
    lines = [shapely.LineString(np.c_[np.linspace(595_000, 625_000, 40), np.full(40, at)]) for at in y]
    forms = ["canal" if n % 10 == 0 else "inlandRiver" for n in range(len(y))]
    table = {"id": [f"R{n}" for n in range(len(y))], "watercourse_name": None, "form": forms}
    frame = gpd.GeoDataFrame(table, geometry=lines, crs=27700)
    frame.to_file(folder / "rivers.gpkg", layer="watercourse_link")
    frame.set_geometry(frame.centroid).to_file(folder / "rivers.gpkg", layer="hydro_node")
    with zipfile.ZipFile(folder / "rivers.zip", "w") as archive:
        archive.write(folder / "rivers.gpkg", "Data/oprvrs_gb.gpkg")
    return (folder / "rivers.zip").read_bytes()


class FileServer:
    """A file with its tag and date; `cuts` are the bytes after which the next answers break off."""

    def __init__(self, content: bytes) -> None:
        self.content, self.tag = content, '"one"'
        self.cuts: list[int] = []
        self.begun_at: list[int] = []

    def __call__(self, ask) -> dict:
        headers = {"ETag": self.tag, "Last-Modified": "Wed, 04 Mar 2026 10:00:00 GMT"}
        start, status = 0, 200
        if "Range" in ask.headers and ask.headers.get("If-Range") == self.tag:
            start = int(ask.headers["Range"].removeprefix("bytes=").rstrip("-"))
            if start >= len(self.content):
                return {"status": 416, "headers": {"Content-Range": f"bytes */{len(self.content)}"}}
            status = 206
            headers["Content-Range"] = f"bytes {start}-{len(self.content) - 1}/{len(self.content)}"
        self.begun_at.append(start)
        reply = {"status": status, "body": self.content[start:], "headers": headers}
        return {**reply, "cut": self.cuts.pop(0)} if self.cuts else reply


@pytest.fixture
def service(rivers) -> FileServer:
    return FileServer(rivers)


@pytest.fixture
def source(serve, service) -> Source:
    fields = {"ref": "id", "name": "watercourse_name", "kind": "form"}
    words = {"kind": {"inlandRiver": "stream", "canal": ""}}
    return Source("file", f"{serve(service)}/rivers.zip", layer="watercourse_link", fields=fields, values=words)


def fetch_rivers(folder: Path, source: Source, line: Line):
    return fetch("rivers", folder, retrieved=TODAY, area=AREA, source=source, line=line)


def test_streams_arrive_in_our_words_and_canals_stay_out(tmp_path, source, line):
    added = fetch_rivers(tmp_path, source, line)
    came = read(added.file)
    assert set(came["kind"]) == {"stream"}
    assert set(came.geom_type) == {"MultiLineString"}
    assert (len(came), added.record.version) == (358, "2026-03-04")
    assert any("40 features of kinds that the layer does not hold" in note for note in added.record.notes)


def test_of_the_whole_country_only_what_is_near_the_area_is_read(tmp_path, source, line):
    area = shapely.box(600_000, 150_010, 620_000, 151_990)
    added = fetch("rivers", tmp_path, retrieved=TODAY, area=area, source=source, line=line)
    assert len(read(added.file)) == 35
    assert added.rows_outside == 3, "those in the 100 m around"
    assert any("5 features of kinds" in note for note in added.record.notes)


def test_a_file_with_nothing_near_the_area_is_an_answer_and_not_a_failure(tmp_path, source, line):
    area = shapely.box(300_000, 150_000, 320_000, 152_000)
    added = fetch("rivers", tmp_path, retrieved=TODAY, area=area, source=source, line=line)
    assert len(read(added.file)) == 0
    assert "the service has none in the strategy area" in added.record.notes


def test_a_download_that_breaks_off_goes_on_where_it_stopped(tmp_path, service, source, line, waits):
    service.cuts = [30_000, 20_000]
    assert len(read(fetch_rivers(tmp_path, source, line).file)) == 358
    first, second, third = service.begun_at
    assert first == 0 < second <= 30_000 < third <= 50_000
    assert waits == [1.0, 1.0]


def test_it_goes_on_in_another_run_too(tmp_path, service, source, line):
    service.cuts = [30_000] + [0] * 4
    with pytest.raises(FetchFailed, match="broke off after"):
        fetch_rivers(tmp_path, source, line)
    service.begun_at = []
    fetch_rivers(tmp_path, source, line)
    assert len(service.begun_at) == 1
    assert 0 < service.begun_at[0] <= 30_000


def test_a_file_that_has_changed_is_begun_again(tmp_path, service, source, line):
    service.cuts = [30_000] + [0] * 4
    with pytest.raises(FetchFailed):
        fetch_rivers(tmp_path, source, line)
    service.tag, service.begun_at = '"two"', []
    assert len(read(fetch_rivers(tmp_path, source, line).file)) == 358
    assert service.begun_at == [0]


def test_a_file_that_is_not_there_is_not_asked_for_twice(tmp_path, serve, line, waits):
    asked = []
    url = serve(lambda ask: asked.append(ask.path) or {"status": 404})
    with pytest.raises(FetchFailed, match="answered 404 Not Found"):
        fetch_rivers(tmp_path, Source("file", f"{url}/gone.zip"), line)
    assert (asked, waits) == (["/gone.zip"], [])


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://example.org/a.zip", "rivers.zip", "http://"])
def test_only_addresses_on_the_web_are_fetched(tmp_path, line, url):
    with pytest.raises(FetchFailed, match="is not an address that starts with http"):
        fetch_rivers(tmp_path, Source("file", url), line)


def test_a_redirect_off_the_web_is_not_followed(tmp_path, serve, line):
    url = serve(lambda _: {"status": 302, "headers": {"Location": "file:///etc/hostname"}})
    with pytest.raises(FetchFailed):
        fetch_rivers(tmp_path, Source("file", url), line)
    assert not list(tmp_path.glob("*.gpkg"))


@pytest.fixture(scope="module")
def terrain(tmp_path_factory) -> bytes:
    """Tiles as in OS Terrain 50: a zip for each square of 10 km, in a zip; heights are the tile's easting in km."""
    folder = tmp_path_factory.mktemp("terrain")
    with zipfile.ZipFile(folder / "terrain.zip", "w") as archive:
        for name, east, north in [("tr04", 600_000, 140_000), ("tr14", 610_000, 140_000), ("tq00", 500_000, 100_000)]:
            header = f"ncols 200\nnrows 200\nxllcorner {east}\nyllcorner {north}\ncellsize 50\n"
            rows = "\n".join(" ".join([str((east - 500_000) / 1000)] * 200) for _ in range(200))
            with zipfile.ZipFile(folder / "tile.zip", "w", zipfile.ZIP_DEFLATED) as tile:
                tile.writestr(f"{name.upper()}.asc", header + rows)
            archive.write(folder / "tile.zip", f"data/{name[:2]}/{name}_OST50GRID_20260301.zip")
    return (folder / "terrain.zip").read_bytes()


def test_tiles_of_heights_become_one_grid_of_the_area(tmp_path, serve, terrain, line):
    source = Source("file", f"{serve(FileServer(terrain))}/terrain.zip", constants={"crs": "EPSG:27700"})
    area = shapely.box(605_000, 142_000, 615_000, 148_000)
    added = fetch("elevation", tmp_path, retrieved=TODAY, area=area, source=source, line=line)
    heights = read_raster(added.file)
    assert (heights.west, heights.north, heights.cell_m) == (605_000, 148_000, 50)
    assert heights.heights.shape == (120, 200)
    assert np.array_equal(np.unique(heights.heights[:, :100]), [100.0])
    assert np.array_equal(np.unique(heights.heights[:, 100:]), [110.0])
    with rasterio.open(added.file) as grid:
        assert grid.crs.to_epsg() == 27700
