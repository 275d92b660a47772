"""What the local habitat map's own tiles show at each zoom."""

from collections.abc import Iterator
from itertools import pairwise

import geopandas as gpd
import numpy as np

from lnrs.edition.tiles.archive import Level
from lnrs.edition.tiles.levels import Basis, Group, detail_levels, kept_detail_levels, overview_levels
from lnrs.habitat_map.cache import key_of


def importance_levels(important: gpd.GeoDataFrame, key: str, basis: Basis) -> Iterator[Level]:
    """Areas of particular importance: each type as a whole in the overview, each site in the detail."""
    types = important["apib_type"].to_numpy(object)
    shapes = important.geometry.to_numpy()
    groups = [Group({"apib_type": code}, shapes[types == code], key_of(key, code)) for code in sorted(set(types))]
    yield from overview_levels("importance", groups, basis)
    yield from detail_levels("importance", important[["apib_id", "apib_type", "apib_name", "apib_site_id", "geometry"]])


def become_levels(become: gpd.GeoDataFrame, key: str, basis: Basis) -> Iterator[Level]:
    """Areas that could become of particular importance."""
    yield from overview_levels("could_become", [Group({}, become.geometry.to_numpy(), key)], basis)
    yield from detail_levels("could_become", become[["acb_id", "area_ha", "geometry"]])


def measure_levels(mapped: gpd.GeoDataFrame, pieces_key: str, basis: Basis) -> Iterator[Level]:
    """Potential measures: each as a whole in the overview, each piece of land with all its measures in the detail."""
    groups = [
        Group(
            {"measure": str(ref), "theme": theme_of(str(ref))}, rows.geometry.to_numpy(), _key_of_rows(rows, pieces_key)
        )
        for ref, rows in mapped.groupby("measure", sort=True)
    ]
    yield from overview_levels("measures_overview", groups, basis)
    yield from kept_detail_levels("measures", pieces_with_measures(mapped), "piece", pieces_key, basis)


def pieces_with_measures(mapped: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One row a piece of land: piece, measures (`GL1.2;WTH2.1`), n (how many), geometry."""
    rows = mapped.sort_values(["piece", "pm_id"], kind="stable")
    piece, first, count = np.unique(rows["piece"].to_numpy(), return_index=True, return_counts=True)
    refs = rows["measure"].to_numpy(object)
    ends = [*first.tolist(), len(refs)]
    return gpd.GeoDataFrame(
        {"piece": piece, "measures": [";".join(refs[a:b]) for a, b in pairwise(ends)], "n": count},
        geometry=rows.geometry.to_numpy()[first],
        crs=27700,
    )


def theme_of(ref: str) -> str:
    """The theme's prefix, which begins a reference: GL of GL1.2."""
    return ref.rstrip("0123456789.")


def _key_of_rows(rows: gpd.GeoDataFrame, pieces_key: str) -> str:
    return key_of(pieces_key, rows["piece"].to_numpy().tobytes())
