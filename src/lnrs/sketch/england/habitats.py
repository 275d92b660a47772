"""The habitats of the invented England, where each suits the ground, and what strategies would do for it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lnrs.model import Action
from lnrs.sketch.england.country import Ground


@dataclass(frozen=True)
class Habitat:
    """A habitat of the statutory metric, and how well n points suit it: 0 not at all, 1 entirely."""

    metric: str
    theme: str
    names: tuple[str, ...]
    """What different authorities call it."""
    sites: tuple[str, ...]
    """How the names of sites of it end."""
    suits: Callable[[Ground], np.ndarray]


@dataclass(frozen=True)
class Kind:
    """Something that a strategy would do for a habitat, and how often, in proportion."""

    habitat: str
    """The metric's name of the habitat."""
    action: Action
    weight: float


def _ramp(values: np.ndarray, nothing: float, all_of_it: float) -> np.ndarray:
    """0 at one value and before, 1 at another and beyond."""
    return np.clip((values - nothing) / (all_of_it - nothing), 0.0, 1.0)


def _high(ground: Ground) -> np.ndarray:
    return _ramp(ground.height_m, 190, 300)


def _open(ground: Ground) -> np.ndarray:
    """Not built-up."""
    return _ramp(ground.town, 0.6, 0.35)


def _low(ground: Ground) -> np.ndarray:
    return (1 - _high(ground)) * _open(ground)


def _wet(ground: Ground) -> np.ndarray:
    """On a flood plain, or in levels that hardly rise above the sea."""
    return np.maximum(_ramp(ground.river_m, 1_500, 500), _ramp(ground.height_m, 14, 6)) * _low(ground)


def _coastal(ground: Ground) -> np.ndarray:
    return _ramp(ground.sea_m, 2_200, 700) * _low(ground)


HABITATS = (
    Habitat(
        "Grassland - Lowland meadows",
        "grassland",
        ("lowland meadow", "flower-rich hay meadow", "species-rich neutral grassland", "old meadows"),
        ("Meadow", "Leaze", "Pastures"),
        lambda g: _low(g) * _ramp(np.abs(g.lime), 1.6, 0.5) * _ramp(g.damp, -0.9, 0.4),
    ),
    Habitat(
        "Grassland - Lowland calcareous grassland",
        "grassland",
        ("lowland calcareous grassland", "chalk and limestone grassland", "downland turf", "lime-rich grassland"),
        ("Down", "Bank", "Hill"),
        lambda g: _low(g) * _ramp(g.lime, 0.2, 1.0) * _ramp(g.height_m, 40, 90),
    ),
    Habitat(
        "Grassland - Upland hay meadows",
        "grassland",
        ("upland hay meadow", "northern hay meadows", "dale-head meadows", "upland meadows"),
        ("Meadows", "Dale", "Intake"),
        lambda g: _open(g) * _ramp(g.height_m, 170, 220) * _ramp(g.height_m, 340, 280) * _ramp(g.river_m, 3_500, 1_000),
    ),
    Habitat(
        "Grassland - Floodplain wetland mosaic and CFGM",
        "freshwater",
        ("floodplain grazing marsh", "coastal and floodplain grazing marsh", "wet grassland", "washlands"),
        ("Marsh", "Levels", "Ings"),
        lambda g: _wet(g) * _ramp(g.damp, -1.2, 0.2),
    ),
    Habitat(
        "Grassland - Traditional orchards",
        "farmland",
        ("traditional orchard", "old orchards", "standard orchards", "orchards of tall fruit trees"),
        ("Orchard", "Garden"),
        lambda g: 0.9 * _low(g) * _ramp(g.whim, 0.3, 1.2) * _ramp(g.height_m, 140, 80) * _ramp(g.damp, 0.9, 0.0),
    ),
    Habitat(
        "Heathland and shrub - Lowland heathland",
        "heath",
        ("lowland heathland", "heath", "dry heath and acid grassland", "heathland"),
        ("Heath", "Common", "Warren"),
        lambda g: _low(g) * _ramp(g.lime, -0.6, -1.2) * _ramp(g.damp, 1.2, 0.3),
    ),
    Habitat(
        "Heathland and shrub - Upland heathland",
        "upland",
        ("upland heathland", "heather moorland", "upland heath", "moorland"),
        ("Moor", "Fell", "Edge"),
        lambda g: _high(g) * _open(g) * _ramp(g.damp, 1.0, -0.2),
    ),
    Habitat(
        "Wetland - Blanket bog",
        "upland",
        ("blanket bog", "upland peat", "deep peat", "blanket mire"),
        ("Moss", "Flow", "Hags"),
        lambda g: _ramp(g.height_m, 280, 380) * _open(g) * _ramp(g.damp, -0.7, 0.3),
    ),
    Habitat(
        "Wetland - Reedbeds",
        "freshwater",
        ("reedbed", "reedbeds and swamp", "reed and open water", "reedswamp"),
        ("Reedbed", "Broad", "Fleet"),
        lambda g: 0.9 * _wet(g) * _ramp(g.damp, 0.4, 1.3),
    ),
    Habitat(
        "Wetland - Fens (upland and lowland)",
        "freshwater",
        ("fen", "fens and flushes", "lowland fen", "alkaline fen and wet valley ground"),
        ("Fen", "Carr", "Mire"),
        lambda g: 0.85 * _low(g) * _ramp(g.damp, 0.9, 1.6),
    ),
    Habitat(
        "Lakes - Ponds (priority habitat)",
        "freshwater",
        ("pond", "ponds and small waters", "clean-water ponds", "field ponds"),
        ("Pits", "Ponds", "Pool"),
        lambda g: 0.6 * _low(g) * _ramp(g.damp, -0.3, 0.8),
    ),
    Habitat(
        "Woodland and forest - Lowland mixed deciduous woodland",
        "woodland",
        ("lowland mixed deciduous woodland", "native broadleaved woodland", "native woodland", "broadleaved woods"),
        ("Wood", "Copse", "Hanger"),
        lambda g: _low(g) * _ramp(g.whim, -1.0, 0.6),
    ),
    Habitat(
        "Woodland and forest - Upland oakwood",
        "woodland",
        ("upland oakwood", "upland oak woods", "clough woodland", "hanging oakwoods"),
        ("Clough", "Wood", "Gill"),
        lambda g: _open(g) * _ramp(g.height_m, 140, 200) * _ramp(g.height_m, 330, 260) * _ramp(g.whim, -0.6, 0.5),
    ),
    Habitat(
        "Woodland and forest - Wood-pasture and parkland",
        "woodland",
        ("wood-pasture and parkland", "wood pasture", "parkland with old trees", "ancient trees in pasture"),
        ("Park", "Chase", "Forest"),
        lambda g: 0.85 * _low(g) * _ramp(g.whim, 0.2, -0.9) * _ramp(g.damp, 1.0, 0.2),
    ),
    Habitat(
        "Coastal saltmarsh - Saltmarshes and saline reedbeds",
        "coast",
        ("coastal saltmarsh", "saltmarsh", "saltings", "saltmarsh and mudflat"),
        ("Saltings", "Marsh", "Creek"),
        lambda g: _coastal(g) * _ramp(g.height_m, 60, 25) * _ramp(g.damp, -0.6, 0.3),
    ),
    Habitat(
        "Sparsely vegetated land - Coastal sand dunes",
        "coast",
        ("coastal sand dune", "sand dunes", "dunes and slacks", "dune"),
        ("Dunes", "Links", "Burrows"),
        lambda g: _coastal(g) * _ramp(g.sea_m, 1_600, 500) * _ramp(g.damp, 0.1, -0.6),
    ),
    Habitat(
        "Cropland - Arable field margins tussocky",
        "farmland",
        ("arable field margin", "margins of arable fields", "field margins and corners", "grass margins"),
        ("Field", "Corner"),
        lambda g: 0.7 * _low(g) * _ramp(g.height_m, 150, 80) * _ramp(g.damp, 0.8, -0.4),
    ),
    Habitat(
        "Individual trees - Urban tree",
        "town",
        ("urban tree", "street and park trees", "trees in towns", "town trees"),
        ("Green", "Square"),
        lambda g: _ramp(g.town, 0.35, 0.7),
    ),
)

