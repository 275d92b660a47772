"""What lies under a map, read from an edition's own vector tiles at the zoom that fits the scale."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyogrio
import pyproj
import shapely
from pmtiles.reader import MmapSource, Reader

from lnrs.edition import read
from lnrs_web.pictures.frame import Box

FILE = "tiles/context.pmtiles"
LAYERS = ("strategy_area", "districts", "land", "rivers", "roads", "railways", "towns")
ZOOMS = (7, 12)
PIXEL_M = 156_543.03392804097 / 2 * 0.62
"""Ground metres of a pixel of the map at zoom 0, in the south of England."""

OVERVIEW_ZOOMS = (6, 9)
"""Zooms at which tiles hold shapes that are alike as wholes, in cells of half a pixel (`lnrs.edition.tiles`)."""
OVERVIEW_CELL_M = 36.0
"""Ground metres of a pixel at the finest of them, so that its cells of 50 m are 1.4 pixels at most."""

Shapes = npt.NDArray[Any]


@dataclass(frozen=True)
class Layer:
    """Shapes in EPSG:27700 and what is said of each, by column."""

    shapes: Shapes = field(default_factory=lambda: np.empty(0, object))
    said: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)

    def column(self, name: str) -> npt.NDArray[Any]:
        """What is said of each shape; nothing where the layer does not say."""
        return self.said.get(name, np.full(len(self.shapes), "", object))

    def where(self, column: str, *values: str) -> Shapes:
        """The shapes of which one of these is said."""
        return self.shapes[np.isin(self.column(column).astype(str), values)]


def zoom_for(metres_a_pixel: float) -> int:
    """The zoom whose tiles have at least the detail of a picture.

    >>> zoom_for(150.0), zoom_for(1.0)
    (9, 12)
    """
    return min(max(math.ceil(math.log2(PIXEL_M / metres_a_pixel)), ZOOMS[0]), ZOOMS[1])


@lru_cache(maxsize=24)
def layers(folder: Path, zoom: int) -> Mapping[str, Layer]:
    """Every layer of the context at a zoom. An edition never changes, so what has been read is kept."""
    file = folder / FILE
    if not file.exists():
        return {"strategy_area": Layer(_area(folder))}
    there = {str(name) for name, _ in pyogrio.list_layers(file)}
    return {name: _read(file, name, zoom) for name in LAYERS if name in there}


@lru_cache(maxsize=64)
def area_box(folder: Path) -> Box:
    """West, south, east and north of the whole area."""
    west, south, east, north = shapely.total_bounds(_area(folder))
    return float(west), float(south), float(east), float(north)


def overview(folder: Path, name: str, metres_a_pixel: float) -> Shapes | None:
    """Areas of particular importance (`importance`) or those that could become so (`could_become`) as the edition's
    tiles have them for the whole area; nothing where it has no such tiles, or not so coarse a picture is made."""
    file = folder / "tiles" / f"{name}.pmtiles"
    zoom = OVERVIEW_ZOOMS[1] - math.floor(math.log2(metres_a_pixel / OVERVIEW_CELL_M))
    if not file.exists() or zoom > OVERVIEW_ZOOMS[1]:
        return None
    return _read(file, name, max(zoom, OVERVIEW_ZOOMS[0])).shapes


@lru_cache(maxsize=64)
def attribution(folder: Path) -> str:
    """Whose data the edition's maps are made of, in the words of its tiles."""
    file = folder / FILE
    if not file.exists():
        return ""
    with file.open("rb") as held:
        return str(Reader(MmapSource(held)).metadata().get("attribution", ""))


def _area(folder: Path) -> Shapes:
    return shapely.from_wkb(read.with_wkb(folder, "area")["wkb"].to_numpy())


def _read(file: Path, layer: str, zoom: int) -> Layer:
    # CLIP is GDAL's own cutting at the edges of tiles, which fails on outlines that cross themselves
    about, _, wkb, columns = pyogrio.raw.read(file, layer=layer, ZOOM_LEVEL=zoom, CLIP="NO")
    shapes = shapely.transform(shapely.from_wkb(wkb), _to_grid().transform, interleaved=False)
    return Layer(shapes, dict(zip(about["fields"], columns, strict=True)))


@cache
def _to_grid() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(3857, 27700, always_xy=True)
