"""Contenders must give the same answer, or their times say nothing."""

from collections.abc import Mapping

SQUARE_METRE = 1.0


class Disagrees(Exception):
    """Two contenders differ by more than the tolerance."""


def most_apart(answers: Mapping[str, Mapping[str, float]]) -> float:
    """The greatest difference between any two contenders in any figure that they all give.

    Raises Disagrees where they do not give the same figures.
    """
    figures = {name: set(answer) for name, answer in answers.items()}
    first = next(iter(figures.values()))
    if odd := [name for name, keys in figures.items() if keys != first]:
        raise Disagrees(f"{', '.join(odd)} gave other figures than the rest: {figures}")
    values = [[answer[key] for answer in answers.values()] for key in first]
    return max((max(row) - min(row) for row in values), default=0.0)


def require(apart: float, tolerance: float, what: str) -> float:
    """Give back how far apart two answers are. Raises Disagrees where that is more than the tolerance, or no number."""
    if not apart <= tolerance:
        raise Disagrees(f"{what}: {apart:g} apart, and at most {tolerance:g} is allowed")
    return apart


def at_least(value: float, least: float, what: str) -> float:
    """Give back a value. Raises Disagrees where it is less than it has to be, or no number."""
    if not value >= least:
        raise Disagrees(f"{what}: {value:g}, and at least {least:g} is wanted")
    return value
