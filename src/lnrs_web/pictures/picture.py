"""A map of an edition as a picture that needs no script, no font and no other file: SVG, a legend and words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from lnrs.document.patterns import Style
from lnrs.document.tree import LegendEntry
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition
from lnrs_web.pages.words import HARD_SPACE
from lnrs_web.pictures import context, lettering
from lnrs_web.pictures.at_scale import MOST_CORNERS, Shapes, lines, mass, whole
from lnrs_web.pictures.frame import GRAINS, Box, Frame, fitted
from lnrs_web.pictures.furniture import Entry, foot_svg, legend_svg, marker_svg
from lnrs_web.pictures.ground import ground, layers_of
from lnrs_web.pictures.lettering import FONT, HALO, INK, Room, plain, words
from lnrs_web.pictures.names import names
from lnrs_web.pictures.paths import line_path, polygon_path
from lnrs_web.pictures.styles import Look, look_of, paint_of, pattern_svg

INVENTED = "Invented example: no place, site or plan in it is real."
SURROUNDINGS = "Coast and neighbouring areas: Natural England, OGL v3.0"
VEIL = "#f8f6ef"
LABEL_PX = 12.5
EDGE_PX = 0.6
"""Breadth of the edge of what is filled; half of it lies beyond."""


@dataclass(frozen=True)
class Drawn:
    """Something that a picture shows: areas, lines or points (EPSG:27700; a collection of one sort is one shape), in a
    style or one that STYLES or OUTLINES has under a name. `label` is what the legend says of it; without one it is not
    in the legend."""

    shape: shapely.Geometry
    style: str | Style
    label: str


@dataclass(frozen=True)
class Label:
    """A short text at a point (EPSG:27700), which is left out where there is no room for it."""

    at: shapely.Point
    text: str


@dataclass(frozen=True)
class Picture:
    """A map: its SVG, the same facts in words, its legend, and its size in pixels."""

    svg: str
    alt: str
    legend: tuple[LegendEntry, ...]
    width_px: int
    height_px: int


def picture(
    edition: Edition,
    drawn: Sequence[Drawn],
    box_m: Box | None = None,
    width_px: int = 720,
    height_px: int | None = None,
    title: str = "",
    *,
    facts: str = "",
    focus: shapely.Geometry | None = None,
    with_legend: bool = True,
    labels: Sequence[Label] = (),
) -> Picture:
    """A map of what is drawn, in its order, over the edition's own ground.

    `box_m` is what to show (EPSG:27700), or else all of what is drawn; `height_px` is that of the ground alone, and
    by default what the box needs. `facts` are the words for who cannot see it, by default the legend's. All but
    `focus` is veiled. A document that sets the legend itself wants none in the picture.
    """
    frame = fitted(box_m or _box_of(edition, drawn), width_px, height_px)
    looks = [look_of(one.style) for one in drawn]
    entries = [
        Entry(f"p{k}", look, one.label, shapely.get_dimensions(one.shape) == 0 and not one.shape.is_empty)
        for k, (one, look) in enumerate(zip(drawn, looks, strict=True))
        if one.label
    ]
    legend, legend_px = legend_svg(entries if with_legend else (), frame.height_px, width_px)
    foot, foot_px = foot_svg(frame.metres_a_pixel, _told(edition), frame.height_px + legend_px, width_px)
    height = round(frame.height_px + legend_px + foot_px)
    name = title or f"Map of {edition.area.name}"
    alt = facts or ". ".join([name, *(one.label for one in entries)]) + "."
    svg = "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_px}" height="{height}" '
            f'viewBox="0 0 {width_px} {height}" role="img" aria-labelledby="title desc" font-family="{FONT}">'
            f'<title id="title">{plain(name)}</title><desc id="desc">{plain(alt)}</desc>',
            f'<rect width="{width_px}" height="{height}" fill="#fffefb"/>',
            _map(edition, drawn, looks, frame, focus, labels),
            f'<path d="M0 {frame.height_px - 0.5}h{width_px}" stroke="#cfcabb"/>',
            legend,
            foot,
            f'<rect x=".5" y=".5" width="{width_px - 1}" height="{height - 1}" fill="none" stroke="#cfcabb"/></svg>',
        )
    )
    legend_entries = tuple(LegendEntry(one.look.style, (one.label,)) for one in entries)
    return Picture(svg, alt, legend_entries, width_px, height)


def _map(
    edition: Edition,
    drawn: Sequence[Drawn],
    looks: Sequence[Look],
    frame: Frame,
    focus: shapely.Geometry | None,
    labels: Sequence[Label],
) -> str:
    """The ground with everything on it, cut at the frame's edge."""
    base = ground(folder_of(edition), edition.area.lnrs_id, frame)
    patterns = "".join(pattern_svg(f"p{k}", look.style) for k, look in enumerate(looks))
    points = [(one, look) for one, look in zip(drawn, looks, strict=True) if shapely.get_dimensions(one.shape) == 0]
    spots = [(frame.to_pixel(*xy), look) for one, look in points for xy in shapely.get_coordinates(one.shape)]
    room = Room(frame.width_px, frame.height_px, [(x - 12, y - 12, x + 12, y + 12) for (x, y), _ in spots])
    size = f'width="{frame.width_px}" height="{frame.height_px}"'
    return (
        f'<defs>{patterns}<clipPath id="map"><rect {size}/></clipPath></defs>'
        f'<g clip-path="url(#map)"><g transform="scale({1 / GRAINS:g})">{base.under}'
        f"{''.join(_fills(drawn, looks, frame))}{base.over}"
        f"{_veil(focus, frame) if focus is not None else ''}{''.join(_outlines(drawn, looks, frame))}</g>"
        f'<g paint-order="stroke" stroke="{HALO}" stroke-width="3" stroke-linejoin="round" stroke-opacity=".9">'
        f"{''.join(_labels(labels, frame, room))}{names(layers_of(edition, frame), frame, room)}</g>"
        f"{''.join(marker_svg(x, y, look.style.colour) for (x, y), look in spots)}</g>"
    )


