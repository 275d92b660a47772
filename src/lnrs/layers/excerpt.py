"""The part of a national file that a strategy area needs: its features near the area, its columns that are wanted."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
from pyproj import CRS

from lnrs.layers.projection import bounds_in, is_on_earth
from lnrs.layers.store import Bounds

SPARE_M = 100.0
"""Read around the bounds, so that no feature is lost to the inexactness of a move between coordinate systems."""


@dataclass(frozen=True)
class Excerpt:
    """What is wanted of a file."""

    bounds: Bounds
    """West, south, east and north in metres of EPSG:27700."""
    columns: tuple[str, ...] = ()
    """Their columns that have to be there, in any case; empty for every column."""
    besides: tuple[str, ...] = ()
    """Columns to read too where they are there."""


def read_excerpt(file: Path, table: str | None, wanted: Excerpt, **how: Any) -> pd.DataFrame:
    """The features of a table that meet the bounds, with the wanted columns.

    Where none meets them, or the file does not say where it lies, all are read, so that the door can say what is wrong;
    where a column that has to be there is not, every column is read for the same reason.
    """
    about = pyogrio.read_info(file, layer=table)
    names = _present([str(name) for name in about["fields"]], wanted.columns, wanted.besides)
    crs = CRS.from_user_input(about["crs"]) if about["crs"] else None
    if crs is not None and is_on_earth(crs):
        bbox = bounds_in(wanted.bounds, crs, SPARE_M)
        near = pyogrio.read_dataframe(file, layer=table, columns=names, bbox=bbox, **how)
        if len(near):
            return near
    return pyogrio.read_dataframe(file, layer=table, columns=names, **how)


def _present(names: list[str], needed: Collection[str], besides: Collection[str]) -> list[str] | None:
    """The names in a file that are wanted; None, for all of them, where not every needed one is there."""
    plain = {name.lower() for name in names}
    if not needed or not {name.lower() for name in needed} <= plain:
        return None
    wanted = {name.lower() for name in (*needed, *besides)}
    return [name for name in names if name.lower() in wanted]
