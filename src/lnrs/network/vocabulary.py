"""The common words that every strategy's measures are told in: the statutory metric's habitats and six actions.

`habitats.csv` lists the habitats of the statutory biodiversity metric by their names there (Defra, Statutory
biodiversity metric calculation tool, February 2024, Open Government Licence v3), with the metric's broad habitat and
module. `cover`, what such land looks like, is this project's own: by it land of two kinds is found to be at odds.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import get_args

from lnrs.model import Action

ACTIONS: tuple[str, ...] = get_args(Action)
"""What can be done with a habitat, in the order in which ties are broken."""


@dataclass(frozen=True)
class CommonHabitat:
    """A habitat of the statutory metric, `Grassland - Lowland meadows`, and the kind of land that it is."""

    name: str
    broad_habitat: str
    module: str
    """area, hedgerow or watercourse."""
    cover: str
    """What it looks like: grass, wet grass, heath, bog, wet, scrub, trees, wood pasture, orchard, single trees, hedge,
    river, water, shore, open ground, crop or town."""


@cache
def habitats() -> dict[str, CommonHabitat]:
    """Every habitat of the statutory metric by its name."""
    with files("lnrs.network").joinpath("habitats.csv").open(encoding="utf-8") as table:
        return {
            row["habitat"]: CommonHabitat(row["habitat"], row["broad_habitat"], row["module"], row["cover"])
            for row in csv.DictReader(table)
        }