def _labels(labels: Sequence[Label], frame: Frame, room: Room) -> Iterator[str]:
    """Each label around its point."""
    for one in labels:
        x, y = frame.to_pixel(one.at.x, one.at.y)
        wide = lettering.width_px(one.text, LABEL_PX, bold=True)
        if room.take([(x - wide / 2, y - LABEL_PX / 2, x + wide / 2, y + LABEL_PX / 2)]):
            yield words(x, y + LABEL_PX * 0.36, one.text, LABEL_PX, fill=INK, text_anchor="middle", font_weight="600")


def _fills(drawn: Sequence[Drawn], looks: Sequence[Look], frame: Frame) -> Iterator[str]:
    """Areas in their patterns. The edge lies under the fill, so that it is not seen between two shapes that touch."""
    for k, (one, look) in enumerate(zip(drawn, looks, strict=True)):
        if not look.outlined and (path := polygon_path(mass(_array(one.shape), frame, MOST_CORNERS // len(drawn)))):
            yield (
                f'<g fill="none" stroke="{look.style.colour}" stroke-width="{EDGE_PX * GRAINS:g}" '
                f'stroke-linejoin="round"><path id="s{k}" d="{path}"/></g>'
                f'<use href="#s{k}" fill="{paint_of(f"p{k}", look.style)}"/>'
            )


def _outlines(drawn: Sequence[Drawn], looks: Sequence[Look], frame: Frame) -> Iterator[str]:
    """What is drawn as a line: outlines, and lines themselves."""
    for one, look in zip(drawn, looks, strict=True):
        if shapely.get_dimensions(one.shape) == 1:
            yield _ringed(line_path(lines(_array(one.shape), frame)), look.style.colour)
        elif look.outlined:
            yield _ringed(polygon_path(whole(_array(one.shape), frame)), look.style.colour)


def _ringed(path: str, colour: str) -> str:
    """A line that is seen on any ground, pale on both its sides."""
    if not path:
        return ""
    line = 'fill="none" stroke-linejoin="round"'
    return (
        f'<path d="{path}" {line} stroke="#fff" stroke-width="{5 * GRAINS}" stroke-opacity=".85"/>'
        f'<path d="{path}" {line} stroke="{colour}" stroke-width="{2.2 * GRAINS:g}"/>'
    )


def _veil(focus: shapely.Geometry, frame: Frame) -> str:
    """All but the land that a picture is about, paler; and the line around it."""
    path = polygon_path(whole(_array(focus), frame))
    rect = f"M0 0h{frame.width_px * GRAINS}v{frame.height_px * GRAINS}h-{frame.width_px * GRAINS}z"
    return (
        f'<path d="{rect}{path}" fill="{VEIL}" fill-opacity=".62" fill-rule="evenodd"/>'
        f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="{1.6 * GRAINS:g}" stroke-linejoin="round"/>'
    )


def _box_of(edition: Edition, drawn: Sequence[Drawn]) -> Box:
    """The ground under everything that is drawn; the whole area where that is nothing."""
    shapes = np.array([one.shape for one in drawn if not one.shape.is_empty], object)
    if not len(shapes):
        return context.area_box(folder_of(edition))
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    return west, south, east, north


def _told(edition: Edition) -> list[str]:
    """What every picture says of itself."""
    day = f"{edition.as_of.day} {edition.as_of:%B %Y}".replace(" ", HARD_SPACE)
    told = [f"{edition.area.name}, edition {edition.name} of {day}"]
    if edition.invented:
        told.append(INVENTED)
    elif source := context.attribution(folder_of(edition)):
        told.append(source)
    return [*told, SURROUNDINGS]


def _array(shape: shapely.Geometry) -> Shapes:
    return np.array([shape], object)
