"""England's network as a picture, a square of a kilometre each: what is seen before the moving map is drawn, and
without JavaScript."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
import shapely
from PIL import Image, ImageDraw

from lnrs.document.colours import rgb
from lnrs.model import areas
from lnrs.outlines import outline
from lnrs_web.atlas.marks import BEYOND, LAND
from lnrs_web.england import cells
from lnrs_web.england.map_marks import MEASURES, NOW
from lnrs_web.england.outline_map import EAST_M, NORTH_M, SOUTH_M, WEST_M

PIXEL_M = 1_000
WIDTH, HEIGHT = (EAST_M - WEST_M) // PIXEL_M, (NORTH_M - SOUTH_M) // PIXEL_M
EDGE = "#6b675d"


@lru_cache(maxsize=2)
def picture(folder: Path, side_m: int) -> bytes:
    """The picture as PNG; nothing where the edition has no cells. `side_m` is that of its cells."""
    every = cells.every(folder)
    if every.empty:
        return b""
    pixels = np.asarray(_outlines(fill=LAND, edge=None), float)
    column, row, now, delivered = cells.by_kilometre(every, side_m)
    step = max(PIXEL_M, side_m)
    for share, colour in ((delivered, MEASURES.style.colour), (now, NOW.style.colour)):
        for down in range(step // PIXEL_M):
            for across in range(step // PIXEL_M):
                x = (column * step - WEST_M) // PIXEL_M + across
                y = (NORTH_M - row * step) // PIXEL_M - 1 - down
                inside = (x >= 0) & (x < WIDTH) & (y >= 0) & (y < HEIGHT)
                at, part = (y[inside], x[inside]), share[inside][:, None]
                pixels[at] += part * (np.array(rgb(colour), float) - pixels[at])
    image = Image.fromarray(pixels.round().astype(np.uint8), "RGB")
    edges = _outlines(fill=None, edge=EDGE)
    image.paste(Image.new("RGB", image.size, EDGE), mask=edges)
    file = BytesIO()
    image.quantize(128).save(file, "PNG", optimize=True)
    return file.getvalue()


def _outlines(*, fill: str | None, edge: str | None) -> Image.Image:
    """The 48 areas filled on a sheet, or their edges as a mask."""
    image = Image.new("RGB", (WIDTH, HEIGHT), BEYOND) if fill else Image.new("L", (WIDTH, HEIGHT), 0)
    pen = ImageDraw.Draw(image)
    for area in areas():
        for part in shapely.get_parts(outline(area.lnrs_id)):
            corners = shapely.get_coordinates(part.exterior)
            points = [((east - WEST_M) / PIXEL_M, (NORTH_M - north) / PIXEL_M) for east, north in corners.tolist()]
            if edge:
                pen.line(points, fill=150)
            else:
                pen.polygon(points, fill=fill)
    return image
