"""How fast species could shift their range through the habitat there is, where they would pass, and where they are
held up: the circuit model of Condatis.

Hodgson, Thomas, Dytham, Travis and Cornell (2012), The speed of range shifts in fragmented landscapes, PLoS ONE
7(10):e47141; Hodgson, Wallis, Krishna and Cornell (2016), How to manipulate landscapes to improve the potential for
range expansion, Methods in Ecology and Evolution 7:1558-1566.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lnrs.ecology.habitat_circuit import Circuit, Floats, Mask, circuit, components
from lnrs.ecology.kernel import exponential
from lnrs.ecology.kirchhoff import solve
from lnrs.ecology.link_flow import strongest, through

METRES_A_KM = 1_000.0

END_SHARE = 0.25
"""How much of a region's length its source and its target each lie in, at most."""

WORST_ERROR = 1e-3
"""The largest `kirchhoff_error` that is let through."""

TOWARDS = {
    "N": (-1, 0), "NE": (-1, 1), "E": (0, 1), "SE": (1, 1), "S": (1, 0), "SW": (1, -1), "W": (0, -1), "NW": (-1, -1),
}  # fmt: skip
"""Rows and columns of one step towards each point of the compass."""


@dataclass(frozen=True, eq=False)
class RangeShift:
    """A range shift through a landscape."""

    speed: float
    """The circuit's total conductance, by which landscapes are compared; 0 where nothing joins source and target."""
    voltage: Floats
    """(rows, cols): 1 at the source and 0 at the target; NaN on land without habitat and on habitat that neither
    reaches."""
    kirchhoff_error: float
    """The sum over cells of |current in - current out|, as a share of all the current."""
    steps: int
    """Steps of the solver."""
    cells: Circuit
    """The habitat that carries current."""
    unit: float
    """The conductance of a link of two full cells at no distance: R alpha^2 / (2 pi) times the area of each."""


def edges(region: Mask, towards: str) -> tuple[Mask, Mask]:
    """Source and target, (rows, cols), of a range shift over a region towards "N", "NE", "E" and so on.

    The source is the cells of the region with no other behind them along a line in that direction, in the hindmost
    quarter of the region's length that way; the target those with none before them in the foremost quarter. So they
    are half that length apart or more, and nothing crosses from one to the other at a corner.

    Raises ValueError for another direction.
    """
    if towards not in TOWARDS:
        raise ValueError(f"A range shifts towards one of {', '.join(TOWARDS)}.")
    masks = np.zeros((2, *region.shape), bool)
    if not region.any():
        return masks[0], masks[1]
    down, along = TOWARDS[towards]
    row, col = np.nonzero(region)
    line = row * along - col * down
    line -= line.min()
    forward = row * down + col * along
    far = np.full((2, int(line.max()) + 1), np.iinfo(np.int64).min)
    for mask, most, way in zip(masks, far, (-forward, forward), strict=True):
        foremost = way.max() - END_SHARE * np.ptp(forward)
        np.maximum.at(most, line, way)
        last = (way == most[line]) & (way >= foremost)
        mask[row[last], col[last]] = True
    return masks[0], masks[1]


