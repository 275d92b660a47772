"""What lies under the maps of a strategy, read from its layers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from rasterio.enums import Resampling

from lnrs import outlines
from lnrs.layers import store
from lnrs.model import areas
from lnrs.statement.maps.frame import Frame
from lnrs.statement.maps.landscape import Landscape, Town
from lnrs.statement.maps.relief import Heights

DRAWN_LAYERS = ("strategy_area", "districts", "land_parcels", "rivers", "roads", "towns", "elevation")
"""The layers that what lies under and over the marks is drawn from."""

Geometries = npt.NDArray[Any]


def land_parcels(layers: Mapping[str, Path]) -> gpd.GeoDataFrame | None:
    """land_cover and geometry of every parcel, or None where the strategy has none."""
    return _read(layers, "land_parcels", ["land_cover"])


def landscape_of(
    layers: Mapping[str, Path],
    lnrs_id: int,
    area: gpd.GeoDataFrame,
    parcels: gpd.GeoDataFrame | None,
    frame: Frame,
    *,
    invented: bool = False,
) -> Landscape:
    """The landscape of a strategy area (1 to 48) within a frame. What there is no layer for is not drawn."""
    rivers = _rivers(_read(layers, "rivers", ["name", "kind"]))
    neighbours, coast = _beyond(lnrs_id, frame)
    return Landscape(
        area=area.geometry.to_numpy(),
        outline=_array([outlines.outline(lnrs_id)]),
        neighbours=neighbours,
        coast=coast,
        districts=_shapes(_read(layers, "districts", [])),
        parcels=_shapes(parcels),
        land_cover=np.empty(0, object) if parcels is None else parcels["land_cover"].to_numpy(),
        rivers=_array(list(rivers.values())),
        river_names=tuple(rivers),
        motorways=_shapes(_of_kind(_read(layers, "roads", ["kind"]), "kind", "motorway")),
        towns=_towns(_read(layers, "towns", ["name", "population"])),
        heights=_heights(layers.get("elevation"), frame),
        invented=invented,
    )


def stands_out(rivers: gpd.GeoDataFrame) -> npt.NDArray[np.bool_]:
    """Which rivers are shown on a map of the whole area: the main rivers; those with a name, where none is said to be a
    main river, as in national data; all of them, where none has a name either."""
    main = (rivers["kind"] == "main river").to_numpy()
    named = (rivers["name"].fillna("") != "").to_numpy()
    return next((some for some in (main, named) if some.any()), np.ones(len(rivers), bool))


def _rivers(rivers: gpd.GeoDataFrame | None) -> dict[str, Any]:
    """The lines of the rivers that stand out, by their name, whole: a river may come in many links."""
    if rivers is None:
        return {}
    shown = rivers[stands_out(rivers)]
    of_one_name = shown.geometry.groupby(shown["name"].fillna("").astype(str), sort=False)
    return {
        str(name): shapely.line_merge(shapely.multilinestrings(shapely.get_parts(lines.to_numpy())))
        for name, lines in of_one_name
    }


def _read(layers: Mapping[str, Path], layer: str, columns: list[str]) -> gpd.GeoDataFrame | None:
    return store.read(layers[layer], columns=columns) if layer in layers else None


def _of_kind(table: gpd.GeoDataFrame | None, column: str, kind: str) -> gpd.GeoDataFrame | None:
    return None if table is None else table[(table[column] == kind).to_numpy()]


def _shapes(table: gpd.GeoDataFrame | None) -> Geometries:
    return np.empty(0, object) if table is None else table.geometry.to_numpy()


def _towns(towns: gpd.GeoDataFrame | None) -> tuple[Town, ...]:
    if towns is None:
        return ()
    return tuple(
        Town(str(name), point.x, point.y, int(population))
        for name, point, population in zip(towns["name"], towns.geometry, towns["population"].fillna(0), strict=True)
    )


def _beyond(lnrs_id: int, frame: Frame) -> tuple[Geometries, Geometries]:
    """Neighbouring strategy areas, and the coast of England, that the frame shows."""
    grid = frame.grid
    seen = shapely.box(
        grid.west_m, grid.north_m - grid.rows * grid.cell_m, grid.west_m + grid.cols * grid.cell_m, grid.north_m
    )
    around = [one.lnrs_id for one in areas() if outlines.outline(one.lnrs_id).intersects(seen)]
    neighbours = [outlines.outline(number) for number in around if number != lnrs_id]
    coasts = [coast for number in around if not (coast := outlines.coast(number)).is_empty]
    return _array(neighbours), _array(coasts)


def _array(shapes: list[Any]) -> Geometries:
    held = np.empty(len(shapes), object)
    held[:] = shapes
    return held


def _heights(path: Path | None, frame: Frame) -> Heights | None:
    """Heights at about the fineness of the finished map: no finer is seen."""
    if path is None:
        return None
    with rasterio.open(path) as source:
        step = max(1.0, frame.metres_a_pixel / source.res[0])
        shape = (max(1, round(source.height / step)), max(1, round(source.width / step)))
        cells = source.read(1, out_shape=shape, masked=True, resampling=Resampling.average)
        cell_m = (source.bounds.right - source.bounds.left) / shape[1]
        return Heights(cells.astype(np.float32).filled(np.nan), source.bounds.left, source.bounds.top, cell_m)
