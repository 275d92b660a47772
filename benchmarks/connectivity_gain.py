"""What every parcel would add to connectivity: all at once, beside adding each and working everything out again."""

from pathlib import Path
from typing import NamedTuple

import networkx
import numpy as np
import numpy.typing as npt
import shapely
from scipy.ndimage import gaussian_filter
from scipy.spatial.distance import cdist

from benchmarks.agreement import require
from benchmarks.apart import Timed, finish, timed, told
from benchmarks.cases import KENT, WIGHT, sketch
from benchmarks.floor import copied_a_second
from benchmarks.report import Cell, Table
from lnrs.ecology.burn import covered
from lnrs.ecology.choose_links import choose_one_by_one
from lnrs.ecology.dispersal import equivalent_connected_area_ha, within_reach_ha
from lnrs.ecology.gain import Links, gain, loss
from lnrs.ecology.grid import Grid, grid_over
from lnrs.ecology.kernel import exponential
from lnrs.ecology.zonal import Zones, zones
from lnrs.layers import store

CELL_M = 10.0
CELL_HA = 0.01
EPSILON = 1e-6
"""In the races, where the peer leaves nothing out; in the county it is the default of `exponential`."""

FIELD_CELLS = 10
SIZES = {
    "small": ((50, 100), (100, 200), (500, 1_000, 2_000), WIGHT, 4_000),
    "full": ((50, 100, 150), (100, 200, 300), (1_000, 2_000, 4_000, 8_000), KENT, 160_000),
}
CHOSEN = 50
APART = 1e-3
"""Of a peer's figure, at most: what is left out beyond the kernel's reach is far less."""


class Land(NamedTuple):
    """Habitat on a square grid and fields of one hectare that fill it."""

    habitat: npt.NDArray[np.uint8]
    fields: Zones


def run(size: str) -> list[Table]:
    """Fields added, patches removed, a county, and how the cost grows."""
    sides, patches, sweep, area, parcels = SIZES[size]
    folder: Path = told(sketch, parcels, area)
    return [_added(sides), _removed(patches), _county(folder, parcels), _sweep(sweep)]


