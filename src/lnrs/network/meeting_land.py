"""What the areas of a network have near each other's land, and what of it meets: measures, and areas of importance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import geopandas as gpd
import pandas as pd
import shapely

from lnrs.habitat_map.overlay import dissolve
from lnrs.layers.projection import NATIONAL_GRID
from lnrs.network.conflict_land import Opened, Warn, opened, unheard
from lnrs.network.folder import Network
from lnrs.network.meeting import WITHIN_M, groups_over_borders, meets
from lnrs.network.published.source import LayerName
from lnrs.units import HA_M2

LAYERS: tuple[LayerName, ...] = ("measures", "important")
LAND = ["lnrs_id", "place", "ref", "group", "ha"]
COLUMNS = ["a", "b", "polygons_a", "polygons_b", "contact_m", "shared_ha", "a_ha", "b_ha"]


@dataclass(frozen=True)
class Meetings:
    """What meets across the borders of a network, in one layer."""

    layer: LayerName
    pairs: pd.DataFrame
    """One row a pair of neighbours that have something to join: a, b (lnrs_id), polygons_a, polygons_b (how many
    meet), contact_m, shared_ha (land that both have), a_ha, b_ha (hectares of what meets). Land is counted once,
    however many measures it has."""
    single: pd.DataFrame
    """One row a pair of polygons: what `lnrs.network.meeting.meets` gives, with a and b the areas, and place_a, ref_a,
    place_b, ref_b."""
    land: gpd.GeoDataFrame
    """The polygons that meet: lnrs_id, place, ref, group (polygons of one number hang together over borders, 1 being
    the largest), ha, geometry."""
    groups: pd.DataFrame
    """group, areas (their numbers with blanks), polygons, ha (counted once), largest first."""


def look(
    network: Network, lnrs_ids: Sequence[int] = (), *, within_m: float = WITHIN_M, warn: Warn = unheard
) -> list[Meetings]:
    """What meets across the borders of a network, or among these of its areas: one answer for each of `LAYERS`.

    Each source is read once a layer, batch by batch; only what lies within `within_m` of another area is kept. Raises
    what a source raises that cannot be read.
    """
    areas = opened(network, lnrs_ids, warn)
    try:
        return [_layer(areas, layer, within_m) for layer in LAYERS]
    finally:
        for area in areas:
            area.source.close()


def _layer(areas: Sequence[Opened], layer: LayerName, within_m: float) -> Meetings:
    ordered = sorted(areas, key=lambda area: area.lnrs_id)
    pairs = [
        (a.lnrs_id, b.lnrs_id) for a, b in combinations(ordered, 2) if shapely.dwithin(a.outline, b.outline, within_m)
    ]
    near = {area.lnrs_id: _near(area, _others(area, ordered, pairs), layer, within_m) for area in ordered}
    found = [(a, b, meets(near[a], near[b], within_m)) for a, b in pairs]
    joined = [_joined(a, b, near, table, within_m) for a, b, table in found if len(table)]
    grouped = groups_over_borders(near, pairs, within_m)
    land = _land(near, grouped)
    return Meetings(layer, pd.DataFrame(joined, columns=COLUMNS), _single(found, near), land, _groups(land))


def _others(area: Opened, areas: Sequence[Opened], pairs: Sequence[tuple[int, int]]) -> list[Opened]:
    beside = {number for pair in pairs if area.lnrs_id in pair for number in pair} - {area.lnrs_id}
    return [other for other in areas if other.lnrs_id in beside]


def _near(area: Opened, others: Sequence[Opened], layer: LayerName, within_m: float) -> gpd.GeoDataFrame:
    """The polygons of an area that come within a distance of one of the others: place, ref, geometry, whole."""
    kept = list(_kept(area, others, layer, within_m))
    empty = gpd.GeoDataFrame({"place": [], "ref": []}, geometry=[], crs=NATIONAL_GRID)
    return pd.concat(kept or [empty], ignore_index=True)


def _kept(area: Opened, others: Sequence[Opened], layer: LayerName, within_m: float) -> Iterator[gpd.GeoDataFrame]:
    if not others or layer not in area.source.layers:
        return
    for other in others:
        shapely.prepare(other.outline)
    for batch in area.source.batches(layer):
        shapes = batch.geometry.to_numpy()
        near = sum(shapely.dwithin(other.outline, shapes, within_m) for other in others) > 0
        if near.any():
            named = batch.rename(columns={"site": "place"})[["place", "ref", "geometry"]]
            yield named[near]


def _joined(
    a: int, b: int, near: dict[int, gpd.GeoDataFrame], table: pd.DataFrame, within_m: float
) -> tuple[object, ...]:
    """The figures of one pair, every hectare and metre once: its polygons are put together first."""
    one, other = _together(near[a], table["a"]), _together(near[b], table["b"])
    whole = meets(one, other, within_m).iloc[0]
    counts = table["a"].nunique(), table["b"].nunique()
    return a, b, *counts, *(float(whole[name]) for name in ("contact_m", "shared_ha", "a_ha", "b_ha"))


def _together(frame: gpd.GeoDataFrame, labels: pd.Series) -> gpd.GeoDataFrame:
    parts = dissolve(frame.geometry.loc[labels.unique()].to_numpy())
    return gpd.GeoDataFrame(geometry=[shapely.multipolygons(parts)], crs=NATIONAL_GRID)


def _single(found: Sequence[tuple[int, int, pd.DataFrame]], near: dict[int, gpd.GeoDataFrame]) -> pd.DataFrame:
    tables = []
    for a, b, table in found:
        sides = {
            f"{column}_{side}": near[number][column].reindex(table[side]).astype(str).to_numpy()
            for number, side in ((a, "a"), (b, "b"))
            for column in ("place", "ref")
        }
        tables.append(table.assign(a=a, b=b, **sides))
    columns = ["a", "b", "place_a", "ref_a", "place_b", "ref_b", "contact_m", "apart_m", "shared_ha", "a_ha", "b_ha"]
    some = [table[columns] for table in tables if len(table)]
    return pd.concat(some, ignore_index=True) if some else pd.DataFrame(columns=columns)


def _land(near: dict[int, gpd.GeoDataFrame], grouped: pd.DataFrame) -> gpd.GeoDataFrame:
    """The polygons of every group, in the order of the groups."""
    parts = []
    for lnrs_id, frame in near.items():
        rows = grouped[grouped["lnrs_id"] == lnrs_id]
        of_group = {"group": rows["group"].to_numpy(), "ha": rows["ha"].to_numpy()}
        if len(rows):
            parts.append(frame.loc[rows["piece"]].assign(lnrs_id=lnrs_id, **of_group))
    empty = gpd.GeoDataFrame({name: [] for name in LAND}, geometry=[], crs=NATIONAL_GRID)
    table = pd.concat(parts or [empty], ignore_index=True).astype({"place": str, "ref": str})
    return table[[*LAND, "geometry"]].sort_values(["group", "lnrs_id", "place", "ref"], ignore_index=True)


def _groups(land: gpd.GeoDataFrame) -> pd.DataFrame:
    rows = [
        (
            int(group),
            " ".join(str(number) for number in sorted(part["lnrs_id"].unique())),
            len(part),
            float(shapely.area(dissolve(part.geometry.to_numpy())).sum() / HA_M2),
        )
        for group, part in land.groupby("group")
    ]
    table = pd.DataFrame(rows, columns=["group", "areas", "polygons", "ha"])
    return table.sort_values(["ha", "group"], ascending=[False, True], ignore_index=True)
