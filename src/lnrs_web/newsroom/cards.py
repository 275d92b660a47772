"""The picture that other sites show of a page: what it is, its title, and the map of the area."""

import io
import os
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import numpy as np
import shapely
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont

from lnrs_web.editions.models import Edition, Opportunity, Site
from lnrs_web.newsroom import queries
from lnrs_web.pages.limits import limited
from lnrs_web.strategy.frame import edition_asked_for

WIDTH_PX, HEIGHT_PX = 1200, 630
MAP_PX = 470
"""The side of the map, at the right."""
EDGE_PX = 60
LOOK = "1"
"""Another one where cards are drawn in another way."""
GREEN, PAPER, SOFT, LAND, IMPORTANT, BECOME = "#1c5133", "#fffefb", "#dcebdf", "#e9f2ea", "#1c5133", "#8fbf6a"
MOST_SHAPES = 6_000
"""The largest: the others are less than a point."""
draws = limited("card", times=60, seconds=60)


@draws
@require_safe
def card(request: HttpRequest, area: str, kind: str, slug: str) -> HttpResponse:
    """The card of a piece. Raises Http404."""
    edition = edition_asked_for(request, area)
    if (found := queries.piece(edition.area_id, kind, slug)) is None:
        raise Http404
    return answer(edition, found.label, found.title, is_example=found.is_example)


def answer(edition: Edition, what: str, title: str, *, is_example: bool) -> HttpResponse:
    """The card of a page of an area as a PNG; `what` says what kind of page it is."""
    data = kept(edition, f"{what}{', an invented example' if is_example else ''}", title)
    return HttpResponse(data, content_type="image/png", headers={"Cache-Control": "max-age=3600"})


def kept(edition: Edition, over: str, title: str) -> bytes:
    """The card as a PNG, drawn where that has not been done yet."""
    told = (LOOK, edition.identity, over, title)
    file = Path(settings.PICTURES) / edition.identity / f"card-{sha256(repr(told).encode()).hexdigest()[:32]}.png"
    if file.is_file():
        return file.read_bytes()
    data = drawn(edition, over, title)
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{uuid4()}.new")
    new.write_bytes(data)
    os.replace(new, file)
    return data


def drawn(edition: Edition, over: str, title: str) -> bytes:
    """A card as a PNG, 1200 by 630 points."""
    image = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), PAPER)
    pen = ImageDraw.Draw(image)
    room_px = WIDTH_PX - MAP_PX - 3 * EDGE_PX
    pen.rectangle((0, 0, WIDTH_PX - MAP_PX - EDGE_PX, HEIGHT_PX), fill=GREEN)
    pen.text((EDGE_PX, EDGE_PX), over, font=ImageFont.load_default(30), fill=SOFT)
    size = 60 if len(title) < 50 else 46
    font = ImageFont.load_default(size)
    for number, line in enumerate(in_lines(title, font, room_px)):
        pen.text((EDGE_PX, EDGE_PX + 70 + number * size * 1.22), line, font=font, fill=PAPER)
    foot = f"{edition.area.name}\nLocal nature recovery"
    pen.multiline_text(
        (EDGE_PX, HEIGHT_PX - EDGE_PX - 80), foot, font=ImageFont.load_default(30), fill=SOFT, spacing=10
    )
    _map(pen, edition)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def in_lines(
    words: str, font: ImageFont.ImageFont | ImageFont.FreeTypeFont, width_px: float, most: int = 5
) -> list[str]:
    """Words in at most so many lines that are no wider; what does not fit is left out, and three dots say so."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width_px:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} ..."]


def _map(pen: ImageDraw.ImageDraw, edition: Edition) -> None:
    """What is important for nature already and what could become so, each shape as it lies in the area."""
    groups = [
        (
            BECOME,
            [one.shape for one in Opportunity.objects.filter(edition=edition).order_by("-area_ha", "pk")[:MOST_SHAPES]],
        ),
        (
            IMPORTANT,
            [one.shape for one in Site.objects.filter(edition=edition).order_by("-area_ha", "pk")[:MOST_SHAPES]],
        ),
    ]
    shapes = [shape for _, found in groups for shape in found]
    if not shapes:
        return
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    scale = MAP_PX / max(east - west, north - south, 1.0)
    left_px = WIDTH_PX - MAP_PX - EDGE_PX / 2 + (MAP_PX - (east - west) * scale) / 2
    top_px = (HEIGHT_PX - (north - south) * scale) / 2
    for colour, found in groups:
        for shape in found:
            for polygon in shapely.get_parts(shape):
                if polygon.geom_type == "Polygon":
                    corners = shapely.get_coordinates(polygon.exterior)
                    x_px, y_px = left_px + (corners[:, 0] - west) * scale, top_px + (north - corners[:, 1]) * scale
                    pen.polygon(list(zip(x_px.tolist(), y_px.tolist(), strict=True)), fill=colour)
