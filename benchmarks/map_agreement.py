"""How nearly the engine and the officer's script agree, piece by piece and measure by measure.

The engine answers questions of degree on the 10 m grid, the script in exact geometry, so they differ by design: a
distance by about a cell's diagonal, a share by the cells along an edge. Hard edges are exact in both.
"""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.agreement import SQUARE_METRE, at_least, most_apart, require
from benchmarks.officer_script import question

DISTANCE_M = 15.0
WITHIN_DISTANCE = 0.99
"""Share of mapped places whose distances agree to 15 m; the rest taper to less than a cell towards what is near."""
SHARE = 0.02
SLOPE_DEG = 0.5
ELEVATION_M = 1.0
"""Mean difference of a share, a slope and a height over all mapped places."""
MEASURE_AREA = 0.05
"""Of a measure's hectares, for measures of 100 ha and more."""
MEDIAN_OVERLAP = 0.9
"""Half the measures overlap at least so well: shared hectares over the hectares of either."""
ZONE_HA = 0.02
"""Of the hectares mapped in a district."""


@dataclass(frozen=True)
class Agreement:
    """What was found, worst cases first; see the tolerances above."""

    importance_m2: float
    pieces_alike: float
    distance_within: float
    distance_worst_m: float
    share_apart: float
    slope_apart_deg: float
    elevation_apart_m: float
    area_apart: float
    median_overlap: float
    least_overlap: float
    least_overlap_of: str
    could_become_apart: float
    zones_important_m2: float
    districts_mapped_apart: float
