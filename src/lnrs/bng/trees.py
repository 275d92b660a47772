"""Individual trees: a count by size stands for an area."""

from collections.abc import Mapping
from fractions import Fraction

from lnrs.bng.tables import Tables


def tree_area_ha(counts: Mapping[str, int], tables: Tables) -> Fraction:
    """Hectares that trees stand for, by size (`Small`, `Medium`, `Large`, `Very large`); all in one condition.

    Raises KeyError for a size that the metric has not, and ValueError for less than no tree.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("there cannot be less than no tree")
    return sum((count * tables.tree_ha[size] for size, count in counts.items()), start=Fraction(0))
