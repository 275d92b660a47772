"""Omnidirectional flow without windows: the whole landscape at once, with a leak that keeps currents near home."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from lnrs.ecology.circuits.current import through
from lnrs.ecology.circuits.graph import Floats
from lnrs.ecology.circuits.omnidirectional import Omnidirectional, checked_source
from lnrs.ecology.circuits.raster import NO_NODE, Landscape, circuit
from lnrs.ecology.circuits.solve import side_by_side, solver
from lnrs.ecology.circuits.sweeps import WIDTH

LEAK_TOLERANCE = 1e-4
"""Far below the noise of the draws."""


def screened_flow(
    landscape: Landscape, source: npt.NDArray[Any], *, radius_cells: float, draws: int = 16, seed: int = 0
) -> Omnidirectional:
    """About what `omnidirectional` gives, at the cost of a few solves of the whole landscape.

    In each of the `draws` every cell puts in its `source` (rows, cols) or takes as much out, by the toss of a coin,
    and all currents leak away over the length lambda = 4 r / (3 pi) for a window of radius r, at which the mean
    distance gone, lambda pi / 2, is that between a disc's centre and its points, 2 r / 3. Since coins are independent,
    the mean square of the current through a link is the sum over cells of the squares of what each would send through
    it alone: `current` is the root of the mean square, where the moving window adds the amounts themselves. Its noise
    is about 1 / sqrt(2 draws), less where many cells contribute.

    Use it to rank land, not for amperes nor for classes of `normalised`, in which bottlenecks stand out less than they
    do with the window: a root of squares is ruled by the nearest sources. The same seed gives the same draws. Raises
    ValueError as `omnidirectional` does for the source and the landscape, where the radius is not above 0 or `draws`
    below 1.
    """
    source = checked_source(landscape, source)
    if not radius_cells > 0 or draws < 1:
        raise ValueError("A radius is above 0 cells, and one draw is the least.")
    conductance = np.nan_to_num(np.asarray(landscape.conductance, np.float64))
    crossed = conductance > 0
    if not crossed.any():
        return Omnidirectional(*(np.full(source.shape, np.nan) for _ in range(3)))
    even = Landscape(np.ones(source.shape), None, landscape.neighbours, landscape.average)
    length = 4 * radius_cells / (3 * math.pi)
    typical = math.exp(np.log(conductance[crossed]).mean())
    current = _root_mean_square(landscape, source, typical / length**2, draws, seed)
    potential = _root_mean_square(even, source, 1 / length**2, draws, seed)
    normalised = np.divide(current, potential, out=np.zeros_like(current), where=potential > 0)
    return Omnidirectional(*(np.where(crossed, raster, np.nan) for raster in (current, potential, normalised)))


def _root_mean_square(landscape: Landscape, source: Floats, leak: float, draws: int, seed: int) -> Floats:
    joined = circuit(landscape)
    amperes, leaks = source[joined.node != NO_NODE], np.full(joined.graph.nodes, leak)
    answer = solver(joined.graph, leaks, tolerance=LEAK_TOLERANCE)

    def squares(columns: range) -> Floats:
        current = np.zeros((len(amperes), WIDTH))
        for k, draw in enumerate(columns):
            coins = np.random.default_rng([seed, draw]).integers(0, 2, len(amperes)) * 2 - 1
            current[:, k] = amperes * coins
        volts = answer(current)
        return sum(
            (through(joined.graph, np.ascontiguousarray(volts[:, k]), leaks) ** 2 for k in range(len(columns))),
            np.zeros(len(amperes)),
        )

    batches = [range(k, min(k + WIDTH, draws)) for k in range(0, draws, WIDTH)]
    total = sum(side_by_side(squares, batches), np.zeros(len(amperes)))
    return joined.map_of(np.sqrt(total / draws))
