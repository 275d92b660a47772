"""The character of each kind of country: a table, and rasters painted from it.

Shares of land are of the country outside towns; figures are round numbers that give a county its usual proportions.
"""

from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
from scipy.ndimage import gaussian_filter

from lnrs.sketch.setting import ZONES


@cache
def character() -> pd.DataFrame:
    """One row a zone, in the order of `setting.ZONES`."""
    with files("lnrs.sketch").joinpath("zones.csv").open(encoding="utf-8") as table:
        return pd.read_csv(table, index_col="zone").loc[list(ZONES)]


def painted(zone: np.ndarray, column: str, *, blur_cells: float = 0.0) -> np.ndarray:
    """The raster of zone numbers with each replaced by a figure of the table; blurred where zones run together."""
    values = character()[column].to_numpy(dtype=np.float32)[zone]
    return gaussian_filter(values, blur_cells) if blur_cells else values


def is_zone(zone: np.ndarray, *names: str) -> np.ndarray:
    """True where zone numbers are one of the named zones."""
    return np.isin(zone, [ZONES.index(name) for name in names])
