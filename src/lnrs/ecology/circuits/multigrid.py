"""Voltages of a large circuit: conjugate gradients, each step made better by coarser versions of the circuit."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lnrs.ecology.circuits.aggregation import Level, coarsened
from lnrs.ecology.circuits.graph import Floats, Graph
from lnrs.ecology.circuits.sweeps import WIDTH, add, apply, left_over, products, scaled, sweep_down, sweep_up, turn

COARSEST_NODES = 400
"""About this size a level is solved outright, by the inverse of its matrix."""

MOST_STEPS = 500

ENOUGH = 0.25
"""A coarser level takes a second step where the first left more than this share of the currents unexplained."""

Singles = npt.NDArray[np.float32]


class NotSolved(ArithmeticError):
    """The voltages did not settle: the conductances span more than double precision can hold."""


@dataclass(frozen=True, eq=False)
class Multigrid:
    """A circuit made ready for any number of right-hand sides. `fine` is the circuit itself in double precision;
    `coarsest` the inverse of the last level's matrix."""

    fine: Level
    levels: list[Level]
    coarsest: Singles
    floats: bool
    """No node leaks to ground, so voltages are known only up to a constant; their mean is 0."""


def multigrid(graph: Graph, leak: Floats) -> Multigrid:
    """Make a circuit that hangs together ready to be solved; `leak` (n,) is each node's conductance to ground.

    Beside the circuit this holds about 7 bytes for each end of a link.
    """
    levels = coarsened(graph, leak, COARSEST_NODES)
    floats = not (leak > 0).any()
    fine = levels[0]._replace(conductance=graph.conductance, leak=leak)
    return Multigrid(fine, levels, _inverse(levels[-1], floats), floats)


def _inverse(level: Level, floats: bool) -> Singles:
    nodes = len(level.leak)
    matrix = np.diag(level.leak.astype(np.float64))
    row = np.repeat(np.arange(nodes), np.diff(level.start).astype(np.int64))
    np.add.at(matrix, (row, row), level.conductance)
    np.subtract.at(matrix, (row, level.other), level.conductance)
    if floats:
        matrix += np.trace(matrix) / nodes**2  # the same voltages for currents that add up to 0, and no longer singular
    inverse = np.linalg.inv(matrix) if matrix.any() else matrix
    return ((inverse + inverse.T) / 2).astype(np.float32)


def solve(ready: Multigrid, current: Floats, tolerance: float) -> Floats:
    """Voltages (n, 4) for four sets of currents (n, 4) put into the nodes, each until the norm of what its voltages
    leave unexplained is below `tolerance` times the norm of the currents.

    Flexible conjugate gradients in double precision (Notay 2000, SIAM Journal on Scientific Computing 22:1444-1460),
    preconditioned in single precision by a K-cycle (Notay and Vassilevski 2008, Numerical Linear Algebra with
    Applications 15:473-487). Without a ground each set must add up to 0.

    Raises NotSolved where that takes more than 500 steps.
    """
    voltage, left = np.zeros_like(current), current.copy()
    direction, image = np.zeros_like(current), np.zeros_like(current)
    right = np.empty(current.shape, np.float32)
    goal = tolerance * np.sqrt(products(current, current))
    power = np.ones(WIDTH)
    for _ in range(MOST_STEPS):
        size = np.sqrt(products(left, left))
        if (size <= goal).all():
            return voltage - voltage.mean(axis=0) if ready.floats else voltage
        scaled(left, _ratio(np.ones(WIDTH), size), right)  # a current of 1e-40 would be lost in single precision
        better = _cycle(ready, 0, right)
        turn(direction, _ratio(products(better, image), power), better)
        power = apply(ready.fine, direction, image)
        step = _ratio(products(direction, left), power)
        add(voltage, step, direction)
        add(left, -step, image)
    raise NotSolved("The voltages did not settle. Do the conductances span more than ten orders of magnitude?")


def _ratio(one: Floats, other: Floats) -> Floats:
    """One over the other, and 0 for a column that has come to its end."""
    return np.divide(one, other, out=np.zeros(WIDTH), where=other > 0)


def _cycle(ready: Multigrid, depth: int, right: Singles) -> Singles:
    """About the voltages for the currents `right` at a level: a sweep, the coarser level, and the sweep backwards."""
    if depth == len(ready.levels) - 1:
        return ready.coarsest @ right
    level, out = ready.levels[depth], np.empty_like(right)
    sweep_down(level, right, out)
    coarse = np.zeros((len(ready.levels[depth + 1].leak), WIDTH), np.float32)
    left_over(level, right, out, coarse)
    sweep_up(level, right, _steps(ready, depth + 1, coarse), out)
    return out


def _steps(ready: Multigrid, depth: int, right: Singles) -> Singles:
    """One or two steps of flexible conjugate gradients at a coarser level, each made better by its own cycle."""
    one = _cycle(ready, depth, right)
    if depth == len(ready.levels) - 1:
        return one
    level, image = ready.levels[depth], np.empty_like(one)
    power = apply(level, one, image)
    first = _ratio(products(one, right), power)
    before = products(right, right)
    left = right.copy()
    add(left, -first, image)
    if (products(left, left) <= ENOUGH**2 * before).all():
        scaled(one, first, one)
        return one
    two, other = _cycle(ready, depth, left), np.empty_like(one)
    own = apply(level, two, other)
    shared = products(two, image)
    second = _ratio(products(two, left), own - _ratio(shared * shared, power))
    scaled(one, first - second * _ratio(shared, power), one)
    add(one, second, two)
    return one
