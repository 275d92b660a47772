"""The ground of a picture as SVG: what lies under the shapes that are drawn, and what lies over them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely

from lnrs.document.colours import PAPER
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition
from lnrs_web.pictures import context
from lnrs_web.pictures.at_scale import EDGE_PX, Shapes, lines, mass, whole
from lnrs_web.pictures.context import Layer
from lnrs_web.pictures.frame import GRAINS, Frame
from lnrs_web.pictures.paths import line_path, polygon_path
from lnrs_web.pictures.sea import sea

SEA, SHALLOWS, BEYOND, BUILT_UP = "#d3e3ea", "#e1edf2", "#e7e4dc", "#dcd7cd"
BOUNDARY, COAST, DISTRICT = "#4a4d45", "#6f93a5", "#7d786c"
RIVER, MOTORWAY, ROAD, RAILWAY = "#70a5c4", "#c2ad88", "#cbbba0", "#a9a398"
SHALLOWS_PX = 9
MOST_CORNERS = 4_000
"""Of built-up land, and of water."""

Layers = Mapping[str, Layer]


def layers_of(edition: Edition, frame: Frame) -> Layers:
    """The edition's context with the detail that fits a picture."""
    return context.layers(folder_of(edition), context.zoom_for(frame.metres_a_pixel))


@dataclass(frozen=True)
class Ground:
    """SVG in grains: `under` and `over` what is drawn."""

    under: str
    over: str


@lru_cache(maxsize=32)
def ground(folder: Path, lnrs_id: int, frame: Frame) -> Ground:
    """Beyond, sea, area, built-up land and water; roads, railways, rivers, districts, the area's edge and its coast.

    The frame of an area's own pictures comes again and again, so its ground is kept.
    """
    layers = context.layers(folder, context.zoom_for(frame.metres_a_pixel))
    area = _area(layers)
    water = sea(lnrs_id, area, frame.beyond_m(2 * EDGE_PX))
    land = layers.get("land", Layer())
    return Ground(
        under="".join(
            (
                _rect(frame, BEYOND),
                _sea(whole(_array(water), frame)),
                _filled(whole(_array(area), frame), PAPER),
                _filled(mass(land.where("kind", "built-up"), frame, MOST_CORNERS), BUILT_UP),
                _filled(mass(land.where("kind", "water"), frame, MOST_CORNERS), SEA, RIVER),
            )
        ),
        over="".join(
            (
                _lined(_lines(layers, "railways", frame), RAILWAY, 0.8, dash="5 3"),
                _lined(_lines(layers, "roads", frame, "primary"), ROAD, 1.1),
                _lined(_lines(layers, "roads", frame, "motorway"), MOTORWAY, 2.0),
                _lined(_lines(layers, "rivers", frame), RIVER, 1.3),
                _lined(_districts(layers, area, frame), DISTRICT, 0.7, dash="4 3"),
                *_edge(area, water, frame),
            )
        ),
    )


def _rect(frame: Frame, colour: str) -> str:
    return f'<rect width="{frame.width_px * GRAINS}" height="{frame.height_px * GRAINS}" fill="{colour}"/>'


def _sea(water: shapely.Geometry) -> str:
    if not (path := polygon_path(water)):
        return ""
    return (
        f'<clipPath id="sea"><path d="{path}"/></clipPath><path d="{path}" fill="{SEA}" stroke="{SHALLOWS}" '
        f'stroke-width="{2 * SHALLOWS_PX * GRAINS}" stroke-linejoin="round" clip-path="url(#sea)"/>'
    )


def _edge(area: shapely.Geometry, water: shapely.Geometry, frame: Frame) -> Iterator[str]:
    """The area's edge, where it meets the sea in the colour of the coast."""
    rim = shapely.clip_by_rect(shapely.boundary(area), *frame.beyond_m(EDGE_PX))
    wet = shapely.buffer(water, 2 * frame.metres_a_pixel, quad_segs=1)
    yield _lined(lines(_array(shapely.difference(rim, wet)), frame), BOUNDARY, 1.2)
    yield _lined(lines(_array(shapely.intersection(rim, wet)), frame), COAST, 1.2)


@lru_cache(maxsize=8)
def _joined(shapes: tuple[shapely.Geometry, ...]) -> shapely.Geometry:
    return shapely.union_all(np.array(shapes, object))


def _area(layers: Layers) -> shapely.Geometry:
    """The strategy area, whole again: tiles hold it in parts."""
    return _joined(tuple(layers["strategy_area"].shapes))


def _districts(layers: Layers, area: shapely.Geometry, frame: Frame) -> shapely.Geometry:
    """The lines between districts, each once."""
    there = layers.get("districts", Layer())
    codes = there.column("code").astype(str)
    grid = [whole(there.shapes[codes == code], frame) for code in np.unique(codes)]
    if len(grid) < 2:
        return shapely.MultiLineString()
    edges = shapely.union_all(shapely.boundary(np.array(grid, object)), grid_size=1)
    inside = shapely.buffer(whole(_array(area), frame), -2 * GRAINS, quad_segs=1)
    return shapely.line_merge(shapely.intersection(edges, inside))


def _lines(layers: Layers, layer: str, frame: Frame, kind: str = "") -> shapely.Geometry:
    there = layers.get(layer, Layer())
    return lines(there.where("kind", kind) if kind else there.shapes, frame)


def _filled(shape: shapely.Geometry | Shapes, colour: str, edge: str = "") -> str:
    line = f' stroke="{edge}" stroke-width="1"' if edge else ""
    path = polygon_path(shape)
    return f'<path d="{path}" fill="{colour}"{line}/>' if path else ""


def _lined(shape: shapely.Geometry, colour: str, width_px: float, dash: str = "") -> str:
    path = line_path(shape)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    if not path:
        return ""
    width = f"{width_px * GRAINS:g}"
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"{dashed}/>'


def _array(shape: shapely.Geometry) -> Shapes:
    return np.array([shape], object)
