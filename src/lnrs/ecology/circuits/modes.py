"""Each focal node in turn against all the others: Circuitscape's one-to-all and all-to-one modes."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lnrs.ecology.circuits.current import through
from lnrs.ecology.circuits.graph import Floats, Ints
from lnrs.ecology.circuits.network import UNJOINED
from lnrs.ecology.circuits.pairwise import Cells, Pairs, checked_focal, nodes_of, paired
from lnrs.ecology.circuits.raster import NO_NODE, Circuit, Landscape, circuit
from lnrs.ecology.circuits.solve import TOLERANCE, Potentials, potentials

Numbers = npt.NDArray[np.int64]


class Turn(NamedTuple):
    """The turn of focal node `number`: its resistance to all others (-1 where none can be reached; all-to-one has no
    such figure and gives 0), and rasters (rows, cols) of voltage and current."""

    number: int
    ohms: float
    voltage: Floats
    current: Floats


def one_to_all(
    landscape: Landscape,
    focal: Cells,
    *,
    pairs: Pairs | None = None,
    strength_a: Mapping[int, float] | None = None,
    tolerance: float = TOLERANCE,
) -> Iterator[Turn]:
    """Each focal node in turn puts in a current and all the others are tied to ground.

    `focal` and `pairs` are as for `resistances`: the others of a node are those it is paired with, and a focal region
    is one node only in turns that it takes part in. The current is 1 A, or what `strength_a` has for the number. A
    focal node that shares the source's node is not grounded. Raises ValueError as `resistances`.
    """
    for turn in _turns(landscape, focal, pairs, tolerance, every=False):
        amperes = (strength_a or {}).get(turn.number, 1.0)
        yield _shown(turn, _from_one(turn, amperes))


def all_to_one(
    landscape: Landscape,
    focal: Cells,
    *,
    pairs: Pairs | None = None,
    strength_a: Mapping[int, float] | None = None,
    tolerance: float = TOLERANCE,
) -> Iterator[Turn]:
    """Each focal node in turn is tied to ground and all the others put in a current.

    Arguments and errors as for `one_to_all`; a focal node that shares the ground's node puts nothing in. Where
    strengths are given, a focal node that is not paired with the one in turn still puts in 1 A, whatever its own
    strength: Circuitscape does so, in Python and in Julia.
    """
    for turn in _turns(landscape, focal, pairs, tolerance, every=strength_a is not None):
        amperes = np.array([(strength_a or {}).get(int(number), 1.0) for number in turn.numbers])
        amperes = np.where(turn.others, amperes, 0.0 if strength_a is None else 1.0)
        yield _shown(turn, _to_one(turn, amperes))


class _Setting(NamedTuple):
    """A turn about to be taken: the focal nodes' `numbers` and `nodes` (p,), the place `k` of the one whose turn it is
    and which are its `others`; `part` is what hangs together with it, None where it is alone."""

    numbers: Numbers
    nodes: Ints
    k: int
    others: npt.NDArray[np.bool_]
    joined: Circuit
    part: Potentials | None

    @property
    def number(self) -> int:
        return int(self.numbers[self.k])


def _turns(
    landscape: Landscape, focal: Cells, pairs: Pairs | None, tolerance: float, *, every: bool
) -> Iterator[_Setting]:
    """The settings of every turn. All are one circuit, solved once, unless regions take part in some turns only; then
    each has its own, with potentials of those that take part or, where that is wanted, of `every` focal node."""
    numbers = checked_focal(landscape, focal)
    wanted = paired(numbers, pairs)
    has_regions = len(focal) > len(numbers)
    joined = circuit(landscape, focal if has_regions else None)
    nodes = nodes_of(joined, focal, numbers)
    found = [] if has_regions and pairs is not None else potentials(joined.graph, nodes, tolerance=tolerance)
    for k in range(len(numbers)):
        others = wanted[k]
        if has_regions and pairs is not None:
            active = others | (np.arange(len(numbers)) == k)
            joined = circuit(landscape, focal[np.isin(focal[:, 0], numbers[active])])
            nodes = nodes_of(joined, focal, numbers)
            asked = nodes if every else np.where(active, nodes, NO_NODE)
            found = potentials(joined.graph, asked, tolerance=tolerance)
        yield _Setting(numbers, nodes, k, others, joined, next((part for part in found if k in part.which), None))


def _from_one(turn: _Setting, amperes: float) -> tuple[float, Floats] | None:
    """(resistance, the part's voltages): the currents that the others let out are those that bring them all to 0 V."""
    part = turn.part
    if part is None:
        return None
    here = turn.nodes[turn.k]
    others = turn.others[part.which] & (turn.nodes[part.which] != here)
    source = int(np.flatnonzero(part.which == turn.k)[0])
    _, first = np.unique(part.at[others], return_index=True)
    grounds = np.flatnonzero(others)[first]
    if not len(grounds):
        return None
    between = part.volts[part.at]
    count = len(grounds)
    system = np.ones((count + 1, count + 1))
    system[:count, :count], system[count, count] = between[np.ix_(grounds, grounds)], 0.0
    known = -amperes * np.append(between[grounds, source], 1.0)
    *let_out, offset = np.linalg.solve(system, known)
    voltage = amperes * part.volts[:, source] + part.volts[:, grounds] @ np.array(let_out) + offset
    return voltage[part.at[source]] / amperes, voltage


def _to_one(turn: _Setting, amperes: Floats) -> tuple[float, Floats] | None:
    part = turn.part
    if part is None:
        return None
    put_in = np.where(turn.nodes[part.which] == turn.nodes[turn.k], 0.0, amperes[part.which])
    if not put_in.any():
        return None
    ground = int(np.flatnonzero(part.which == turn.k)[0])
    put_in[ground] = -put_in.sum()
    voltage = part.volts @ put_in
    return 0.0, voltage - voltage[part.at[ground]]


def _shown(turn: _Setting, found: tuple[float, Floats] | None) -> Turn:
    if found is None or turn.part is None:
        nothing = np.zeros(turn.joined.node.shape)
        return Turn(turn.number, UNJOINED, nothing, nothing)
    ohms, volts = found
    voltage, current = np.zeros(turn.joined.graph.nodes), np.zeros(turn.joined.graph.nodes)
    voltage[turn.part.part.node] = volts
    current[turn.part.part.node] = through(turn.part.part.graph, volts)
    return Turn(turn.number, float(ohms), turn.joined.map_of(voltage), turn.joined.map_of(current))
