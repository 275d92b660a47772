"""The index of all species at once is the index worked out species by species."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lnrs.targets.abundance import abundance
from lnrs.targets.chained import as_index, chained, resampled
from lnrs.targets.relative import Ends, log_relative
from lnrs.targets.resample import draws, interval

from . import targets_plain as plain

seeds = st.integers(0, 2**32 - 1)
shapes = st.tuples(st.integers(1, 9), st.integers(2, 12))


def some_species(seed: int, shape: tuple[int, int], *, whole: bool = False) -> np.ndarray:
    """Species that wander, join late, leave, have gaps, and now and then are not seen."""
    rng = np.random.default_rng(seed)
    values = np.exp(rng.normal(0, 1, (shape[0], 1)) + np.cumsum(rng.normal(0, 0.6, shape), axis=1))
    if not whole:
        values[rng.random(shape) < 0.05] = 0
        values[rng.random(shape) < 0.2] = np.nan
        values[np.arange(shape[1]) < rng.integers(0, shape[1], (shape[0], 1)) * (rng.random((shape[0], 1)) < 0.4)] = (
            np.nan
        )
    return values


def as_rows(values: np.ndarray) -> list[plain.Row]:
    return [[None if np.isnan(one) else float(one) for one in row] for row in values]


def index_of(values: np.ndarray, ends: Ends = "leave") -> np.ndarray:
    return as_index(chained(log_relative(values, ends=ends)).log_index)


def assert_same(ours: np.ndarray, theirs: plain.Row) -> None:
    assert ours == pytest.approx(np.array([np.nan if one is None else one for one in theirs]), rel=1e-9, nan_ok=True)


@given(seeds, shapes, st.sampled_from(["leave", "hold"]))
@settings(max_examples=80)
def test_the_index_is_growth_chained_year_by_year(seed: int, shape: tuple[int, int], ends: Ends) -> None:
    values = some_species(seed, shape)
    species = [plain.relative(row) for row in as_rows(values)]
    assert_same(
        index_of(values, ends), plain.by_growth([plain.held(one) for one in species] if ends == "hold" else species)
    )


@given(seeds, shapes)
@settings(max_examples=80)
def test_where_none_leaves_it_is_the_geometric_mean_with_each_entering_at_the_index(
    seed: int, shape: tuple[int, int]
) -> None:
    values = some_species(seed, shape)
    species = [plain.held(plain.relative(row)) for row in as_rows(values)]
    assume(any(one[0] is not None for one in species))
    assert_same(index_of(values, "hold"), plain.by_level(species))


@given(seeds, shapes)
@settings(max_examples=40)
def test_each_resample_is_the_index_of_the_species_drawn(seed: int, shape: tuple[int, int]) -> None:
    values = some_species(seed, shape)
    weights = draws(shape[0], 5, seed)
    found = as_index(resampled(log_relative(values), weights))
    assert (weights.sum(axis=1) == shape[0]).all()
    for line, drawn in zip(found, weights, strict=True):
        again = [plain.relative(row) for row in as_rows(np.repeat(values, drawn, axis=0))]
        assert_same(line, plain.by_growth(again))


@given(seeds, shapes, st.floats(1e-3, 1e3))
def test_the_unit_of_a_species_makes_no_difference(seed: int, shape: tuple[int, int], factor: float) -> None:
    values = some_species(seed, shape)
    other = values.copy()
    other[0] *= factor
    assert index_of(other) == pytest.approx(index_of(values), nan_ok=True)


@given(seeds, shapes)
def test_the_order_of_species_makes_no_difference_to_index_or_interval(seed: int, shape: tuple[int, int]) -> None:
    values = some_species(seed, shape)
    rows = [
        (f"species {number}", 2000 + year, float(one))
        for number, row in enumerate(values)
        for year, one in enumerate(row)
        if np.isfinite(one)
    ]
    assume(rows)
    one, other = (log_relative(abundance(given).values) for given in (rows, rows[::-1]))
    weights = draws(len(one), 20, 1)
    np.testing.assert_array_equal(chained(one).log_index, chained(other).log_index)
    np.testing.assert_array_equal(interval(resampled(one, weights)), interval(resampled(other, weights)))


@given(seeds, shapes, st.floats(0.5, 2.0))
def test_species_that_all_grow_alike_make_an_index_that_grows_so_without_doubt(
    seed: int, shape: tuple[int, int], rate: float
) -> None:
    """A rate of 1 is a constant series, whose index is constant."""
    start = np.random.default_rng(seed).uniform(0.1, 50, (shape[0], 1))
    years = np.arange(shape[1])
    logs = log_relative(start * rate**years)
    expected = np.clip(100 * rate**years, 1, 10_000)
    assert as_index(chained(logs).log_index) == pytest.approx(expected)
    assert as_index(interval(resampled(logs, draws(shape[0], 50)))) == pytest.approx(np.stack([expected] * 2))


def test_an_interval_holds_the_middle_95_of_a_hundred_draws() -> None:
    lines = np.tile(np.arange(101.0)[:, None], (1, 2))
    lines[:, 1] = np.nan
    assert interval(lines) == pytest.approx(np.array([[2.5, np.nan], [97.5, np.nan]]), nan_ok=True)
