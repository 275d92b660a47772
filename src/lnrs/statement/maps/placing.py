"""Where names go, so that none covers another, a town's dot or the frame's edge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

CORNERS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
"""Sides of its dot that a name may stand on (right first), as (across, down)."""


@dataclass(frozen=True)
class Name:
    """A name that wants a place beside the dot at (x, y); its picture is width by height pixels."""

    x: float
    y: float
    width: float
    height: float
    slack: float = 6.0
    """Pixels of the picture's rim that other names may overlap."""


def places(names: Sequence[Name], frame_px: tuple[int, int], taken: Sequence[Box] = ()) -> list[tuple[int, int] | None]:
    """Left and top for each name, in order of importance; None for one that has no free place.

    `taken` are boxes that must stay clear. Every name's own dot stays clear too.
    """
    dots = [(name.x - 5, name.y - 5, name.x + 5, name.y + 5) for name in names]
    filled = list(taken)
    found: list[tuple[int, int] | None] = []
    for k, name in enumerate(names):
        others = filled + dots[:k] + dots[k + 1 :]
        spot = next((box for box in _candidates(name) if _is_free(box, others, frame_px)), None)
        if spot is None:
            found.append(None)
            continue
        filled.append(spot)
        found.append((round(spot[0] - name.slack), round(spot[1] - name.slack)))
    return found


def _candidates(name: Name) -> Iterator[Box]:
    width, height = name.width - 2 * name.slack, name.height - 2 * name.slack
    for across, down in CORNERS:
        gap = 6.0 if down == 0 or across == 0 else 2.0
        middle_x = name.x + across * (width / 2 + gap)
        middle_y = name.y + down * (height / 2 + gap)
        yield middle_x - width / 2, middle_y - height / 2, middle_x + width / 2, middle_y + height / 2


def _is_free(box: Box, others: Sequence[Box], frame_px: tuple[int, int]) -> bool:
    left, top, right, bottom = box
    if left < 8 or top < 8 or right > frame_px[0] - 8 or bottom > frame_px[1] - 8:
        return False
    return not any(left < r and right > l and top < b and bottom > t for l, t, r, b in others)  # noqa: E741
