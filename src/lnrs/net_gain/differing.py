"""Parcels of which a metric claims another strategic significance than an edition gives."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lnrs.bng.parcels import State
from lnrs.metric_files import MetricFile
from lnrs.net_gain.pieces import Piece, size_of
from lnrs.significance import Action


@dataclass(frozen=True)
class Difference:
    """A parcel with the pieces that an edition cuts it into, not all of the significance that its metric claims."""

    claimed: str
    """`high`, `medium` or `low`."""
    pieces: tuple[Piece, ...]

    @property
    def levels(self) -> Mapping[str | None, float]:
        """Its size by the significance that the edition gives: m², m, or a number of trees' places."""
        found: dict[str | None, float] = defaultdict(float)
        for one in self.pieces:
            found[one.level] += one.size
        return found

    @property
    def given(self) -> str:
        """What the edition gives, in words: `high on 0.5 ha and low on 1.5 ha`."""
        levels, shape = self.levels, self.pieces[0].shape
        sizes = " and ".join(f"{level} on {size_of(shape, size)}" for level, size in levels.items() if level)
        if None in levels:
            left = f"{size_of(shape, levels[None])} outside its area keep what the file says"
            sizes = f"{sizes}; {left}" if sizes else left
        return sizes


def differing(claimed: str, pieces: Sequence[Piece]) -> Difference | None:
    """Where the pieces of a parcel are not all of the claimed significance, how they are; or else nothing."""
    return Difference(claimed, tuple(pieces)) if {one.level for one in pieces} - {claimed} else None


@dataclass(frozen=True)
class Claim:
    """What a file says of a habitat on one parcel, hedgerow or tree: which strategic significance it has there."""

    ref: str
    action: Action
    habitat: str
    level: str
    wkb: bytes
    """Of the parcel, as in the file (EPSG:27700)."""


def claims(file: MetricFile) -> Iterator[Claim]:
    """Everything that a file with shapes claims, of what is there and of what becomes of it; nothing of a workbook."""
    if not file.shapes:
        return
    said: dict[Action, Iterable[tuple[str, State]]] = {
        Action.BASELINE: ((one.ref, one.state) for one in file.plan.existing),
        Action.CREATION: ((one.ref, one.state) for one in file.plan.created),
        Action.ENHANCEMENT: ((one.ref, one.state) for one in file.plan.enhanced),
    }
    for action, states in said.items():
        for ref, state in states:
            yield Claim(ref, action, state.habitat, state.significance, file.shapes[ref])
