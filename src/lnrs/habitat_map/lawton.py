"""Better, bigger, more, joined: Lawton's four principles as figures, before the measures and after all of them.

Lawton et al. (2010), Making Space for Nature, asks for sites that are better managed, bigger, more, and joined. After
means after every mapped measure: what the strategy offers, not what is likely to be done.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from lnrs.ecology.patches import Pairs, patch_areas_ha
from lnrs.habitat_map.choose import Chosen
from lnrs.model import PotentialMeasure

EVERY = "every habitat"
"""The row in which all habitats make one network."""

NOWHERE = -2
"""The number of a habitat that no land has."""

JOINED_AT_M = 1_000.0
"""Mean dispersal distance at which habitats are said to be joined, the same for all so that they can be compared; the
rules' own criteria say others."""

Flags = npt.NDArray[np.bool_]
Connected = Callable[[Flags], float]
"""Hectares of equivalent connected area of some pieces of land."""


@dataclass(frozen=True)
class Habitat:
    """Land of one habitat, as flags over the pieces."""

    name: str
    before: Flags
    after: Flags
    """With the land that measures make it; nothing is taken off."""
    managed: Flags
    """Of the land before, where a measure for this habitat goes."""


def habitats(measures: Sequence[PotentialMeasure], chosen: Sequence[Chosen], land: gpd.GeoDataFrame) -> list[Habitat]:
    """All habitats together first, then each that there is or would be, by name.

    A measure says which habitat it makes or improves: it improves land that is that habitat, and makes it of the rest.
    """
    code, names = pd.factorize(land["habitat"])
    number, none = {str(name): place for place, name in enumerate(names)}, np.zeros(len(land), bool)
    meant: dict[str, Flags] = {}
    for measure, one in zip(measures, chosen, strict=True):
        if measure.habitat:
            meant.setdefault(measure.habitat, none.copy())[one.pieces] = True
    each = []
    for name in sorted({*number, *meant} - {""}):
        before, served = code == number.get(name, NOWHERE), meant.get(name, none)
        each.append(Habitat(name, before, before | served, before & served))
    together = (np.logical_or.reduce([none, *flags]) for flags in zip(*_flags(each), strict=True))
    return [Habitat(EVERY, *together), *each] if each else []


def _flags(found: Sequence[Habitat]) -> list[tuple[Flags, Flags, Flags]]:
    return [(one.before, one.after, one.managed) for one in found]


def lawton(
    found: Sequence[Habitat], pairs: Pairs, area_ha: npt.NDArray[np.float64], connected: Connected
) -> pd.DataFrame:
    """One row a habitat: habitat, managed_ha, and, for `before` and `after`, area_…_ha, patches_…, patch_…_ha and
    connected_…_ha.

    `pairs` (n, 2) says which pieces adjoin. patch_…_ha is the size of the patch that a hectare of the habitat lies
    in, on average (the sum of squares over the sum: the effective mesh size of the habitat's own land, Jaeger 2000),
    which unlike the mean size is not moved by crumbs.
    """
    rows: list[dict[str, object]] = []
    for one in found:
        row: dict[str, object] = {"habitat": one.name, "managed_ha": float(area_ha[one.managed].sum())}
        for when, land in (("before", one.before), ("after", one.after)):
            patches = patch_areas_ha(land, pairs, area_ha)
            whole = float(patches.sum())
            row |= {
                f"area_{when}_ha": whole,
                f"patches_{when}": len(patches),
                f"patch_{when}_ha": float((patches**2).sum() / whole) if whole else 0.0,
                f"connected_{when}_ha": connected(land) if whole else 0.0,
            }
        rows.append(row)
    return pd.DataFrame(rows)


def every(table: pd.DataFrame) -> dict[str, Any]:
    """The row of `lawton` in which all habitats are one network; nothing where the land has no habitat."""
    rows = table[table["habitat"] == EVERY].to_dict("records") if len(table) else []
    return {str(name): value for name, value in rows[0].items()} if rows else {}
