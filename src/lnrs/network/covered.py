"""The land of each kind in one square, counted once: for an area by itself, and for all areas together.

Two states of each habitat are told apart: what is there `now`, and what would be there if every mapped measure that
creates or restores it were `delivered`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lnrs.network.land_once import Places, land_once

ENGLAND = 0
"""The scope of all areas together; an area's own scope is its number."""

STATES = ("now", "delivered")

GIVES_HABITAT = ("create", "restore")
"""Actions that make land into a habitat which it is not now. Others look after what is there, or help it."""

Parts = npt.NDArray[Any]
"""Polygons that do not overlap."""


class Kind(NamedTuple):
    """What is measured: `important`, `become`, `measures`, `action`, `habitat` (mapped measures by their habitat),
    `now` or `delivered`; with the action or habitat it is about."""

    layer: str
    about: str = ""


class Rows(NamedTuple):
    """What a layer has in a square: arrays of one length, texts empty where the layer does not say them."""

    place: npt.NDArray[Any]
    ref: npt.NDArray[Any]
    habitat: npt.NDArray[Any]
    action: npt.NDArray[Any]
    geometry: npt.NDArray[Any]

    def where(self, chosen: npt.NDArray[np.bool_]) -> "Rows":
        """Some of the rows."""
        return Rows(*(column[chosen] for column in self))


def covered(rows: Mapping[str, Rows]) -> dict[Kind, Parts]:
    """The land of each kind in one square of one area, by `measures`, `important`, `become` and `habitats`."""
    kinds: dict[Kind, Parts] = {}
    for layer in ("important", "become"):
        kinds[Kind(layer)] = land_once(rows[layer].geometry)
    measures, present = rows["measures"], rows["habitats"]
    places, every = Places(measures.geometry), np.ones(len(measures.geometry), bool)
    kinds[Kind("measures")] = places.once(every)
    kinds |= {Kind("action", name): parts for name, parts in _by(measures.action, places, every)}
    kinds |= {Kind("habitat", name): parts for name, parts in _by(measures.habitat, places, every)}
    of_present = _by(present.habitat, Places(present.geometry), np.ones(len(present.geometry), bool))
    kinds |= {Kind("now", habitat): parts for habitat, parts in of_present}
    given = np.isin(measures.action, GIVES_HABITAT) & (measures.habitat != "")
    new = dict(_by(measures.habitat, places, given))
    for habitat in sorted({*new, *(kind.about for kind in kinds if kind.layer == "now")}):
        now = kinds.get(Kind("now", habitat), _NONE)
        kinds[Kind("delivered", habitat)] = land_once(np.concatenate([now, new[habitat]])) if habitat in new else now
    return {kind: parts for kind, parts in sorted(kinds.items()) if len(parts)}


def by_scopes(own: Mapping[int, dict[Kind, Parts]]) -> list[tuple[list[int], dict[Kind, Parts]]]:
    """The land of each scope, from that of each area; where there is one area alone, England's is its own."""
    if len(own) == 1:
        return [([*own, ENGLAND], kinds) for kinds in own.values()]
    return [*(([area], kinds) for area, kinds in own.items()), ([ENGLAND], _together(list(own.values())))]


def _together(own: Sequence[Mapping[Kind, Parts]]) -> dict[Kind, Parts]:
    """The land of all areas, of which each piece counts once."""
    kinds = sorted({kind for area in own for kind in area})
    having = {kind: [area[kind] for area in own if kind in area] for kind in kinds}
    return {
        kind: land_once(np.concatenate(all_of)) if len(all_of) > 1 else all_of[0] for kind, all_of in having.items()
    }


def _by(names: npt.NDArray[Any], places: Places, chosen: npt.NDArray[np.bool_]) -> list[tuple[str, Parts]]:
    """The land of the chosen places under each name."""
    return [(name, places.once(chosen & (names == name))) for name in sorted(set(names[chosen].tolist()))]


_NONE = np.array([], object)
