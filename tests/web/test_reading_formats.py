"""The map in other formats says the same as the GeoPackage it was made from."""

import csv
import hashlib
import io
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import shapely
from django.core.management import call_command
from django.test import Client

from lnrs.edition.verify import verify
from lnrs_web.editions import actions, derived
from lnrs_web.editions.formats import about, parcels, shapefile, spreadsheet
from lnrs_web.editions.formats.layers import LAYERS
from lnrs_web.editions.models import Edition

from ..unit.edition_case import copied
from .published import AREA, publish, publish_later

pytestmark = pytest.mark.django_db
NAMES = {one.name.split("-")[-1].removesuffix(".zip"): one for one in parcels.FORMATS}


@pytest.fixture
def edition() -> Edition:
    """The case's edition, published."""
    return publish(with_birds=True)


def unpacked(edition: Edition, name: str, to: Path) -> Path:
    """The files of a format."""
    with zipfile.ZipFile(parcels.made(edition, NAMES[name]).path) as parcel:
        parcel.extractall(to / name)
    return to / name


def original(edition: Edition, layer: str, room: Path) -> gpd.GeoDataFrame:
    """A layer of the GeoPackage, read from a copy, as GDAL may write beside what it reads."""
    there = room / "original"
    folder = there if there.exists() else copied(actions.folder_of(edition), there)
    return gpd.read_file(folder / "local-habitat-map.gpkg", layer=layer)


def plain(values: object) -> list[object]:
    """Cells with what is not there as nothing."""
    return [None if value is None or value != value else value for value in values]  # type: ignore[attr-defined]


def test_shapefiles_have_the_rows_outlines_and_fields_of_the_geopackage(edition: Edition, tmp_path: Path) -> None:
    folder = unpacked(edition, "shapefile", tmp_path)
    for layer in LAYERS:
        expected, found = original(edition, layer, tmp_path), gpd.read_file(folder / f"{layer}.shp")
        assert (folder / f"{layer}.cpg").read_text() == "UTF-8"
        assert found.crs == expected.crs == "EPSG:27700"
        short = shapefile.short_names([name for name in expected.columns if name != "geometry"])
        assert [name for name in found.columns if name != "geometry"] == list(short.values())
        assert all(len(name) <= 10 for name in found.columns)
        for name, new in short.items():
            assert plain(found[new]) == pytest.approx(plain(expected[name]))
        assert expected.normalize().geom_equals_exact(found.geometry.apply(multi).normalize(), 1e-6).all()


def multi(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """The shape as a multipolygon, which a shapefile does not tell from a polygon."""
    return shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape])


def test_geojson_is_of_wgs84_and_lies_where_the_geopackage_does(edition: Edition, tmp_path: Path) -> None:
    folder = unpacked(edition, "geojson", tmp_path)
    for layer in LAYERS:
        expected, found = original(edition, layer, tmp_path), gpd.read_file(folder / f"{layer}.geojson")
        assert '"crs"' not in (folder / f"{layer}.geojson").read_text()  # RFC 7946 section 4
        assert found.crs == "EPSG:4326"
        assert list(found.columns) == list(expected.columns)
        for name in expected.columns.drop("geometry"):
            assert plain(found[name]) == pytest.approx(plain(expected[name]))
        apart_m = found.to_crs(27700).centroid.distance(expected.centroid)
        assert apart_m.max() < 0.1
        for shape in found.geometry:
            assert all(part.exterior.is_ccw for part in shape.geoms)  # section 3.1.6


