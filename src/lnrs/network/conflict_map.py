"""A small map of one conflict, as SVG: the land of both sides near the border, in two patterns."""

from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from markupsafe import escape
from shapely.geometry.base import BaseGeometry

from lnrs.document.patterns import Style

STYLES = (Style("#1c6b45", "rising"), Style("#7a3f98", "dotted"))
"""What `a` and `b` look like, here and in the legend."""
WIDTH_PX, HEIGHT_PX = 720, 440
AROUND_M = 400.0
"""How much land the map shows around the conflict, at least."""
_PATTERNS = (
    '<pattern id="{key}-a" width="10" height="10" patternUnits="userSpaceOnUse">'
    '<rect width="10" height="10" fill="{a}" fill-opacity=".85"/>'
    '<path d="M-2 7L7 -2M3 12L12 3" stroke="#fff" stroke-width="1.4"/></pattern>'
    '<pattern id="{key}-b" width="10" height="10" patternUnits="userSpaceOnUse">'
    '<rect width="10" height="10" fill="{b}" fill-opacity=".85"/>'
    '<circle cx="5" cy="5" r="1.8" fill="#fff"/></pattern>'
)


def draw(conflict: Any, land_a: gpd.GeoDataFrame, land_b: gpd.GeoDataFrame, border: BaseGeometry, alt: str) -> str:
    """The map of a row of conflicts: the places that it names in patterns, other mapped land pale, the border a line.

    `land_a` and `land_b` have place, ref and geometry; north is at the top.
    """
    window = _window(conflict.geometry)
    parts = []
    for side, land, places in (("a", land_a, conflict.places_a), ("b", land_b, conflict.places_b)):
        here = land[shapely.intersects(land.geometry.to_numpy(), shapely.box(*window))]
        named = (here["place"].astype(str) + ":" + here["ref"].astype(str)).isin(places).to_numpy()
        shapes = shapely.simplify(here.geometry.to_numpy(), (window[2] - window[0]) / WIDTH_PX)
        parts.append(f'<path d="{_path(shapes[~named], window)}" fill="#d9d4c5" stroke="#b3ad9b" stroke-width=".5"/>')
        pattern = f"url(#{conflict.key}-{side})"
        colour = STYLES[0 if side == "a" else 1].colour
        parts.append(f'<path d="{_path(shapes[named], window)}" fill="{pattern}" stroke="{colour}" stroke-width="1"/>')
    line = _path(np.array([shapely.intersection(border, shapely.box(*window))]), window)
    stretch = _path(np.array([conflict.geometry]), window)
    parts.append(f'<path d="{line}" fill="none" stroke="#1f241d" stroke-width="1.5" stroke-dasharray="6 4"/>')
    parts.append(f'<path d="{stretch}" fill="none" stroke="#c8102e" stroke-width="3"/>')
    defs = _PATTERNS.format(key=conflict.key, a=STYLES[0].colour, b=STYLES[1].colour)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}" '
        f'width="{WIDTH_PX}" height="{HEIGHT_PX}" style="max-width:100%;height:auto;background:#fbfaf5">'
        f"<title>{escape(alt)}</title><defs>{defs}</defs>{''.join(parts)}{_scale(window)}</svg>"
    )


def _window(shape: BaseGeometry) -> tuple[float, float, float, float]:
    """The land shown, in metres, in the proportions of the picture."""
    west, south, east, north = shape.bounds
    width = max(east - west + 2 * AROUND_M, (north - south + 2 * AROUND_M) * WIDTH_PX / HEIGHT_PX)
    height = width * HEIGHT_PX / WIDTH_PX
    x, y = (west + east) / 2, (south + north) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _path(shapes: np.ndarray, window: tuple[float, float, float, float]) -> str:
    """The lines and rings of shapes as the data of one SVG path, to a tenth of a pixel."""
    per_px = (window[2] - window[0]) / WIDTH_PX
    parts = []
    for part in shapely.get_parts(shapely.intersection(shapes, shapely.box(*window))):
        for line in shapely.get_rings(part) if shapely.get_dimensions(part) == 2 else shapely.get_parts(part):
            if shapely.get_dimensions(line) != 1:
                continue
            points = shapely.get_coordinates(line)
            x, y = (points[:, 0] - window[0]) / per_px, (window[3] - points[:, 1]) / per_px
            parts.append("M" + "L".join(f"{one:.1f} {other:.1f}" for one, other in zip(x, y, strict=True)))
    return "".join(parts)


def _scale(window: tuple[float, float, float, float]) -> str:
    """A bar of a round length, with its length in words."""
    across = window[2] - window[0]
    length = max(step for step in (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000) if step <= max(100, across / 4))
    px = length / across * WIDTH_PX
    words = f"{length // 1000} km" if length >= 1000 else f"{length} m"
    y = HEIGHT_PX - 16
    return (
        f'<path d="M16 {y - 5}V{y}H{16 + px:.1f}V{y - 5}" fill="none" stroke="#1f241d" stroke-width="2"/>'
        f'<text x="{22 + px:.1f}" y="{y}" font-family="sans-serif" font-size="14">{words}</text>'
    )
