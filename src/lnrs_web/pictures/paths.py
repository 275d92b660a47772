"""Shapes in grains as the path data of SVG, in few letters."""

import numpy as np
import numpy.typing as npt
import shapely

from lnrs_web.pictures.at_scale import Shapes


def polygon_path(shapes: Shapes) -> str:
    """Every ring of polygons, each closed, and all turned alike: what lies in two polygons is in the fill."""
    parts = shapely.get_parts(shapes)
    turned = shapely.orient_polygons(parts[shapely.get_type_id(parts) == 3])
    corners, ring = shapely.get_coordinates(shapely.get_rings(turned), return_index=True)
    return _drawn(corners, ring, closed=True)


def line_path(shape: shapely.Geometry) -> str:
    """Every line of a shape."""
    parts = shapely.get_parts(shape)
    corners, line = shapely.get_coordinates(parts[shapely.get_type_id(parts) == 1], return_index=True)
    return _drawn(corners, line, closed=False)


def _drawn(corners: npt.NDArray[np.float64], of: npt.NDArray[np.int64], *, closed: bool) -> str:
    """Move to the first corner of each line, and on by steps: `M10 20l5-3 0 8z`. Steps to nowhere are left out, and
    rings and lines that have none. `of` (n,) is the number of the line that a corner (n, 2) is of."""
    if not len(of):
        return ""
    whole = np.rint(corners).astype(int)
    steps = np.diff(whole, axis=0)
    same = of[1:] == of[:-1]
    moved = same & (steps != 0).any(axis=1)
    least = 3 if closed else 1
    enough = np.bincount(of[1:][moved], minlength=int(of[-1]) + 1) >= least
    starts = np.flatnonzero(np.concatenate([[True], ~same]))
    said = []
    for first, last in zip(starts, [*starts[1:], len(of)], strict=True):
        if enough[of[first]]:
            own = steps[first : last - 1][moved[first : last - 1]]
            if closed:
                own = own[:-1]  # the ring closes itself
            along = " ".join(map(str, own.ravel().tolist())).replace(" -", "-")
            said.append(f"M{whole[first, 0]} {whole[first, 1]}l{along}{'z' if closed else ''}")
    return "".join(said)
