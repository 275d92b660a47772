"""A problem of choice, as an immutable value: which measure on which parcel, out of those that could go there.

An *option* is one measure on one parcel. Everything a problem holds is kept by option, so that a county with fifty
measures and few places for each costs no more than its options.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Objective = Literal["least cost", "least shortfall", "most benefit"]

ONLY = "chosen"
"""The name of the measure where there is but one: the parcel is chosen or not."""


class Target(NamedTuple):
    """At least `amount` of a feature, in the feature's unit."""

    feature: int
    amount: float


class Budget(NamedTuple):
    """At most `limit`, in pounds or hectares, over some options with so much each."""

    name: str
    limit: float
    options: Ints
    each: Floats


@dataclass(frozen=True, eq=False)
class Pairs:
    """Options that are worth more together: where both of a pair are chosen, each feature gains `amount` (features,
    pairs) and the objective is less by `relief` (pairs,). Neither is ever negative."""

    one: Ints
    other: Ints
    relief: Floats
    amount: sparse.csr_array


@dataclass(frozen=True, eq=False)
class Problem:
    """What may be chosen, what it costs and gives, and what is asked of the choice.

    Arrays by option (k,) are in the order of the parcels, so that a parcel's options are neighbours. Compose problems
    with the functions of this package; each returns a new problem and leaves the old one as it was.
    """

    units: pd.Index
    measures: tuple[str, ...]
    features: tuple[str, ...]
    unit: Ints
    measure: Ints
    cost: Floats
    area_ha: Floats
    """By parcel (n,)."""
    amount: sparse.csr_array
    """What each option gives of each feature (features, k)."""
    pairs: Pairs
    penalty: Floats
    """Charged to the objective for each option (k,), on top of what it costs: its outline, where land is to be
    compact."""
    locked_in: Flags
    locked_out: Flags
    objective: Objective = "least cost"
    weights: Floats = field(default_factory=lambda: np.empty(0))
    """Worth of each feature (features,)."""
    targets: tuple[Target, ...] = ()
    budgets: tuple[Budget, ...] = ()
    exclusive: tuple[tuple[int, ...], ...] = ()
    """Sets of measures of which a parcel can have one at most."""

    @property
    def options(self) -> int:
        """How many options there are."""
        return len(self.unit)


def problem(
    cost: pd.Series | pd.DataFrame,
    features: Mapping[str, pd.Series | pd.DataFrame],
    *,
    area_ha: pd.Series | None = None,
) -> Problem:
    """Say what may be chosen: cost in pounds of each parcel (a series), or of each measure on each parcel (a table,
    parcels by measures, NaN where the measure cannot go).

    Each feature is a series (what a parcel gives once, under any measure) or a table with a column for each measure
    that gives any. `area_ha` is needed for budgets in hectares only. Everything has the index of `cost`.

    Raises ValueError where an index or a measure is unknown, or a figure is negative, infinite or missing.

    >>> cost = pd.Series([3.0, 2.0], index=["north field", "south field"])
    >>> problem(cost, {"meadow_ha": pd.Series([4.0, 1.0], index=cost.index)}).options
    2
    """
    table = cost.to_frame(ONLY) if isinstance(cost, pd.Series) else cost
    if not table.index.is_unique or not table.columns.is_unique:
        raise ValueError("Each parcel and each measure can be named once only.")
    prices = table.to_numpy(dtype=float)
    unit, measure = (place.astype(np.int64) for place in np.nonzero(~np.isnan(prices)))
    rows = [_by_option(name, figures, table, unit, measure) for name, figures in features.items()]
    area = np.ones(len(table)) if area_ha is None else _figures("area_ha", area_ha, table.index)
    none = np.zeros(0, np.int64)
    return Problem(
        units=table.index,
        measures=tuple(map(str, table.columns)),
        features=tuple(features),
        unit=unit,
        measure=measure,
        cost=_sound("cost", prices[unit, measure]),
        area_ha=area,
        amount=sparse.csr_array(sparse.vstack(rows) if rows else (0, len(unit))),
        pairs=Pairs(none, none, np.zeros(0), sparse.csr_array((len(features), 0))),
        penalty=np.zeros(len(unit)),
        locked_in=np.zeros(len(unit), bool),
        locked_out=np.zeros(len(unit), bool),
        weights=np.ones(len(features)),
    )


def option_at(problem: Problem) -> Ints:
    """The option of each measure on each parcel (n, measures), -1 where there is none."""
    place = np.full((len(problem.units), len(problem.measures)), -1, np.int64)
    place[problem.unit, problem.measure] = np.arange(problem.options)
    return place


def most(problem: Problem, feature: str) -> float:
    """What of a feature could be had at most if every parcel gave its best, one measure each: what relative targets are
    a share of. Gains of pairs are left out."""
    row = problem.amount[[named(problem.features, feature, "feature")]].toarray()[0]
    best = np.zeros(len(problem.units))
    np.maximum.at(best, problem.unit, np.where(problem.locked_out, 0.0, row))
    return float(best.sum())


def named(names: tuple[str, ...], name: str, what: str) -> int:
    """The place of a name. Raises ValueError where it is not there."""
    if name not in names:
        raise ValueError(f"There is no {what} called {name!r}; there are {', '.join(names) or 'none'}.")
    return names.index(name)


def positions(units: pd.Index, wanted: Sequence) -> Ints:
    """The places of some parcels, given by label. Raises ValueError where one is not there."""
    labels = list(wanted)
    place = units.get_indexer(pd.Index(labels, dtype=units.dtype)) if labels else np.zeros(0, np.int64)
    if (place < 0).any():
        raise ValueError(f"There is no parcel {labels[int(np.argmin(place))]!r}.")
    return place.astype(np.int64)


def _by_option(
    name: str, figures: pd.Series | pd.DataFrame, table: pd.DataFrame, unit: Ints, measure: Ints
) -> sparse.csr_array:
    if isinstance(figures, pd.Series):
        return sparse.csr_array(_figures(name, figures, table.index)[unit][None])
    if unknown := set(figures.columns) - set(table.columns):
        raise ValueError(f"{name}: there is no measure called {min(map(str, unknown))!r}.")
    row = np.zeros(len(unit))
    for column in figures:
        here = measure == table.columns.get_loc(column)
        row[here] = _figures(name, figures[column], table.index)[unit[here]]
    return sparse.csr_array(row[None])


def _figures(name: str, figures: pd.Series, index: pd.Index) -> Floats:
    if not figures.index.equals(index):
        raise ValueError(f"{name}: the parcels are not those of cost, in the same order.")
    return _sound(name, figures.to_numpy(dtype=float))


def _sound(name: str, figures: Floats) -> Floats:
    if not np.isfinite(figures).all() or (figures < 0).any():
        raise ValueError(f"{name}: every figure has to be a number of 0 or more.")
    return figures
