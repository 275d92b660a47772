"""References: well formed, given once, in the theme and priority that their letters and numbers say."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from lnrs.errors import Problem
from lnrs.strategy.draft import Draft
from lnrs.strategy.references import is_measure, is_priority, prefix_of, priority_of
from lnrs.strategy.tables import Table
from lnrs.strategy.wording import did_you_mean

_DATE_LIKE = re.compile(r"\d{1,4}[-/ ][A-Za-z]{3,9}|[A-Za-z]{3,9}[-/ ]\d{1,4}|\d{1,2}/\d{1,2}(/\d{2,4})?")


def number_problems(draft: Draft) -> Iterator[Problem]:
    """Every problem with the references of the tables."""
    yield from _form(draft.priorities, is_priority, "a theme's letters and a number, such as GL2")
    yield from _form(draft.measures, is_measure, "its priority's reference, a dot and a number, such as GL2.4")
    for plain in (draft.species, draft.funding):
        yield from _form(plain, _is_plain, "letters, digits, dots and hyphens, without spaces")
    tables: tuple[Table[Any], ...] = (draft.priorities, draft.measures, draft.species, draft.funding)
    for table in tables:
        yield from _given_twice(table)
    yield from _pairs_given_twice(draft)
    yield from _themes(draft)
    yield from _own_priority(draft)


def _is_plain(ref: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", ref) is not None


def _form(table: Table[Any], is_sound: Callable[[str], bool], form: str) -> Iterator[Problem]:
    for row in table.rows:
        ref = row.text("ref")
        if ref and not is_sound(ref):
            spoilt = "A spreadsheet seems to have made a date of it. " if _DATE_LIKE.fullmatch(ref) else ""
            yield Problem(table.where(row), f"'{ref}' is not a reference.", f"{spoilt}It must be {form}.")


def _given_twice(table: Table[Any]) -> Iterator[Problem]:
    first = table.refs()
    for row in table.rows:
        ref = row.text("ref")
        if ref and first[ref] != row.line:
            what = f"{ref} is given twice: line {first[ref]} has it too."
            yield Problem(table.where(row), what, "Give one of them a number that was never used.")


def _pairs_given_twice(draft: Draft) -> Iterator[Problem]:
    table = draft.metric_habitats
    seen: dict[tuple[str, str], int] = {}
    for row in table.rows:
        pair = (row.text("measure"), row.text("metric_habitat"))
        if pair in seen:
            what = f"{pair[0]} with {pair[1]} is given twice: line {seen[pair]} has it too."
            yield Problem(table.where(row), what, "Keep one of them.")
        seen.setdefault(pair, row.line)


def _themes(draft: Draft) -> Iterator[Problem]:
    prefixes = draft.settings.prefixes()
    for row in draft.priorities.rows if prefixes is not None else ():
        theme, prefix = row.text("theme"), prefix_of(row.text("ref"))
        if theme and theme not in (prefixes or ()):
            what = f"theme '{theme}' is not the prefix of a theme in strategy.toml."
            yield Problem(draft.priorities.where(row), what, did_you_mean(theme, prefixes or ()))
        elif theme and prefix and prefix != theme:
            what = f"{row.text('ref')} begins with {prefix}, but its theme is {theme}."
            yield Problem(draft.priorities.where(row), what, "Mend one of the two.")


def _own_priority(draft: Draft) -> Iterator[Problem]:
    """A measure's own priority exists, and is the first of those that it serves."""
    priorities = draft.priorities.refs()
    for row in draft.measures.rows:
        ref, where = row.text("ref"), draft.measures.where(row)
        own, served = priority_of(ref), row.items("priorities")
        if own and draft.priorities.is_whole and own not in priorities:
            yield Problem(where, f"{ref} belongs to {own}, which is not in priorities.csv.", "Add it, or renumber.")
        if own and served and served[0] != own:
            what = f"the first of its priorities is {served[0]}, but {ref} belongs to {own}."
            yield Problem(where, what, f"Put {own} first.")
