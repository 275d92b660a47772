"""Put every mapped measure on the land: one row a measure and piece, with the value of every criterion."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from lnrs.habitat_map.choose import Chosen
from lnrs.habitat_map.facts import fact_for
from lnrs.habitat_map.overlay import join
from lnrs.strategy.rule import Rule
from lnrs.units import HA_M2


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
    rows = [len(one.pieces) for one in chosen]
    places = np.arange(1, sum(rows) + 1, dtype=np.int32)
    return pd.DataFrame(
        {
            "pm_loc_id": np.repeat(
                places, _joined([np.full(n, len(rule.criteria)) for rule, n in zip(rules, rows, strict=True)], int)
            ),
            "criterion": _category([[c.name for c in rule.criteria] for rule in rules], rows),
            "value": np.round(_joined([one.value.ravel() for one in chosen]), 3),
            "unit": _category([[fact_for(c).unit for c in rule.criteria] for rule in rules], rows),
            "points": np.round(_joined([one.points.ravel() for one in chosen]), 4),
            "weight": _joined(
                [np.tile([float(c.weight) for c in rule.criteria], n) for rule, n in zip(rules, rows, strict=True)]
            ),
        }
    )


def _joined(arrays: Sequence[np.ndarray], kind: type = float) -> np.ndarray:
    return np.concatenate([np.empty(0, kind), *arrays])


def _category(texts: Sequence[Sequence[str]], rows: Sequence[int]) -> "pd.Categorical[Any]":
    """The texts of each rule, once over for each of its rows."""
    kinds = sorted({text for each in texts for text in each})
    code = {text: k for k, text in enumerate(kinds)}
    codes = [np.tile(np.array([code[t] for t in each], np.int16), n) for each, n in zip(texts, rows, strict=True)]
    return pd.Categorical.from_codes(np.concatenate([np.empty(0, np.int16), *codes]), pd.Index(kinds, dtype=str))


def could_become(measures: gpd.GeoDataFrame, land: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The union of mapped measures less the areas of particular importance, as single polygons: acb_id, area_ha.

    Pieces lie wholly in or wholly out of the areas of importance, so leaving those inside out is exact.
    """
    new = np.unique(measures["piece"].to_numpy())
    new = new[~land["in areas_of_particular_importance"].to_numpy()[new]]
    polygons = join(land.geometry.to_numpy()[new], land["odd_edged"].to_numpy()[new])
    become = gpd.GeoDataFrame({"acb_id": np.arange(1, len(polygons) + 1)}, geometry=polygons, crs=27700)
    become.insert(1, "area_ha", become.area / HA_M2)
    return become
