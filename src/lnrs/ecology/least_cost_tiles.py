"""Least-cost distance tile by tile: on several cores, in memory for a few tiles, with the same answer as the whole."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import product
from typing import Any, NamedTuple, Protocol

import numba
import numpy as np
import numpy.typing as npt

from lnrs.ecology.least_cost import LeastCost, check, start
from lnrs.ecology.least_cost_spread import RIM, UNREACHED, Cells, packed, pointers, spread

EDGE = RIM + 1
"""Barriers around a tile's records, and the halo of one cell."""

PARTS = {-1: slice(EDGE), 0: slice(EDGE, -EDGE), 1: slice(-EDGE, None)}
INNER = PARTS[0], PARTS[0]
HALO = {step: (PARTS[step[0]], PARTS[step[1]]) for step in product(PARTS, repeat=2) if step != (0, 0)}
"""The part of a tile's records that belongs to the neighbour so many tiles down and across."""

Place = tuple[int, int]
"""Row and column of a tile among the tiles."""


class Raster(Protocol):
    """What can be read in windows: an array, a memory map, a Zarr array, or a file behind two methods."""

    @property
    def shape(self) -> tuple[int, ...]:
        """(rows, cols)."""

    def __getitem__(self, window: tuple[slice, slice], /) -> npt.NDArray[Any]:
        """The cells of some rows and columns."""


class Landscape(NamedTuple):
    """What is given: the rasters, and how the work is cut."""

    resistance: Raster
    sources: Raster
    cell_m: float
    limit: float
    tile: int


def least_cost_by_tiles(
    resistance: Raster,
    sources: Raster,
    *,
    cell_m: float,
    limit: float = np.inf,
    tile: int = 512,
    threads: int | None = None,
    into: LeastCost | None = None,
) -> LeastCost:
    """`least_cost`, worked in square tiles of `tile` cells a side: the same answer to the last bit.

    `resistance` and `sources` are read window by window, several times, from several threads. Each thread (as many as
    numba has, unless `threads` says) holds one tile. `into` is where the answer goes, memory maps for a raster larger
    than memory; new arrays if not given.

    A tile is worked with one row and column of its neighbours' cells as further sources. Where that would better a
    cell beyond its edge, the neighbour is worked again, the cheapest first, until nothing can be bettered anywhere.
    Only what is bettered is worked again. No two tiles that touch are worked at once, so no cell is read while it is
    written; and since a cell's least (cost, nearest) is one and the same whatever the order of work, neither the tiles
    nor the threads show in the answer.

    Raises ValueError as `least_cost` does, and where `tile` is under 1 or `into` has another shape.
    """
    check(resistance.shape, sources.shape, cell_m, limit)
    if tile < 1:
        raise ValueError(f"A tile has to be 1 cell wide or more, not {tile}.")
    shape = (resistance.shape[0], resistance.shape[1])
    found = into or LeastCost(np.empty(shape), np.empty(shape, np.int32), np.empty(shape, np.uint8))
    if any(raster.shape != shape for raster in found):
        raise ValueError(f"What the answer goes into has to have the shape of the resistance, {shape}.")
    found.cost[:], found.nearest[:], found.came[:] = np.inf, 0, UNREACHED
    land = Landscape(resistance, sources, cell_m, limit, tile)
    with ThreadPoolExecutor(threads or numba.get_num_threads()) as workers:
        _settle(land, found, workers, threads or numba.get_num_threads())
        for _ in workers.map(lambda place: _point_tile(land, found, place), _places(land)):
            pass  # an error in a worker is raised here
    return found


def _settle(land: Landscape, found: LeastCost, workers: ThreadPoolExecutor, at_once: int) -> None:
    """Work tiles, cheapest news first, until there is no news."""
    places = _places(land)
    sourced = workers.map(lambda place: bool(land.sources[_window(land, place)].any()), places)
    news = {place: 0.0 for place, has_source in zip(places, sourced, strict=True) if has_source}
    fresh = set(news)
    busy: dict[Future[dict[Place, float]], Place] = {}
    while news or busy:
        for place in _ready(news, set(busy.values()), at_once):
            busy[workers.submit(_work, land, found, place, place in fresh)] = place
            del news[place]
            fresh.discard(place)
        for done in wait(busy, return_when=FIRST_COMPLETED).done:
            del busy[done]
            for place, cost in done.result().items():
                news[place] = min(news.get(place, np.inf), cost)


def _ready(news: dict[Place, float], busy: set[Place], at_once: int) -> Iterator[Place]:
    """Tiles to begin now: by the cost of their news, none beside a tile that is being worked."""
    taken = set(busy)
    for place in sorted(news, key=lambda place: (news[place], place)):
        if len(taken) == at_once:
            return
        if all(max(abs(place[0] - row), abs(place[1] - col)) > 1 for row, col in taken):
            taken.add(place)
            yield place


def _work(land: Landscape, found: LeastCost, place: Place, is_fresh: bool) -> dict[Place, float]:
    """Settle one tile; the neighbours that it could better, each with the least cost that is news there."""
    window = _window(land, place)
    cells = _records(land, found, window)
    known = {step: cells[part].copy() for step, part in HALO.items()}
    reached = np.isfinite(cells["cost"])
    reached[INNER] = False
    starts = [np.flatnonzero(reached)]
    if is_fresh:
        starts.append(start(cells, land.sources[window], EDGE))
    spread(cells, np.concatenate(starts), cell_m=land.cell_m, limit=land.limit)
    found.cost[window], found.nearest[window] = cells["cost"][INNER], cells["nearest"][INNER]
    news = {}
    for step, part in HALO.items():
        better = (cells[part]["cost"] < known[step]["cost"]) | (cells[part]["nearest"] != known[step]["nearest"])
        if better.any():
            news[place[0] + step[0], place[1] + step[1]] = float(cells[part]["cost"][better].min())
    return news


def _places(land: Landscape) -> list[Place]:
    """Every tile, in the order of rows."""
    down, across = (range(-(-end // land.tile)) for end in land.resistance.shape)
    return list(product(down, across))


def _window(land: Landscape, place: Place) -> tuple[slice, slice]:
    """The rows and columns of a tile."""
    (row, col), (rows, cols) = place, land.resistance.shape
    return (
        slice(row * land.tile, min((row + 1) * land.tile, rows)),
        slice(col * land.tile, min((col + 1) * land.tile, cols)),
    )


def _records(land: Landscape, found: LeastCost, window: tuple[slice, slice]) -> Cells:
    """What is known of a tile and one cell around it, where there is one."""
    before = [min(along.start, 1) for along in window]
    after = [min(end - along.stop, 1) for along, end in zip(window, land.resistance.shape, strict=True)]
    rows, cols = (slice(a.start - b, a.stop + c) for a, b, c in zip(window, before, after, strict=True))
    rims = (EDGE - before[0], EDGE - after[0]), (EDGE - before[1], EDGE - after[1])
    cells = packed(land.resistance[rows, cols], rims)
    seen = tuple(slice(b, -a) for b, a in rims)
    cells["cost"][seen], cells["nearest"][seen] = found.cost[rows, cols], found.nearest[rows, cols]
    return cells


def _point_tile(land: Landscape, found: LeastCost, place: Place) -> None:
    window = _window(land, place)
    found.came[window] = pointers(_records(land, found, window), EDGE, cell_m=land.cell_m)
