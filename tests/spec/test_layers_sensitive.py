"""Species records are never published finer than their rule."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.layers.sensitive import coarsen, published_resolution_m, squares

PLACES = st.tuples(st.floats(0, 699_999), st.floats(0, 1_299_999))
RULES = st.sampled_from([1, 10, 100, 1_000, 2_000, 10_000])
RECORDS = st.lists(st.tuples(PLACES, RULES, st.booleans()), min_size=1, max_size=12)


def records(rows) -> gpd.GeoDataFrame:
    table = {
        "ref": [f"KMBRC-{n}" for n in range(len(rows))],
        "scientific_name": "Meles meles",
        "common_name": "Badger",
        "recorded": "2024-05-31",
        "resolution_m": [rule for _, rule, _ in rows],
        "sensitive": [sensitive for _, _, sensitive in rows],
    }
    return gpd.GeoDataFrame(table, geometry=[shapely.Point(place) for place, _, _ in rows], crs=27700)


@pytest.mark.parametrize(
    ("rule_m", "sensitive", "published_m"),
    [
        (100, False, 100),
        (2_000, False, 2_000),
        (2_000, True, 2_000),
        (10_000, True, 10_000),
        (1, True, 1_000),
        (100, True, 1_000),
        (0, False, 10_000),
        (-5, True, 10_000),
        (float("nan"), True, 10_000),
    ],
)
def test_the_square_in_which_a_record_may_be_shown(rule_m, sensitive, published_m):
    assert published_resolution_m(np.array([rule_m]), np.array([sensitive]))[0] == published_m


def test_a_badger_sett_becomes_the_middle_of_its_two_kilometre_square():
    published = coarsen(records([((614_783.4, 157_918.7), 2_000, True)]))
    assert published.geometry.iloc[0].equals(shapely.Point(615_000, 157_000))
    assert squares(published).geometry.iloc[0].equals(shapely.box(614_000, 156_000, 616_000, 158_000))


def test_only_what_cannot_lead_back_to_the_place_is_published():
    published = coarsen(records([((614_783.4, 157_918.7), 2_000, True)]))
    assert list(published.columns) == [
        "scientific_name",
        "common_name",
        "recorded",
        "resolution_m",
        "sensitive",
        "geometry",
    ]
    assert published["recorded"].item() == "2024"


@settings(deadline=None, max_examples=20)
@given(RECORDS)
def test_nothing_finer_than_the_rule_leaves(rows):
    """Every published point is the middle of a square of its rule, whatever the place was."""
    published = coarsen(records(rows))
    side = published["resolution_m"].to_numpy()
    x, y = shapely.get_x(published.geometry.values), shapely.get_y(published.geometry.values)
    assert np.array_equal(x % side, side / 2)
    assert np.array_equal(y % side, side / 2)
    given_rules = sorted(max(rule, 1_000) if sensitive else rule for _, rule, sensitive in rows)
    assert sorted(side) == given_rules


@settings(deadline=None, max_examples=20)
@given(RECORDS, st.integers(0, 2**32 - 1))
def test_moving_a_record_within_its_square_changes_nothing_that_is_published(rows, seed):
    """So nobody can tell from what is published where in the square the record was."""
    original = records(rows)
    side = published_resolution_m(original["resolution_m"].to_numpy(), original["sensitive"].to_numpy())
    corner = np.floor(shapely.get_coordinates(original.geometry.values) / side[:, None]) * side[:, None]
    shift = np.random.default_rng(seed).random((len(rows), 2)) * side[:, None] * 0.999
    moved = original.set_geometry(shapely.points(corner + shift), crs=27700)
    assert coarsen(moved).equals(coarsen(original))


@settings(deadline=None, max_examples=20)
@given(RECORDS, st.randoms())
def test_the_order_of_the_rows_tells_nothing_either(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert coarsen(records(shuffled)).equals(coarsen(records(rows)))


def test_every_record_lies_in_the_square_that_is_published_for_it():
    original = records([((614_783.4, 157_918.7), 1_000, False), ((600_000.0, 150_000.0), 100, False)])
    shown = squares(coarsen(original)).geometry
    assert all(shown.covers(point).any() for point in original.geometry)
