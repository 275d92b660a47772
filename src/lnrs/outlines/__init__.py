"""The outlines of the 48 strategy areas, generalised, and where they meet the sea.

`outlines.json` is a TopoJSON file of shared arcs with corners on the 100 m grid, so that neighbours join exactly. It is
generalised from Natural England's Local Nature Recovery Strategy Areas (England), Open Government Licence v3.0: fit for
an invented landscape and for small maps, never for measuring.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from shapely import LineString, MultiLineString, MultiPolygon, Polygon

from lnrs.errors import NotFound, Problem


def outline(lnrs_id: int) -> MultiPolygon:
    """The generalised outline of one strategy area, in metres on the national grid.

    Raises NotFound where no area has that number.
    """
    known = _areas()
    if lnrs_id not in known:
        raise NotFound([Problem("area", f"there is no strategy area {lnrs_id}.", "Areas are numbered 1 to 48.")])
    arcs = _arcs()
    return MultiPolygon([Polygon(_ring(rings[0], arcs)) for rings in known[lnrs_id]])


def coast(lnrs_id: int) -> MultiLineString:
    """The parts of an area's outline that face the sea or an estuary; empty for a landlocked area."""
    used = {_arc_number(arc) for rings in _areas()[lnrs_id] for arc in rings[0]}
    facing_sea = [arc[0] for arc in _topology()["objects"]["coast"]["arcs"] if arc[0] in used]
    arcs = _arcs()
    return MultiLineString([LineString(arcs[arc]) for arc in facing_sea])


@cache
def _topology() -> dict[str, Any]:
    return json.loads(files("lnrs.outlines").joinpath("outlines.json").read_text(encoding="utf-8"))


@cache
def _areas() -> dict[int, list[list[list[int]]]]:
    """Arc numbers of each polygon's rings by area; a number below zero is that arc (`~number`) backwards."""
    return {area["id"]: area["arcs"] for area in _topology()["objects"]["areas"]["geometries"]}


@cache
def _arcs() -> tuple[np.ndarray, ...]:
    scale = np.array(_topology()["transform"]["scale"], dtype=float)
    return tuple(np.cumsum(arc, axis=0) * scale for arc in _topology()["arcs"])


def _arc_number(arc: int) -> int:
    return arc if arc >= 0 else ~arc


def _ring(ring: list[int], arcs: tuple[np.ndarray, ...]) -> np.ndarray:
    """Corners of a ring; consecutive arcs share an end, which is kept once."""
    parts = [arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring]
    return np.vstack([parts[0], *(part[1:] for part in parts[1:])])
