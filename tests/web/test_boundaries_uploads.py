"""Uploads: files as people have them, files that would do harm, and that nothing of either stays on a disk."""

import io
import sqlite3
import struct
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from lnrs_web.boundaries.features import references
from lnrs_web.boundaries.parcels import LandRefused, Note
from lnrs_web.boundaries.upload import read_upload

BOXES = [shapely.box(605_000, 146_000, 605_100, 146_100), shapely.box(605_100, 146_000, 605_200, 146_100)]
REFS = ["TR0546 1234", "TR0546 1235"]


def frame(crs: int | None = 27700, **columns: list) -> gpd.GeoDataFrame:
    made = gpd.GeoDataFrame({"parcel_ref": REFS} | columns, geometry=BOXES, crs=27700)
    return made if crs == 27700 else made.to_crs(crs) if crs else made.set_crs(None, allow_override=True)


def as_file(made: gpd.GeoDataFrame, folder: Path, name: str, **options: object) -> bytes:
    made.to_file(folder / name, **options)
    return (folder / name).read_bytes()


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return packed.getvalue()


def shapefile(folder: Path, made: gpd.GeoDataFrame, name: str = "fields") -> dict[str, bytes]:
    there = folder / name
    there.mkdir()
    made.to_file(there / f"{name}.shp")
    return {one.name: one.read_bytes() for one in there.iterdir()}


def refused(data: bytes, column: str = "") -> str:
    with pytest.raises(LandRefused) as found:
        read_upload(data, column)
    return "\n".join(f"{one.what} {one.do}" for one in found.value.problems)


@pytest.mark.parametrize("name", ["fields.gpkg", "fields.geojson", "fields.kml"])
@pytest.mark.parametrize("crs", [27700, 4326, 3857, 4258])
def test_a_file_of_any_kind_and_usual_system_keeps_its_references(tmp_path: Path, name: str, crs: int) -> None:
    if name.endswith("kml") and crs != 4326:
        return
    made = frame(crs, Name=REFS)
    options = {"driver": "KML"} if name.endswith("kml") else {}
    found = read_upload(as_file(made, tmp_path, name, **options))
    assert [one.ref for one in found] == REFS
    for one, box in zip(found, BOXES, strict=True):
        assert one.shape.symmetric_difference(box).area < 2
    assert {one.notes for one in found} == {() if crs == 27700 else (Note.DEGREES,)}


def test_a_zipped_shapefile_is_read_wherever_it_lies_in_the_archive(tmp_path: Path) -> None:
    parts = shapefile(tmp_path, frame())
    odd = {f"../../My Farm/{name.upper()}": data for name, data in parts.items()}
    for files in (parts, odd | {"__MACOSX/._fields.shp": b"x", "../../My Farm/read me.txt": b"x"}):
        assert [one.ref for one in read_upload(zipped(files))] == REFS


def test_a_zipped_geopackage_is_read(tmp_path: Path) -> None:
    assert len(read_upload(zipped({"a/fields.gpkg": as_file(frame(), tmp_path, "fields.gpkg")}))) == 2


def test_a_shapefile_without_its_system_is_refused_in_words(tmp_path: Path) -> None:
    parts = shapefile(tmp_path, frame())
    del parts["fields.prj"]
    assert "which coordinate system" in (words := refused(zipped(parts)))
    assert ".prj" in words


def test_an_unknown_system_is_refused_in_words(tmp_path: Path) -> None:
    local = 'LOCAL_CS["Our farm",UNIT["metre",1]]'
    parts = shapefile(tmp_path, frame())
    assert "coordinate system" in refused(zipped(parts | {"fields.prj": local.encode()}))
    text = as_file(frame(), tmp_path, "a.geojson").replace(b"EPSG::27700", b"EPSG::999999")
    assert "not known here" in refused(text)


