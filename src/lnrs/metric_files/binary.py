"""Well-known binary walked through before it is read: GEOS reads what lies within itself by calling itself, and shapes
within shapes a hundred thousand deep stop the whole program.

Source: OGC Simple Feature Access 1.2.1, section 8.2, and the dimensions as ISO 13249-3 and PostGIS write them.
"""

import struct
from typing import Final

POINT, LINE, POLYGON = 1, 2, 3
COLLECTION: Final = 7
_PARTS: Final = {4: POINT, 5: LINE, 6: POLYGON}
"""Shapes of several parts, each with what its parts are."""
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000
_NUMBER_BYTES = 8


def kind_of(wkb: bytes) -> int:
    """The number of the kind of a shape, 1 to 6, whose parts are plain; COLLECTION for shapes of any kinds within one.

    Raises ValueError for what is broken, has curves, or has shapes within its parts.
    """
    try:
        kind, start, order, across = _head(wkb, 0)
        if kind in _PARTS:
            count, start = _count(wkb, start, order)
            for _ in range(count):
                part, start, order, across = _head(wkb, start)
                if part != _PARTS[kind]:
                    raise ValueError("a part is of another kind")
                start = _after(wkb, part, start, order, across)
        elif kind != COLLECTION:
            start = _after(wkb, kind, start, order, across)
    except struct.error as error:
        raise ValueError("it ends too early") from error
    if start > len(wkb):
        raise ValueError("it ends too early")
    return kind


def _head(wkb: bytes, start: int) -> tuple[int, int, str, int]:
    """The kind of what begins at a byte, where that goes on, the order of its bytes, and the numbers of a corner."""
    order = "<" if wkb[start : start + 1] == b"\x01" else ">"
    (code,) = struct.unpack_from(f"{order}I", wkb, start + 1)
    dimensions, kind = divmod(code & ~(_Z | _M | _SRID), 1000)
    if dimensions > 3 or not POINT <= kind <= COLLECTION:
        raise ValueError("it is of no plain kind")
    across = max(2 + bool(code & _Z) + bool(code & _M), (2, 3, 3, 4)[dimensions])
    return kind, start + 5 + (4 if code & _SRID else 0), order, across


def _after(wkb: bytes, kind: int, start: int, order: str, across: int) -> int:
    """The first byte after the corners of a point, a line or a polygon."""
    corner = across * _NUMBER_BYTES
    if kind == POINT:
        return start + corner
    rings, start = _count(wkb, start, order) if kind == POLYGON else (1, start)
    for _ in range(rings):
        corners, start = _count(wkb, start, order)
        start += corners * corner
    return start


def _count(wkb: bytes, start: int, order: str) -> tuple[int, int]:
    (count,) = struct.unpack_from(f"{order}I", wkb, start)
    return count, start + 4