def test_csv_has_every_row_with_a_point_on_its_land(edition: Edition, tmp_path: Path) -> None:
    folder = unpacked(edition, "csv", tmp_path)
    for layer in LAYERS:
        expected = original(edition, layer, tmp_path)
        with (folder / f"{layer}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert list(rows[0]) == [*expected.columns.drop("geometry"), *spreadsheet.POINT]
        assert len(rows) == len(expected)
        points = gpd.points_from_xy([row["easting_m"] for row in rows], [row["northing_m"] for row in rows])
        assert (expected.geometry.distance(gpd.GeoSeries(points, crs=27700)) < 0.1).all()
        degrees = gpd.GeoSeries(points, crs=27700).to_crs(4326)
        assert np.allclose(degrees.x, [float(row["longitude"]) for row in rows], atol=1e-5)
    scores = [row["score"] for row in rows]
    assert "" in scores  # withheld
    assert max(float(score) for score in scores if score) <= 1


def test_every_zip_names_its_edition_its_licences_and_whom_to_thank(edition: Edition) -> None:
    for one in parcels.FORMATS:
        with zipfile.ZipFile(parcels.made(edition, one).path) as parcel:
            said = parcel.read(about.NAME).decode()
        assert edition.identity in said
        assert "AN INVENTED EXAMPLE" in said
        assert "1 October 2026" in said
        found = about.about(actions.folder_of(edition))
        assert found.licences
        assert all(words in said for words in (*found.licences, *found.attributions))


def test_the_same_edition_gives_the_same_bytes_and_stays_as_it_was(edition: Edition) -> None:
    first = {one.name: parcels.made(edition, one) for one in parcels.FORMATS}
    assert all(hashlib.sha256(one.path.read_bytes()).hexdigest() == one.sha256 for one in first.values())
    for one in first.values():
        one.path.unlink()
        one.path.with_name(f"{one.path.name}.sha256").unlink()
    assert {one.name: parcels.made(edition, one) for one in parcels.FORMATS} == first
    verify(actions.folder_of(edition))
    left = {path.name for path in derived.place_of(edition.identity).iterdir() if not path.name.endswith(".lock")}
    assert left == {name for one in parcels.FORMATS for name in (one.name, f"{one.name}.sha256")}


def test_a_format_is_made_when_it_is_first_asked_for_and_then_told_with_its_size_and_hash(
    client: Client, edition: Edition
) -> None:
    name = NAMES["csv"].name
    address = f"{AREA}formats/{edition.identity}/{name}"
    page = client.get(AREA + "strategy/downloads/").text
    assert f'href="{address}"' in page
    assert page.count("It is made when it is first asked for") == 3
    answer = client.get(address)
    content = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == f'attachment; filename="{edition.identity}-{name}"'
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    page = client.get(AREA + "strategy/downloads/").text
    assert page.count("It is made when it is first asked for") == 2
    assert f"<code>{hashlib.sha256(content).hexdigest()}</code>" in page
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.post(address).status_code == 405


def test_only_what_everyone_may_see_can_be_had_and_only_in_formats_that_there_are(client: Client) -> None:
    hidden = publish(stop_at_import=True)
    assert client.get(f"{AREA}formats/{hidden.identity}/{NAMES['csv'].name}").status_code == 404
    edition = actions.publish(hidden, by="a test")
    for name in ("other.zip", "..", f"{NAMES['csv'].name}.sha256"):
        assert client.get(f"{AREA}formats/{edition.identity}/{name}").status_code == 404
    publish_later()
    answer = client.get(f"{AREA}formats/{edition.identity}/{NAMES['csv'].name}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)


def test_a_map_too_large_for_a_shapefile_says_so(
    client: Client, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shapefile, "MOST_BYTES", 10_000)
    assert "A shapefile holds at most 2 GB" in client.get(AREA + "strategy/downloads/").text
    assert client.get(f"{AREA}formats/{edition.identity}/{NAMES['shapefile'].name}").status_code == 404
    assert len(parcels.make_all(edition)) == 2


def test_text_is_cut_at_a_letter_and_told() -> None:
    cut: set[str] = set()
    found = shapefile._within(pa.array(["é" * 200, None, "short"]), "pm_desc", cut)
    assert found.to_pylist() == ["é" * 127, None, "short"]
    assert cut == {"pm_desc"}


def test_a_cell_that_a_spreadsheet_would_run_is_guarded() -> None:
    assert spreadsheet._guarded("=1+1") == "'=1+1"
    assert spreadsheet._guarded(None) == ""
    assert spreadsheet._guarded(-1.5) == -1.5


def test_an_edition_can_be_cited_with_its_identity_and_address(client: Client, edition: Edition) -> None:
    text = client.get(AREA + "strategy/downloads/").text
    assert f"Identity {edition.identity}. http://testserver{AREA}?edition={edition.identity}" in text
    assert "An invented example (2026). Example strategy for nature. Edition draft-1 (draft)" in text


def test_a_command_makes_every_format_of_what_everyone_may_see(
    edition: Edition, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("make_formats")
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(",")[0] for line in said] == [f"{edition.identity}: {one.name}" for one in parcels.FORMATS]
    assert all(parcels.made_already(edition, one.name) for one in parcels.FORMATS)
