"""The checks that Defra's service makes of a workbook before it takes it, and a few of our own.

1 it is the official workbook; 2 of version 4.1 or later; 3 no draft of it; 4 off the site, what there was is what is
retained, enhanced and made; 5 there is something off the site - which only the register of gain sites asks for
(MetricFile.has_off_site). Source: DEFRA/biodiversity-net-gain-service, packages/bng-metric-service (OGL v3).
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from lnrs.bng.parcels import Created, Existing, Plan
from lnrs.bng.tables import MODULES, SIZE_UNIT, Module
from lnrs.errors import Problem
from lnrs.metric_files.layout import DRAFT_CELL, SHEETS, VERSION_CELL, layouts
from lnrs.metric_files.sheets import Workbook
from lnrs.metric_files.vocabulary import plain

OFFICIAL = "Use the statutory biodiversity metric calculation tool as GOV.UK gives it out."
OLDEST = KNOWN = (4, 1)
"""The first version that is statutory, and the last that was compared."""
EXACT = Fraction(1, 10**8)
"""Ha by which the sums off the site may differ; Defra's service has the same."""
ON_SITE = Fraction(1, 100)
"""Ha by which the workbook itself lets the sums on the site differ."""
NO_GROUND = ("Individual trees", "Intertidal hard structures")
"""Broad habitats that take no ground, besides green walls."""


def version(book: Workbook) -> str:
    """The version of the tool, as the workbook gives it."""
    return plain(book.sheet("Start")[VERSION_CELL])


def is_official(book: Workbook, where: str) -> list[Problem]:
    """The first three checks."""
    missing = [name for name in SHEETS if name not in book.parts]
    if missing:
        return [Problem(where, f"is no metric: it has no sheet {' and no sheet '.join(missing)}.", OFFICIAL)]
    given = version(book)
    if not given:
        return [Problem(where, f"does not say its version (sheet Start, {VERSION_CELL}).", OFFICIAL)]
    match = re.search(r"(\d+)\.(\d+)", given) or re.search(r"(\d+)()", given)
    if match is None or (int(match[1]), int(match[2] or 0)) < OLDEST:
        what = f"is version {given} of the metric, and only 4.1 and later ones are the statutory one."
        return [Problem(where, what, OFFICIAL)]
    baseline = next(one.sheet for one in layouts() if one.short == "D-1")
    if plain(book.sheet(baseline)[DRAFT_CELL]).casefold() == "baseline ref":
        return [Problem(where, "is a draft of the official tool, with columns in other places.", OFFICIAL)]
    return []


def totals(plan: Plan, where: str) -> list[Problem]:
    """The fourth check, for area habitats: hedgerows and watercourses may be made where there were none."""
    lost, made = _ground(plan, off_site=True)
    if abs(lost - made) <= EXACT:
        return []
    what = f"off the site {float(lost):g} ha are neither retained nor enhanced, and {float(made):g} ha are made."
    return [Problem(where, what, "Let the sums be the same: land that is there before is there afterwards.")]


def remarks(plan: Plan, book: Workbook, where: str) -> Iterator[Problem]:
    """What is no reason to refuse a workbook, but has to be known."""
    match = re.search(r"(\d+)\.(\d+)", version(book))
    if match and (int(match[1]), int(match[2])) > KNOWN:
        yield Problem(where, f"is version {version(book)}, and nothing later than 4.1 was compared with its results.")
    lost, made = _ground(plan, off_site=False)
    if abs(lost - made) > ON_SITE:
        what = f"on the site {float(lost):g} ha are neither retained nor enhanced, and {float(made):g} ha are made."
        yield Problem(where, what, "The official tool asks for the same sum.")
    for module in MODULES[1:]:
        before, after = _length(plan, module)
        if abs(before - after) > EXACT:
            unit = SIZE_UNIT[module]
            what = f"off the site there are {float(before):g} {unit} of {module} before, {float(after):g} {unit} after."
            yield Problem(where, what, "Defra's register takes only workbooks in which both are the same.")


def _ground(plan: Plan, *, off_site: bool) -> tuple[Fraction, Fraction]:
    """Ha lost and made of area habitats that take ground."""
    lost = sum((one.lost for one in plan.existing if _counts(one, off_site)), start=Fraction(0))
    made = sum((Fraction(one.size) for one in plan.created if _counts(one, off_site)), start=Fraction(0))
    return lost, made


def takes_ground(habitat: str) -> bool:
    """Whether a habitat takes ground: trees, green walls and structures between the tides do not."""
    return not habitat.startswith(NO_GROUND) and "green wall" not in habitat.casefold()


def _counts(one: Existing | Created, off_site: bool) -> bool:
    return one.module == "area" and (one.off_site is not None) == off_site and takes_ground(one.state.habitat)


def _length(plan: Plan, module: Module) -> tuple[Fraction, Fraction]:
    own = [one for one in plan.existing if one.module == module and one.off_site is not None]
    before = sum((Fraction(one.size) for one in own), start=Fraction(0))
    after = sum((Fraction(one.retained) + Fraction(one.enhanced) for one in own), start=Fraction(0))
    made = (one for one in plan.created if one.module == module and one.off_site is not None)
    return before, after + sum((Fraction(one.size) for one in made), start=Fraction(0))
