"""Wider benefits beside their peers: filling hollows, adding up along the water, counting people within a distance."""

import importlib.util
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage, signal, sparse
from scipy.sparse.linalg import splu
from skimage.morphology import reconstruction

from benchmarks.agreement import require
from benchmarks.apart import Run, Timed, best_of, compete, finish, told
from benchmarks.floor import copied_a_second
from benchmarks.report import Cell, Table
from lnrs.ecology.benefits.along_water import upstream
from lnrs.ecology.benefits.drainage import Drainage, drainage
from lnrs.ecology.benefits.filling import filled
from lnrs.ecology.benefits.neighbourhood import count_around, disc
from lnrs.ecology.benefits.steps import COL_STEP, OUT, ROW_STEP

SIZES = {"small": (250,), "full": (1_000, 2_000, 4_000)}
"""Cells along the side of a square."""
LARGEST = {"small": 500, "full": 8_000}
"""Ours alone, for how time and memory grow."""
REPEATS = 3
LIMIT_S = 120.0
NEAR_M, FAR_M = 300.0, 5_000.0
MOST_SIDE = {"SciPy SuperLU": 1_000, "SciPy ndimage.convolve": 1_000}
"""Beyond this, peers whose memory or time would take the machine with them are left out."""


@dataclass(frozen=True)
class Work:
    """Work that several do. `ready` makes what they need from the side of a square; it is not timed."""

    ready: Callable[[int], tuple]
    ours: Callable[..., npt.NDArray[Any]]
    peers: dict[str, Callable[..., npt.NDArray[Any]]]
    bytes_a_cell: int
    """What any method has to read and write for each cell, once."""


def run(size: str) -> list[Table]:
    """Every work beside its peers at each size, and ours at a larger one."""
    bandwidth: float = told(copied_a_second)
    tables = [_beside_peers(name, SIZES[size], bandwidth) for name in WORKS]
    return [*tables, _grown(SIZES[size], LARGEST[size])]


def hills(side: int) -> npt.NDArray[np.float32]:
    """Invented ground with hills of every size and many hollows, 200 m from lowest to highest, in whole centimetres."""
    noise = np.fft.rfft2(np.random.default_rng(1).standard_normal((side, side), np.float32))
    waves = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None])
    waves[0, 0] = 1.0
    ground = np.fft.irfft2(noise / waves**2, s=(side, side))
    ground -= ground.min()
    return np.round(ground * (200 / ground.max()), 2).astype(np.float32)


def _people(side: int) -> npt.NDArray[np.int64]:
    """A tenth of the cells have one to nine people."""
    rng = np.random.default_rng(2)
    return rng.integers(1, 10, (side, side)) * (rng.random((side, side)) < 0.1)


def _reconstructed(ground: npt.NDArray[np.float32]) -> npt.NDArray[Any]:
    seed = np.full_like(ground, ground.max())
    seed[[0, -1]], seed[:, [0, -1]] = ground[[0, -1]], ground[:, [0, -1]]
    return reconstruction(seed, ground, method="erosion")


def _pyflwdir_filled(ground: npt.NDArray[np.float32]) -> npt.NDArray[Any]:
    from pyflwdir import dem

    return dem.fill_depressions(ground, outlets="edge")[0]


def _counted_up(water: Drainage) -> npt.NDArray[Any]:
    return upstream(water, np.ones(water.step.shape, np.uint8))


def _pyflwdir_counted_up(water: Drainage) -> npt.NDArray[Any]:
    """The same steps in its own numbers."""
    import pyflwdir

    numbers = np.array([1 << step for step in range(8)] + [0, 247], np.uint8)
    return pyflwdir.from_array(numbers[water.step], ftype="d8", check_ftype=False).upstream_area(unit="cell")


def _solved(water: Drainage) -> npt.NDArray[Any]:
    """Everything that comes down, as a sparse system of equations: each cell's sum less those of the cells above."""
    step = water.step.ravel()
    inside = np.flatnonzero(step < OUT)
    to = inside + ROW_STEP[step[inside]] * water.step.shape[1] + COL_STEP[step[inside]]
    one = sparse.coo_matrix((np.full(len(inside), -1.0), (to, inside)), (step.size, step.size))
    system = (sparse.identity(step.size) + one).tocsc()
    return np.rint(splu(system).solve(np.ones(step.size))).reshape(water.step.shape)


