"""Grid references: the Ordnance Survey's own examples, recorders' squares, and there and back again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.gridref import EAST_END_M, NORTH_END_M, GridSquare, format_reference, letters_of, parse, place_name

EASTINGS = st.integers(0, EAST_END_M - 1)
NORTHINGS = st.integers(0, NORTH_END_M - 1)


@pytest.mark.parametrize(
    ("reference", "square"),
    [
        ("SV", GridSquare(0, 0, 100_000)),
        ("TR", GridSquare(600_000, 100_000, 100_000)),
        ("HP", GridSquare(400_000, 1_200_000, 100_000)),
        ("JM", GridSquare(600_000, 1_200_000, 100_000)),
        ("TR15", GridSquare(610_000, 150_000, 10_000)),
        ("NN166712", GridSquare(216_600, 771_200, 100)),
        ("TG 51409 13177", GridSquare(651_409, 313_177, 1)),
        ("tg 5140 1317", GridSquare(651_400, 313_170, 10)),
        ("TR15P", GridSquare(614_000, 158_000, 2_000)),
        ("TR15A", GridSquare(610_000, 150_000, 2_000)),
        ("TR15Z", GridSquare(618_000, 158_000, 2_000)),
        ("TR15NE", GridSquare(615_000, 155_000, 5_000)),
        ("TR15SW", GridSquare(610_000, 150_000, 5_000)),
    ],
)
def test_a_reference_names_its_square(reference, square):
    assert parse(reference) == square


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("", "is not an Ordnance Survey grid reference"),
        ("T147580", "is not an Ordnance Survey grid reference"),
        ("TR14758", "needs as many figures"),
        ("TR123456123456", "needs as many figures"),
        ("TI147580", "the letter I is not used"),
        ("AA1234", "lies outside Great Britain"),
        ("ZZ1234", "lies outside Great Britain"),
        ("TR15O", "neither a 2 km square"),
        ("TR15XX", "neither a 2 km square"),
        ("TR147580P", "belong to a 10 km square"),
        ("614700 158000", "is not an Ordnance Survey grid reference"),
    ],
)
def test_what_is_no_reference_is_refused_in_plain_words(reference, why):
    with pytest.raises(ValueError, match=why):
        parse(reference)


def test_the_middle_of_a_square_is_half_its_side_from_its_corner():
    assert parse("TR147580").centre == (614_750.0, 158_050.0)


@settings(deadline=None)
@given(EASTINGS, NORTHINGS, st.sampled_from([0, 2, 4, 6, 8, 10]))
def test_a_point_lies_in_the_square_of_its_reference(easting, northing, figures):
    square = parse(format_reference(easting, northing, figures))
    assert square.side_m == 10 ** (5 - figures // 2)
    assert square.easting <= easting < square.easting + square.side_m
    assert square.northing <= northing < square.northing + square.side_m


@settings(deadline=None)
@given(EASTINGS, NORTHINGS, st.sampled_from([0, 2, 4, 6, 8, 10]))
def test_a_reference_comes_back_as_it_went(easting, northing, figures):
    reference = format_reference(easting, northing, figures)
    square = parse(reference)
    assert format_reference(square.easting, square.northing, figures) == reference


def test_every_square_of_a_hundred_kilometres_has_letters_of_its_own():
    letters = {letters_of(column, row) for column in range(7) for row in range(13)}
    assert len(letters) == 7 * 13


@pytest.mark.parametrize(("easting", "northing"), [(-1, 0), (EAST_END_M, 0), (0, NORTH_END_M)])
def test_a_point_off_the_grid_has_no_reference(easting, northing):
    with pytest.raises(ValueError, match="outside the National Grid"):
        format_reference(easting, northing)


def test_a_reference_has_an_even_number_of_figures():
    with pytest.raises(ValueError, match="0, 2, 4, 6, 8 or 10"):
        format_reference(600_000, 150_000, 5)


@given(st.integers(0, 699_999), st.integers(0, 1_299_999))
def test_a_place_lies_in_the_square_that_its_name_means(easting: int, northing: int) -> None:
    east, north = parse(place_name(easting, northing)).centre
    assert abs(east - easting) <= 50
    assert abs(north - northing) <= 50


def test_a_place_off_the_grid_has_no_name() -> None:
    assert place_name(605_450, 146_950) == "TR 054 469"
    assert place_name(-1, 100) == ""
