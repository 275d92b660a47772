"""Options that are worth more together: measures that support each other, parcels that adjoin or are linked.

Each is a pair with a gain where both are chosen, never a loss. That is what keeps the problem one that a minimum cut
can solve (Greig, Porteous and Seheult 1989, Journal of the Royal Statistical Society B 51:271-279).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from lnrs.prioritise.options import Floats, Ints, Pairs, Problem, named, option_at


def supporting(problem: Problem, one: str, other: str, *, feature: str, bonus: float | npt.NDArray) -> Problem:
    """Give a parcel `bonus` more of a feature, in its unit, where it has both measures: one figure, or one by parcel
    (n,)."""
    places = [named(problem.measures, name, "measure") for name in (one, other)]
    if places[0] == places[1]:
        raise ValueError("A measure cannot support itself.")
    option = option_at(problem)
    both = np.flatnonzero((option[:, places] >= 0).all(axis=1))
    gain = np.broadcast_to(np.asarray(bonus, float), len(problem.units))[both]
    return _joined(problem, option[both, places[0]], option[both, places[1]], np.zeros(len(both)), feature, gain)


def linked(
    problem: Problem, pairs: npt.NDArray[np.integer], amount: npt.NDArray, *, feature: str, measures: Sequence[str] = ()
) -> Problem:
    """Give `amount` (p,) more of a feature where both parcels of a pair (p, 2), by position, are chosen for the same
    measure: adjoining fields, or woods within reach of each other. For all measures, or for those named."""
    one, other, row = _alike(problem, pairs, measures)
    return _joined(problem, one, other, np.zeros(len(one)), feature, np.asarray(amount, float)[row])


def compact(
    problem: Problem,
    pairs: npt.NDArray[np.integer],
    shared_m: npt.NDArray,
    perimeter_m: npt.NDArray,
    *,
    penalty: float,
    measures: Sequence[str] = (),
) -> Problem:
    """Charge the objective `penalty` for each metre of outline of the land under each measure.

    The outline is `sum perimeter_m x - 2 sum shared_m x x'` over pairs (p, 2) of positions that share so many metres
    (p,), the boundary length of Ball, Possingham and Watts (2009). Parcels' own outlines (n,) are at least what they
    share.
    """
    outline, shared = np.asarray(perimeter_m, float), np.asarray(shared_m, float)
    if not (0 <= penalty < np.inf) or len(outline) != len(problem.units):
        raise ValueError("The penalty has to be 0 or more, and every parcel needs its outline.")
    inside = np.bincount(np.asarray(pairs).ravel(), np.repeat(shared, 2), minlength=len(outline))
    if (inside > outline * (1 + 1e-9) + 1e-6).any():
        raise ValueError(
            f"The parcel {problem.units[int(np.argmax(inside - outline))]!r} shares more than its outline."
        )
    one, other, row = _alike(problem, pairs, measures)
    some = np.isin(problem.measure, [named(problem.measures, name, "measure") for name in measures or problem.measures])
    charged = replace(problem, penalty=problem.penalty + np.where(some, penalty * outline[problem.unit], 0.0))
    return _joined(charged, one, other, 2 * penalty * shared[row], None, np.zeros(len(one)))


def _alike(problem: Problem, pairs: npt.NDArray[np.integer], measures: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    """Options of both parcels of a pair with the same measure, and the pair's row."""
    pairs = np.asarray(pairs, np.int64).reshape(-1, 2)
    if (pairs[:, 0] == pairs[:, 1]).any() or (pairs < 0).any() or (pairs >= len(problem.units)).any():
        raise ValueError("A pair is made of the positions of two parcels.")
    option = option_at(problem)[:, [named(problem.measures, name, "measure") for name in measures or problem.measures]]
    row, kind = np.nonzero((option[pairs] >= 0).all(axis=1))
    return option[pairs[row, 0], kind], option[pairs[row, 1], kind], row


def _joined(problem: Problem, one: Ints, other: Ints, relief: Floats, feature: str | None, gain: Floats) -> Problem:
    if not (np.isfinite(relief).all() and np.isfinite(gain).all()) or (relief < 0).any() or (gain < 0).any():
        raise ValueError("What two options are worth together has to be 0 or more.")
    row = np.zeros(len(gain), np.int64) if feature is None else np.full(len(gain), _place(problem, feature))
    shape = (len(problem.features), len(gain))
    extra = sparse.csr_array((gain, (row, np.arange(len(gain)))), shape=shape) if feature else sparse.csr_array(shape)
    old = problem.pairs
    amount = (
        sparse.csr_array(sparse.hstack([old.amount, extra]))
        if shape[0]
        else sparse.csr_array((0, len(old.one) + len(gain)))
    )
    ends = np.concatenate([old.one, one]), np.concatenate([old.other, other])
    return replace(problem, pairs=Pairs(*ends, np.concatenate([old.relief, relief]), amount))


def _place(problem: Problem, feature: str) -> int:
    return named(problem.features, feature, "feature")
