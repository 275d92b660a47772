"""Grid references that people type, and that answers give back."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lnrs.edition.grid_reference import centre_of, reference_of
from lnrs.layers import gridref


@pytest.mark.parametrize(
    ("reference", "centre"),
    [
        ("TR 054 469", (605_450, 146_950)),
        ("tr054469", (605_450, 146_950)),
        ("TQ 7 5", (575_000, 155_000)),
        ("TR", (650_000, 150_000)),
        ("TR 05432 46987", (605_432.5, 146_987.5)),
        ("SV 9 1", (95_000, 15_000)),
        ("HP 6 1", (465_000, 1_215_000)),
    ],
)
def test_a_reference_means_the_middle_of_its_square(reference: str, centre: tuple[float, float]) -> None:
    assert centre_of(reference) == centre


@pytest.mark.parametrize("nonsense", ["", "Wye", "TR 05 469", "IR 054 469", "TR 054 469 1", "ZZ 054 469", "5 4"])
def test_anything_else_is_refused_in_plain_words(nonsense: str) -> None:
    with pytest.raises(ValueError, match=r"two letters|not in Great Britain"):
        centre_of(nonsense)


@given(some.integers(0, 699_999), some.integers(0, 1_299_999))
def test_a_place_lies_within_100_m_of_what_its_reference_means(easting: int, northing: int) -> None:
    east, north = centre_of(reference_of(easting, northing))
    assert abs(east - easting) <= 50
    assert abs(north - northing) <= 50


@given(some.integers(0, 699_999), some.integers(0, 1_299_999))
def test_it_agrees_with_the_reader_of_biological_records(easting: int, northing: int) -> None:
    assert reference_of(easting, northing).replace(" ", "") == gridref.format_reference(easting, northing)


def test_a_place_off_the_grid_has_no_reference() -> None:
    assert reference_of(-1, 100) == ""
