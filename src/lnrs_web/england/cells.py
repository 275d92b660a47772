"""How much of each cell of England is network, from the grids of an England edition. Opens files, and no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lnrs import gridref
from lnrs.network.gridded import TILE_M, habitat_file, network_file, side_m


@dataclass(frozen=True)
class Cell:
    """One cell: its side, and the shares of it that are network, now and with every measure delivered; and the shares
    of each habitat, the greatest first."""

    side_m: int
    now: float
    delivered: float
    habitats: list[tuple[str, float, float]]


def side_of(settings: Mapping[str, Any]) -> int:
    """The side of the cells of an edition with these settings, in metres."""
    return side_m(int(settings["cell_m"]))


def at(folder: Path, settings: Mapping[str, Any], easting_m: float, northing_m: float) -> Cell | None:
    """The cell of a place; nothing where the edition has none there."""
    tile = gridref.format_reference(int(easting_m // TILE_M) * TILE_M, int(northing_m // TILE_M) * TILE_M, 0)
    file = folder / network_file(tile)
    if not file.is_file():
        return None
    side = side_of(settings)
    here = (pc.field("column") == int(easting_m // side)) & (pc.field("row") == int(northing_m // side))
    found = pq.read_table(file, filters=here, partitioning=None).to_pylist()
    if not found:
        return None
    habitats = pq.read_table(folder / habitat_file(tile), filters=here, partitioning=None).to_pylist()
    ranked = sorted(habitats, key=lambda row: (-row["delivered"], -row["now"], row["habitat"]))
    own = [(row["habitat"], row["now"], row["delivered"]) for row in ranked]
    return Cell(side, found[0]["now"], found[0]["delivered"], own)


def every(folder: Path) -> pd.DataFrame:
    """All cells of an edition: column, row, lnrs_id, now and delivered; empty where it has none."""
    files = sorted((folder / "grids" / "network").glob("*.parquet"))
    tables = [pq.read_table(file, partitioning=None).to_pandas() for file in files]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def by_kilometre(cells: pd.DataFrame, side: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Cells as squares of 1 km, or of their own side where that is more: column, row, and their mean shares now and
    delivered."""
    times = max(1, 1_000 // side)
    squares = cells.assign(column=cells["column"] // times, row=cells["row"] // times)
    means = squares.groupby(["column", "row"], sort=True)[["now", "delivered"]].mean().reset_index()
    column, row = means["column"].to_numpy(), means["row"].to_numpy()
    return column, row, means["now"].to_numpy(), means["delivered"].to_numpy()