def test_land_that_is_nowhere_in_great_britain_is_refused(tmp_path: Path) -> None:
    turned = gpd.GeoDataFrame(geometry=[shapely.box(51.1, 0.9, 51.2, 0.95)], crs=4326)
    assert "outside Great Britain" in refused(as_file(turned, tmp_path, "a.geojson"))


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"SHEET_ID": ["TR0546"], "PARCEL_ID": ["1234"]}, "TR0546 1234"),
        ({"sheet_id": ["TR0546"], "parcel_id": [1234.0], "name": ["Top"]}, "TR0546 1234"),
        ({"PARCEL_REF": ["TR05461234"], "id": [7]}, "TR05461234"),
        ({"field_name": ["Long  Field"], "fid": [7]}, "Long Field"),
        ({"name": [None], "id": [7]}, "7"),
        ({"crop": ["wheat"]}, "1"),
        ({"name": [float("nan")]}, "1"),
        ({"name": ["a\nb\x00\u202e" + "c" * 100]}, "a b" + "c" * 77),
    ],
)
def test_the_reference_is_found_in_common_exports(columns: dict[str, list], expected: str) -> None:
    assert references(columns, 1) == [expected]


def test_the_person_may_choose_the_column(tmp_path: Path) -> None:
    data = as_file(frame(Tenant=["Ann", "Bob"]), tmp_path, "a.gpkg")
    assert [one.ref for one in read_upload(data, "tenant")] == ["Ann", "Bob"]
    assert "no column 'owner'. Its columns: parcel_ref, Tenant." in refused(data, "owner").replace("\n", " ")


def test_a_placemarks_own_data_are_its_columns() -> None:
    kml = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Top</name>
    <ExtendedData><Data name="parcel_ref"><value>TR1</value></Data></ExtendedData><MultiGeometry><Polygon>
    <outerBoundaryIs><LinearRing><coordinates>0.9,51.1,7 0.9,51.11,7 0.91,51.11,7 0.9,51.1,7</coordinates></LinearRing>
    </outerBoundaryIs></Polygon></MultiGeometry></Placemark></Document></kml>"""
    [one] = read_upload(kml.encode())
    assert one.ref == "TR1"
    assert not one.shape.has_z
    pin = kml.replace("MultiGeometry", "Point")
    pin = pin[: pin.index("<Polygon>")] + "<coordinates>0.9,51.1</coordinates>" + pin[pin.index("</Point>") :]
    assert "Parcel TR1 is a point" in refused(pin.encode())


def test_points_lines_and_nothing_are_each_told(tmp_path: Path) -> None:
    shapes = [
        shapely.Point(605_000, 146_000),
        shapely.LineString([(605_000, 146_000), (605_100, 146_000)]),
        BOXES[0],
        None,
    ]
    mixed = gpd.GeoDataFrame({"name": list("ABCD")}, geometry=shapes, crs=27700)
    words = refused(as_file(mixed, tmp_path, "a.geojson"))
    assert "Parcel A is a point" in words
    assert "Parcel B is a line" in words
    assert "Parcel D has no shape" in words
    assert "Parcel C" not in words


def changed(data: bytes, *statements: str, blob: bytes = b"") -> bytes:
    """A GeoPackage after SQL, its triggers gone; `?` is the blob."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.gpkg"
        file.write_bytes(data)
        database = sqlite3.connect(file)
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            database.execute(statement, (blob,) if "?" in statement else ())
        database.commit()
        database.close()
        return file.read_bytes()


def test_curves_are_read_by_corners_on_them(tmp_path: Path) -> None:
    corners = [(605_000, 146_000), (605_050, 146_050), (605_100, 146_000), (605_050, 145_950), (605_000, 146_000)]
    arc = struct.pack("<BII", 1, 8, 5) + b"".join(struct.pack("<dd", *corner) for corner in corners)
    blob = b"GP\x00\x01" + struct.pack("<i", 27700) + struct.pack("<BII", 1, 10, 1) + arc
    data = changed(as_file(frame(), tmp_path, "a.gpkg"), "UPDATE a SET geom = ? WHERE fid = 1", blob=blob)
    found = read_upload(data)
    assert found[0].shape.area == pytest.approx(3.14159 * 50**2, rel=0.01)
    assert found[1].shape.equals(BOXES[1])


def test_a_kmz_is_an_archive_with_a_kml(tmp_path: Path) -> None:
    kml = as_file(frame(4326, Name=REFS), tmp_path, "a.kml", driver="KML")
    assert [one.ref for one in read_upload(zipped({"doc.kml": kml, "files/icon.png": b"x"}))] == REFS
