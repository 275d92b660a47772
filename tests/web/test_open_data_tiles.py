"""Vector tiles are handed on as they lie in the archives."""

import gzip
import json
import math
from pathlib import Path

import pytest
from django.test import Client
from pmtiles.reader import MmapSource, Reader, all_tiles

from lnrs_web.editions.models import Edition
from lnrs_web.open_data import tiles
from lnrs_web.open_data.tile_views import takes_gzip

from ..unit.edition_case import case
from .open_data import body, get
from .published import publish

pytestmark = pytest.mark.django_db
ARCHIVES = ("context", "could_become", "importance", "measures")


@pytest.fixture
def edition() -> Edition:
    return publish()


def address(edition: Edition, name: str, z: int, x: int, y: int) -> str:
    return f"/tiles/{edition.identity}/{name}/{z}/{x}/{y}.mvt"


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_tile_of_an_archive_is_sent_byte_for_byte(client: Client, edition: Edition, name: str) -> None:
    with (case().edition / "tiles" / f"{name}.pmtiles").open("rb") as stream:
        lying = dict(all_tiles(MmapSource(stream)))
    assert lying
    for (z, x, y), content in lying.items():
        zipped = client.get(address(edition, name, z, x, y), headers={"accept-encoding": "gzip"})
        assert (zipped.status_code, zipped["Content-Encoding"]) == (200, "gzip")
        assert zipped["Content-Type"] == "application/vnd.mapbox-vector-tile"
        assert zipped.content == content
        plain = client.get(address(edition, name, z, x, y))
        assert plain.content == gzip.decompress(content)
        assert "Content-Encoding" not in plain
        assert plain["ETag"] != zipped["ETag"]
        assert "Accept-Encoding" in plain["Vary"]


def test_a_tile_never_changes_and_is_not_sent_twice(client: Client, edition: Edition) -> None:
    first = client.get(address(edition, "context", 6, 32, 21))
    assert first.status_code == 200
    assert "immutable" in first["Cache-Control"]
    again = client.get(address(edition, "context", 6, 32, 21), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_where_there_is_nothing_the_tile_is_empty_and_beyond_the_zooms_it_is_not_there(
    client: Client, edition: Edition
) -> None:
    assert client.get(address(edition, "measures", 12, 0, 0)).status_code == 204
    for z, x, y in ((5, 16, 10), (13, 0, 0), (6, 64, 0), (6, 0, 64), (99, 0, 0)):
        assert client.get(address(edition, "measures", z, x, y)).status_code == 404
    assert client.get(address(edition, "nothing", 6, 32, 21)).status_code == 404
    assert client.get("/tiles/nothing/measures/6/32/21.mvt").status_code == 404
    Edition.objects.update(stage=Edition.Stage.IMPORTED)
    assert client.get(address(edition, "measures", 6, 32, 21)).status_code == 404


def test_tilejson_says_what_the_archive_says(client: Client, edition: Edition) -> None:
    listed = get(client, f"/tiles/{edition.identity}/")
    assert tuple(listed["tilesets"]) == ARCHIVES
    assert listed["edition"]["identity"] == edition.identity
    for name in ARCHIVES:
        said = get(client, f"/tiles/{edition.identity}/{name}.json")
        assert said == listed["tilesets"][name]
        assert (said["tilejson"], said["scheme"], said["minzoom"], said["maxzoom"]) == ("3.0.0", "xyz", 6, 12)
        assert said["attribution"]
        assert all({"id", "fields"} <= set(layer) for layer in said["vector_layers"])
        (template,) = said["tiles"]
        west, south, east, north = said["bounds"]
        z = said["maxzoom"]
        x = int(((west + east) / 2 + 180) / 360 * 2**z)
        y = int((1 - math.asinh(math.tan(math.radians((south + north) / 2))) / math.pi) / 2 * 2**z)
        there = template.format(z=z, x=x, y=y).removeprefix("http://testserver")
        assert client.get(there).status_code in (200, 204)
        whole = client.get(said["pmtiles"].removeprefix("http://testserver"))
        assert body(whole) == (case().edition / "tiles" / f"{name}.pmtiles").read_bytes()


def test_gzip_is_taken_where_it_is_said_to_be() -> None:
    for header in ("gzip", "br, gzip", "gzip;q=0.5", "*", "GZIP", "gzip ; q=1"):
        assert takes_gzip(header)
    for header in ("", "br", "gzip;q=0", "identity", "gzip;q=0.000", "xgzip"):
        assert not takes_gzip(header)


@pytest.mark.real_data
def test_archives_of_others_are_read_and_what_is_none_is_refused(shared_data: Path) -> None:
    folder = shared_data / "formats" / "pmtiles"
    for name in ("test_fixture_1", "test_fixture_2"):
        file = folder / f"{name}.pmtiles"
        with file.open("rb") as stream:
            wanted = Reader(MmapSource(stream)).get(0, 0, 0)
        assert tiles.tile(file, 0, 0, 0) == wanted
        assert tiles.zooms(file) == (0, 0)
        assert tiles.tile(file, 1, 0, 0) is None
    for name in ("empty", "invalid", "invalid_v4", "test_fixture_mlt"):
        with pytest.raises(tiles.NoArchive):
            tiles.tile(folder / f"{name}.pmtiles", 0, 0, 0)


@pytest.mark.real_data
def test_a_tile_of_the_fixtures_goes_through_an_archive_unchanged(shared_data: Path, tmp_path: Path) -> None:
    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import Writer

    fixtures = sorted((shared_data / "formats" / "mvt_fixtures").glob("*/tile.mvt"))
    contents = {n: file.read_bytes() for n, file in enumerate(fixtures) if file.stat().st_size}
    archive = tmp_path / "fixtures.pmtiles"
    with archive.open("wb") as stream:
        writer = Writer(stream)
        for n, content in contents.items():
            writer.write_tile(zxy_to_tileid(8, n, 0), content)
        degrees = {f"{edge}_e7": 0 for edge in ("min_lon", "min_lat", "max_lon", "max_lat", "center_lon", "center_lat")}
        kinds = {"tile_type": TileType.MVT, "tile_compression": Compression.NONE}
        writer.finalize({**kinds, "min_zoom": 8, "max_zoom": 8, "center_zoom": 8, **degrees}, {})
    assert not tiles.is_zipped(archive)
    for n, content in contents.items():
        assert tiles.tile(archive, 8, n, 0) == content
    assert json.dumps(tiles.tilejson(tiles.Archive("fixtures", archive, ""), "{z}"))
