"""Files that would do harm: each is refused in words, in bounded time and memory, and leaves nothing behind."""

import io
import json
import os
import socket
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from django.test import RequestFactory

from lnrs_web.boundaries import limits
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.boundaries.reading import open_form, read_land
from lnrs_web.boundaries.upload import read_upload
from lnrs_web.config import confined

from .test_boundaries_uploads import as_file, changed, frame, refused, shapefile, zipped

HARMLESS = json.dumps({"type": "Polygon", "coordinates": [[[0.9, 51.1], [0.9, 51.11], [0.91, 51.11], [0.9, 51.1]]]})
CANNOT = "could not be read with the time and memory"


@pytest.fixture(autouse=True)
def nothing_on_a_disk(tmp_path_factory, monkeypatch, caplog):
    """No file is made in the folder for passing ones, and nothing is logged."""
    folder = tmp_path_factory.mktemp("passing")
    monkeypatch.setenv("TMPDIR", str(folder))
    yield
    assert list(folder.iterdir()) == []
    assert caplog.records == []


def square(corners: int) -> str:
    """A ring of many corners as GeoJSON on the National Grid."""
    turn = np.linspace(0, 2 * np.pi, corners)
    ring = np.round(np.column_stack([605_000 + 400 * np.cos(turn), 146_000 + 400 * np.sin(turn)]), 2).tolist()
    system = {"type": "name", "properties": {"name": "EPSG:27700"}}
    return json.dumps({"type": "Polygon", "crs": system, "coordinates": [ring]}, separators=(",", ":"))


def test_a_million_corners_are_refused() -> None:
    assert len(text := square(450_000).encode()) < 10_000_000
    assert "more than 20,000 corners" in refused(text)
    ring = json.loads(square(1_000_100))["coordinates"][0]
    shapes = gpd.GeoDataFrame(geometry=[shapely.Polygon(ring)], crs=27700)
    buffer = io.BytesIO()
    shapes.to_file(buffer, driver="GPKG")
    assert "more than 20,000 corners" in refused(zipped({"a.gpkg": buffer.getvalue()}))


def test_an_edge_like_a_comb_is_refused_for_its_length() -> None:
    turn = np.linspace(0, 2 * np.pi, 5_000)
    away_m = 5_000 - 400 * (np.arange(5_000) % 2)
    ring = np.column_stack([605_000 + away_m * np.cos(turn), 146_000 + away_m * np.sin(turn)]).round(2)
    comb = gpd.GeoDataFrame(geometry=[shapely.Polygon(ring)], crs=27700)
    assert "km long, and 400 km is the most" in refused(comb.to_json(drop_id=True, to_wgs84=True).encode())


def test_parcels_too_many_are_refused() -> None:
    feature = {"type": "Feature", "properties": {}, "geometry": json.loads(HARMLESS)}
    assert "more than 500 parcels" in refused(
        json.dumps({"type": "FeatureCollection", "features": [feature] * 501}).encode()
    )


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    assert "grows more than a map does" in refused(zipped({"a.shp": bytes(49_000_000)}))
    noise = os.urandom(4_000_000) * 4
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_STORED) as out:
        for number in range(4):
            out.writestr(f"{number}.geojson", noise)
    assert "holds more than 50 MB" in refused(bomb.getvalue())


def test_an_archive_that_lies_of_its_sizes_is_refused() -> None:
    honest = zipped({"a.geojson": b" " * 3_000_000 + HARMLESS.encode()})
    size = (3_000_000 + len(HARMLESS)).to_bytes(4, "little")
    assert "damaged" in (words := refused(honest.replace(size, (900).to_bytes(4, "little")))) or "larger than" in words


def test_an_archive_within_an_archive_is_refused() -> None:
    assert "an archive within the zip archive" in refused(zipped({"a.zip": zipped({"a.geojson": HARMLESS.encode()})}))


def test_several_maps_in_an_archive_are_refused(tmp_path: Path) -> None:
    two = shapefile(tmp_path, frame(), "a") | shapefile(tmp_path, frame(), "b")
    assert "2 shapefiles" in refused(zipped(two))
    assert "2 maps" in refused(zipped({"a.geojson": b"{}", "b.kml": b"<kml/>"}))
    assert "no shapefile and no other map" in refused(zipped({"a.txt": b"x"}))


LAUGHS = '<!DOCTYPE kml [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in zip("abcdefgh", "bcdefghi", strict=True)
)
XXE = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("start", [LAUGHS + "]>", XXE + "]>", '<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/kml.dtd">'])
def test_a_kml_with_entities_is_refused(start: str) -> None:
    kml = f'<?xml version="1.0"?>{start}<kml><Placemark><name>&i;&x;</name></Placemark></kml>'
    assert "document type declaration" in refused(kml.encode())


