"""The shares of lists are the most likely ones, species by species, and their errors those of the curve there."""

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from lnrs.targets.list_length import reporting
from lnrs.targets.records import Lists


def invented(seed: int) -> Lists:
    """Visits with lists of several lengths, and species that are on some of them; some never, some always."""
    rng = np.random.default_rng(seed)
    years, lengths = int(rng.integers(2, 6)), (1, 2, 4, 9)
    visits = rng.integers(0, 15, (years, 4))
    visits[0, 1] += 1
    chance = rng.choice([0.0, 0.1, 0.5, 0.9, 1.0], (3, years, 4))
    return Lists(
        ("a", "b", "c"), tuple(range(2000, 2000 + years)), lengths, visits, rng.binomial(visits, chance), 1, 1, 1
    )


def unlikely(at: np.ndarray, given: Lists, species: int, usual: float) -> float:
    """Minus the logarithm of the posterior, visit by visit."""
    level, years, effect = at[0], at[1:-1], at[-1]
    total = level**2 / 200 + sum(one**2 for one in years) / 8 + (effect - 1) ** 2 / 2
    for year in range(len(given.years)):
        for number, length in enumerate(given.lengths):
            logit = level + years[year] + effect * log(length / usual)
            seen, visits = given.seen[species, year, number], given.visits[year, number]
            total += visits * np.logaddexp(0, logit) - seen * logit
    return float(total)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=12)
def test_every_species_has_its_most_likely_shares(seed: int) -> None:
    lists = invented(seed)
    found = reporting(lists)
    lengths = [length for number, length in enumerate(lists.lengths) for _ in range(lists.visits[:, number].sum())]
    assert found.usual_length == np.median(lengths)
    for species in range(3):
        start = np.zeros(len(lists.years) + 2)
        best = minimize(unlikely, start, (lists, species, found.usual_length), method="BFGS", options={"gtol": 1e-7})
        logit = best.x[0] + best.x[1:-1]
        visited = lists.visits.sum(axis=1) > 0
        share = 1 / (1 + np.exp(-logit))
        assert found.share[species][visited] == pytest.approx(share[visited], rel=1e-3)
        assert np.isnan(found.share[species][~visited]).all()
        assert found.length_effect[species] == pytest.approx(best.x[-1], abs=1e-3)
        assert found.log_se[species][visited] == pytest.approx(
            plain_errors(best.x, lists, species, found.usual_length)[visited], rel=0.02
        )


def plain_errors(at: np.ndarray, lists: Lists, species: int, usual: float) -> np.ndarray:
    """The standard error of the logarithm of each year's share, from the bend of the posterior by differences."""
    step, size = 1e-3, len(at)
    bend = np.empty((size, size))
    moves = np.eye(size) * step
    for one in range(size):
        for other in range(size):
            corners = [
                sign * unlikely(at + a * moves[one] + b * moves[other], lists, species, usual)
                for a, b, sign in ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1))
            ]
            bend[one, other] = sum(corners) / (4 * step**2)
    spread = np.linalg.inv(bend)
    errors = []
    for year in range(1, size - 1):
        share = 1 / (1 + np.exp(-(at[0] + at[year])))
        errors.append((1 - share) * np.sqrt(spread[0, 0] + 2 * spread[0, year] + spread[year, year]))
    return np.array(errors)
