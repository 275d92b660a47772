"""Current over rasters: pairs of places beside a sparse LU, PARDISO and algebraic multigrid, each in a process of its
own on the same land; and the moving window beside one that factorises every window with SciPy."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from scipy.sparse.linalg import cg, splu
from scipy.stats import spearmanr

from benchmarks.agreement import require
from benchmarks.apart import Run, Timed, compete, finish, timed
from benchmarks.report import Cell, Table
from lnrs.ecology import circuits
from lnrs.ecology.circuits.graph import laplacian
from lnrs.ecology.circuits.raster import circuit

SIZES = {"small": (250, 500), "full": (250, 500, 1000, 2000)}
FOCAL = 5
APART = 1e-6
LIMIT_S = 900.0
MOST = {"SciPy splu": 500, "PARDISO": 1000, "pyamg": 2000, "lnrs": 2000}
"""The longest side that each is tried at: beyond it memory or patience ends."""

SOLVED = {"small": (100, ((10, 3), (20, 7))), "full": (200, ((10, 3), (20, 7), (40, 15)))}
"""The side of the land, and radii with their blocks."""


def land(side: int) -> npt.NDArray[np.float64]:
    """Conductances of invented land: patches of five resistances from 1 to 1,000, and roads of 1,000 across it."""
    rng = np.random.default_rng(side)
    height = ndimage.gaussian_filter(rng.normal(size=(side, side)), 6)
    resistance = np.array([1.0, 10.0, 30.0, 100.0, 1000.0])[
        np.digitize(height, np.quantile(height, [0.3, 0.6, 0.8, 0.95]))
    ]
    for row in rng.integers(0, side, side // 60):
        resistance[row, : side * 9 // 10] = 1000.0
    return 1.0 / resistance


def places(side: int) -> npt.NDArray[np.int64]:
    """Focal cells spread over the land."""
    rng = np.random.default_rng(side + 1)
    return np.column_stack([np.arange(1, FOCAL + 1), rng.integers(0, side, (FOCAL, 2))])


def run(size: str) -> list[Table]:
    """Two tables: pairs at each size, and the moving window at each radius."""
    return [_pairs(size), _windows(size)]


# Pairs ---------------------------------------------------------------------------------------------------------------


def _ours(side: int) -> npt.NDArray[np.float64]:
    return circuits.resistances(circuits.Landscape(land(side)), places(side)).ohms


def _by(prepare: Callable) -> Callable[[int], npt.NDArray[np.float64]]:
    """Resistances from one grounded solve for each focal cell, which is also what ours does."""

    def resistances(side: int) -> npt.NDArray[np.float64]:
        joined = circuit(circuits.Landscape(land(side)))
        nodes = np.array([joined.node[row, col] for _, row, col in places(side)])
        held = laplacian(joined.graph)[1:, 1:].tocsc()
        answer, volts = prepare(held), np.zeros((len(nodes), len(nodes)))
        for k, node in enumerate(nodes):
            current = np.zeros(held.shape[0])
            if node:
                current[node - 1] = 1.0
            volts[:, k] = np.append(0.0, answer(current))[nodes]
        own = np.diag(volts)
        return own[:, None] + own - volts - volts.T

    return resistances


def _splu(matrix: object) -> Callable:
    return splu(matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}).solve


def _pardiso(matrix: object) -> Callable:
    from pypardiso import PyPardisoSolver
    from scipy.sparse import csr_matrix, triu

    solver, upper = PyPardisoSolver(mtype=2), csr_matrix(triu(matrix))
    solver.factorize(upper)
    return lambda current: solver.solve(upper, current).ravel()


def _pyamg(matrix: object) -> Callable:
    import pyamg
    from scipy.sparse import csr_matrix

    better = pyamg.smoothed_aggregation_solver(csr_matrix(matrix)).aspreconditioner()
    return lambda current: cg(matrix, current, rtol=1e-8, maxiter=1000, M=better)[0]


CONTENDERS: dict[str, Callable[[int], npt.NDArray[np.float64]]] = {
    "lnrs": _ours,
    "SciPy splu": _by(_splu),
    "PARDISO": _by(_pardiso),
    "pyamg": _by(_pyamg),
}
NEEDS = {"PARDISO": "pypardiso", "pyamg": "pyamg"}


def contend(name: str, side: int, to: Path) -> Timed:
    """Resistances by one of the contenders, left in a file; compiled once before on a small raster."""
    CONTENDERS[name](120)
    one = timed(CONTENDERS[name], side)
    np.save(to, one.answer)
    return Timed(one.seconds, one.cpu_s, None)


def _pairs(size: str) -> Table:
    rows: list[tuple[Cell, ...]] = []
    with TemporaryDirectory() as folder:
        for side in SIZES[size]:
            runs: dict[str, Run | None] = {}
            for name in CONTENDERS:
                if side <= MOST[name] and find_spec(NEEDS.get(name, "numpy")):
                    runs[name] = compete(contend, name, side, Path(folder) / f"{name}.npy", limit_s=LIMIT_S)
            ours = np.load(Path(folder) / "lnrs.npy")
            for name, one in runs.items():
                if one is None:
                    rows.append((side**2, name, None, None, None, None, None, None))
                    continue
                found = np.load(Path(folder) / f"{name}.npy")
                apart = require(
                    float(np.nanmax(np.abs(found - ours) / np.maximum(ours, 1e-9))), APART, f"{name}, {side}"
                )
                floor = 8 * 12 * side**2 / 1e9
                times = one.seconds / runs["lnrs"].seconds if runs["lnrs"] else None
                rows.append((side**2, name, one.seconds, times, one.cpu_s, one.peak_gb, one.peak_gb / floor, apart))
    return Table(
        f"All resistances between {FOCAL} places",
        ("cells", "who", "time, s", "times ours", "CPU, s", "memory, GB", "memory / links", "apart, share"),
        tuple(rows),
        (
            "8 neighbours, mean conductance. From the raster to the matrix of resistances, reading it included.",
            "Memory / links: peak memory over that of the links alone, 8 a cell at 12 bytes; Python and its libraries"
            " are some 0.2 GB of the peak.",
            f"A dash: not done within {LIMIT_S:.0f} s. All answers agree within {APART:g}.",
        ),
    )


# The moving window ---------------------------------------------------------------------------------------------------


def _plain_windows(g: npt.NDArray, source: npt.NDArray, radius: int, block: int) -> npt.NDArray[np.float64]:
    """The same windows, each made into a graph and factorised with SciPy; flow potential is left out."""
    half, total = block // 2, np.zeros(g.shape)
    rows, cols = g.shape
    for row in range(half, rows - half, block):
        for col in range(half, cols - half, block):
            top, left = max(row - radius, 0), max(col - radius, 0)
            window = np.s_[top : row + radius + 1, left : col + radius + 1]
            here, put_in = g[window].copy(), source[window].copy()
            away = np.hypot(*np.ogrid[top - row : top - row + len(here), left - col : left - col + here.shape[1]])
            here[away > radius], put_in[away > radius] = 0, 0
            put_in[radius - half : radius + half + 1, radius - half : radius + half + 1] = 0
            strength = source[row - half : row + half + 1, col - half : col + half + 1].sum()
            if not strength * put_in.sum():
                continue
            joined = circuit(circuits.Landscape(here))
            volts = np.zeros(joined.graph.nodes)
            target = joined.node[row - top, col - left]
            free = np.flatnonzero(np.arange(joined.graph.nodes) != target)
            inside = joined.node >= 0
            current = np.zeros(joined.graph.nodes)
            current[joined.node[inside]] = (put_in * strength / put_in.sum())[inside]
            volts[free] = _splu(laplacian(joined.graph)[free][:, free].tocsc())(current[free])
            total[window] += joined.map_of(circuits.through(joined.graph, volts))
    return total


def _window_land(side: int) -> tuple[npt.NDArray, npt.NDArray]:
    """Conductance, and strength of the sources: all but the hardest land."""
    g = land(side)
    return g, np.where(g >= 1 / 30, g, 0.0)


def _moving_window(side: int, radius: int, block: int) -> Timed:
    g, source = _window_land(side)
    circuits.omnidirectional(circuits.Landscape(g[:30, :30]), source[:30, :30], radius_cells=4)
    asked = {"radius_cells": radius, "block_cells": block, "correct_artefacts": False}
    return timed(lambda: tuple(circuits.omnidirectional(circuits.Landscape(g), source, **asked)))


def _with_scipy(side: int, radius: int, block: int) -> Timed:
    g, source = _window_land(side)
    _plain_windows(g[:30, :30], source[:30, :30], 4, 3)
    return timed(_plain_windows, g, source, radius, block)


def _screened(side: int, radius: int, block: int) -> Timed:  # noqa: ARG001  # blocks mean nothing to it
    g, source = _window_land(side)
    circuits.screened_flow(circuits.Landscape(g[:120, :120]), source[:120, :120], radius_cells=4)
    return timed(lambda: tuple(circuits.screened_flow(circuits.Landscape(g), source, radius_cells=radius)))


def _one_solve(side: int, radius: int) -> npt.NDArray[np.float64]:
    """Current with every source at once, and a leak that lets it go about as far as the radius."""
    g, source = _window_land(side)
    leak = np.full(g.shape, np.exp(np.log(g).mean()) / (0.4244 * radius) ** 2)
    return circuits.flow(circuits.Landscape(g), source, leak).current


WINDOW_COLUMNS = (
    *("radius, cells", "block", "windows", "lnrs, s", "GB", "SciPy splu, s", "GB", "times ours", "apart, share"),
    *("screened, s", "GB", "rank of current", "of normalised", "one solve"),
)


def _windows(size: str) -> Table:
    side, sweep = SOLVED[size]
    rows = tuple(_window_row(side, radius, block) for radius, block in sweep)
    notes = (
        "Ours also works out the flow potential, the plain loop does not. Each in a process of its own, once.",
        "Screened: 16 draws over the whole land. Ranks: Spearman's correlation with the moving window, of current,"
        " of normalised current, and of a single solve with every source at once and the same leak.",
    )
    return Table(f"Omnidirectional flow over {side} x {side} cells", WINDOW_COLUMNS, rows, notes)


def _window_row(side: int, radius: int, block: int) -> tuple[Cell, ...]:
    ours, plain, screened = (finish(way, side, radius, block) for way in (_moving_window, _with_scipy, _screened))
    current = ours.answer[0]
    share = float((np.abs(plain.answer - current) / np.maximum(current, 1e-6)).max())
    ranks = [_rank(one, other) for one, other in zip(ours.answer, screened.answer, strict=True)]
    windows = len(range(block // 2, side - block // 2, block)) ** 2
    return (
        *(radius, block, windows, ours.seconds, ours.peak_gb),
        *(plain.seconds, plain.peak_gb, plain.seconds / ours.seconds),
        require(share, APART, f"moving window, radius {radius}"),
        *(screened.seconds, screened.peak_gb, ranks[0], ranks[2]),
        _rank(_one_solve(side, radius), current),
    )


def _rank(one: npt.NDArray, other: npt.NDArray) -> float:
    return float(spearmanr(one.ravel(), other.ravel()).statistic)
