"""Land of any kind by strategy area: hectares in each area, every hectare counted once, and what lies in none.

Where outlines of areas overlap, each of the two is given the land, because both say that it is theirs; the total for
England counts it once, so it is less than the column adds up to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lnrs.errors import LayerRefused, NotFound, Problem
from lnrs.habitat_map.figures import in_zones
from lnrs.habitat_map.overlay import Geometries, dissolve, polygons_of
from lnrs.layers.projection import is_on_earth, to_national_grid
from lnrs.layers.reading import read_raw
from lnrs.network.areas_file import read_areas
from lnrs.network.unclaimed import GRID_M
from lnrs.units import HA_M2


@dataclass(frozen=True)
class ByArea:
    """Hectares of land in strategy areas."""

    table: pd.DataFrame
    """lnrs_id, name, ha (each hectare once within the area), claimed_twice_ha (the part of it that another area has
    too), share_of_area; one row an area, also where it has none."""
    in_areas_ha: float
    """Land in any area, counted once."""
    outside_ha: float
    """Land in no area, counted once: at sea, across the border, or in a gap."""


def by_area(land: Geometries, areas: gpd.GeoDataFrame) -> ByArea:
    """How much of some land lies in each area.

    `land` are valid polygons that may overlap each other; `areas` has lnrs_id, name and geometry. EPSG:27700 metres.
    """
    once, shapes = dissolve(np.asarray(land)), areas.geometry.to_numpy()
    held = _in_each(once, shapes)
    contested = _contested(shapes[held > 0])  # where there is no land, none is claimed twice
    twice = _in_each(_within(once, contested), shapes)
    table = pd.DataFrame(
        {
            "lnrs_id": areas["lnrs_id"].to_numpy(),
            "name": areas["name"].to_numpy(),
            "ha": held,
            "claimed_twice_ha": twice,
            "share_of_area": held / (shapely.area(shapes) / HA_M2),
        }
    )
    in_areas = held.sum() - (twice.sum() - shapely.area(_within(once, contested)).sum() / HA_M2)
    outside = max(0.0, shapely.area(once).sum() / HA_M2 - in_areas)
    return ByArea(table.sort_values("lnrs_id", ignore_index=True), float(in_areas), float(outside))


def in_words(found: ByArea) -> tuple[list[str], list[list[str]], list[str]]:
    """Titles and rows of a table of the areas that have any, most first, and the totals in lines below it."""
    some = found.table[found.table["ha"] > 0].sort_values(["ha", "lnrs_id"], ascending=[False, True])
    rows = [
        [f"{row['name']} ({row['lnrs_id']})", f"{row['ha']:,.2f}", f"{row['share_of_area']:.2%}"]
        for row in some.to_dict("records")
    ]
    totals = [
        f"In strategy areas: {found.in_areas_ha:,.2f} ha, each hectare once.",
        f"Claimed by two areas: {found.table['ha'].sum() - found.in_areas_ha:,.2f} ha, which stand in both their rows.",
        f"In no area: {found.outside_ha:,.2f} ha.",
    ]
    return ["strategy area", "ha", "of the area"], rows, totals


def as_data(found: ByArea) -> dict[str, Any]:
    """The same as plain data, with every area."""
    table = found.table.round({"ha": 4, "claimed_twice_ha": 4, "share_of_area": 6})
    return {
        "in_areas_ha": round(found.in_areas_ha, 4),
        "outside_ha": round(found.outside_ha, 4),
        "areas": table.to_dict("records"),
    }


def _in_each(land: Geometries, shapes: Geometries) -> np.ndarray:
    """Hectares of land without overlap in each of the shapes."""
    if len(land) == 0:
        return np.zeros(len(shapes))
    shared = in_zones(land, shapes)
    return np.bincount(shared["zone"], shared["area_ha"], minlength=len(shapes))


def _contested(shapes: Geometries) -> Geometries:
    """Land that more than one area has, without overlap."""
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first = one < other
    return dissolve(shapely.intersection(shapes[one[first]], shapes[other[first]], grid_size=GRID_M))


def _within(land: Geometries, places: Geometries) -> Geometries:
    """The parts of land without overlap in places without overlap."""
    one, other = shapely.STRtree(places).query(land, predicate="intersects")
    return polygons_of(shapely.intersection(land[one], places[other]))[0]


def count(land_file: Path, areas_file: Path, ostn15: Path | None = None) -> ByArea:
    """Hectares of the polygons in a file by strategy area. Raises NotFound and LayerRefused, with every problem."""
    areas = read_areas(areas_file, ostn15).frame
    return by_area(read_polygons(land_file, ostn15), areas)


def read_polygons(file: Path, ostn15: Path | None = None) -> Geometries:
    """The polygons of a file in EPSG:27700 metres, made valid. Raises NotFound and LayerRefused."""
    if not file.exists():
        raise NotFound([Problem(str(file), "is not there.", "Name a file of polygons.")])
    raw = read_raw(file)
    problems = list(_problems(raw.frame, file.name, is_on_earth(raw.crs)))
    if problems:
        raise LayerRefused(problems)
    assert raw.crs is not None
    moved = to_national_grid(np.asarray(raw.frame.geometry.values), raw.crs, ostn15).geometries
    return polygons_of(shapely.make_valid(shapely.force_2d(moved), method="structure", keep_collapsed=False))[0]


def _problems(frame: gpd.GeoDataFrame, name: str, placed: bool) -> Iterator[Problem]:
    if not placed:
        advice = "Export it again with its coordinate system, such as EPSG:27700."
        yield Problem(name, "does not say in which coordinate system it is.", advice)
    if not frame.geom_type.isin(["Polygon", "MultiPolygon"]).any():
        yield Problem(name, "holds no polygons, and only land can be counted in hectares.", "Choose another file.")
