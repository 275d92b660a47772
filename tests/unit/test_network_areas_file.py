"""A file of strategy areas: how a row is known, what is mended and told, and what is refused."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from lnrs.errors import LayerRefused, NotFound
from lnrs.network.areas_file import read_areas

SQUARE = shapely.box(0, 0, 1000, 1000)


def written(folder: Path, columns: dict, *shapes: shapely.Geometry, crs: int | None = 27700) -> Path:
    file = folder / "areas.gpkg"
    gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs).to_file(file, engine="pyogrio")
    return file


def refused(file: Path) -> str:
    with pytest.raises(LayerRefused) as error:
        read_areas(file)
    return str(error.value)


@pytest.mark.parametrize(
    "columns",
    [
        {"Name": ["Kent and Medway"]},
        {"name": ["kent & medway"]},
        {"LNRS_ID": ["40"]},
        {"lnrs_id": [40]},
        {"LNRS ID": [40.0]},
        {"lnrs_id": ["40"], "NAME": ["Kent and Medway"]},
    ],
)
def test_an_area_is_known_by_its_name_or_its_number(tmp_path: Path, columns: dict) -> None:
    read = read_areas(written(tmp_path, columns, SQUARE))
    assert read.frame[["lnrs_id", "name"]].values.tolist() == [[40, "Kent and Medway"]]
    assert read.repairs == ()
    assert "1 of 48 strategy areas are in the file." in read.notes


def test_areas_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    read = read_areas(written(tmp_path, {"lnrs_id": [40, 9]}, SQUARE, shapely.box(5000, 0, 6000, 500)))
    assert read.frame["lnrs_id"].tolist() == [9, 40]
    assert read.frame.area.tolist() == [500_000, 1_000_000]


def test_a_number_that_disagrees_with_the_name_is_not_believed_and_told(tmp_path: Path) -> None:
    """The national table once gave Lancashire the number of Greater Lincolnshire."""
    read = read_areas(written(tmp_path, {"lnrs_id": [16], "name": ["Lancashire"]}, SQUARE))
    assert read.frame["lnrs_id"].tolist() == [6]
    assert any("its name was believed: 6" in note for note in read.notes)


def test_a_name_that_is_not_quite_an_areas_is_told(tmp_path: Path) -> None:
    read = read_areas(written(tmp_path, {"name": ["Medway"]}, SQUARE))
    assert any("Medway; it was taken for Kent and Medway" in note for note in read.notes)


def test_an_unsound_outline_is_mended_and_told_with_its_area(tmp_path: Path) -> None:
    bow = shapely.Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])
    read = read_areas(written(tmp_path, {"lnrs_id": [40]}, bow))
    assert read.frame.is_valid.all()
    (repair,) = read.repairs
    assert (repair.row, repair.ref, repair.done) == (1, "Kent and Medway", "made valid")
    assert "self-intersection at 500.00, 500.00" in repair.reason
    assert repair.area_after_m2 == pytest.approx(500_000)


def test_another_coordinate_system_is_moved_and_told(tmp_path: Path) -> None:
    degrees = shapely.box(1.0, 51.0, 1.1, 51.1)
    read = read_areas(written(tmp_path, {"lnrs_id": [40]}, degrees, crs=4326))
    assert read.frame.crs.to_epsg() == 27700
    assert read.frame.area.iloc[0] == pytest.approx(78e6, rel=0.01)
    assert "no OSTN15 grid" in read.notes[0]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    shapes = (SQUARE, SQUARE, SQUARE, shapely.Point(0, 0))
    said = refused(written(tmp_path, {"name": ["Atlantis", "Devon", "Devon", "Surrey"]}, *shapes))
    assert "feature 1 without a strategy area that is known" in said
    assert "2 features (2 and 3) are all strategy area 42" in said
    assert "feature 4 not polygons but Point" in said


def test_a_file_without_names_and_numbers_is_refused(tmp_path: Path) -> None:
    assert "without a strategy area that is known" in refused(written(tmp_path, {"other": ["x"]}, SQUARE))


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_file_without_a_coordinate_system_is_refused(tmp_path: Path) -> None:
    assert "does not say in which coordinate system" in refused(written(tmp_path, {"lnrs_id": [40]}, SQUARE, crs=None))


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_areas(tmp_path / "none.gpkg")
