"""The names on a picture: towns by their size, rivers along their course, roads by their number."""

from collections.abc import Iterator
from math import atan2, degrees, hypot
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from lnrs_web.pictures.at_scale import lines
from lnrs_web.pictures.context import Layer
from lnrs_web.pictures.frame import GRAINS, Frame
from lnrs_web.pictures.ground import Layers
from lnrs_web.pictures.lettering import HALO, INK, Room, beside, width_px, words

WATER_INK, ROAD_INK = "#2f6784", "#6a5a3a"
PIXELS_A_TOWN, PIXELS_A_LINE = 15_000.0, 26_000.0
"""Square pixels of the picture for each name of a town, and of a river or road."""
RIVER_PX, ROAD_PX, RISE_PX = 11.5, 10.0, 4.0
ROADS_FROM_M = 70.0
"""Ground metres of a pixel below which roads have their number."""


def names(layers: Layers, frame: Frame, room: Room) -> str:
    """Every name that finds room."""
    size = frame.width_px * frame.height_px
    return "".join(
        (
            *_towns(layers.get("towns", Layer()), frame, room, most=round(size / PIXELS_A_TOWN)),
            *_rivers(layers.get("rivers", Layer()), frame, room, most=round(size / PIXELS_A_LINE)),
            *(_roads(layers, frame, room, most=8) if frame.metres_a_pixel < ROADS_FROM_M else ()),
        )
    )


def _towns(towns: Layer, frame: Frame, room: Room, most: int) -> Iterator[str]:
    found = sorted(_seen_towns(towns, frame))[:most]
    dots = [(x - 3.5, y - 3.5, x + 3.5, y + 3.5) for _, _, x, y in found]
    for k, (minus_people, name, x, y) in enumerate(found):
        size, bold = _size(-minus_people)
        own = [*room.taken]
        room.taken += dots[:k] + dots[k + 1 :]
        box = room.take(list(beside(x, y, width_px(name, size, bold=bold), size * 0.95)))
        room.taken = own
        if box is None:
            continue
        room.taken += [box, dots[k]]
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{INK}" stroke="{HALO}"/>'
        if box[0] > x:
            place, anchor = box[0], "start"
        else:
            place, anchor = (box[2], "end") if box[2] < x else ((box[0] + box[2]) / 2, "middle")
        looks = {"text_anchor": anchor} | ({"font_weight": "600"} if bold else {})
        yield words(place, (box[1] + box[3]) / 2 + size * 0.34, name, size, fill=INK, **looks)


def _seen_towns(towns: Layer, frame: Frame) -> Iterator[tuple[float, str, float, float]]:
    """Towns in the frame, each once, by people: tiles have those near their edges twice."""
    west, south, east, north = frame.box_m
    people = np.nan_to_num(np.asarray(towns.column("population"), object).astype(float)) if _has_people(towns) else None
    done = set()
    for k, (easting, northing) in enumerate(shapely.get_coordinates(towns.shapes)):
        name = str(towns.column("name")[k] or "")
        key = name, round(easting / 500), round(northing / 500)
        if name and key not in done and west < easting < east and south < northing < north:
            done.add(key)
            yield -(float(people[k]) if people is not None else 0.0), name, *frame.to_pixel(easting, northing)


def _has_people(towns: Layer) -> bool:
    return "population" in towns.said


def _size(people: float) -> tuple[float, bool]:
    return (14.5, True) if people >= 50_000 else (12.5, False) if people >= 15_000 else (11.5, False)


def _rivers(rivers: Layer, frame: Frame, room: Room, most: int) -> Iterator[str]:
    for name, path in _longest(rivers, "name", frame)[:most]:
        yield _along(name, path, room)


def _roads(layers: Layers, frame: Frame, room: Room, most: int) -> Iterator[str]:
    for ref, path in _longest(layers.get("roads", Layer()), "ref", frame)[:most]:
        wide = width_px(ref, ROAD_PX)
        spots = [_at(path, share) for share in (0.5, 0.35, 0.65, 0.2, 0.8)]
        box = room.take([(x - wide / 2, y - 6, x + wide / 2, y + 6) for x, y in spots])
        if box:
            yield words((box[0] + box[2]) / 2, box[3] - 2.5, ref, ROAD_PX, fill=ROAD_INK, text_anchor="middle")


def _longest(layer: Layer, column: str, frame: Frame) -> list[tuple[str, npt.NDArray[Any]]]:
    """The longest reach of each name in the frame, in pixels, the longest first."""
    seen = shapely.intersects(layer.shapes, shapely.box(*frame.box_m))
    said, shapes = layer.column(column).astype(object)[seen], layer.shapes[seen]
    found = {}
    for name in sorted({str(one) for one in said if one}):
        parts = shapely.get_parts(lines(shapes[said == name], frame))
        if len(parts):
            longest = parts[np.argmax(shapely.length(parts))]
            found[name] = shapely.get_coordinates(longest) / GRAINS
    return sorted(found.items(), key=lambda one: (-_length(one[1]), one[0]))


def _along(name: str, path: npt.NDArray[Any], room: Room) -> str:
    """A name along a reach that is straight enough and free; nothing where there is none."""
    whole, wide = _length(path), width_px(name, RIVER_PX)
    for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        (x0, y0), (x1, y1) = sorted(_at(path, share + end * wide / 2 / max(whole, 1)) for end in (-1, 1))
        if hypot(x1 - x0, y1 - y0) < 0.88 * wide:
            continue
        angle = atan2(y1 - y0, x1 - x0)
        middle_x, middle_y = (x0 + x1) / 2 + RISE_PX * np.sin(angle), (y0 + y1) / 2 - RISE_PX * np.cos(angle)
        long, high = wide / 2 + 2, RIVER_PX * 0.7
        across, down = (abs(long * one) + abs(high * other) for one, other in _turned(angle))
        if room.take([(middle_x - across, middle_y - down, middle_x + across, middle_y + down)]):
            turn = f"rotate({degrees(angle):.0f} {middle_x:.1f} {middle_y:.1f})"
            looks = {"font_style": "italic", "fill": WATER_INK, "text_anchor": "middle", "transform": turn}
            return words(middle_x, middle_y, name, RIVER_PX, **looks)
    return ""


def _turned(angle: float) -> tuple[tuple[float, float], tuple[float, float]]:
    return (np.cos(angle), np.sin(angle)), (np.sin(angle), np.cos(angle))


def _length(path: npt.NDArray[Any]) -> float:
    return float(np.hypot(*np.diff(path, axis=0).T).sum())


def _at(path: npt.NDArray[Any], share: float) -> tuple[float, float]:
    """The point of a path after a share of its length."""
    travelled = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    where = min(max(share, 0.0), 1.0) * travelled[-1]
    return float(np.interp(where, travelled, path[:, 0])), float(np.interp(where, travelled, path[:, 1]))