def range_shift(
    habitat: npt.NDArray[Any],
    source: Mask,
    target: Mask,
    *,
    dispersal_m: float,
    cell_m: float,
    emigrants_per_km2: float = 1.0,
    epsilon: float = 1e-9,
    tolerance: float = 1e-6,
    most_steps: int = 1_000,
) -> RangeShift:
    """Solve the circuit from the source to the target through the habitat.

    `habitat` (rows, cols) is the share of each cell, 0 to 1; `source` and `target` are masks of the same shape. Cells i
    and j are linked by the conductance R alpha^2 / (2 pi) * a_i * a_j * exp(-alpha d_ij), with alpha = 2 /
    `dispersal_m`, `dispersal_m` the mean distance of dispersal, R the emigrants that 1 km2 of habitat sends out in a
    generation, a habitat in km2, and d between centres of cells; each cell of the source and of the target is linked in
    the same way as if it were all habitat. Links with exp(-alpha d) < `epsilon` are left out: those longer than 10.4
    `dispersal_m` unless another is given.

    Conjugate gradients go on until `kirchhoff_error` is within the tolerance, as far as rounding lets them: where all
    the current is very small beside that of single links, rounding alone may be more.

    Raises ValueError for rasters that do not match, habitat outside 0 to 1, lengths or `emigrants_per_km2` not above 0,
    and ArithmeticError where the solver leaves a `kirchhoff_error` over 0.001.
    """
    _check(habitat, source, target, emigrants_per_km2)
    kernel = exponential(dispersal_m / 2, cell_m, epsilon=epsilon)
    cells = circuit(habitat, source, target, kernel)
    alpha, cell_km2 = 2 * METRES_A_KM / dispersal_m, (cell_m / METRES_A_KM) ** 2
    unit = emigrants_per_km2 * alpha**2 / (2 * math.pi) * cell_km2**2
    left, arrived = _reached(cells)
    voltage = np.full(habitat.shape, np.nan)
    voltage[cells.row, cells.col] = np.where(left, 1.0, np.where(arrived, 0.0, np.nan))
    carrying = cells.kept(left & arrived)
    if len(carrying.row) == 0:
        return RangeShift(0.0, voltage, 0.0, 0, carrying, unit)
    found = solve(carrying, tolerance=tolerance, most_steps=most_steps)
    if not found.kirchhoff_error <= WORST_ERROR:
        raise ArithmeticError(
            f"The circuit did not settle in {found.steps} steps: its currents are still wrong by a share of "
            f"{found.kirchhoff_error:.1g}. Allow more steps, or leave out very weak links by a larger epsilon."
        )
    voltage[carrying.row, carrying.col] = found.voltage
    speed = unit * float(carrying.target_link @ found.voltage)
    return RangeShift(speed, voltage, found.kirchhoff_error, found.steps, carrying, unit)


def flow_share(shift: RangeShift) -> Floats:
    """The share of all the current that passes through each cell, (rows, cols), 0 on land without habitat: half the sum
    of the sizes of the currents along its links, those with the source and target among them, over the current in all.

    Times `speed` it is the flow as Condatis gives it. Every link within the kernel's reach is visited, so the time
    grows with cells times cells within reach.
    """
    out = np.zeros(shift.voltage.shape)
    if shift.speed > 0:
        current = through(shift.cells, _voltages(shift))
        out[shift.cells.row, shift.cells.col] = current * (shift.unit / shift.speed)
    return out


def bottlenecks(shift: RangeShift, most: int = 100) -> pd.DataFrame:
    """The links between two cells with the most power, strongest first: where habitat in between would speed the shift
    most (Hodgson et al. 2016).

    Columns: `row`, `col` and `other_row`, `other_col` of both cells, `length_m`, and `power_share`, the link's
    conductance times the square of the voltage between its ends as a share of that of all links, which is `speed`.

    Raises ValueError unless `most` is at least 1.
    """
    if most < 1:
        raise ValueError("Ask for one bottleneck or more.")
    cells = shift.cells
    one = other = np.empty(0, np.int64)
    power = np.empty(0)
    if shift.speed > 0:
        one, other, power = strongest(cells, _voltages(shift), most)
        power *= shift.unit / shift.speed
    row, col, other_row, other_col = cells.row[one], cells.col[one], cells.row[other], cells.col[other]
    length_m = np.hypot(row - other_row, col - other_col) * cells.kernel.cell_m
    return pd.DataFrame(
        {"row": row, "col": col, "other_row": other_row, "other_col": other_col, "length_m": length_m}
        | {"power_share": power}
    )


def _voltages(shift: RangeShift) -> Floats:
    return shift.voltage[shift.cells.row, shift.cells.col]


def _reached(cells: Circuit) -> tuple[Mask, Mask]:
    """Which cells the source reaches, and which the target, directly or by way of others."""
    component = components(cells)
    many = int(component.max(initial=-1)) + 1
    left = np.bincount(component, cells.source_link > 0, many) > 0
    arrived = np.bincount(component, cells.target_link > 0, many) > 0
    return left[component], arrived[component]


def _check(habitat: npt.NDArray[Any], source: Mask, target: Mask, emigrants_per_km2: float) -> None:
    if habitat.ndim != 2 or habitat.size == 0 or not habitat.shape == source.shape == target.shape:
        raise ValueError("Habitat, source and target must be rasters of one shape, with at least one cell.")
    if not (habitat.min() >= 0 and habitat.max() <= 1):
        raise ValueError("Habitat is a share of each cell, from 0 to 1, and known everywhere.")
    if not 0 < emigrants_per_km2 < math.inf:
        raise ValueError("Habitat must send out emigrants: a number above 0 for each km2.")
