"""The habitats of the statutory biodiversity metric, by name.

`metric_habitats.csv` names every habitat of the metric and whether it is measured in hectares or kilometres. Source:
Defra, the statutory biodiversity metric calculation tool (February 2024), sheets G-1, G-6 and G-7, where hedgerows and
watercourses stand without the words before the dash; Open Government Licence v3.0.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from lnrs.significance import plainly

NEAR_NAMES = 3


@dataclass(frozen=True)
class Habitat:
    """A habitat of the metric. `measured_in` is `ha` or `km`."""

    name: str
    measured_in: str

    @property
    def fills_land(self) -> bool:
        """Whether it takes up land, so that no two can be at one place: lines do not, nor do trees that stand alone."""
        return self.measured_in == "ha" and not self.name.startswith("Individual trees - ")


@cache
def metric_habitats() -> tuple[Habitat, ...]:
    """Every habitat of the metric, in the metric's order."""
    text = files("lnrs_web.planning").joinpath("metric_habitats.csv").read_text(encoding="utf-8")
    return tuple(Habitat(**row) for row in csv.DictReader(text.splitlines()))


def named(text: str, others: Iterable[str] = ()) -> Habitat | None:
    """The habitat that a person means: by its full name, or by the part after the dash where only one has it.

    `others` are names that a strategy uses beside the metric's.
    """
    known = _known(others)
    if found := known.get(plainly(text)):
        return found
    short = [one for name, one in known.items() if name.partition(" - ")[2] == plainly(text)]
    return short[0] if len(short) == 1 else None


def near(text: str, others: Iterable[str] = ()) -> list[str]:
    """Names that look like one that is not known, the nearest first."""
    known = _known(others)
    asked = plainly(text)
    names = {name: one.name for name, one in known.items()} | {
        name.partition(" - ")[2]: one.name for name, one in known.items()
    }
    found = [names[match] for match in get_close_matches(asked, names, 2 * NEAR_NAMES, cutoff=0.7)]
    holding = [one.name for name, one in known.items() if asked and asked in name]
    return list(dict.fromkeys([*found, *holding]))[:NEAR_NAMES]


def _known(others: Iterable[str]) -> dict[str, Habitat]:
    lines = ("Hedgerow", "Watercourse")
    extra = {plainly(name): Habitat(name, "km" if name.startswith(lines) else "ha") for name in others}
    return extra | _metric()


@cache
def _metric() -> dict[str, Habitat]:
    return {plainly(one.name): one for one in metric_habitats()}
