"""A range shift by convolution, beside the same circuit written out link by link and solved outright."""

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter
from scipy.spatial.distance import cdist

from benchmarks.agreement import require
from benchmarks.apart import Timed, finish, timed
from benchmarks.report import Table
from lnrs.ecology.range_shift import RangeShift, bottlenecks, edges, flow_share, range_shift

CELL_M = 100.0
DISPERSAL_M = 1_000.0
SIZES = {
    "small": ((60, 120), (60, 120, 250, 500)),
    "full": ((100, 150, 200, 250), (100, 250, 500, 1_000, 2_000, 3_000)),
}
MOST_WITH_FLOW = 1_000
"""The widest land in the sweep of which flow and bottlenecks are found too."""

APART = 1e-4
DIRECTIONS = ("N", "NE", "E", "SE")


def run(size: str) -> list[Table]:
    """Beside a dense solve, how the cost grows, and how much dispersal distance matters to it."""
    beside, sweep = SIZES[size]
    return [_beside_dense(beside), _sweep(sweep), _dispersal(sweep[-3]), _directions(sweep[-3])]


def _beside_dense(sides: tuple[int, ...]) -> Table:
    rows = []
    for side in sides:
        ours, peer = finish(by_convolution, side, DISPERSAL_M, True), finish(outright, side)
        speed = require(abs(ours.answer[0] / peer.answer[0] - 1), APART, "speed")
        flow = require(_apart(ours.answer[3], peer.answer[1]), 10 * APART, "flow")
        times = (ours.seconds, ours.peak_gb, peer.seconds, peer.peak_gb, peer.seconds / ours.seconds)
        rows.append((len(peer.answer[1]), *times, speed, flow))
    columns = ("habitat cells", "ours, s", "GB", "dense, s", "GB", "dense / ours", "speed differs", "flow differs")
    notes = (
        "Both: speed, voltages and the flow through every cell. Dense: every link written out, then solved by LAPACK.",
        "Flow: the most that any cell's differs, as a share of the largest.",
    )
    return Table("Range shift beside a dense solve", columns, tuple(rows), notes)


def _sweep(sides: tuple[int, ...]) -> Table:
    rows = []
    for side in sides:
        run = finish(by_convolution, side, DISPERSAL_M, side <= MOST_WITH_FLOW)
        _, cells, steps, _, parts = run.answer
        rows.append((side**2, cells, steps, *parts, 1e6 * parts[0] / cells, run.peak_gb, cells**2 * 8 / 1e9))
    columns = ("cells", "habitat cells", "steps", "solve, s", "flow, s", "bottlenecks, s", "solve, us a cell", "GB")
    notes = (
        f"Cells of {CELL_M:.0f} m, mean dispersal {DISPERSAL_M:,.0f} m, a tenth habitat in clumps, towards the north.",
        "Last: what the dense matrix alone would take.",
    )
    return Table("Range shift: how the cost grows", (*columns, "dense, GB"), tuple(rows), notes)


def _dispersal(side: int) -> Table:
    rows = []
    for dispersal_m in (300.0, 500.0, 1_000.0, 2_000.0, 4_000.0):
        run = finish(by_convolution, side, dispersal_m, False)
        speed, cells, steps, _, parts = run.answer
        rows.append((dispersal_m, cells, speed, steps, parts[0], run.peak_gb))
    columns = ("mean dispersal, m", "habitat cells", "speed", "steps", "solve, s", "GB")
    return Table("Range shift: species that go less far or farther", columns, tuple(rows))


def _directions(side: int) -> Table:
    rows = [(towards, *finish(by_convolution, side, DISPERSAL_M, False, towards).answer[:3]) for towards in DIRECTIONS]
    note = "The opposite direction has the same speed: only the voltages turn round."
    return Table("Range shift: directions", ("towards", "speed", "habitat cells", "steps"), tuple(rows), (note,))


def land(side: int) -> npt.NDArray[np.float64]:
    """Clumped habitat on a tenth of a square of land."""
    field = gaussian_filter(np.random.default_rng(1).standard_normal((side, side)), 3)
    return (field > np.quantile(field, 0.9)).astype(np.float64)


def by_convolution(side: int, dispersal_m: float, with_flow: bool, towards: str = "N") -> Timed:
    """(speed, habitat cells, steps, flow of each cell as a share of all, seconds of each part)."""
    warm = _solve(land(30), 1_000.0, "N")
    flow_share(warm), bottlenecks(warm)
    habitat = land(side)
    solved = timed(_solve, habitat, dispersal_m, towards)
    shift: RangeShift = solved.answer
    flow = timed(flow_share, shift) if with_flow else None
    narrow = timed(bottlenecks, shift) if with_flow else None
    parts = (solved.seconds, flow and flow.seconds, narrow and narrow.seconds)
    through = flow.answer[habitat > 0] if flow else None
    seconds = solved.seconds + (flow.seconds if flow else 0.0)
    return Timed(seconds, solved.cpu_s, (shift.speed, int(habitat.sum()), shift.steps, through, parts))


def _solve(habitat: npt.NDArray[np.float64], dispersal_m: float, towards: str) -> RangeShift:
    source, target = edges(np.ones(habitat.shape, bool), towards)
    return range_shift(habitat, source, target, dispersal_m=dispersal_m, cell_m=CELL_M)


def outright(side: int) -> Timed:
    """(speed, flow of each cell as a share of all), by writing the matrix out."""
    return timed(_outright, land(side))


def _outright(habitat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
    source, target = (np.argwhere(edge) for edge in edges(np.ones(habitat.shape, bool), "N"))
    cells, alpha = np.argwhere(habitat), 2 * CELL_M / DISPERSAL_M
    unit = (2_000 / DISPERSAL_M) ** 2 / (2 * np.pi) * (CELL_M / 1_000) ** 4
    link = unit * np.exp(-alpha * cdist(cells, cells))
    np.fill_diagonal(link, 0)
    into, out = (unit * np.exp(-alpha * cdist(cells, ends)).sum(axis=1) for ends in (source, target))
    voltage = np.linalg.solve(np.diag(link.sum(axis=1) + into + out) - link, into)
    flow = np.abs(link * (voltage[:, None] - voltage)).sum(axis=1) + into * (1 - voltage) + out * voltage
    speed = float(out @ voltage)
    return speed, flow / 2 / speed


def _apart(ours: npt.NDArray[np.float64], peer: npt.NDArray[np.float64]) -> float:
    return float(np.abs(ours - peer).max() / peer.max())
