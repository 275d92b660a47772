"""The engine's grid kernels and their peers, each on the same land: name, what ours does, what the peer does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from rasterio.features import rasterize
from scipy import ndimage

from benchmarks.apart import Timed, best_of
from lnrs.ecology.burn import burn, touched
from lnrs.ecology.grid import Grid, grid_over
from lnrs.ecology.nearest import Rows, nearest_m, row_by_row
from lnrs.ecology.zonal import Zones, mean, zones
from lnrs.layers import store

REPEATS = 3
NEAR_M, FAR_M = 2_000.0, 20_000.0


@dataclass(frozen=True)
class Land:
    """What the kernels work on: parcels, their grid, and cells touched by rivers."""

    parcels: npt.NDArray[Any]
    grid: Grid
    rivers: npt.NDArray[np.uint8]

    @property
    def codes(self) -> npt.NDArray[np.int32]:
        """A number for each parcel, from 1."""
        return np.arange(1, len(self.parcels) + 1, dtype=np.int32)


@dataclass(frozen=True)
class Kernel:
    """A kernel and its peer. `ready` makes what both need from the land; it is not timed."""

    peer_name: str
    ready: Callable[[Land], tuple]
    ours: Callable[..., npt.NDArray[Any]]
    peer: Callable[..., npt.NDArray[Any]]
    bytes_a_cell: int
    """Bytes read and written for each cell by any method: its input once, its output once."""
    reads_vertices: bool = False
    apart: float = 0.0
    """How far apart the answers may be, beside `share_apart` of them that may be farther."""
    share_apart: float = 0.0


def land_of(strategy: Path) -> Land:
    """The parcels and rivers of a strategy folder, on the 10 m grid."""
    parcels = store.read(strategy / "layers" / "land_parcels.gpkg").geometry.to_numpy()
    west, south, east, north = shapely.total_bounds(parcels)
    grid = grid_over((west, south, east, north))
    rivers = store.read(strategy / "layers" / "rivers.gpkg").geometry.to_numpy()
    return Land(parcels, grid, touched(rivers, grid))


def _rasterized(parcels: npt.NDArray[Any], codes: npt.NDArray[np.int32], grid: Grid) -> npt.NDArray[np.int32]:
    to_ground = rasterio.Affine(grid.cell_m, 0, grid.west_m, 0, -grid.cell_m, grid.north_m)
    return rasterize(zip(parcels, codes, strict=True), grid.shape, transform=to_ground, dtype="int32")


def _polygons(land: Land) -> tuple:
    return land.parcels, land.codes, land.grid


def _labelled(land: Land) -> tuple[Zones, npt.NDArray, npt.NDArray]:
    """The parcels made ready, and as a raster of labels for the peer; those too small for a cell are left out."""
    labels = burn(land.parcels, land.codes, land.grid)
    held = np.flatnonzero(np.bincount(labels.ravel(), minlength=len(land.parcels) + 1)[1:])
    return zones(land.parcels[held], land.grid), labels, held + 1


def _heights(land: Land) -> tuple:
    """An invented height for each cell."""
    within, labels, held = _labelled(land)
    return within, labels, np.random.default_rng(1).integers(0, 300, land.grid.shape).astype(np.uint16), held


def _mean(within: Zones, _labels: npt.NDArray, raster: npt.NDArray, _held: npt.NDArray) -> npt.NDArray:
    return mean(within, raster)


def _mean_by_bincount(_: Zones, labels: npt.NDArray, raster: npt.NDArray, held: npt.NDArray) -> npt.NDArray:
    flat, most = labels.ravel(), int(held[-1]) + 1
    return (np.bincount(flat, raster.ravel(), minlength=most) / np.maximum(np.bincount(flat, minlength=most), 1))[held]


def _marks(land: Land) -> tuple:
    within, labels, held = _labelled(land)
    return row_by_row(within, land.grid.rows), labels, held, land.rivers, land.grid.cell_m


def _nearest(limit_m: float) -> Kernel:
    def ours(within: Rows, _labels: npt.NDArray, _held: npt.NDArray, marked: npt.NDArray, cell_m: float) -> npt.NDArray:
        return nearest_m(within, marked, cell_m=cell_m, limit_m=limit_m)

    def peer(_: Rows, labels: npt.NDArray, held: npt.NDArray, marked: npt.NDArray, cell_m: float) -> npt.NDArray:
        away = ndimage.distance_transform_edt(marked == 0, sampling=cell_m)
        return np.minimum(ndimage.minimum(away, labels, held), limit_m)

    return Kernel("SciPy exact EDT and minimum", _marks, ours, peer, bytes_a_cell=1, apart=0.5)


KERNELS: dict[str, Kernel] = {
    "parcels on to the grid": Kernel(
        "rasterio rasterize", _polygons, burn, _rasterized, bytes_a_cell=4, reads_vertices=True, share_apart=1e-4
    ),
    "each parcel's nearest river, to 2 km": _nearest(NEAR_M),
    "each parcel's nearest river, to 20 km": _nearest(FAR_M),
    "mean in each parcel": Kernel(
        "NumPy bincount",
        _heights,
        _mean,
        _mean_by_bincount,
        bytes_a_cell=2,
        apart=1e-6,
    ),
}


def measured(strategy: Path, name: str, who: str, to: Path) -> Timed:
    """The best time of `ours` or the `peer`; the answer is left in the file `to`."""
    kernel, land = KERNELS[name], land_of(strategy)
    loaded = kernel.ready(land)
    best = best_of(REPEATS, lambda: loaded, getattr(kernel, who))
    np.save(to, best.answer)
    return replace(best, answer=to)


def share_apart(name: str, ours: Path, peer: Path) -> float:
    """Share of the values in two files that are farther apart than the kernel allows."""
    one, other = np.load(ours, mmap_mode="r"), np.load(peer, mmap_mode="r")
    far = sum(
        int((np.abs(a.astype(np.float64) - b) > KERNELS[name].apart).sum())
        for a, b in zip(np.array_split(one, 16), np.array_split(other, 16), strict=True)
    )
    return far / one.size


def size_of(strategy: Path) -> tuple[int, int]:
    """(cells of the grid, vertices of the parcels)."""
    land = land_of(strategy)
    return land.rivers.size, int(shapely.get_num_coordinates(land.parcels).sum())


def vertices_of(frame: gpd.GeoDataFrame) -> int:
    """Vertices of a layer."""
    return int(shapely.get_num_coordinates(frame.geometry.to_numpy()).sum())
