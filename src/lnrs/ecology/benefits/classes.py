"""Rasters of classes, and what tables say of each class."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def by_word(classes: npt.NDArray[Any], words: Sequence[str], table: Mapping[str, float]) -> Floats:
    """What a table says of the word of each cell, NaN where it says nothing.

    Class `k` of the raster is `words[k - 1]`, and 0 is no class, as `burn` leaves it.

    >>> by_word(np.array([[0, 1, 2]]), ("arable", "quarry"), {"arable": 0.5})
    array([[nan, 0.5, nan]], dtype=float32)

    Raises ValueError where a class has no word.
    """
    if classes.size and not (classes.min() >= 0 and classes.max() <= len(words)):
        raise ValueError(
            f"Classes run from {classes.min()} to {classes.max()}, and there are words for 1 to {len(words)}."
        )
    return np.array([np.nan, *(table.get(word, np.nan) for word in words)], np.float32)[classes]
