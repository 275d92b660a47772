"""Least-cost distance from many sources, whole and in tiles, beside scikit-image, SciPy and GRASS, on invented land of
growing size."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import ndimage, sparse
from scipy.sparse import csgraph
from skimage.graph import MCP_Geometric

from benchmarks.agreement import require
from benchmarks.apart import Run, Timed, best_of, finish, told
from benchmarks.cases import BENCH
from benchmarks.floor import copied_a_second
from benchmarks.least_cost_grass import is_here, r_cost
from benchmarks.report import Cell, Table
from lnrs.ecology.least_cost import least_cost
from lnrs.ecology.least_cost_tiles import least_cost_by_tiles

SIDES = {"small": (200, 400), "full": (500, 1_000, 2_000, 4_000)}
SCIPY_CELLS = 1_000_000
"""SciPy is left out of larger rasters: it needs the graph in memory, edge by edge."""

CELL_M, TILE = 10.0, 512
BYTES_A_CELL = 4 + 4 + 8 + 4 + 1
"""Resistance and sources read once; cost, nearest and pointer written once."""

STEPS_A_CELL = 4
"""Each cell has 8 neighbours, each pair of cells one step between them: no exact method leaves one out."""

ROUNDING = 1e-9

Rasters = tuple[npt.NDArray[np.float32], npt.NDArray[np.int32]]


def land(side: int, patches: int | None) -> Rasters:
    """Resistance in six classes that lie in patches some 300 m across, a thirtieth of it barrier, and sources of one
    cell: one for each 1,000 cells, or so many."""
    rng = np.random.default_rng(side)
    field = ndimage.gaussian_filter(rng.standard_normal((side, side), dtype=np.float32), 10)
    classes = np.digitize(field, np.quantile(field, [0.1, 0.3, 0.5, 0.7, 0.9]))
    resistance = np.array([1, 3, 10, 20, 50, 100], np.float32)[classes]
    resistance[rng.random((side, side)) < 1 / 30] = np.nan
    sources = np.zeros((side, side), np.int32)
    at = rng.choice(np.flatnonzero(np.isfinite(resistance)), patches or side * side // 1_000, replace=False)
    sources.flat[at] = np.arange(1, len(at) + 1)
    return resistance, sources


def ours(resistance: npt.NDArray, sources: npt.NDArray) -> npt.NDArray:
    """The whole raster at once, on one core."""
    return least_cost(resistance, sources, cell_m=CELL_M).cost


def ours_in_tiles(resistance: npt.NDArray, sources: npt.NDArray) -> npt.NDArray:
    """The same in tiles, on every core."""
    return least_cost_by_tiles(resistance, sources, cell_m=CELL_M, tile=TILE).cost


def by_scikit_image(resistance: npt.NDArray, sources: npt.NDArray) -> npt.NDArray:
    """scikit-image takes a negative resistance as a barrier."""
    costs = np.where(np.isnan(resistance), -1.0, resistance)
    return MCP_Geometric(costs, sampling=(CELL_M, CELL_M)).find_costs(np.argwhere(sources))[0]


def by_scipy(resistance: npt.NDArray, sources: npt.NDArray) -> npt.NDArray:
    """SciPy is given the graph, which is made within the time since nobody has one at hand."""
    at = np.arange(resistance.size, dtype=np.int32).reshape(resistance.shape)
    ends, weights = [], []
    for one, other, step in (
        (np.s_[:, :-1], np.s_[:, 1:], 1.0),
        (np.s_[:-1], np.s_[1:], 1.0),
        (np.s_[:-1, :-1], np.s_[1:, 1:], np.sqrt(2)),
        (np.s_[:-1, 1:], np.s_[1:, :-1], np.sqrt(2)),
    ):
        weight = (resistance[one].astype(float) + resistance[other]).ravel() * (step * CELL_M / 2)
        passable = np.isfinite(weight)
        ends.append(np.stack([at[one].ravel(), at[other].ravel()])[:, passable])
        weights.append(weight[passable])
    graph = sparse.csr_matrix((np.concatenate(weights), np.concatenate(ends, axis=1)), shape=(at.size, at.size))
    found = csgraph.dijkstra(graph, directed=False, indices=np.flatnonzero(sources), min_only=True)
    return found.reshape(resistance.shape)


GRASS = "GRASS r.cost"

CONTENDERS: dict[str, Callable[..., npt.NDArray]] = {
    "whole": ours,
    "tiles": ours_in_tiles,
    "scikit-image": by_scikit_image,
    "SciPy": by_scipy,
}


def measured(side: int, patches: int | None, who: str, to: Path) -> Timed:
    """The best time of a contender, kernels compiled before; its costs are left in the file `to`."""
    rasters, repeats = land(side, patches), 3 if side <= 1_000 else 2
    if who == GRASS:
        return r_cost(*rasters, CELL_M, to, repeats)
    if who in ("whole", "tiles"):
        CONTENDERS[who](rasters[0][:9, :9], rasters[1][:9, :9] | np.eye(9, dtype=np.int32))
    best = best_of(repeats, lambda: rasters, CONTENDERS[who])
    np.save(to, best.answer)
    return replace(best, answer=to)


def furthest_apart(one: Path, other: Path) -> float:
    """The greatest difference between two rasters of cost, as a share of the cost; inf where only one is reached."""
    first, second = np.load(one, mmap_mode="r"), np.load(other, mmap_mode="r")
    most = 0.0
    for a, b in zip(np.array_split(first, 16), np.array_split(second, 16), strict=True):
        if (np.isfinite(a) != np.isfinite(b)).any():
            return np.inf
        reached = np.isfinite(a)
        most = max(most, float((np.abs(a[reached] - b[reached]) / np.maximum(a[reached], 1)).max(initial=0)))
    return most


def run(size: str) -> list[Table]:
    """Many sources, and one, on rasters of growing size."""
    bandwidth: float = told(copied_a_second)
    titles = {"one source for each 1,000 cells": None, "one source": 1}
    return [_table(title, SIDES[size], patches, bandwidth) for title, patches in titles.items()]


def _table(title: str, sides: tuple[int, ...], patches: int | None, bandwidth: float) -> Table:
    columns = (
        *("cells", "who", "seconds", "CPU ns a cell", "GB", "time / whole", "CPU time / whole", "time / floor"),
        "CPU ns a step",
    )
    grass = "is timed without what it takes to start and to read rasters" if is_here() else "is not on the PATH"
    notes = (
        "Whole: one core. Tiles: every core, 512 cells a side. A peer uses one. GB: the most that the process held,",
        "with what Python itself needs and the land being made. Best of 3, or 2 above a million cells.",
        f"Every cost agrees to {ROUNDING:g} of it; whole and tiles agree to the last bit.",
        f"The floor: {BYTES_A_CELL} bytes a cell, read or written once, at {bandwidth / 1e9:.1f} GB/s, what plain",
        "NumPy copies reach on this machine. A step: from a cell to a neighbour, of which there are 4 a cell.",
        f"SciPy, graph included, is run up to {SCIPY_CELLS:,} cells. GRASS r.cost {grass};",
        "its GB is at least what the process that starts it held.",
    )
    rows = tuple(row for side in sides for row in _rows(side, patches, bandwidth))
    return Table(f"Least cost, {title}", columns, rows, notes)


def _rows(side: int, patches: int | None, bandwidth: float) -> list[tuple[Cell, ...]]:
    names = [name for name in CONTENDERS if name != "SciPy" or side * side <= SCIPY_CELLS]
    names += [GRASS] if is_here() else []
    with tempfile.TemporaryDirectory(dir=BENCH) as room:
        left = {name: Path(room) / f"{name}.npy" for name in names}
        runs = {name: finish(measured, side, patches, name, file) for name, file in left.items()}
        for name in names[1:]:
            tolerance = 0.0 if name == "tiles" else ROUNDING
            require(told(furthest_apart, left["whole"], left[name]), tolerance, f"{name} at {side} x {side}")
    return [_row(name, runs[name], runs["whole"], side * side, bandwidth) for name in names]


def _row(name: str, run: Run, whole: Run, cells: int, bandwidth: float) -> tuple[Cell, ...]:
    cpu_s, whole_cpu_s = run.cpu_s or 0.0, whole.cpu_s or 0.0
    ratios = run.seconds / whole.seconds, cpu_s / whole_cpu_s, run.seconds * bandwidth / (cells * BYTES_A_CELL)
    a_cell = cpu_s / cells * 1e9
    peak_gb = run.answer if name == GRASS else run.peak_gb
    return cells, name, run.seconds, a_cell, peak_gb, *ratios, a_cell / STEPS_A_CELL
