"""A border as stations: short steps of it, so that who maps what along it is a table of yes and no."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

STEP_M = 10.0

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Stations:
    """The steps of a border: of which line each is a part, its place in it, and its length in metres."""

    lines: tuple[shapely.LineString, ...]
    line: npt.NDArray[np.int64]
    """Shape (stations,): the number of the line."""
    start_m: npt.NDArray[np.float64]
    """Shape (stations,): how far along the line the step begins."""
    length_m: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.line)

    @cached_property
    def points(self) -> npt.NDArray[np.object_]:
        """The middle of each step."""
        lines = np.array(self.lines, dtype=object)[self.line] if len(self) else np.array([], dtype=object)
        return shapely.line_interpolate_point(lines, self.start_m + self.length_m / 2)

    def stretch(self, chosen: Sequence[int] | npt.NDArray[np.int64]) -> BaseGeometry:
        """The part of the border that these steps of one line are, as one line or several."""
        steps = np.sort(np.asarray(chosen))
        breaks = np.flatnonzero(np.diff(steps) > 1) + 1
        parts = [self._piece(run[0], run[-1]) for run in np.split(steps, breaks)]
        return parts[0] if len(parts) == 1 else shapely.multilinestrings(parts)

    def _piece(self, first: int, last: int) -> shapely.LineString:
        line = self.lines[self.line[first]]
        return substring(line, self.start_m[first], self.start_m[last] + self.length_m[last])


def stations(border: BaseGeometry, step_m: float = STEP_M) -> Stations:
    """The stations of a border of lines; of polygons, such as an overlap of two outlines, the edge.

    No step is longer than `step_m`, and all of a line are of one length.
    """
    lines = tuple(_lines(border))
    counts = [max(1, int(np.ceil(line.length / step_m))) for line in lines]
    of_line = [np.full(count, number) for number, count in enumerate(counts)]
    length = [np.full(count, line.length / count) for line, count in zip(lines, counts, strict=True)]
    start = [np.arange(count) * (line.length / count) for line, count in zip(lines, counts, strict=True)]
    return Stations(
        lines,
        np.concatenate(of_line).astype(np.int64) if lines else np.array([], dtype=np.int64),
        np.concatenate(start) if lines else np.array([]),
        np.concatenate(length) if lines else np.array([]),
    )


def _lines(border: BaseGeometry) -> Iterator[shapely.LineString]:
    """The lines of a border, joined where they meet end to end, in the order of their western and southern ends."""
    parts = shapely.get_parts(shapely.get_parts(border))
    edges = [shapely.boundary(part) if shapely.get_dimensions(part) == 2 else part for part in parts]
    lines = [line for edge in edges for line in shapely.get_parts(edge) if shapely.get_dimensions(line) == 1]
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines))) if lines else []
    yield from sorted((line for line in merged if line.length > 0), key=lambda line: line.bounds)


def facing(at: Stations, shapes: npt.NDArray[np.object_], groups: npt.NDArray[np.int64], within_m: float) -> Mask:
    """Which groups of shapes come up to which stations: (stations, groups). `groups` numbers the shapes from 0."""
    count = int(groups.max()) + 1 if len(groups) else 0
    found = np.zeros((len(at), count), dtype=bool)
    if len(at) and count:
        station, shape = shapely.STRtree(shapes).query(at.points, predicate="dwithin", distance=within_m)
        found[station, groups[shape]] = True
    return found


def runs(at: Stations, mask: Mask, *, gap_m: float) -> list[npt.NDArray[np.int64]]:
    """The stations of a mask in runs along one line; a run goes on over gaps of at most `gap_m`."""
    chosen = np.flatnonzero(mask)
    if not len(chosen):
        return []
    before, after = chosen[:-1], chosen[1:]
    gap = at.start_m[after] - (at.start_m[before] + at.length_m[before])
    parted = (at.line[before] != at.line[after]) | (gap > gap_m + 1e-6)
    return np.split(chosen, np.flatnonzero(parted) + 1)
