"""Pictures for the pages of the demonstration: drawn, so that nobody takes them for a place."""

import io
import random

from PIL import Image, ImageDraw

WIDTH_PX, HEIGHT_PX = 1500, 1000
SKY, FAR, NEAR = "#dbe9f0", "#9fb98c", "#7d9f5f"


def drawn(name: str) -> bytes:
    """The picture of a name in `WAYS`, as a JPEG; the same each time."""
    chance = random.Random(name)
    image = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), SKY)
    pen = ImageDraw.Draw(image)
    for y in range(0, 600, 4):
        pen.rectangle((0, y, WIDTH_PX, y + 3), fill=(168 + y // 9, 205 + y // 18, 228 + y // 40))
    pen.ellipse((1100, 90, 1230, 220), fill="#f7e7b4")
    _hill(pen, chance, 430, FAR)
    _hill(pen, chance, 560, NEAR)
    WAYS[name](pen, chance)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def _hill(pen: ImageDraw.ImageDraw, chance: random.Random, height_px: int, colour: str) -> None:
    edge = [(x, height_px + chance.randint(-26, 26)) for x in range(0, WIDTH_PX + 150, 150)]
    pen.polygon([(0, HEIGHT_PX), *edge, (WIDTH_PX, HEIGHT_PX)], fill=colour)


def _hedge(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for x in range(-30, WIDTH_PX, 34):
        wide, high = chance.randint(38, 64), chance.randint(90, 190)
        green = chance.choice(("#2f5d34", "#3d6f3b", "#4b7f45", "#5c8a44"))
        pen.ellipse((x, 700 - high, x + 2 * wide, 740), fill=green)
    for _ in range(60):
        x, y = chance.randint(0, WIDTH_PX), chance.randint(590, 700)
        pen.ellipse((x, y, x + 9, y + 9), fill="#c7392f")
    pen.rectangle((0, 728, WIDTH_PX, HEIGHT_PX), fill="#8fae66")


def _meadow(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    pen.rectangle((0, 640, WIDTH_PX, HEIGHT_PX), fill="#86a957")
    for _ in range(900):
        x, y = chance.randint(0, WIDTH_PX), chance.randint(640, HEIGHT_PX)
        size = 4 + (y - 640) // 34
        pen.line((x, y, x + chance.randint(-6, 6), y + 4 * size), fill="#55803c", width=2)
        colour = chance.choice(("#f1d24b", "#e8e4da", "#b3579b", "#7f62b3", "#d9763a"))
        pen.ellipse((x - size, y - size, x + size, y + size), fill=colour)


def _marsh(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    pen.rectangle((0, 600, WIDTH_PX, HEIGHT_PX), fill="#9aa86a")
    for left, top, right in ((-80, 650, 700), (520, 740, 1600), (-60, 860, 1080)):
        pen.ellipse((left, top, right, top + 110), fill="#8fb6c7")
    for _ in range(420):
        x, y = chance.randint(0, WIDTH_PX), chance.randint(600, HEIGHT_PX)
        pen.line((x, y, x + chance.randint(-10, 10), y - chance.randint(30, 70)), fill="#6f7a3d", width=3)
    for x, y in ((300, 690), (360, 705), (980, 785), (1060, 775)):
        pen.ellipse((x, y, x + 46, y + 22), fill="#4f4a45")
        pen.line((x + 42, y + 6, x + 66, y - 12), fill="#4f4a45", width=6)


WAYS = {"hedge": _hedge, "meadow": _meadow, "marsh": _marsh}
"""What can be drawn."""
