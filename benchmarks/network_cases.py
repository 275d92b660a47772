"""An invented England for the benchmarks of the network."""

from pathlib import Path

from benchmarks.cases import BENCH
from lnrs.network.sketching import write_england

PLACES = {"small": 2_000, "full": 100_000}
"""Of all 48 areas."""
CELL_M = {"small": 1_000, "full": 100}
"""Side of the cells that connectedness is measured on."""


def england(places: int) -> Path:
    """The network folder of an invented England; made if it is not there."""
    folder = BENCH / f"england-{places}"
    write_england(folder, places=places, processes=1)
    return folder