def test_nothing_reaches_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/land.geojson"
        source = f"<SrcDataSource>/vsicurl/{address}</SrcDataSource>"
        vrt = f'<OGRVRTDataSource><OGRVRTLayer name="a">{source}</OGRVRTLayer></OGRVRTDataSource>'
        assert "not KML" in refused(vrt.encode())
        assert "not KML" in refused(zipped({"a.kml": vrt.encode()}))
        assert "damaged" in refused(zipped({"a.shp": vrt.encode()}))
        linked = f"<kml><!-- {vrt} --><NetworkLink><Link><href>{address}</href></Link></NetworkLink></kml>"
        assert "no land in it" in refused(linked.encode())
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'{"type":' * 100_000,
        b'{"a":' + b"[" * 200_000,
        b"\x00" * 1000,
        b"PK\x03\x04" + b"x" * 100,
        b"SQLite format 3\x00" + b"x" * 5000,
        b"<kml" + b"<a>" * 100_000,
        b'{"type":"Polygon","coordinates":"x"}',
        b'{"type":"FeatureCollection","features":[1]}',
        b'{"type":"Polygon","coordinates":[[[0,51],["a",2],[3]]]}',
        b'{"type":"GeometryCollection"}',
        b'{"type":"Polygon","coordinates":[[[1e999,1],[2,2],[3,1],[1,1]]]}',
    ],
)
def test_nonsense_is_refused_in_words(data: bytes) -> None:
    assert CANNOT not in refused(data)


def test_a_view_and_a_table_made_by_a_program_are_not_read(tmp_path: Path) -> None:
    data = as_file(frame(), tmp_path, "a.gpkg")
    numbers = "WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n)"
    endless = f"CREATE VIEW v AS {numbers} SELECT fid, x'' AS geom FROM n"
    view = changed(
        data, endless, "UPDATE gpkg_contents SET table_name = 'v'", "UPDATE gpkg_geometry_columns SET table_name = 'v'"
    )
    assert "no layer of shapes" in refused(view)
    program = changed(data, "CREATE VIRTUAL TABLE made USING fts5(words)")
    assert "made by a program" in refused(program)


def test_a_trigger_is_never_pulled(tmp_path: Path) -> None:
    data = changed(as_file(frame(), tmp_path, "a.gpkg"), "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; END")
    assert len(read_upload(data)) == 2


def test_layers_too_many_are_named(tmp_path: Path) -> None:
    as_file(frame(), tmp_path, "a.gpkg", layer="one")
    assert "2 layers (one, two)" in refused(as_file(frame(), tmp_path, "a.gpkg", layer="two", mode="a"))


def star(points: int) -> bytes:
    """A ring that goes from each of its corners to the one across, so that nearly every two of its edges cross."""
    turn = np.arange(points + 1) % points * 2 * np.pi * (points // 2) / points
    ring = np.column_stack([0.9 + 0.01 * np.cos(turn), 51.1 + 0.01 * np.sin(turn)]).tolist()
    return json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()


def test_what_takes_too_long_is_stopped(monkeypatch) -> None:
    assert "could not be read" not in str(read_upload(star(21)))
    started: list = []
    popen = confined.subprocess.Popen
    monkeypatch.setattr(
        confined.subprocess, "Popen", lambda *args, **more: started.append(popen(*args, **more)) or started[-1]
    )
    with pytest.raises(LandRefused, match=CANNOT):
        read_upload(star(9_999), wait_s=6)
    assert [one.poll() is not None for one in started] == [True]


def test_what_takes_too_much_memory_is_stopped(monkeypatch) -> None:
    monkeypatch.setattr(limits, "WORKER_BYTES", 250_000_000)
    assert CANNOT in refused(square(450_000).encode())


def test_a_worker_is_always_free_again() -> None:
    for _ in range(limits.WORKERS + 1):
        refused(b"nonsense")
    assert len(read_upload(HARMLESS.encode())) == 1


def test_a_gigabyte_is_refused_before_it_is_read() -> None:
    class Unread(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise AssertionError("it was read")

    request = RequestFactory().generic("POST", "/", content_type="multipart/form-data; boundary=x")
    request.META |= {"CONTENT_LENGTH": str(1_000_000_000), "wsgi.input": Unread()}
    with pytest.raises(LandRefused, match="larger than 10 MB") as found:
        open_form(request)
    assert found.value.status == 413


def test_a_large_upload_is_kept_in_memory(settings) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    file = io.BytesIO(HARMLESS.encode() + b" " * 5_000_000)
    file.name = "a.geojson"
    request = RequestFactory().post("/", {"way": "upload", "upload": file})
    open_form(request)
    assert type(request.FILES["upload"]).__name__ == "InMemoryUploadedFile"
    assert len(read_land(request.POST, request.FILES)) == 1


def test_a_file_over_the_limit_is_refused(settings) -> None:
    settings.LAND_UPLOAD_BYTES = 100
    file = io.BytesIO(b"x" * 101)
    file.name = "a.geojson"
    request = RequestFactory().post("/", {"way": "upload", "upload": file})
    open_form(request)
    with pytest.raises(LandRefused) as found:
        read_land(request.POST, request.FILES)
    assert found.value.status == 413
