"""Soils and the agricultural quality of land, in patches that follow the country and not the hedges."""

import geopandas as gpd
import numpy as np
import shapely

from lnrs.sketch.grid import burn
from lnrs.sketch.ground import Ground
from lnrs.sketch.noise import noise, stream
from lnrs.sketch.patches import patches
from lnrs.sketch.setting import polygons_only
from lnrs.sketch.zones import character, is_zone, painted

SOILS = (
    "shallow lime-rich",
    "freely draining lime-rich loam",
    "freely draining acid sandy",
    "freely draining loam",
    "slowly permeable clay",
    "wet clay of river flats",
    "peaty fen",
    "naturally wet coastal marsh",
    "raw sand and shingle",
)
GRADES = ("1", "2", "3a", "3b", "4", "5", "non-agricultural", "urban")
GRADE_EDGES = (1.55, 2.45, 3.0, 3.55, 4.5)
"""Scores that part the six grades, best first."""
LEAST_CELLS = 12


def soils(ground: Ground, seed: int) -> gpd.GeoDataFrame:
    """Soil of all the land: soil, MultiPolygon."""
    grid, zone = ground.grid, ground.setting.zone
    of_zone = np.array([SOILS.index(soil) for soil in character()["soil"]], dtype=np.uint8)
    soil = of_zone[zone]
    broad, fine = (noise(grid, stream(seed, "soil", scale), scale, 3) for scale in (3500, 1300))
    chalk = is_zone(zone, "chalk")
    soil[chalk & (ground.slope_deg < 4.5) & (broad + ground.elevation_m / 110 > 1.3)] = SOILS.index(
        "slowly permeable clay"
    )
    soil[chalk & (ground.slope_deg < 3) & (fine > 0.2) & (ground.elevation_m < 90)] = 1
    soil[is_zone(zone, "sandstone ridge", "wooded hills") & (fine > 0.35)] = SOILS.index("freely draining loam")
    soil[is_zone(zone, "wooded hills") & (broad - fine > 1.4)] = SOILS.index("freely draining acid sandy")
    soil[is_zone(zone, "loam plain", "clay vale", "london clay") & (broad + fine < -1.6)] = SOILS.index(
        "freely draining loam"
    )
    soil[is_zone(zone, "upland") & (broad > 0)] = SOILS.index("freely draining loam")
    lowland = ~is_zone(zone, "estuary marsh", "romney marsh", "shingle", "dunes")
    soil[lowland & (ground.above_water_m < 1.3) & (ground.slope_deg < 2.5)] = SOILS.index("wet clay of river flats")
    wettest = is_zone(zone, "wet levels") & (broad > 0.5) | is_zone(zone, "romney marsh") & (broad > 1.3) & (
        ground.shore_m > 5000
    )
    soil[wettest] = SOILS.index("peaty fen")
    tidal = burn(grid, np.array([ground.setting.tidal]))
    soil[tidal] = np.where(
        fine[tidal] > 1.2, SOILS.index("raw sand and shingle"), SOILS.index("naturally wet coastal marsh")
    )
    return _named(patches(grid, soil, _land(ground), least_cells=LEAST_CELLS, seed=seed), SOILS, "soil")


def agricultural_land_grade(ground: Ground, seed: int) -> gpd.GeoDataFrame:
    """Agricultural grade of all the land: grade, MultiPolygon."""
    grid, zone = ground.grid, ground.setting.zone
    score = painted(zone, "grade", blur_cells=3) + 0.55 * noise(grid, stream(seed, "grade"), 2600, 3)
    score = score + np.maximum(ground.slope_deg - 3, 0) / 6 + 0.4 * (ground.above_water_m < 1.2)
    grade = np.searchsorted(GRADE_EDGES, score).astype(np.uint8)
    bare = is_zone(zone, "shingle", "dunes") | burn(grid, np.array([ground.setting.tidal])) | ground.setting.sea
    grade[bare] = GRADES.index("non-agricultural")
    grade[ground.built] = GRADES.index("urban")
    return _named(patches(grid, grade, _land(ground), least_cells=LEAST_CELLS, seed=seed), GRADES, "grade")


def _land(ground: Ground) -> shapely.Geometry:
    """Everything in the area but salt water at all states of the tide."""
    return polygons_only(shapely.difference(ground.setting.outline, ground.setting.channels))


def _named(table: gpd.GeoDataFrame, names: tuple[str, ...], column: str) -> gpd.GeoDataFrame:
    return table.assign(**{column: [names[number] for number in table["value"]]})[[column, "geometry"]]
