"""The measures of two neighbours near their border, in common words, read piece by piece from what they published."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from lnrs.layers.projection import NATIONAL_GRID
from lnrs.network import crosswalk
from lnrs.network.areas_file import read_areas
from lnrs.network.folder import Network, NetworkSource
from lnrs.network.published import Source, open_source
from lnrs.outlines import outline

NEAR = ["place", "ref", "habitat", "action"]


@dataclass(frozen=True)
class Opened:
    """One area of the network: what it is called, what it published, its outline and its crosswalk in force."""

    lnrs_id: int
    name: str
    source: Source
    outline: BaseGeometry
    common: pd.DataFrame


Warn = Callable[[str], None]
"""Hears what a person has to know beside the answer."""


def unheard(words: str) -> None:
    """Where nobody asked to be warned."""


def opened(network: Network, lnrs_ids: Iterable[int] = (), warn: Warn = unheard) -> list[Opened]:
    """The areas of a network, or these. One whose source has no outline is given that of the file which the network
    names, else the generalised one that comes with the software, and that is warned of."""
    sources = [network.source(lnrs_id) for lnrs_id in lnrs_ids] or list(network.sources)
    areas = [_open(network, source) for source in sources]
    if all(not area.outline.is_empty for area in areas):
        return areas
    named = outlines(network)
    return [area if not area.outline.is_empty else _with_outline(area, named, warn) for area in areas]


def known_outlines(network: Network) -> dict[int, BaseGeometry]:
    """The outline of each area of a network for want of what its source says: that of the file which the network names,
    else the generalised one that comes with the software."""
    return {source.lnrs_id: outline(source.lnrs_id) for source in network.sources} | outlines(network)


def _with_outline(area: Opened, named: Mapping[int, BaseGeometry], warn: Warn) -> Opened:
    if area.lnrs_id in named:
        return replace(area, outline=named[area.lnrs_id])
    what = "publishes no outline, and network.toml names none: the generalised one, good to some 100 m, was used."
    warn(f"{area.name} {what}")
    return replace(area, outline=outline(area.lnrs_id))


def outlines(network: Network) -> dict[int, BaseGeometry]:
    """The outlines in the file that a network names, by area; none where it names no file."""
    if network.outlines is None:
        return {}
    frame = read_areas(network.outlines).frame
    return dict(zip(frame["lnrs_id"].astype(int), frame.geometry, strict=True))


def _open(network: Network, source: NetworkSource) -> Opened:
    found = open_source(source.path, lnrs_id=source.lnrs_id)
    shapes = [frame.geometry.union_all() for frame in found.batches("area")]
    common = crosswalk.in_force(network, source.lnrs_id, found.described)
    return Opened(source.lnrs_id, found.facts.name, found, shapely.union_all(shapes), common)


def borders(areas: list[Opened], within_m: float) -> Iterator[tuple[Opened, Opened, BaseGeometry]]:
    """Every two of the areas that meet, the lower number first, with the border that they share."""
    for a, b in combinations(sorted(areas, key=lambda area: area.lnrs_id), 2):
        border = shared_border(a.outline, b.outline, within_m)
        if not border.is_empty:
            yield a, b, border


def shared_border(a: BaseGeometry, b: BaseGeometry, within_m: float) -> BaseGeometry:
    """The part of the edge of `a` from which `b` is no farther than `within_m`: empty where they do not meet.

    Where outlines leave a gap, or overlap, the edge of `a` stands for both.
    """
    around = shapely.box(*_grown(b.bounds, within_m)), shapely.box(*_grown(a.bounds, within_m))
    if not around[0].intersects(around[1]):
        return shapely.LineString()
    near = shapely.intersection(*around)
    edge = shapely.intersection(shapely.boundary(a), near)
    other = shapely.intersection(shapely.boundary(b), near)
    if not shapely.dwithin(edge, other, within_m):
        return shapely.LineString()
    shared = shapely.intersection(edge, shapely.buffer(other, within_m))
    lines = [part for part in shapely.get_parts(shared) if shapely.get_dimensions(part) == 1]
    return shapely.line_merge(shapely.multilinestrings(lines)) if lines else shapely.LineString()


def _grown(bounds: tuple[float, float, float, float], by_m: float) -> tuple[float, float, float, float]:
    return bounds[0] - by_m, bounds[1] - by_m, bounds[2] + by_m, bounds[3] + by_m


def near(area: Opened, border: BaseGeometry, reach_m: float) -> gpd.GeoDataFrame:
    """The measures of an area cut to within `reach_m` of a border, with habitat and action in common words.

    Reads the whole source and keeps what is near: memory is for one batch and for that. Columns: place, ref, habitat,
    action, geometry (EPSG:27700).
    """
    zone = shapely.buffer(border, reach_m)
    shapely.prepare(zone)
    frames = [_cut(batch, zone) for batch in area.source.batches("measures")]
    joined = pd.concat([frame for frame in frames if len(frame)] or [_nothing()], ignore_index=True)
    words = area.common.drop_duplicates("ref").set_index("ref")
    refs = joined["ref"].astype(str)
    made = {name: refs.map(words[name]).fillna("").astype("object") for name in ("habitat", "action")}
    return gpd.GeoDataFrame(joined.assign(**made)[[*NEAR, "geometry"]], geometry="geometry", crs=NATIONAL_GRID)


def _cut(batch: gpd.GeoDataFrame, zone: BaseGeometry) -> gpd.GeoDataFrame:
    inside = batch[shapely.intersects(zone, batch.geometry.to_numpy())][["place", "ref", "geometry"]]
    cut = inside.set_geometry(shapely.intersection(inside.geometry.to_numpy(), zone), crs=NATIONAL_GRID)
    return cut[cut.area > 0]


def _nothing() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"place": [], "ref": []}, geometry=[], crs=NATIONAL_GRID)
