"""GEOS lets go of the interpreter while it works, so plain threads use every core.

A prepared geometry is not for two threads: asking it changes what it keeps. Ask it before the work is shared out.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

CHUNK = 2_000


def over_chunks(work: Callable[..., npt.NDArray[Any]], *arrays: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """`work(*arrays)` for arrays of one length, in chunks on all cores; results joined in order."""
    starts = range(0, len(arrays[0]), CHUNK)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        done = list(pool.map(lambda at: work(*(array[at : at + CHUNK] for array in arrays)), starts))
    return np.concatenate(done) if done else work(*arrays)