def _near(radius_m: float) -> Work:
    def ready(side: int) -> tuple:
        return _people(side), disc(radius_m, cell_m=10.0)

    def direct(people: npt.NDArray[Any], kernel: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return ndimage.convolve(people.astype(float), kernel, mode="constant")

    def by_blocks(people: npt.NDArray[Any], kernel: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.rint(signal.oaconvolve(people.astype(float), kernel, mode="same"))

    peers: dict[str, Callable[..., npt.NDArray[Any]]] = {"SciPy oaconvolve": by_blocks}
    if radius_m == NEAR_M:
        peers["SciPy ndimage.convolve"] = direct
    return Work(ready, count_around, peers, bytes_a_cell=16)


WORKS = {
    "hollows filled": Work(
        lambda side: (hills(side),),
        filled,
        {"scikit-image reconstruction": _reconstructed, "pyflwdir fill_depressions": _pyflwdir_filled},
        bytes_a_cell=8,
    ),
    "cells above each cell": Work(
        lambda side: (drainage(hills(side), cell_m=10.0),),
        _counted_up,
        {"pyflwdir upstream_area": _pyflwdir_counted_up, "SciPy SuperLU": _solved},
        bytes_a_cell=10,
    ),
    "people within 300 m": _near(NEAR_M),
    "people within 5 km": _near(FAR_M),
}


def measured(name: str, who: str, side: int, to: Path) -> Timed:
    """The best time of one contender, kernels compiled before; the answer is left in the file `to`."""
    work = WORKS[name]
    contender = work.ours if who == "lnrs" else work.peers[who]
    contender(*work.ready(30))
    loaded = work.ready(side)
    best = best_of(REPEATS, lambda: loaded, contender)
    np.save(to, best.answer)
    return replace(best, answer=None)


def _share_apart(ours: Path, peer: Path) -> float:
    """Share of the cells in which two answers differ by more than float32 rounding."""
    one, other = np.load(ours, mmap_mode="r"), np.load(peer, mmap_mode="r")
    return float(np.mean(~np.isclose(one, other, rtol=1e-6, atol=0)))


def _beside_peers(name: str, sides: tuple[int, ...], bandwidth: float) -> Table:
    columns = ("cells", "who", "time, s", "times lnrs", "memory, GB", "times the floor", "share that differs")
    rows: list[tuple[Cell, ...]] = []
    for side in sides:
        floor = side**2 * WORKS[name].bytes_a_cell / bandwidth
        with tempfile.TemporaryDirectory() as room:
            file = Path(room) / "lnrs.npy"
            ours = finish(measured, name, "lnrs", side, file)
            rows.append((side**2, "lnrs", ours.seconds, 1.0, ours.peak_gb, ours.seconds / floor, 0.0))
            for peer in WORKS[name].peers:
                if side <= MOST_SIDE.get(peer, side):
                    rows.append(_peer(name, peer, side, file, ours, floor))
    notes = (
        f"Best of {REPEATS}, each in a process of its own, kernels compiled before. Over: longer than {LIMIT_S:.0f} s.",
        f"The floor is {WORKS[name].bytes_a_cell} bytes a cell at {bandwidth / 1e9:.1f} GB/s, as copies go at best.",
    )
    return Table(f"Wider benefits: {name}", columns, tuple(rows), notes)


def _peer(name: str, peer: str, side: int, ours_file: Path, ours: Run, floor: float) -> tuple[Cell, ...]:
    if peer.startswith("pyflwdir") and importlib.util.find_spec("pyflwdir") is None:
        return side**2, f"{peer}: not installed", None, None, None, None, None
    file = ours_file.with_name("peer.npy")
    theirs = compete(measured, name, peer, side, file, limit_s=LIMIT_S)
    if theirs is None:
        return side**2, f"{peer}: over", None, None, None, None, None
    apart = told(_share_apart, ours_file, file)
    require(apart, 0.0, f"{name}, {peer}, {side}")
    times = theirs.seconds / ours.seconds
    return side**2, peer, theirs.seconds, times, theirs.peak_gb, theirs.seconds / floor, apart


def _route(side: int) -> Timed:
    """The whole of where water goes and what comes down, from heights."""

    def work(ground: npt.NDArray[np.float32]) -> None:
        water = drainage(ground, cell_m=10.0)
        upstream(water, np.ones(ground.shape, np.uint8))

    work(hills(30))
    ground = hills(side)
    return best_of(1, lambda: (ground,), work)


def _grown(sides: tuple[int, ...], largest: int) -> Table:
    runs = {side: finish(_route, side) for side in (*sides, largest)}
    rows = tuple(
        (side**2, one.seconds, one.seconds / side**2 * 1e9, one.peak_gb, one.peak_gb / side**2 * 1e9)
        for side, one in runs.items()
    )
    columns = ("cells", "time, s", "ns a cell", "memory, GB", "bytes a cell")
    notes = (
        "From heights to cells above each cell: filled, drained, added up; once. Memory is the most that the process",
        "held, ground, Python and libraries included.",
    )
    return Table("Wider benefits: how water's cost grows", columns, rows, notes)