BY_METRIC = {habitat.metric: habitat for habitat in HABITATS}

MEADOW, WOOD = "Grassland - Lowland meadows", "Woodland and forest - Lowland mixed deciduous woodland"

KINDS = (
    Kind(MEADOW, "restore", 1.6),
    Kind(MEADOW, "create", 0.8),
    Kind("Grassland - Lowland calcareous grassland", "restore", 1.3),
    Kind("Grassland - Lowland calcareous grassland", "create", 0.7),
    Kind("Grassland - Upland hay meadows", "enhance", 0.9),
    Kind("Grassland - Floodplain wetland mosaic and CFGM", "restore", 1.5),
    Kind("Grassland - Traditional orchards", "restore", 0.6),
    Kind("Heathland and shrub - Lowland heathland", "restore", 1.0),
    Kind("Heathland and shrub - Lowland heathland", "create", 0.7),
    Kind("Heathland and shrub - Upland heathland", "manage", 1.1),
    Kind("Wetland - Blanket bog", "restore", 1.5),
    Kind("Wetland - Reedbeds", "create", 0.7),
    Kind("Wetland - Fens (upland and lowland)", "restore", 0.8),
    Kind("Lakes - Ponds (priority habitat)", "create", 0.7),
    Kind(WOOD, "create", 1.6),
    Kind(WOOD, "manage", 1.2),
    Kind(WOOD, "connect", 1.0),
    Kind(WOOD, "protect", 0.5),
    Kind("Woodland and forest - Upland oakwood", "create", 1.0),
    Kind("Woodland and forest - Wood-pasture and parkland", "restore", 0.8),
    Kind("Coastal saltmarsh - Saltmarshes and saline reedbeds", "create", 1.0),
    Kind("Coastal saltmarsh - Saltmarshes and saline reedbeds", "protect", 0.5),
    Kind("Sparsely vegetated land - Coastal sand dunes", "manage", 0.8),
    Kind("Cropland - Arable field margins tussocky", "enhance", 0.8),
    Kind("Individual trees - Urban tree", "create", 0.9),
)
"""Everything that some strategy proposes; which of it an area proposes is its own choice."""

MEADOW_RESTORED, WOOD_CREATED = KINDS.index(Kind(MEADOW, "restore", 1.6)), KINDS.index(Kind(WOOD, "create", 1.6))
"""Two that cannot be had on the same land, or well beside one another."""

ON_HABITAT = frozenset({"enhance", "manage", "protect"})
"""Actions for habitat that is there; all others are for land that is not it, or no more."""
