"""Every figure of the map, each hectare counted once."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from lnrs.habitat_map.choose import Chosen
from lnrs.habitat_map.important import TYPE_NAMES
from lnrs.habitat_map.overlay import dissolve, shared_area_m2
from lnrs.habitat_map.together import Together
from lnrs.model import PotentialMeasure, Priority
from lnrs.strategy.rule import Rule
from lnrs.units import HA_M2

ZONES = {
    "districts": "by_district",
    "parishes": "by_parish",
    "wards": "by_ward",
    "constituencies": "by_constituency",
}
"""The layers by whose zones land is counted, and the figure of each."""


@dataclass(frozen=True)
class Zoned:
    """Where land lies: which district, parish, ward or constituency holds how much of each polygon."""

    zones: gpd.GeoDataFrame
    """code, name, geometry clipped to the area."""
    pieces: pd.DataFrame
    """piece, zone (position), area_ha."""
    important: pd.DataFrame
    """zone (position), area_ha of particular importance."""


def in_zones(polygons: np.ndarray, zones: np.ndarray) -> pd.DataFrame:
    """How much of each polygon lies in each zone: polygon, zone (positions), area_ha."""
    polygon, zone, area_m2 = shared_area_m2(polygons, zones)
    return pd.DataFrame({"polygon": polygon, "zone": zone, "area_ha": area_m2 / HA_M2})


def important_by_type(sites: gpd.GeoDataFrame, area_ha: float) -> pd.DataFrame:
    """apib_type, type_name, sites, area_ha (overlaps within a type counted once), share_of_area."""
    rows = [
        (code, name, int(ours.sum()), _area_ha(dissolve(sites.geometry.to_numpy()[ours])))
        for code, name in TYPE_NAMES.items()
        if (ours := (sites["apib_type"] == code).to_numpy()).any()
    ]
    table = pd.DataFrame(rows, columns=["apib_type", "type_name", "sites", "area_ha"])
    return table.assign(share_of_area=table["area_ha"] / area_ha)


def important_by_zone_and_type(sites: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    """code, name, apib_type, area_ha: each type's union in each zone."""
    parts = []
    for code in TYPE_NAMES:
        union = dissolve(sites.geometry.to_numpy()[(sites["apib_type"] == code).to_numpy()])
        if len(union):
            area = in_zones(union, zones.geometry.to_numpy()).groupby("zone")["area_ha"].sum()
            held = zones.iloc[area.index]
            parts.append(
                pd.DataFrame(
                    {
                        "code": held["code"],
                        "name": held["name"],
                        "apib_type": code,
                        "area_ha": area.to_numpy(),
                    }
                )
            )
    empty = pd.DataFrame({"code": [], "name": [], "apib_type": [], "area_ha": []})
    table = pd.concat(parts, ignore_index=True) if parts else empty
    return table.sort_values(["code", "apib_type"], kind="stable", ignore_index=True)


def by_zone(where: Zoned, land: gpd.GeoDataFrame, mapped: np.ndarray) -> pd.DataFrame:
    """code, name, area_ha, important_ha, could_become_ha, mapped_ha for each zone."""
    count = len(where.zones)
    new = mapped & ~land["in areas_of_particular_importance"].to_numpy()
    piece, zone, area = (where.pieces[name].to_numpy() for name in ("polygon", "zone", "area_ha"))
    table = pd.DataFrame(
        {
            "code": where.zones["code"].to_numpy(),
            "name": where.zones["name"].to_numpy(),
            "area_ha": where.zones.area.to_numpy() / HA_M2,
            "important_ha": np.bincount(where.important["zone"], where.important["area_ha"], minlength=count),
            "could_become_ha": np.bincount(zone, area * new[piece], minlength=count),
            "mapped_ha": np.bincount(zone, area * mapped[piece], minlength=count),
        }
    )
    return table.sort_values(["name", "code"], kind="stable", ignore_index=True)