def _added(sides: tuple[int, ...]) -> Table:
    rows = []
    for side in sides:
        ours, peer = (finish(contender, side) for contender in (every_field_at_once, each_field_added))
        apart = require(_apart(ours.answer, peer.answer), APART, "gain of a field")
        fields = (side // FIELD_CELLS) ** 2
        memory = ours.peak_gb, peer.peak_gb
        rows.append((side**2, fields, ours.seconds, peer.seconds, peer.seconds / ours.seconds, *memory, apart))
    columns = ("cells", "fields", "ours, s", "peer, s", "peer / ours", "ours, GB", "peer, GB", "differ")
    notes = (
        "A tenth is habitat; p = exp(-d / 1 km). Ours: convolution, zonal sum, pairs of runs. Peer: each field added",
        "to the habitat, then the sum over every pair of cells (SciPy cdist), as patch tools do it for patches.",
        "Differ: the most by which two figures differ, as a share of the peer's.",
    )
    return Table("Gain of every field: at once, and one at a time", columns, tuple(rows), notes)


def _removed(counts: tuple[int, ...]) -> Table:
    rows = []
    for patches in counts:
        ours, peer = (finish(contender, patches) for contender in (every_patch_at_once, each_patch_removed))
        apart = require(_apart(ours.answer, peer.answer), APART, "loss of a patch")
        memory = ours.peak_gb, peer.peak_gb
        rows.append((patches, ours.seconds, peer.seconds, peer.seconds / ours.seconds, *memory, apart))
    columns = ("patches", "ours, s", "peer, s", "peer / ours", "ours, GB", "peer, GB", "differ")
    notes = (
        "Patches of one cell, so that a patch is the same thing to both. Peer: a networkx graph of all pairs with",
        "direct probabilities; each node is taken out and the sum over what is left is worked out again.",
    )
    return Table("Loss of every patch: at once, and by removal", columns, tuple(rows), notes)


def _county(folder: Path, parcels: int) -> Table:
    found = finish(county, folder)
    cells, steps = found.answer
    bandwidth: float = told(copied_a_second)
    floors: dict[str, float] = {
        "habitat within reach": 5 * cells / bandwidth,
        "gain of every parcel": 5 * cells / bandwidth,
    }
    rows: list[tuple[Cell, ...]] = []
    for name, seconds, count in steps:
        floor = floors.get(name)
        rows.append((name, count, seconds, floor, seconds / floor if floor else None))
    notes = (
        f"The sketch of {parcels:,} parcels on {cells:,} cells of 10 m, p = exp(-d / 1 km), from 1e-4 up.",
        f"Most memory at once: {found.peak_gb:.2f} GB. The floor: habitat (1 byte a cell) read once, and what is",
        f"within reach (4 bytes) written or read once, at {bandwidth / 1e9:.1f} GB/s.",
    )
    return Table("A whole county at 10 m", ("step", "of", "s", "floor, s", "s / floor"), tuple(rows), notes)


def _sweep(sides: tuple[int, ...]) -> Table:
    rows = []
    for side in sides:
        run = finish(every_field_at_once, side, 1e-4)
        fields = (side // FIELD_CELLS) ** 2
        rows.append((side**2, fields, run.seconds, 1e9 * run.seconds / side**2, run.peak_gb))
    columns = ("cells", "fields", "s", "ns a cell", "GB")
    note = "p = exp(-d / 1 km), from 1e-4 up: 921 cells to each side. Random clumped habitat on a tenth."
    return Table("Gain of every field: how the cost grows", columns, tuple(rows), (note,))


def land(side: int) -> Land:
    """Clumped habitat on a tenth of a square of land."""
    field = gaussian_filter(np.random.default_rng(1).standard_normal((side, side), np.float32), 3)
    habitat = (field > np.quantile(field[::7], 0.9)).astype(np.uint8)
    west, south = np.meshgrid(*2 * [np.arange(0, side, FIELD_CELLS) * CELL_M])
    width = FIELD_CELLS * CELL_M
    squares = shapely.box(west.ravel(), south.ravel(), west.ravel() + width, south.ravel() + width)
    return Land(habitat, zones(squares, Grid(0.0, side * CELL_M, side, side)))


def every_field_at_once(side: int, epsilon: float = EPSILON) -> Timed:
    """Ours."""
    _fields_at_once(land(20), 1e-2)
    return timed(_fields_at_once, land(side), epsilon)


def _fields_at_once(on: Land, epsilon: float) -> npt.NDArray[np.float64]:
    kernel = exponential(1_000.0, CELL_M, epsilon=epsilon)
    return gain(on.fields, on.habitat, within_reach_ha(on.habitat, kernel), kernel).eca2_ha2


def each_field_added(side: int) -> Timed:
    """The peer."""
    return timed(_fields_one_by_one, land(side))


def _fields_one_by_one(on: Land) -> npt.NDArray[np.float64]:
    before = _eca2_ha2(on.habitat)
    return np.array([_eca2_ha2(_with(on, field)) - before for field in range(len(on.fields.start) - 1)])


def _with(on: Land, field: int) -> npt.NDArray[np.uint8]:
    habitat = on.habitat.copy()
    for k in range(on.fields.start[field], on.fields.start[field + 1]):
        habitat[on.fields.row[k], on.fields.begin[k] : on.fields.end[k]] = 1
    return habitat


def _eca2_ha2(habitat: npt.NDArray[np.uint8]) -> float:
    place = np.argwhere(habitat) * CELL_M
    return float(np.exp(cdist(place, place) / -1_000.0).sum()) * CELL_HA**2


def _points(patches: int) -> npt.NDArray[np.uint8]:
    """Single cells of habitat, nowhere side by side."""
    rng = np.random.default_rng(2)
    habitat = np.zeros((400, 400), np.uint8)
    habitat.ravel()[rng.choice(np.flatnonzero(np.indices((400, 400)).sum(axis=0) % 2 == 0), patches, False)] = 1
    return habitat


def every_patch_at_once(patches: int) -> Timed:
    """Ours."""
    _fields_at_once(land(20), 1e-2)
    habitat = _points(patches)
    row, col = np.nonzero(habitat)
    within = zones(
        shapely.box(col * 10.0, 3990.0 - row * 10.0, col * 10.0 + 10, 4000.0 - row * 10.0), Grid(0, 4000, 400, 400)
    )
    _losses(_points(1), within)
    return timed(_losses, habitat, within)


def _losses(habitat: npt.NDArray[np.uint8], within: Zones) -> npt.NDArray[np.float64]:
    kernel = exponential(1_000.0, CELL_M, epsilon=EPSILON)
    return loss(within, habitat, within_reach_ha(habitat, kernel), kernel).eca2_ha2


def each_patch_removed(patches: int) -> Timed:
    """The peer."""
    return timed(_removals, np.argwhere(_points(patches)) * CELL_M)


def _removals(place: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    p = np.exp(cdist(place, place) / -1_000.0)
    graph = networkx.from_numpy_array(p)
    whole = _sum_of(graph)
    lost = []
    for node in range(len(place)):
        without = graph.copy()
        without.remove_node(node)
        lost.append(whole - _sum_of(without))
    return np.array(lost) * CELL_HA**2


def _sum_of(graph: networkx.Graph) -> float:
    """Over every ordered pair, and each node with itself; a loop is stored once and stands for one pair."""
    return sum(p if one == other else 2 * p for one, other, p in graph.edges.data("weight"))


def county(folder: Path) -> Timed:
    """(cells, name and seconds and count of each step): habitat is what has a habitat, and all else a candidate."""
    small = land(20)
    _choose(
        small.fields,
        small.habitat,
        within_reach_ha(small.habitat, exponential(50.0, CELL_M)),
        9.0,
        exponential(50.0, CELL_M),
    )
    parcels = store.read(folder / "layers" / "land_parcels.gpkg")
    shapes, is_habitat = parcels.geometry.to_numpy(), (parcels["habitat"].fillna("") != "").to_numpy()
    grid = grid_over(tuple(shapely.total_bounds(shapes)))
    habitat, candidates, patches = covered(shapes[is_habitat], grid), shapes[~is_habitat], shapes[is_habitat]
    kernel = exponential(1_000.0, CELL_M)
    steps: list[tuple[str, float, int]] = []

    def step(name: str, count: int, done: Timed) -> Timed:
        steps.append((name, done.seconds, count))
        return done

    within: Zones = step("parcels made ready", len(candidates), timed(zones, candidates, grid)).answer
    reach_ha = step("habitat within reach", habitat.size, timed(within_reach_ha, habitat, kernel)).answer
    eca = step(
        "equivalent connected area", 1, timed(lambda: equivalent_connected_area_ha(habitat, reach_ha, cell_m=CELL_M))
    )
    adds: Links = step("gain of every parcel", len(candidates), timed(gain, within, habitat, reach_ha, kernel)).answer
    step("loss of every patch", len(patches), timed(loss, zones(patches, grid), habitat, reach_ha, kernel))
    best = np.sort(adds.area_ha)[-CHOSEN:].sum()
    chosen = step("chosen one after another", 0, timed(_choose, within, habitat, reach_ha, best / 4, kernel)).answer
    steps[-1] = (steps[-1][0], steps[-1][1], len(chosen))
    return Timed(sum(seconds for _, seconds, _ in steps), eca.cpu_s, (habitat.size, steps))


def _choose(within: Zones, habitat, reach_ha, budget_ha, kernel) -> npt.NDArray[np.intp]:  # type: ignore[no-untyped-def]
    return choose_one_by_one(within, habitat, reach_ha, kernel, budget_ha=budget_ha).candidate


def _apart(ours: npt.NDArray[np.float64], peer: npt.NDArray[np.float64]) -> float:
    """The most that two figures differ by, as a share of the peer's; where that is nothing, of its mean."""
    scale = np.where(peer > 1e-12, peer, peer.mean())
    return float((np.abs(ours - peer) / scale).max())
