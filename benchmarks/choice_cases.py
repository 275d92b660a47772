"""Invented counties to choose in: measures on parcels under district budgets, and compact land on a grid of parcels."""

import numpy as np
import pandas as pd
from scipy.ndimage import gaussian_filter

from lnrs import prioritise as choice

DISTRICTS = 12
THEMES = 5
SEED = 1


def measures_on_parcels(parcels: int, measures: int) -> choice.Problem:
    """Least cost for 5 themes and the area of 10 measures, at most one measure on a parcel, and at most 35 % of the
    land of each of 12 districts."""
    rng = np.random.default_rng(SEED)
    units, names = pd.RangeIndex(parcels), [f"measure {k}" for k in range(measures)]
    place = np.stack([np.arange(parcels) % 389, np.arange(parcels) // 389], axis=1) / [389, max(parcels / 389, 1)]
    area = rng.lognormal(1.0, 0.8, parcels)
    price = rng.lognormal(0, 0.4, parcels) * (1 + place[:, 0])
    spread = rng.uniform(0.5, 2, (1, measures)) * rng.lognormal(0, 0.3, (parcels, measures))
    give = {}
    for theme in range(THEMES):
        some = names[theme::THEMES]
        worth = rng.lognormal(0, 0.5, (parcels, 1)) * rng.uniform(0.3, 1, (parcels, len(some)))
        give[f"theme {theme}"] = pd.DataFrame(area[:, None] * worth, units, some)
    areas = {f"area of {name}": pd.DataFrame({name: area}, units) for name in names[:: max(measures // 10, 1)]}
    cost = pd.DataFrame(1_000 * (area * price)[:, None] * spread, units, names)
    p = choice.problem(cost, give | areas, area_ha=pd.Series(area, units))
    p = choice.exclusive(choice.least_cost(p))
    p = choice.with_targets(p, dict.fromkeys(give, 0.03) | dict.fromkeys(areas, 0.01), relative=True)
    district = (place[:, 0] * 4).astype(int) + 4 * np.minimum((place[:, 1] * 3).astype(int), 2)
    for number in range(DISTRICTS):
        here = np.flatnonzero(district == number)
        if len(here):
            limit = 0.35 * area[here].sum()
            p = choice.with_budget(p, limit, of="area_ha", units=units[here], name=f"in district {number}")
    return p


def compact_land(parcels: int, features: int = 10) -> choice.Problem:
    """Least cost and outline for a fifth of each of ten features, on square parcels side by side."""
    rng = np.random.default_rng(SEED)
    side = int(parcels**0.5)
    count = side * side
    units = pd.RangeIndex(count)
    number = np.arange(count).reshape(side, side)
    beside = [(number[:, :-1], number[:, 1:]), (number[:-1], number[1:])]
    pairs = np.concatenate([np.stack([a.ravel(), b.ravel()], axis=1) for a, b in beside])
    cost = pd.Series((1 + 5 * _hills(rng, side)) * rng.uniform(0.5, 1.5, count), units)
    give = {
        f"feature {k}": pd.Series(np.maximum(_hills(rng, side) - 0.5, 0) * 10 * rng.uniform(0.5, 1.5, count), units)
        for k in range(features)
    }
    p = choice.with_targets(choice.least_cost(choice.problem(cost, give)), dict.fromkeys(give, 0.2), relative=True)
    return choice.compact(p, pairs, np.ones(len(pairs)), np.full(count, 4.0), penalty=1.0)


def _hills(rng: np.random.Generator, side: int) -> np.ndarray:
    ground = gaussian_filter(rng.normal(size=(side, side)), 3)
    return ((ground - ground.min()) / np.ptp(ground)).ravel()


CASES = {"measures on parcels": measures_on_parcels, "compact land": compact_land}
