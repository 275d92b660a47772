"""A way between two places of England and what is said of it: through which areas, over which borders, over what
network and what gaps, and with which habitat. How the way is found is `corridor`'s; the site finds its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from lnrs import gridref
from lnrs.units import HA_M2

Floats = npt.NDArray[np.float64]

HARDEST = 10.0
"""Cost of a metre without any network; a metre in a cell that is all network costs 1."""

EXTRA = 0.05
"""The corridor holds ways that cost up to this share more than the cheapest."""

LEAST_SHARE = 0.1
"""A cell with less network than this is part of a gap."""

LIMITS = (
    f"A metre without any network costs as much as {HARDEST:.0f} m in it; nothing else counts: no roads, no rivers, no "
    "towns, and no needs of any species.",
    "The way is one of many that cost about as much. The corridor holds all that cost up to "
    f"{EXTRA:.0%} more, and is where to look, not where to draw a line.",
    f"A gap is cells of which less than {LEAST_SHARE:.0%} is network with every mapped measure delivered.",
    "It rests on what authorities published: habitat that a strategy does not publish counts as none.",
)
"""What a reader has to know before believing a way."""


def resistance(share: Floats, passable: npt.NDArray[np.bool_]) -> Floats:
    """Cost of a metre in each cell, from 1 where all of it is network to `HARDEST`; NaN where there is no way."""
    return np.where(passable, HARDEST - (HARDEST - 1) * np.clip(share, 0.0, 1.0), np.nan)


def metres_in(cells: npt.NDArray[np.int64], cell_m: float) -> Floats:
    """Metres of a path in each of its cells: half of each step to it and from it."""
    steps = np.hypot(*np.diff(cells, axis=0).T) * cell_m
    return (np.r_[0.0, steps] + np.r_[steps, 0.0]) / 2


def gaps(share: Floats) -> list[tuple[int, int]]:
    """First and last position of each run of cells along a path with less network than `LEAST_SHARE`, in order.

    >>> gaps(np.array([0.5, 0.0, 0.05, 0.4, 0.0]))
    [(1, 2), (4, 4)]
    """
    return _runs(np.asarray(share) < LEAST_SHARE)


def _runs(chosen: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last position of each run."""
    framed = np.r_[False, chosen, False]
    edges: Any = np.flatnonzero(framed[1:] != framed[:-1])
    return [(int(first), int(last) - 1) for first, last in zip(edges[::2], edges[1::2], strict=True)]


@dataclass(frozen=True)
class Along:
    """A way and its corridor. Arrays have one value for each cell along the way, in order.

    `points` (n, 2) are the middles of cells, `metres` how much of the way is in each; `now` and `delivered` the shares
    of network, or of the one `habitat` that it was looked for over; `present` is the metres of each habitat along it,
    now and delivered.
    """

    side_m: int
    points: npt.NDArray[Any]
    metres: Floats
    lnrs_id: npt.NDArray[Any]
    now: Floats
    delivered: Floats
    names: Mapping[int, str]
    land: shapely.Geometry
    present: Sequence[tuple[str, float, float]] = ()
    habitat: str = ""

    @cached_property
    def line(self) -> shapely.LineString:
        """The way as a line."""
        return shapely.LineString(self.points)

    @cached_property
    def along_m(self) -> Floats:
        """Metres from the start to the middle of each cell, along the way."""
        steps = np.hypot(*np.diff(self.points, axis=0).T)
        return np.r_[0.0, np.cumsum(steps)]

    def place(self, position: int) -> str:
        """The grid reference of a cell of the way."""
        return gridref.place_name(*self.points[position])

    def areas(self) -> list[dict[str, Any]]:
        """The areas in the order in which the way comes to them, with its metres in each."""
        order = list(dict.fromkeys(self.lnrs_id[self.lnrs_id > 0].tolist()))
        return [
            {"lnrs_id": number, "name": self.names[number], "m": float(self.metres[self.lnrs_id == number].sum())}
            for number in order
        ]

    def crossings(self) -> list[dict[str, Any]]:
        """Where the way goes from one area into another: the two, and the place of the first cell beyond."""
        known = np.flatnonzero(self.lnrs_id > 0)
        found = []
        for before, after in zip(known[:-1].tolist(), known[1:].tolist(), strict=True):
            one, other = int(self.lnrs_id[before]), int(self.lnrs_id[after])
            if one != other:
                ends = {"from_area": self.names[one], "to_area": self.names[other]}
                found.append({**ends, "place": self.place(after), "along_m": float(self.along_m[after])})
        return found

    def gaps(self) -> list[dict[str, Any]]:
        """The gaps in order: metres, and the grid references of their first and last cell."""
        return [
            {
                "gap_m": float(self.metres[first : last + 1].sum()),
                "from_place": self.place(first),
                "to_place": self.place(last),
                "areas": ", ".join(self._areas_of(first, last)),
            }
            for first, last in gaps(self.delivered)
        ]

    def stretches(self) -> list[dict[str, Any]]:
        """The stretches of network between gaps: metres, how much of them is network now and delivered, and ends."""
        found = []
        for first, last in _runs(self.delivered >= LEAST_SHARE):
            part = slice(first, last + 1)
            length = float(self.metres[part].sum())
            shares = {
                state: float((self.metres[part] * share[part]).sum() / length) if length else 0.0
                for state, share in (("now_share", self.now), ("delivered_share", self.delivered))
            }
            ends = {"from_place": self.place(first), "to_place": self.place(last)}
            found.append({"stretch_m": length, **shares, **ends, "areas": ", ".join(self._areas_of(first, last))})
        return found

    def _areas_of(self, first: int, last: int) -> list[str]:
        numbers = self.lnrs_id[first : last + 1]
        return [self.names[number] for number in dict.fromkeys(numbers[numbers > 0].tolist())]

    def stations(self) -> Iterator[dict[str, Any]]:
        """Each cell along the way: its number, kilometres from the start, place, area, shares, and the number of the
        gap that it is part of (0: of none)."""
        in_gap = np.zeros(len(self.points), int)
        for number, (first, last) in enumerate(gaps(self.delivered), start=1):
            in_gap[first : last + 1] = number
        for number in range(len(self.points)):
            area = int(self.lnrs_id[number])
            yield {
                "station": number + 1,
                "along_km": round(float(self.along_m[number]) / 1_000, 3),
                "place": self.place(number),
                "lnrs_id": area,
                "area": self.names.get(area, ""),
                "now_share": round(float(self.now[number]), 4),
                "delivered_share": round(float(self.delivered[number]), 4),
                "gap": int(in_gap[number]),
            }

    def as_data(self) -> dict[str, Any]:
        """All figures, as plain data."""
        return {
            "length_m": float(self.metres.sum()),
            "network_now_m": float((self.metres * self.now).sum()),
            "network_delivered_m": float((self.metres * self.delivered).sum()),
            "corridor_ha": float(self.land.area / HA_M2),
            "cell_m": self.side_m,
            "areas": self.areas(),
            "crossings": self.crossings(),
            "gaps": self.gaps(),
            "stretches": self.stretches(),
            "habitats": [
                {"habitat": name, "now_m": now_m, "delivered_m": delivered_m}
                for name, now_m, delivered_m in self.present
            ],
        }
