"""What else acting at each place would do, as rasters worked out from the strategy's layers."""

from collections.abc import Callable, Mapping
from typing import Protocol

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from lnrs.ecology.amount import coarser
from lnrs.ecology.benefits.access import STANDARDS, newly_served, people_lacking
from lnrs.ecology.benefits.carbon import carbon_gain_t_co2e_ha
from lnrs.ecology.benefits.classes import by_word
from lnrs.ecology.benefits.drainage import Drainage, drainage
from lnrs.ecology.benefits.flood import flood_benefit_person_mm_ha, runoff_saved_mm
from lnrs.ecology.benefits.heat import cooling_need_people
from lnrs.ecology.benefits.heights import heights_on
from lnrs.ecology.benefits.pollination import INDICATIVE, Habitat, pollination_gain
from lnrs.ecology.benefits.runoff import curve_numbers
from lnrs.ecology.benefits.soil import COVER_FACTORS, ERODIBILITY, slope_factor, soil_kept_t_ha, soil_loss_t_ha
from lnrs.ecology.benefits.water_quality import connectivity, delivered_share, kept_from_water_t_ha
from lnrs.ecology.burn import burn, covered, touched
from lnrs.ecology.grid import Grid
from lnrs.ecology.terrain import slope_deg
from lnrs.units import HA_M2

Raster = npt.NDArray[np.floating]

TIMES = 5
"""Benefits are worked out in cells so many times as wide as the grid's: of 50 m."""
STORM_MM = 50.0
CHANNEL_HA = 50.0
"""A stream is where so much land drains through a place."""
BED_M = 5.0
"""Rivers are taken to lie so far below the heights, which are too coarse to show their beds."""
FORAGING_M = 500.0
TREES = ("broadleaved woodland", "coniferous woodland")
LOCAL = STANDARDS[1]
"""The green space that a new one is to be: 2 ha within 300 m of home."""
PEAT = ("peaty fen",)
"""Soils that are peat through and through; a peaty surface does not make one."""
WATERS = ("freshwater", "mudflat", "saltmarsh")


class Layers(Protocol):
    """Where the rasters come from: a strategy's layers, the heights, and the grid of its land."""

    @property
    def layer(self) -> Callable[[str], gpd.GeoDataFrame]: ...

    @property
    def heights(self) -> Callable[[], tuple[Raster, Grid]]: ...

    @property
    def grid(self) -> Grid: ...


def benefit_of_acting(benefit: str, cover: str, layers: Layers) -> tuple[Raster, Grid]:
    """A benefit (`strategy.benefits.BENEFITS`) in its unit, more being more benefit of making the land this cover, and
    the grid that it lies on; NaN where it is not known."""
    grid = coarser(layers.grid, TIMES)
    return _MADE[benefit](cover, layers, grid), grid


def _flood(cover: str, layers: Layers, grid: Grid) -> Raster:
    covers, land = _classes(layers, "land_parcels", "land_cover", grid)
    soils, soil = _classes(layers, "soils", "soil", grid)
    now = curve_numbers(land, covers, soil, soils)
    then = curve_numbers(np.full_like(land, 1), (cover,), soil, soils)
    saved_mm = runoff_saved_mm(now, then, storm_mm=STORM_MM)
    at_risk = people_of_towns(layers, grid) * covered(layers.layer("flood_zones").geometry.to_numpy(), grid)
    return flood_benefit_person_mm_ha(_drainage(layers, grid)[0], saved_mm, at_risk, channel_ha=CHANNEL_HA)


def _soil(cover: str, layers: Layers, grid: Grid) -> Raster:
    return _soil_kept(cover, layers, grid, *_drainage(layers, grid))


def _water_quality(cover: str, layers: Layers, grid: Grid) -> Raster:
    water, height_m = _drainage(layers, grid)
    covers, land = _classes(layers, "land_parcels", "land_cover", grid)
    rivers = touched(layers.layer("rivers").geometry.to_numpy(), grid).view(bool)
    open_water = rivers | (by_word(land, covers, dict.fromkeys(WATERS, 1.0)) == 1)
    steep = np.tan(np.radians(slope_deg(height_m, grid.cell_m), dtype=np.float64))
    reaches = delivered_share(connectivity(water, steep, by_word(land, covers, COVER_FACTORS), open_water))
    return kept_from_water_t_ha(_soil_kept(cover, layers, grid, water, height_m), reaches)


