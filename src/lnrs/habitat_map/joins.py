"""What each place on the map would join: the patches of a habitat around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lnrs.habitat_map.lawton import JOINED_AT_M
from lnrs.habitat_map.overlay import Geometries
from lnrs.model import PotentialMeasure
from lnrs.strategy.rule import Connectivity, Rule

TOUCHING_M = 10.0
"""Patches as near as this touch: pieces of land that adjoin are those whose cells do."""

COLUMNS: dict[str, Any] = {
    "part_of_ha": float,
    "touching": "int32",
    "touching_ha": float,
    "others": "int32",
    "others_ha": float,
    "nearest_m": float,
    "nearest_ha": float,
    "nearest_east_m": float,
    "nearest_north_m": float,
}


@dataclass(frozen=True)
class Join:
    """Habitats that make one network, and how far from a place their patches are looked for."""

    habitat: tuple[str, ...]
    within_m: float


def joins_for(measure: PotentialMeasure, rule: Rule) -> list[Join]:
    """What a measure's places are asked: the habitats of its criteria for connectivity, at their dispersal distance, or
    else the habitat that it makes."""
    asked = [Join(tuple(sorted(c.habitat)), c.dispersal_m) for c in rule.criteria if isinstance(c, Connectivity)]
    return list(dict.fromkeys(asked or [Join((measure.habitat,), JOINED_AT_M)])) if asked or measure.habitat else []


def joined(pieces: npt.NDArray[np.intp], shapes: Geometries, patches: gpd.GeoDataFrame, join: Join) -> pd.DataFrame:
    """The patches around some pieces of land, by piece (`COLUMNS`): the size of the one that the piece is part of, how
    many others it touches, how many more there are within the distance, and the nearest of these.

    `shapes` are all pieces of the land, `patches` what `habitat_patches` gives. Sizes are those of whole patches.
    """
    ours = patches[patches["habitat"].isin(join.habitat).to_numpy()]
    shape, area_ha = ours.geometry.to_numpy(), ours["area_ha"].to_numpy()
    place, patch = shapely.STRtree(shape).query(shapes[pieces], predicate="dwithin", distance=join.within_m)
    away_m = shapely.distance(shapes[pieces[place]], shape[patch])
    around = pd.DataFrame({"place": place, "patch": patch, "away_m": away_m, "area_ha": area_ha[patch]})
    around["part"] = False
    close = around.index[away_m == 0]
    points = shapely.point_on_surface(shapes[pieces[place[close]]])
    around.loc[close, "part"] = shapely.intersects(points, shape[patch[close]])
    touching = around[~around["part"] & (around["away_m"] <= TOUCHING_M)]
    others = around[~around["part"] & (around["away_m"] > TOUCHING_M)].sort_values(["place", "away_m", "patch"])
    nearest = others.drop_duplicates("place").set_index("place")
    lines = shapely.shortest_line(shape[nearest["patch"]], shapes[pieces[nearest.index]])
    ends = shapely.get_coordinates(shapely.get_point(lines, 0))
    found = pd.DataFrame(
        {
            "part_of_ha": around[around["part"]].groupby("place")["area_ha"].sum(),
            "touching": touching.groupby("place").size(),
            "touching_ha": touching.groupby("place")["area_ha"].sum(),
            "others": others.groupby("place").size(),
            "others_ha": others.groupby("place")["area_ha"].sum(),
        },
        index=range(len(pieces)),
    ).fillna(0.0)
    far = pd.DataFrame({"nearest_m": nearest["away_m"], "nearest_ha": nearest["area_ha"]})
    far[["nearest_east_m", "nearest_north_m"]] = ends
    return found.join(far)[list(COLUMNS)].astype(COLUMNS).set_axis(pd.Index(pieces, name="piece"))


def joins_table(found: Sequence[tuple[int, Join, pd.DataFrame]]) -> pd.DataFrame:
    """Rows for the places of the map: pm_loc_id, habitat (joined by "; "), within_m and `COLUMNS`. `found` has the
    number of a measure's first place with what its places join, in their order."""
    parts = [
        rows.reset_index(drop=True).assign(
            pm_loc_id=np.arange(first, first + len(rows), dtype=np.int32),
            habitat="; ".join(join.habitat),
            within_m=float(join.within_m),
        )
        for first, join, rows in found
    ]
    names = ["pm_loc_id", "habitat", "within_m", *COLUMNS]
    return pd.concat(parts, ignore_index=True)[names] if parts else pd.DataFrame({name: [] for name in names})
