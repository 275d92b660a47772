"""Invented names that sound English. None is a town of the sketch; a hamlet somewhere may bear one by chance."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import numpy as np

SIDES = ("North", "South", "East", "West", "Great", "Little", "Upper", "Lower", "Old", "High", "Long", "Far")
ENDINGS = (
    *("fold", "hurst", "den", "ley", "stead", "combe", "bourne"),
    *("gate", "wick", "mere", "ham", "ridge", "thorn", "holt"),
)


def place_names(random: np.random.Generator, taken: Iterable[str] = ()) -> list[str]:
    """About 1,300 invented place names in random order, none of them in `taken`."""
    known = set(taken)
    names = [stem + ending for stem in _stems() for ending in ENDINGS if stem[-1] != ending[0]]
    return [str(name) for name in random.permutation(names) if name not in known]


@cache
def _stems() -> tuple[str, ...]:
    return tuple(files("lnrs.sketch").joinpath("stems.txt").read_text(encoding="utf-8").split())


def site_names(random: np.random.Generator, endings: list[str]) -> list[str]:
    """One name a site: an invented place and the ending that its habitat asks for; no two alike.

    `endings` holds alternatives parted by `/`: `Down/Bank/Hill`.
    """
    places = place_names(random)
    used: dict[str, None] = {}
    for number, alternatives in enumerate(endings):
        choice = alternatives.split("/")
        name = f"{places[number % len(places)]} {choice[random.integers(len(choice))]}"
        while name in used:
            side = SIDES[random.integers(len(SIDES))]
            name = f"{side} {places[random.integers(len(places))]} {choice[random.integers(len(choice))]}"
        used[name] = None
    return list(used)


def numbered(prefix: str, count: int) -> list[str]:
    """References with as many digits as the last of them needs, and four at least: `SSSI0001`."""
    digits = max(4, len(str(count)))
    return [f"{prefix}{number:0{digits}d}" for number in range(1, count + 1)]
