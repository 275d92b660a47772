"""The patterns of the map as one picture with an index, as map styles take them (a sprite)."""

from collections.abc import Sequence
from io import BytesIO

import numpy as np
from PIL import Image

from lnrs_web.atlas.marks import CELLS, Mark, picture


def index(marks: Sequence[Mark], *, dots_a_point: int) -> dict[str, dict[str, int]]:
    """Where each mark's pattern lies in the picture, by its name."""
    side = CELLS * dots_a_point // 2
    return {
        mark.name: {"x": place * side, "y": 0, "width": side, "height": side, "pixelRatio": dots_a_point}
        for place, mark in enumerate(marks)
    }


def png(marks: Sequence[Mark], *, dots_a_point: int) -> bytes:
    """The picture: patterns side by side."""
    pixels = np.concatenate([picture(mark.style, dots_a_point=dots_a_point) for mark in marks], axis=1)
    file = BytesIO()
    Image.fromarray(pixels, "RGBA").save(file, "PNG", optimize=True)
    return file.getvalue()
