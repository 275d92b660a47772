"""A CSV of places: coordinates under their usual names, grid references, and every line that cannot be placed."""

from pathlib import Path

import pytest

from lnrs.errors import LayerRefused
from lnrs.layers.points import read_points


def table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    (folder / "trees.csv").write_bytes(text.encode(encoding))
    return folder / "trees.csv"


@pytest.mark.parametrize(
    ("heading", "row", "epsg"),
    [
        ("Easting,Northing", "614700,158000", 27700),
        ("EASTINGS;NORTHINGS", "614700;158000", 27700),
        ("Longitude\tLatitude", "1.08\t51.28", 4326),
        ("decimalLatitude|decimalLongitude", "51.28|1.08", 4326),
        ("x,y", "614700,158000", None),
    ],
)
def test_coordinates_are_found_under_their_usual_names(tmp_path, heading, row, epsg):
    frame, crs, _ = read_points(table(tmp_path, f"{heading}\n{row}\n"))
    point = frame.geometry.iloc[0]
    assert (crs.to_epsg() if crs else None) == epsg
    assert (point.x, point.y) in [(614_700, 158_000), (1.08, 51.28)]


def test_a_grid_reference_stands_for_the_middle_of_its_square(tmp_path):
    frame, crs, _ = read_points(table(tmp_path, "Grid Reference,Species\nTR 147 580,Oak\nTR15P,Ash\n"))
    assert crs.to_epsg() == 27700
    assert [(point.x, point.y) for point in frame.geometry] == [(614_750, 158_050), (615_000, 159_000)]
    assert list(frame["resolution_m"]) == ["100", "2000"]


def test_a_resolution_that_is_given_is_kept(tmp_path):
    frame, _, _ = read_points(table(tmp_path, "gridref,resolution_m\nTR147580,10000\n"))
    assert list(frame["resolution_m"]) == ["10000"]


def test_every_line_that_cannot_be_placed_is_named(tmp_path):
    with pytest.raises(LayerRefused) as caught:
        read_points(table(tmp_path, "gridref,species\nTR147580,Oak\nTR14758,Ash\nnear the mill,Elm\n"))
    assert [problem.where for problem in caught.value.problems] == ["trees.csv:3", "trees.csv:4"]
    assert "as many figures" in caught.value.problems[0].what


def test_lines_without_numbers_are_named_together(tmp_path):
    with pytest.raises(LayerRefused, match=r"trees.csv:3: 2 lines \(3 and 4\) have no number in easting or northing"):
        read_points(table(tmp_path, "easting,northing\n614700,158000\n,158000\nabc,158000\n"))


@pytest.mark.parametrize("cells", ["1,08;51,28", "614,700;158,000", "614700;158000,5"])
def test_a_comma_in_a_number_is_not_guessed_at(tmp_path, cells):
    text = f"easting;northing\n614700;158000\n{cells}\n"
    with pytest.raises(LayerRefused, match=r"trees.csv:3: line 3 with a comma in easting or northing.*with a point"):
        read_points(table(tmp_path, text))


def test_lines_are_counted_through_cells_of_several_lines_and_empty_lines(tmp_path):
    text = 'easting,northing,note\n614700,158000,"two\nlines"\n\n614701,158000,one\n'
    frame, _, origin = read_points(table(tmp_path, text))
    assert (list(frame.index), origin.unit) == ([2, 5], "line")


def test_lines_of_the_wrong_length_are_named(tmp_path):
    with pytest.raises(LayerRefused, match=r"trees.csv:3: has 3 cells, not the 2 of the heading"):
        read_points(table(tmp_path, "easting,northing\n614700,158000\n614,700,158000\n"))


def test_a_table_without_places_says_what_it_has(tmp_path):
    with pytest.raises(LayerRefused, match="has no coordinates; its columns are site and species"):
        read_points(table(tmp_path, "site,species\nMill,Oak\n"))


def test_tables_saved_on_windows_keep_their_letters(tmp_path):
    frame, _, _ = read_points(table(tmp_path, "easting,northing,name\n1,2,Café\n", "cp1252"))
    assert list(frame["name"]) == ["Café"]
    frame, _, _ = read_points(table(tmp_path, "easting,northing,name\n1,2,Café\n", "utf-8-sig"))
    assert list(frame["name"]) == ["Café"]
