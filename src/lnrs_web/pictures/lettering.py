"""Words on a picture: how wide they are, where they go so that none covers another, and their SVG."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from lnrs_web.pages.words import HARD_SPACE

FONT = "'Iowan Old Style','Palatino Linotype',Palatino,'Libertinus Serif',Georgia,serif"
"""The site's type; the typesetter of documents has Libertinus Serif."""
INK, HALO = "#22261f", "#fcfbf6"
_NARROW, _WIDE = frozenset("fijlrtI.,:;'|!()[] -"), frozenset("mwMWOQGDHNUAC%@—")
_ELLIPSIS = "…"

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""


def width_px(text: str, size_px: float, *, bold: bool = False) -> float:
    """About how wide a text is; rather more than less, as browsers choose among several typefaces."""
    ems = sum(0.33 if letter in _NARROW else 0.84 if letter in _WIDE else 0.545 for letter in text)
    return ems * size_px * (1.08 if bold else 1.0)


def wrapped(text: str, size_px: float, most_px: float, most_lines: int = 0) -> list[str]:
    """A text in lines of a width; where `most_lines` says so, the rest is left out and the last line shows it."""
    rows: list[str] = []
    for word in text.split(" "):
        row = f"{rows[-1]} {word}" if rows else word
        if rows and width_px(row, size_px) <= most_px:
            rows[-1] = row
        else:
            rows.append(_cut(word, size_px, most_px))
    if most_lines and len(rows) > most_lines:
        rows = [*rows[: most_lines - 1], _cut(rows[most_lines - 1] + " " + _ELLIPSIS, size_px, most_px)]
        if not rows[-1].endswith(_ELLIPSIS):
            rows[-1] += _ELLIPSIS
    return rows


def _cut(text: str, size_px: float, most_px: float) -> str:
    while len(text) > 1 and width_px(text, size_px) > most_px:
        text = text[:-2] + _ELLIPSIS
    return text


def plain(text: str) -> str:
    """A text as XML may hold it, on one line: what XML has no letter for is left out."""
    seen = "".join(letter if letter.isprintable() or letter == HARD_SPACE else " " for letter in text)
    return escape(" ".join(part for part in seen.split(" ") if part), {'"': "&quot;"})


def words(x: float, y: float, text: str, size_px: float, **looks: str) -> str:
    """A text with its baseline from (x, y) on; `looks` are SVG's own attributes, with `_` for `-`."""
    said = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in looks.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size_px:g}"{said}>{plain(text)}</text>'


@dataclass
class Room:
    """What of a picture is still free for words."""

    width_px: float
    height_px: float
    taken: list[Box] = field(default_factory=list)

    def is_free(self, box: Box) -> bool:
        """Whether nothing is in a box, and all of it is within the picture."""
        left, top, right, bottom = box
        if left < 4 or top < 4 or right > self.width_px - 4 or bottom > self.height_px - 4:
            return False
        return not any(left < r and right > x and top < b and bottom > y for x, y, r, b in self.taken)

    def take(self, boxes: Sequence[Box]) -> Box | None:
        """The first of these that is free, which now is not; nothing where none is."""
        found = next((box for box in boxes if self.is_free(box)), None)
        if found:
            self.taken.append(found)
        return found


def beside(x: float, y: float, width: float, height: float, gap: float = 5.0) -> Iterator[Box]:
    """Boxes of a size around a dot, the best first: right, left, above, below, and the corners."""
    for across, down in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)):
        near = gap if not (across and down) else gap / 2
        left = x + near if across > 0 else x - near - width if across < 0 else x - width / 2
        top = y + near if down > 0 else y - near - height if down < 0 else y - height / 2
        yield left, top, left + width, top + height
