"""Five ways to count areas of particular importance once: by type, and all together. Each gives square metres.

All do the same work: clip every site to the area, leave out what is under a square metre there, unite by type, unite
the types.
"""

from functools import reduce

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.postgis import Asked, Database, ask, load
from lnrs.habitat_map.figures import important_by_type
from lnrs.habitat_map.important import SITE_TYPES, SMALLEST_M2, VETERAN_TREE_RADIUS_M, important_sites
from lnrs.habitat_map.overlay import dissolve

Layers = dict[str, gpd.GeoDataFrame]
Answer = dict[str, float]
"""Area in m2 of each type, and of `all`."""

CODES = {kind.layer: kind.code for kind in SITE_TYPES}


def ours(layers: Layers, area: shapely.Geometry) -> Answer:
    """As `lnrs build` does it."""
    sites = important_sites(layers, area)
    by_type = important_by_type(sites, shapely.area(area) / 10_000).set_index("apib_type")["area_ha"] * 10_000
    union = dissolve(sites.geometry.to_numpy())
    return dict(zip(by_type.index, by_type, strict=True)) | {"all": float(shapely.area(union).sum())}


def by_union_all(layers: Layers, area: shapely.Geometry) -> Answer:
    """GeoPandas: clip, `union_all` of each type, `union_all` of those."""
    unions = {code: sites.union_all() for code, sites in _clipped(layers, area).groupby("code")}
    return {code: one.area for code, one in unions.items()} | {
        "all": gpd.GeoSeries(list(unions.values())).union_all().area
    }


def by_overlay(layers: Layers, area: shapely.Geometry) -> Answer:
    """GeoPandas: clip, dissolve by type, then `overlay` type upon type into a partition that says which apply."""
    types = _clipped(layers, area).dissolve("code").explode().reset_index()[["code", "geometry"]]
    flagged = [sites[["geometry"]].assign(**{code: True}) for code, sites in types.groupby("code")]
    partition = reduce(lambda one, other: one.overlay(other, how="union", keep_geom_type=True), flagged)
    size = partition.area
    codes = [name for name in partition.columns if name != "geometry"]
    return {code: float(size[partition[code].notna()].sum()) for code in codes} | {"all": float(size.sum())}


def postgis_query(collect: str) -> str:
    """SQL: clip, unite by type, unite the types; `collect` makes one geometry of many, such as `st_union(%s)`."""
    return f"""
        with clipped as materialized (
          select s.label, case when st_covers(a.geom, s.geom) then s.geom
                 else st_collectionextract(st_intersection(s.geom, a.geom), 3) end as geom
          from sites s join area a on st_intersects(s.geom, a.geom)),
        united as materialized (
          select label, {collect % "geom"} as geom from clipped where st_area(geom) >= {SMALLEST_M2} group by label)
        select label, st_area(geom) from united
        union all select 'all', st_area({collect % "geom"}) from united"""


def put_into(database: Database, layers: Layers, area: shapely.Geometry) -> None:
    """Load a case into PostGIS: tables `sites`, with the type as label, and `area`."""
    sites = _sites(layers)
    load(database, "sites", sites.geometry.to_numpy(), sites["code"].tolist())
    load(database, "area", np.array([area]), ["area"])


def from_postgis(database: Database, collect: str, repeats: int) -> tuple[Asked, Answer]:
    """What PostGIS answers, and how long it took."""
    asked = ask(database, postgis_query(collect), repeats)
    return asked, {label: float(area) for label, area in asked.rows}


def _sites(layers: Layers) -> gpd.GeoDataFrame:
    """Every site with its type; a veteran tree as the ground it needs."""
    frames = []
    for name, layer in layers.items():
        shapes = layer.geometry
        if name == "veteran_trees":
            shapes = shapes.buffer(VETERAN_TREE_RADIUS_M, quad_segs=4)
        frames.append(gpd.GeoDataFrame({"code": CODES[name]}, index=layer.index, geometry=shapes, crs=27700))
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=27700)


def _clipped(layers: Layers, area: shapely.Geometry) -> gpd.GeoDataFrame:
    parts = gpd.clip(_sites(layers), area, keep_geom_type=True)  # a site may come back as several rows of one index
    return parts[parts.area.groupby(level=0).transform("sum") >= SMALLEST_M2]
