"""What a statement is written from, with the few things that are worked out for it alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lnrs.ecology.burn import burn
from lnrs.ecology.grid import grid_over
from lnrs.habitat_map.build import HabitatMap
from lnrs.law.finding import Finding
from lnrs.layers.record import LayerRecord
from lnrs.model import FundingRoute, PotentialMeasure, Priority
from lnrs.statement.plain_words import share_of
from lnrs.strategy.folder import Strategy

WHEREABOUTS_CELL_M = 100.0


@dataclass(frozen=True)
class Material:
    """A strategy, its local habitat map and the findings on both."""

    strategy: Strategy
    habitat_map: HabitatMap
    findings: tuple[Finding, ...]
    records: Mapping[str, LayerRecord]
    """The record of each layer, by its id."""
    districts_of: Mapping[str, tuple[str, ...]]
    """Names of the districts that hold most of each mapped measure, most first."""

    @cached_property
    def figure(self) -> Mapping[str, float]:
        """The figures that everything else adds up to, by key (habitat_map.figures.summary)."""
        summary = self.habitat_map.figures["summary"]
        return dict(zip(summary["key"], summary["value"].astype(float), strict=True))

    @cached_property
    def mapped_ha(self) -> Mapping[str, float]:
        """Hectares on which each mapped measure lies, by its reference."""
        table = self.habitat_map.figures["by_measure"]
        return dict(zip(table["measure"], table["area_ha"].astype(float), strict=True))

    @cached_property
    def priority_ha(self) -> Mapping[str, float]:
        """Hectares mapped for each priority, counted once, by its reference."""
        table = self.habitat_map.figures["by_priority"]
        return dict(zip(table["priority"], table["area_ha"].astype(float), strict=True))

    @cached_property
    def funding(self) -> Mapping[str, FundingRoute]:
        """Funding routes by their reference."""
        return {route.ref: route for route in self.strategy.funding}

    def share(self, area_ha: float) -> float:
        """Hectares as a share (0-1) of the strategy area."""
        return share_of(area_ha, self.figure["area"])

    def priorities_of(self, theme: str) -> tuple[Priority, ...]:
        """A theme's priorities in the order of the strategy folder."""
        return tuple(priority for priority in self.strategy.priorities if priority.theme == theme)

    def measures_of(self, priority: str) -> tuple[PotentialMeasure, ...]:
        """The measures numbered under a priority."""
        return tuple(measure for measure in self.strategy.measures if measure.priorities[0] == priority)

    def table(self, name: str) -> pd.DataFrame | None:
        """A figure of the map, or None where the strategy has no layer for it."""
        table = self.habitat_map.figures.get(name)
        return None if table is None or table.empty else table


def districts_of_measures(
    measures: gpd.GeoDataFrame, districts: gpd.GeoDataFrame | None, most: int = 3
) -> dict[str, tuple[str, ...]]:
    """Names of up to `most` districts that hold the most of each measure's area, most first.

    A piece of land belongs to the district of the 100 m cell its middle falls in: enough to say where, not to measure.
    """
    if districts is None or districts.empty or measures.empty:
        return {}
    pieces = measures.drop_duplicates("piece")
    district = pd.Series(_district_at(pieces, districts), index=pieces["piece"].to_numpy())
    table = pd.DataFrame(
        {
            "measure": measures["measure"].to_numpy(),
            "district": district.reindex(measures["piece"]).to_numpy(),
            "area_ha": measures["area_ha"].to_numpy(),
        }
    )
    total = table[table["district"] >= 0].groupby(["measure", "district"])["area_ha"].sum().reset_index()
    total = total.sort_values(["measure", "area_ha", "district"], ascending=[True, False, True], kind="stable")
    names = districts["name"].astype(str).to_numpy()
    return {
        str(measure): tuple(str(names[row]) for row in rows.head(most)["district"])
        for measure, rows in total.groupby("measure")
    }


def _district_at(pieces: gpd.GeoDataFrame, districts: gpd.GeoDataFrame) -> np.ndarray:
    """Row of the district at the middle of each piece's bounds; -1 where there is none."""
    west, south, east, north = (float(edge) for edge in districts.total_bounds)
    grid = grid_over((west, south, east, north), cell_m=WHEREABOUTS_CELL_M)
    codes = burn(districts.geometry.to_numpy(), np.arange(1, len(districts) + 1, dtype=np.int32), grid)
    bounds_m = shapely.bounds(pieces.geometry.to_numpy())
    middle = (bounds_m[:, :2] + bounds_m[:, 2:]) / 2
    row = np.floor((grid.north_m - middle[:, 1]) / grid.cell_m).astype(int)
    col = np.floor((middle[:, 0] - grid.west_m) / grid.cell_m).astype(int)
    within = (row >= 0) & (row < grid.rows) & (col >= 0) & (col < grid.cols)
    found = np.full(len(pieces), -1)
    found[within] = codes[row[within], col[within]] - 1
    return found
