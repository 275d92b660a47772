"""The eight ways water can leave a cell."""

import math

import numpy as np

ROW_STEP = np.array([0, 1, 1, 1, 0, -1, -1, -1])
COL_STEP = np.array([1, 1, 0, -1, -1, -1, 0, 1])
"""East first, then clockwise: step `k` leads `ROW_STEP[k]` rows south and `COL_STEP[k]` columns east."""
STEP_CELLS = np.array([1.0, math.sqrt(2)] * 4)
"""Length of each step, in cells."""

OUT = 8
"""Water leaves the raster here: over its rim, or into a cell whose height is unknown, such as the sea."""
UNKNOWN = 9
"""The height of this cell is unknown, and nothing is said of it."""
