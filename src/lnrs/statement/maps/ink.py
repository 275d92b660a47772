"""What is drawn over every map of an area: water, roads, boundaries, names, scale and north."""

from collections.abc import Iterable
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from PIL import Image, ImageDraw

from lnrs.statement.maps.frame import Frame, to_cells, to_pixels
from lnrs.statement.maps.furniture import covered_cells, draw_furniture, draw_invented, emptiest_corner
from lnrs.statement.maps.landscape import Landscape, Town
from lnrs.statement.maps.lettering import INK, MARGIN_PX, Word, lettering
from lnrs.statement.maps.placing import Box, Name, places

RIVER, ROAD, WATER_INK = (112, 165, 196, 255), (203, 187, 160, 255), "#2f6784"
MOST_TOWNS, MOST_RIVERS = 34, 34

Pixels = npt.NDArray[np.uint8]


def draw_ink(landscape: Landscape, borders: Pixels, inside: npt.NDArray[np.bool_], frame: Frame) -> Image.Image:
    """Everything that lies over the marks, with transparency; size is the finished map's."""
    fine = Image.fromarray(borders, "RGBA")
    under = Image.new("RGBA", fine.size)
    pen = ImageDraw.Draw(under)
    _draw_lines(pen, landscape.motorways, frame, ROAD, 5)
    _draw_lines(pen, landscape.rivers, frame, RIVER, 4)
    under.alpha_composite(fine)
    ink = under.reduce(2)
    corner = emptiest_corner(inside, frame)
    draw_furniture(ink, corner, frame, on_panel=covered_cells(inside, corner) > 0)
    if landscape.invented:
        draw_invented(ink, corner)
    named = _draw_towns(ink, landscape.towns, [corner], frame)
    _draw_river_names(ink, landscape, named, frame)
    return ink


def _draw_lines(
    pen: ImageDraw.ImageDraw, lines: npt.NDArray[Any], frame: Frame, colour: tuple[int, ...], width: int
) -> None:
    for line in shapely.get_parts(lines):
        pen.line(to_cells(line, frame).ravel().tolist(), fill=colour, width=width, joint="curve")


def _draw_towns(ink: Image.Image, towns: Iterable[Town], taken: list[Box], frame: Frame) -> list[Box]:
    """Dots and names of the largest towns that find room; the boxes now taken."""
    largest = sorted(towns, key=lambda town: (-town.population, town.name))[:MOST_TOWNS]
    words = lettering(tuple(_town_word(town) for town in largest))
    spots = [to_pixels(shapely.Point(town.easting_m, town.northing_m), frame)[0] for town in largest]
    names = [Name(x, y, word.width, word.height) for (x, y), word in zip(spots, words, strict=True)]
    pen = ImageDraw.Draw(ink)
    boxes = list(taken)
    for (x, y), word, place in zip(spots, words, places(names, ink.size, taken), strict=True):
        if place is not None:
            pen.ellipse((x - 4.5, y - 4.5, x + 4.5, y + 4.5), fill=INK, outline="#fdfcf7", width=1)
            ink.alpha_composite(word, place)
            boxes += [(*place, place[0] + word.width, place[1] + word.height), (x - 6, y - 6, x + 6, y + 6)]
    return boxes


def _town_word(town: Town) -> Word:
    if town.population >= 50_000:
        return Word(town.name, 29, bold=True)
    return Word(town.name, 25 if town.population >= 15_000 else 22)


def _draw_river_names(ink: Image.Image, landscape: Landscape, taken: list[Box], frame: Frame) -> None:
    """The names of the longest rivers, each once, along a straight enough reach that is free."""
    longest: dict[str, npt.NDArray[np.float64]] = {}
    for line, name in zip(landscape.rivers, landscape.river_names, strict=False):
        for part in shapely.get_parts(line) if name else ():
            if name not in longest or _length(to_pixels(part, frame)) > _length(longest[name]):
                longest[name] = to_pixels(part, frame)
    names = tuple(sorted(longest, key=lambda name: (-_length(longest[name]), name))[:MOST_RIVERS])
    for name, word in zip(names, lettering(tuple(_river_word(name) for name in names)), strict=True):
        _draw_along(ink, longest[name], word, taken)


def _river_word(name: str) -> Word:
    return Word(name, 21, italic=True, colour=WATER_INK)


def _draw_along(ink: Image.Image, path: npt.NDArray[np.float64], word: Image.Image, taken: list[Box]) -> None:
    whole, wanted = _length(path), word.width - 2 * MARGIN_PX
    for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        (x0, y0), (x1, y1) = (_along(path, whole * share + end * wanted / 2) for end in (-1, 1))
        if hypot(x1 - x0, y1 - y0) < 0.9 * wanted:
            continue
        if x1 < x0:
            x0, y0, x1, y1 = x1, y1, x0, y0
        angle = atan2(y0 - y1, x1 - x0)
        turned = word.rotate(degrees(angle), expand=True, resample=Image.Resampling.BICUBIC)
        middle_x, middle_y = (x0 + x1) / 2 - 17 * np.sin(angle), (y0 + y1) / 2 - 17 * np.cos(angle)
        left, top = round(middle_x - turned.width / 2), round(middle_y - turned.height / 2)
        box = (left, top, left + turned.width, top + turned.height)
        if _clear(box, taken, ink.size):
            ink.alpha_composite(turned, (left, top))
            taken.append(box)
            return


def _clear(box: Box, taken: list[Box], size: tuple[int, int]) -> bool:
    if box[0] < 0 or box[1] < 0 or box[2] > size[0] or box[3] > size[1]:
        return False
    return not any(
        box[0] < right and box[2] > left and box[1] < low and box[3] > top for left, top, right, low in taken
    )


def _length(path: npt.NDArray[np.float64]) -> float:
    return float(np.hypot(*np.diff(path, axis=0).T).sum()) if len(path) > 1 else 0.0


def _along(path: npt.NDArray[np.float64], distance: float) -> tuple[float, float]:
    steps = np.array([hypot(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(path)])
    travelled = np.concatenate([[0.0], np.cumsum(steps)])
    return float(np.interp(distance, travelled, path[:, 0])), float(np.interp(distance, travelled, path[:, 1]))
