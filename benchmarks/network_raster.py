"""How many 10 m cells of England are mapped, by cell of 100 m: beside rasterio (GDAL), both in one process."""

from pathlib import Path

import numpy as np
from rasterio.features import rasterize
from rasterio.transform import from_origin

from benchmarks.agreement import require
from benchmarks.apart import Timed, finish, told
from benchmarks.apart import timed as time_of
from benchmarks.network_cases import PLACES, england
from benchmarks.network_join import Places, places_of
from benchmarks.report import Table
from lnrs.network import squares
from lnrs.network.cells import FINE_M, counts_in
from lnrs.network.land_once import land_once

AREAS = {"small": (40, 42), "full": tuple(range(1, 49))}
CELL_M = 100
MOST_APART = 1e-4
"""Share of cells: a centre that lies on an edge falls to either side, and ours moves edges by half a millimetre."""
COLUMNS = ("who", "time, s", "times ours", "memory, GB", "cells of 10 m")

BySquare = dict[str, np.ndarray]


def run(size: str) -> list[Table]:
    """One table; polygons are cut along the squares and counted once before, which is not timed."""
    network = told(england, PLACES[size])
    runs = {name: finish(timed, name, network, AREAS[size]) for name in CONTENDERS}
    ours_s, cells = runs["lnrs"].seconds, runs["lnrs"].answer["cells"]
    most = max(abs(one.answer["cells"] - cells) for one in runs.values()) / cells
    apart = require(most, MOST_APART, "cells that are mapped")
    rows = tuple(
        (name, one.seconds, one.seconds / ours_s, one.peak_gb, one.answer["cells"]) for name, one in runs.items()
    )
    answer = runs["lnrs"].answer
    notes = (
        f"{answer['squares']:,} squares of a million cells, {answer['polygons']:,} polygons.",
        f"They agree to a share of {apart:.1g} of the cells.",
    )
    return [Table("Mapped land on 10 m cells, summed by 100 m", COLUMNS, rows, notes)]


def by_square(places: Places) -> BySquare:
    """The land of each square without overlap."""
    shapes = places.geometry.to_numpy()
    leaves = squares.leaves_its_square(shapes)
    _, square, pieces = squares.cut(shapes[leaves])
    names = np.concatenate([squares.home_squares(shapes[~leaves]), square])
    parts = np.concatenate([shapes[~leaves], pieces])
    return {str(name): land_once(parts[names == name]) for name in np.unique(names)}


def ours(land: BySquare) -> int:
    """`counts_in`, as the build asks it."""
    return sum(int(counts_in([parts], squares.corner(name), CELL_M).sum()) for name, parts in land.items())


def by_rasterio(land: BySquare) -> int:
    """`rasterize` a square to 10 m cells and sum blocks of ten by ten."""
    side, block = squares.SIDE_M // FINE_M, CELL_M // FINE_M
    total = 0
    for name, parts in land.items():
        if not len(parts):
            continue
        west, south = squares.corner(name)
        burnt = rasterize(
            ((part, 1) for part in parts),
            (side, side),
            transform=from_origin(west, south + squares.SIDE_M, FINE_M, FINE_M),
            dtype="uint8",
        )
        total += int(burnt.reshape(side // block, block, side // block, block).sum((1, 3), dtype=np.int32).sum())
    return total


CONTENDERS = {"lnrs": ours, "rasterio rasterize + sum": by_rasterio}


def timed(contender: str, network: Path, ids: tuple[int, ...]) -> Timed:
    """Cells, squares and polygons by one of the contenders; kernels are compiled before."""
    land = by_square(places_of(network, ids))
    ours(dict([next(iter(land.items()))]))
    got = time_of(CONTENDERS[contender], land)
    answer = {"cells": got.answer, "squares": len(land), "polygons": sum(map(len, land.values()))}
    return Timed(got.seconds, got.cpu_s, answer)