def _soil_kept(cover: str, layers: Layers, grid: Grid, water: Drainage, height_m: Raster) -> Raster:
    """Soil kept where rain were of erosivity 1: an index, since the rain of one county differs little."""
    covers, land = _classes(layers, "land_parcels", "land_cover", grid)
    soils, soil = _classes(layers, "soils", "soil", grid)
    factor = by_word(land, covers, COVER_FACTORS)
    slope = slope_factor(slope_deg(height_m, grid.cell_m), water)
    loss = soil_loss_t_ha(1.0, by_word(soil, soils, ERODIBILITY), slope, factor)
    return soil_kept_t_ha(loss, factor, COVER_FACTORS[cover])


def _carbon(cover: str, layers: Layers, grid: Grid) -> Raster:
    covers, land = _classes(layers, "land_parcels", "land_cover", grid)
    soils, soil = _classes(layers, "soils", "soil", grid)
    peat = by_word(soil, soils, dict.fromkeys(PEAT, 1.0)) == 1
    return carbon_gain_t_co2e_ha(land, covers, peat, then=cover)


def _heat(_: str, layers: Layers, grid: Grid) -> Raster:
    covers, land = _classes(layers, "land_parcels", "land_cover", grid)
    trees = (by_word(land, covers, dict.fromkeys(TREES, 1.0)) == 1).astype(np.float64)
    return cooling_need_people(people_of_towns(layers, grid), trees, cell_m=grid.cell_m)


def _access(_: str, layers: Layers, grid: Grid) -> Raster:
    parcels = layers.layer("land_parcels")
    parks = parcels.geometry[(parcels["land_cover"] == "parks and gardens").to_numpy()].to_numpy()
    spaces = np.concatenate([layers.layer("public_land").geometry.to_numpy(), parks])
    numbers = burn(spaces, np.arange(1, len(spaces) + 1, dtype=np.int32), grid)
    lacking = people_lacking(
        people_of_towns(layers, grid), numbers, shapely.area(spaces) / HA_M2, LOCAL, cell_m=grid.cell_m
    )
    return newly_served(lacking, LOCAL, cell_m=grid.cell_m).astype(np.float64)


def _pollination(cover: str, layers: Layers, grid: Grid) -> Raster:
    covers, land = _classes(layers, "land_parcels", "land_cover", grid)
    nesting, flowers = (
        np.nan_to_num(by_word(land, covers, {word: one[place] for word, one in INDICATIVE.items()})) for place in (0, 1)
    )
    crops = (by_word(land, covers, {"orchard": 1.0}) == 1).astype(np.float64)
    then: Habitat = INDICATIVE[cover]
    return pollination_gain(nesting, flowers, crops, then, foraging_m=FORAGING_M, cell_m=grid.cell_m)


_MADE: Mapping[str, Callable[[str, Layers, Grid], Raster]] = {
    "flood": _flood,
    "water quality": _water_quality,
    "carbon": _carbon,
    "soil": _soil,
    "heat": _heat,
    "access": _access,
    "pollination": _pollination,
}


def _classes(layers: Layers, layer: str, column: str, grid: Grid) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
    """(words, raster of their numbers from 1) of a layer's column, by the centre of each cell."""
    frame = layers.layer(layer)
    words, code = np.unique(frame[column].fillna("").to_numpy(str), return_inverse=True)
    return tuple(map(str, words)), burn(frame.geometry.to_numpy(), (code + 1).astype(np.int32), grid)


def _drainage(layers: Layers, grid: Grid) -> tuple[Drainage, Raster]:
    """Which way water goes, and the heights."""
    height_m = heights_on(grid, *layers.heights())
    rivers = touched(layers.layer("rivers").geometry.to_numpy(), grid).view(bool)
    return drainage(np.where(rivers, height_m - BED_M, height_m), cell_m=grid.cell_m), height_m


def people_of_towns(layers: Layers, grid: Grid) -> npt.NDArray[np.int64]:
    """The people of each town, spread evenly over the built-up cells that no other town is nearer to, in whole numbers
    that add up. A town without any such cell is left out."""
    towns, parcels = layers.layer("towns"), layers.layer("land_parcels")
    built = covered(parcels.geometry[(parcels["land_cover"] == "built-up").to_numpy()].to_numpy(), grid)
    row, col = np.nonzero(built)
    there = shapely.points(grid.west_m + (col + 0.5) * grid.cell_m, grid.north_m - (row + 0.5) * grid.cell_m)
    of, cell = shapely.STRtree(towns.geometry.to_numpy()).query_nearest(there, all_matches=False)[::-1]
    people = np.zeros(grid.shape, np.int64)
    for town, population in enumerate(towns["population"].fillna(0).to_numpy(np.int64)):
        ours = cell[of == town]
        share = np.diff(np.floor(population * np.arange(len(ours) + 1) / max(len(ours), 1)).astype(np.int64))
        people[row[ours], col[ours]] = share
    return people
