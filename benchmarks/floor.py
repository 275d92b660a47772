"""How far the engine is from the floor: what any method has to read and write once, as fast as this memory goes."""

import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks import kernels, map_contenders
from benchmarks.agreement import require
from benchmarks.apart import finish, told
from benchmarks.cases import BENCH, KENT, WIGHT, sketch
from benchmarks.map_floor import bytes_of_map_step
from benchmarks.report import Cell, Table

SIZES = {"small": (WIGHT, 4_000), "full": (KENT, 160_000)}
COPIED_BYTES = 2**28
BYTES_A_VERTEX = 16


def run(size: str) -> list[Table]:
    """Bandwidth, kernels beside their peers, and the whole map step."""
    area, parcels = SIZES[size]
    folder: Path = told(sketch, parcels, area)
    told(map_contenders.make_ready)
    bandwidth: float = told(copied_a_second)
    return [_kernels(folder, parcels, bandwidth), _map_step(folder, parcels, bandwidth)]


def copied_a_second() -> float:
    """Bytes read and written a second by plain NumPy copies, on one core or on all at once, whichever is more."""
    return max(_copied_a_second(1), _copied_a_second(os.cpu_count() or 1))


def _copied_a_second(threads: int) -> float:
    arrays = [(np.ones(COPIED_BYTES, np.uint8), np.ones(COPIED_BYTES, np.uint8)) for _ in range(threads)]
    best = float("inf")
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(7):
            began = time.perf_counter()
            list(pool.map(lambda pair: np.copyto(*pair), arrays))
            best = min(best, time.perf_counter() - began)
    return 2 * COPIED_BYTES * threads / best


def _kernels(folder: Path, parcels: int, bandwidth: float) -> Table:
    cells, vertices = told(kernels.size_of, folder)
    columns = ("kernel", "ours, s", "GB", "peer", "peer, s", "GB", "peer / ours", "floor, s", "ours / floor", "differ")
    rows = tuple(_kernel(folder, name, cells, vertices, bandwidth) for name in kernels.KERNELS)
    notes = (
        f"{parcels:,} parcels on {cells:,} cells. Best of {kernels.REPEATS}. Ours uses every core, a peer one.",
        "Differ: share of the answers that are farther apart than rounding (metres are whole in ours).",
        f"The floor: each cell read and written once, and each vertex read, at {bandwidth / 1e9:.1f} GB/s, the most",
        "that plain NumPy copies reach on this machine, on one core or all.",
    )
    return Table("Grid kernels beside their peers and the floor", columns, rows, notes)


def _kernel(folder: Path, name: str, cells: int, vertices: int, bandwidth: float) -> tuple[Cell, ...]:
    kernel = kernels.KERNELS[name]
    with tempfile.TemporaryDirectory(dir=BENCH) as room:
        left = {who: Path(room) / f"{who}.npy" for who in ("ours", "peer")}
        runs = {who: finish(kernels.measured, folder, name, who, file) for who, file in left.items()}
        apart = told(kernels.share_apart, name, left["ours"], left["peer"])
    require(apart, kernel.share_apart, name)
    ours, peer = runs["ours"], runs["peer"]
    floor = (cells * kernel.bytes_a_cell + vertices * BYTES_A_VERTEX * kernel.reads_vertices) / bandwidth
    measured = (name, ours.seconds, ours.peak_gb, kernel.peer_name, peer.seconds, peer.peak_gb)
    return (*measured, peer.seconds / ours.seconds, floor, ours.seconds / floor, apart)


def _map_step(folder: Path, parcels: int, bandwidth: float) -> Table:
    with tempfile.TemporaryDirectory(dir=BENCH) as room:
        made = finish(map_contenders.engine, folder, Path(room) / "cache", Path(room) / "ours")
        counted: dict[str, int] = told(bytes_of_map_step, folder, Path(room) / "ours")
    floor = sum(counted.values()) / bandwidth
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (what, count / 1e9, count / bandwidth) for what, count in counted.items()
    )
    rows += (
        ("all of it: the floor", sum(counted.values()) / 1e9, floor),
        ("lnrs, from an empty cache", None, made.seconds),
    )
    note = f"{parcels:,} parcels: {made.seconds / floor:.0f} times the floor. The rest is geometry, files and Python."
    return Table("The map step and its floor", ("what has to move", "GB", "s"), rows, (note,))
