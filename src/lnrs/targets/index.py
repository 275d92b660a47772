"""The species abundance index of a table: the line, how sure it is, and what has to be said with it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lnrs.errors import IndexProblems, Problem
from lnrs.targets import state_space
from lnrs.targets.abundance import Abundance, Floats
from lnrs.targets.chained import as_index, chained, resampled
from lnrs.targets.relative import Ends, log_relative, log_values
from lnrs.targets.resample import draws, interval
from lnrs.targets.smooth import FEWEST_YEARS, spline
from lnrs.targets.statutory import Outcome, halted, outcomes, reversed_by_2042

FEWEST_SPECIES = 5
"""With fewer species no interval is given: it would say how alike they are, and not how sure the index is."""
THIN_SPECIES = 5
"""A year to which fewer species lead is told of."""
SETTLED = 1.1
"""The largest `r_hat` at which chains count as settled (Gelman and others 2013)."""


@dataclass(frozen=True, eq=False)
class Line:
    """An index by year, 100 in the first, with the ends of its interval of 95 % where there is one."""

    index: Floats
    lower: Floats | None = None
    upper: Floats | None = None


@dataclass(frozen=True, eq=False)
class SpeciesIndex:
    """An index, raw and smooth, and what has to be said with it."""

    method: str
    years: tuple[int, ...]
    species: int
    with_value: tuple[int, ...]
    """How many species have a value in each year."""
    raw: Line
    smooth: Line | None
    """None where there are too few years."""
    outcomes: tuple[Outcome, ...]
    """The law's tests of the smooth line, or of the raw one where there is none; of years in which a species has a
    value alone."""
    chances: tuple[float | None, ...]
    """In which share of the draws each test is met; None where it is open, or there are no draws."""
    cautions: tuple[str, ...]


def by_resampling(
    table: Abundance,
    *,
    ends: Ends = "leave",
    count: int = 1_000,
    seed: int = 1,
    degrees_of_freedom: float | None = None,
) -> SpeciesIndex:
    """The geometric mean of growth, a penalised spline through it, and intervals from species drawn again.

    Raises IndexProblems where no index can be made of the table, or none as smooth as `degrees_of_freedom` ask.
    """
    _sound(table)
    logs = log_relative(table.values, ends=ends)
    index = chained(logs)
    lines = resampled(logs, draws(len(logs), count, seed)) if len(logs) >= FEWEST_SPECIES else None
    raw = _line(index.log_index, lines)
    cautions = [*_about(table), *_about_draws(table, lines)]
    smooth = None
    if len(table.years) < FEWEST_YEARS:
        cautions.append(f"There are fewer than {FEWEST_YEARS} years, so the index is not smoothed.")
    else:
        try:
            smoother = spline(index.log_index, degrees_of_freedom)
        except ValueError as error:
            raise IndexProblems([Problem("The smoothing", f"cannot be done. {error}")]) from None
        lines = None if lines is None else smoother.through(lines)
        smooth = _line(smoother.through(index.log_index), lines)
    steps = (
        "geometric mean",
        *["penalised spline"] * (smooth is not None),
        *["species resampled"] * (lines is not None),
    )
    return _made(", ".join(steps), table, raw, smooth, lines, cautions)


def by_model(table: Abundance, *, exact_start: bool = False, count: int = 1_000, seed: int = 1) -> SpeciesIndex:
    """The state-space model of Freeman and others (2020): see `state_space`. `count` draws of each of two chains.

    Raises IndexProblems where no index can be made of the table, or it has too little for the model.
    """
    _sound(table)
    if len(table.species) < FEWEST_SPECIES:
        what = f"has {len(table.species)} species; the model needs {FEWEST_SPECIES}."
        raise IndexProblems([Problem("The table", what, "Leave --model out.")])
    try:
        found = state_space.sample(
            log_values(table.values),
            table.log_se,
            exact_start=exact_start,
            draws=count,
            burn=max(count // 2, 1),
            seed=seed,
        )
    except ValueError as error:
        raise IndexProblems([Problem("The table", str(error), "Leave --model out.")]) from None
    cautions = _about(table)
    if found.worst_r_hat > SETTLED:
        cautions.append(
            f"The chains have not settled (R-hat {found.worst_r_hat:.2f}, above {SETTLED}): ask for more draws before "
            "the intervals are used."
        )
    return _made(
        "state-space model of Freeman and others (2020)",
        table,
        _line(np.median(found.species_mean, axis=0), found.species_mean),
        _line(np.median(found.smooth, axis=0), found.smooth),
        found.smooth,
        cautions,
    )


def _sound(table: Abundance) -> None:
    """Refuse what no index can be made of."""
    problems = []
    if len(table.years) < 2:
        problems.append(Problem("The table", "has one year; an index needs two."))
    for name, row in zip(table.species, table.values, strict=True):
        if not np.nansum(row) > 0:
            problems.append(Problem("The table", f"{name} was never seen.", "Leave it out."))
    pairs = chained(log_relative(table.values)).pairs if not problems else ()
    for year, count in zip(table.years, pairs, strict=False):
        if count == 0:
            what = f"no species spans {year} and {year + 1}, so the index breaks off."
            problems.append(
                Problem("The table", what, f"Give the years to {year}, or those from {year + 1} on, apart.")
            )
    if problems:
        raise IndexProblems(problems)


def _about(table: Abundance) -> list[str]:
    """What is thin, or was changed, in a table."""
    cautions = []
    pairs = chained(log_relative(table.values)).pairs
    thin = [str(year + 1) for year, count in zip(table.years, pairs, strict=False) if count < THIN_SPECIES]
    if thin:
        cautions.append(f"Fewer than {THIN_SPECIES} species lead to {_listed(thin)}.")
    empty = [str(year) for year, values in zip(table.years, table.values.T, strict=True) if np.isnan(values).all()]
    if empty:
        cautions.append(f"No species has a value in {_listed(empty)}: the line is bridged there, and tests nothing.")
    zeros = int((table.values == 0).sum())
    if zeros:
        cautions.append(
            f"{zeros} values of 0 count as a hundredth of the species' first year: 0 has no geometric mean."
        )
    return cautions


def _about_draws(table: Abundance, lines: Floats | None) -> list[str]:
    if lines is None:
        return [f"There is no interval: it needs {FEWEST_SPECIES} species, and the table has {len(table.species)}."]
    broken = float(np.isnan(lines).any(axis=1).mean())
    if broken:
        return [f"{broken:.1%} of the resamples lack a year that few species lead to; its interval leaves them out."]
    return []


def _listed(years: list[str]) -> str:
    return ", ".join(years) if len(years) <= 6 else f"{', '.join(years[:5])} and {len(years) - 5} years more"


def _line(middle: Floats, lines: Floats | None) -> Line:
    if lines is None:
        return Line(as_index(middle))
    lower, upper = as_index(interval(lines))
    return Line(as_index(middle), lower, upper)


def _made(
    method: str, table: Abundance, raw: Line, smooth: Line | None, lines: Floats | None, cautions: list[str]
) -> SpeciesIndex:
    judged = smooth or raw
    with_value = tuple(np.isfinite(table.values).sum(axis=0).tolist())
    told = zip(table.years, judged.index.tolist(), with_value, strict=True)
    found = outcomes({year: figure for year, figure, count in told if count})
    chances = tuple(
        None if one.met is None or lines is None else _chance(table, lines, one.target.years, test)
        for one, test in zip(found, (halted, reversed_by_2042), strict=True)
    )
    return SpeciesIndex(
        method, table.years, len(table.species), with_value, raw, smooth, found, chances, tuple(cautions)
    )


def _chance(
    table: Abundance, lines: Floats, needed: tuple[int, ...], test: Callable[[dict[int, float]], Outcome]
) -> float | None:
    """The share of draws, among those in which it can be said, that meet a test."""
    at = [table.years.index(year) for year in needed]
    met = [test(dict(zip(needed, line, strict=True))).met for line in as_index(lines[:, at]).tolist()]
    said = [one for one in met if one is not None]
    return sum(said) / len(said) if said else None
