"""Put every mapped measure on the land: one row a measure and piece, with the value of every criterion."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from lnrs.habitat_map.choose import Chosen
from lnrs.habitat_map.facts import fact_for
from lnrs.habitat_map.overlay import dissolve
from lnrs.strategy.rule import Rule


def mapped_measures(
    refs: Sequence[str], pm_ids: Sequence[int], chosen: Sequence[Chosen], land: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """In the order of the measures, then of the land: pm_loc_id, measure, pm_id, score, area_ha, piece, parcel_id."""
    counts = [len(one.pieces) for one in chosen]
    piece = np.concatenate([np.empty(0, int), *(one.pieces for one in chosen)]).astype(np.int32)
    return gpd.GeoDataFrame(
        {
            "pm_loc_id": np.arange(1, len(piece) + 1, dtype=np.int32),
            "measure": np.repeat(np.array(refs, object), counts),
            "pm_id": np.repeat(np.array(pm_ids, np.int32), counts),
            "score": np.round(np.concatenate([np.empty(0), *(one.score for one in chosen)]), 4),
            "area_ha": land["area_ha"].to_numpy()[piece],
            "piece": piece,
            "parcel_id": land["parcel_id"].to_numpy()[piece],
        },
        geometry=land.geometry.to_numpy()[piece],
        crs=27700,
    )


def criteria_table(rules: Sequence[Rule], chosen: Sequence[Chosen]) -> pd.DataFrame:
    """Every criterion of every row of `mapped_measures`: pm_loc_id, criterion, value, unit, points, weight."""
    first = np.cumsum([1, *(len(one.pieces) for one in chosen)])
    parts = [_criteria_of(rule, one, start) for rule, one, start in zip(rules, chosen, first, strict=False)]
    empty = {
        "pm_loc_id": np.empty(0, np.int32),
        "criterion": [],
        "value": [],
        "unit": [],
        "points": [],
        "weight": [],
    }
    table = pd.concat([pd.DataFrame(empty), *parts], ignore_index=True) if parts else pd.DataFrame(empty)
    return table.astype({"pm_loc_id": np.int32, "criterion": "category", "unit": "category"})


def _criteria_of(rule: Rule, one: Chosen, first_id: int) -> pd.DataFrame:
    rows, kinds = one.value.shape
    return pd.DataFrame(
        {
            "pm_loc_id": np.repeat(np.arange(first_id, first_id + rows, dtype=np.int32), kinds),
            "criterion": np.tile(np.array([c.name for c in rule.criteria], object), rows),
            "value": np.round(one.value.ravel(), 3),
            "unit": np.tile(np.array([fact_for(c).unit for c in rule.criteria], object), rows),
            "points": np.round(one.points.ravel(), 4),
            "weight": np.tile(np.array([float(c.weight) for c in rule.criteria]), rows),
        }
    )


def could_become(measures: gpd.GeoDataFrame, land: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The union of mapped measures less the areas of particular importance, as single polygons: acb_id, area_ha.

    Pieces lie wholly in or wholly out of the areas of importance, so leaving those inside out is exact.
    """
    new = np.unique(measures["piece"].to_numpy())
    new = new[~land["in areas_of_particular_importance"].to_numpy()[new]]
    polygons = dissolve(land.geometry.to_numpy()[new])
    become = gpd.GeoDataFrame({"acb_id": np.arange(1, len(polygons) + 1)}, geometry=polygons, crs=27700)
    become.insert(1, "area_ha", become.area / 10_000)
    return become