def by_measure(measures: Sequence[PotentialMeasure], chosen: Sequence[Chosen], land: gpd.GeoDataFrame) -> pd.DataFrame:
    """measure, pieces, area_ha, eligible_ha, could_become_ha (outside the areas of importance), mean_score."""
    area = land["area_ha"].to_numpy()
    new = ~land["in areas_of_particular_importance"].to_numpy()
    rows = [
        (
            measure.ref,
            len(one.pieces),
            area[one.pieces].sum(),
            one.eligible_ha,
            area[one.pieces][new[one.pieces]].sum(),
            float(np.average(one.score, weights=area[one.pieces])) if len(one.pieces) else 0.0,
        )
        for measure, one in zip(measures, chosen, strict=True)
    ]
    columns = ["measure", "pieces", "area_ha", "eligible_ha", "could_become_ha", "mean_score"]
    return pd.DataFrame(rows, columns=columns)


def chosen_at_once(rules: Sequence[Rule], chosen: Sequence[Chosen], found: Together) -> pd.DataFrame:
    """measures (chosen at once), pieces, good_ha (hectares times score), at_most_ha (what no choice could exceed), and
    short_share: how far the one is from the other, of the other."""
    at_once = [one for rule, one in zip(rules, chosen, strict=True) if rule.select.by == "optimisation"]
    short = (found.at_most_ha - found.good_ha) / found.at_most_ha if found.at_most_ha else 0.0
    row = (len(at_once), sum(len(one.pieces) for one in at_once), found.good_ha, found.at_most_ha, short)
    return pd.DataFrame([row], columns=["measures", "pieces", "good_ha", "at_most_ha", "short_share"])


def by_priority(
    priorities: Sequence[Priority],
    measures: Sequence[PotentialMeasure],
    chosen: Sequence[Chosen],
    land: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """priority, measures (mapped ones that serve it), area_ha of their union."""
    rows = []
    for priority in priorities:
        ours = [one for measure, one in zip(measures, chosen, strict=True) if priority.ref in measure.priorities]
        rows.append((priority.ref, len(ours), _union_ha(ours, land)))
    return pd.DataFrame(rows, columns=["priority", "measures", "area_ha"])


def by_habitat(measures: Sequence[PotentialMeasure], chosen: Sequence[Chosen], land: gpd.GeoDataFrame) -> pd.DataFrame:
    """habitat, measures, area_ha mapped for making or improving it, each hectare counted once for a habitat."""
    rows = []
    for habitat in sorted({measure.habitat for measure in measures} - {""}):
        ours = [one for measure, one in zip(measures, chosen, strict=True) if measure.habitat == habitat]
        rows.append((habitat, len(ours), _union_ha(ours, land)))
    return pd.DataFrame(rows, columns=["habitat", "measures", "area_ha"])


def extent(land: gpd.GeoDataFrame, column: str) -> pd.DataFrame:
    """Hectares under each land cover, or of each habitat, largest first."""
    known = land[land[column] != ""]
    total = known.groupby(column)["area_ha"].sum().reset_index()
    return total.sort_values(["area_ha", column], ascending=[False, True], kind="stable", ignore_index=True)


def summary(
    area_ha: float,
    sites: gpd.GeoDataFrame,
    importance: gpd.GeoDataFrame,
    become: gpd.GeoDataFrame,
    mapped_ha: float,
) -> pd.DataFrame:
    """key, value, unit: the figures that everything else adds up to."""
    important_ha, become_ha = importance.area.sum() / HA_M2, become["area_ha"].sum()
    rows = [
        ("area", area_ha, "ha"),
        ("important", important_ha, "ha"),
        ("important_share", important_ha / area_ha, "share"),
        ("important_sites", float(len(sites)), "count"),
        ("could_become", become_ha, "ha"),
        ("could_become_share", become_ha / area_ha, "share"),
        ("mapped", mapped_ha, "ha"),
        ("mapped_share", mapped_ha / area_ha, "share"),
    ]
    return pd.DataFrame(rows, columns=["key", "value", "unit"])


def _union_ha(chosen: Sequence[Chosen], land: gpd.GeoDataFrame) -> float:
    pieces = np.unique(np.concatenate([np.empty(0, int), *(one.pieces for one in chosen)]).astype(int))
    return float(land["area_ha"].to_numpy()[pieces].sum())


def _area_ha(polygons: np.ndarray) -> float:
    return float(gpd.GeoSeries(polygons, crs=27700).area.sum() / HA_M2)
