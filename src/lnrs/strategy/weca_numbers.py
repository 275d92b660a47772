"""References for imported themes, priorities and measures."""

from collections.abc import Sequence

from lnrs.strategy.cells import Row
from lnrs.strategy.numbering import Number, References, highest_given, prefixes, references
from lnrs.strategy.references import priority_of
from lnrs.strategy.weca_source import SourceMeasure, SourceTables, in_order, number

NO_THEME = "Priorities"
"""The theme of priorities whose table names none."""


def numbered(tables: SourceTables, earlier: Sequence[Number]) -> tuple[Number, ...]:
    """Every reference ever given: the earlier ones unchanged, then new ones in the order of the source's numbers."""
    rows = sorted(tables.priorities, key=lambda row: in_order(number(row.text("priority_id"))))
    had = references(earlier)
    themes = prefixes(dict.fromkeys(map(theme_of, rows)), had.themes)
    numbers = [*earlier, *(Number("theme", name, ref) for name, ref in themes.items() if name not in had.themes)]
    highest = highest_given(numbers)
    for row in rows:
        if (own := number(row.text("priority_id"))) not in had.priorities:
            numbers.append(Number("priority", own, _next(themes[theme_of(row)], highest)))
    refs = references(numbers)
    for measure in sorted(tables.measures, key=lambda one: in_order(one.id)):
        if (served := served_refs(measure, refs)) and not own_ref(measure, refs):
            numbers.append(Number("measure", measure.id, _next(f"{served[0]}.", highest)))
    return tuple(numbers)


def _next(under: str, highest: dict[str, int]) -> str:
    """The reference after the highest ever given, which it becomes."""
    highest[under] = highest.get(under, 0) + 1
    return f"{under}{highest[under]}"


def theme_of(row: Row) -> str:
    """The theme of a priority."""
    return row.text("theme") or NO_THEME


def served_refs(measure: SourceMeasure, refs: References) -> tuple[str, ...]:
    """The references of the priorities that a measure serves, its own first."""
    return tuple(refs.priorities[priority] for priority in measure.priorities if priority in refs.priorities)


def own_ref(measure: SourceMeasure, refs: References) -> str:
    """The measure's latest reference, while it belongs to a priority that it serves; else nothing."""
    ref = refs.measures.get(measure.id, "")
    return ref if priority_of(ref) in served_refs(measure, refs) else ""
