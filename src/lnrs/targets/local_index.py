"""The index of local records, with an honest statement of what they support."""

from collections.abc import Callable
from dataclasses import replace

from lnrs.targets.abundance import Abundance
from lnrs.targets.index import SpeciesIndex
from lnrs.targets.records import Lists
from lnrs.targets.support import LEAST, Least, supported


def of_records(given: Lists, made: Callable[[Abundance], SpeciesIndex], least: Least = LEAST) -> SpeciesIndex:
    """The index of how often species are on lists, as `made` makes an index of a table. It has no tests of the law.

    Raises IndexProblems with every reason where the records cannot support one.
    """
    table, says = supported(given, least)
    found = made(table)
    return replace(
        found,
        method=f"share of lists of the usual length that a species is on, {found.method}",
        outcomes=(),
        chances=(),
        cautions=(*says, *found.cautions),
    )
