"""The species abundance index from its definitions, species by species and year by year."""

from itertools import pairwise
from math import exp, log

Row = list[float | None]


def relative(values: Row) -> Row:
    """Against the first year seen, held within a hundredth and a hundred times, gaps on a straight line of logs."""
    first = next((year for year, one in enumerate(values) if one), None)
    if first is None:
        return [None] * len(values)
    base = values[first]
    out = [
        None if one is None or year < first else min(max(one / base, 0.01), 100.0) for year, one in enumerate(values)
    ]
    known = [year for year, one in enumerate(out) if one is not None]
    for left, right in pairwise(known):
        for year in range(left + 1, right):
            share = (year - left) / (right - left)
            out[year] = exp(log(out[left]) * (1 - share) + log(out[right]) * share)
    return out


def held(values: Row) -> Row:
    """The last value carried on to the end."""
    known = [year for year, one in enumerate(values) if one is not None]
    return values if not known else [values[min(year, known[-1])] for year in range(len(values))]


def geometric_mean(values: list[float]) -> float:
    return exp(sum(map(log, values)) / len(values))


def by_growth(species: list[Row]) -> Row:
    """Year by year, the geometric mean of the growth of all that have both years."""
    index: Row = [100.0]
    for year in range(1, len(species[0])):
        both = [one[year] / one[year - 1] for one in species if one[year] is not None and one[year - 1] is not None]
        index.append(index[-1] * geometric_mean(both) if both and index[-1] is not None else None)
    return index


def by_level(species: list[Row]) -> Row:
    """Every species scaled to 100, or to the index of the year in which it enters; then the geometric mean.

    The definition that is published: it has no rule for a species that leaves.
    """
    scaled: list[Row] = []
    index: Row = []
    waiting = sorted((one for one in species if any(one)), key=first_year)
    for year in range(len(species[0])):
        now = [one[year] for one in scaled]
        level = 100.0 if year == 0 else geometric_mean(now) if now else None
        while waiting and first_year(waiting[0]) == year and level is not None:
            entering = waiting.pop(0)
            scaled.append([one and one / entering[year] * level for one in entering])
        index.append(level)
    return index


def first_year(values: Row) -> int:
    return next(year for year, one in enumerate(values) if one is not None)
