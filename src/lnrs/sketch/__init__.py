"""An invented landscape in the outline of a strategy area: for demonstrations, tests and benchmarks."""

from lnrs.sketch.landscape import Landscape, landscape
from lnrs.sketch.outlines import outline

__all__ = ["Landscape", "landscape", "outline"]
