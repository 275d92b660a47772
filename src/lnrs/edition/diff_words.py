"""A difference between editions in words that an officer can put into a report."""

from collections.abc import Iterator

from lnrs.edition.difference import Difference, LandChange, SiteChange, TableChange

MOST_LISTED = 12
"""Longer lists are cut here, and say how many more there are; the JSON has them all."""


def in_words(found: Difference) -> str:
    """The whole difference as text, headings and indented lines; parts without a change are left out."""
    lines = [f"{found.area_name}: from {found.before}", f"{' ' * len(found.area_name)}    to {found.after}", ""]
    lines += ["The map"]
    lines += [f"  {land_words(change)}" for change in (found.importance, found.could_become)]
    changed = [change for change in found.measures if change.is_changed]
    lines += [f"  {land_words(change)}" for change in changed]
    if same := len(found.measures) - len(changed):
        lines += [f"  {same} other mapped {'measure is' if same == 1 else 'measures are'} where {_pronoun(same)}."]
    for title, part in (
        ("Sites of importance", [site_words(change) for change in found.sites]),
        ("Words", [line for change in found.tables for line in table_words(change)]),
        (
            "Chapters",
            [line for one in found.prose for line in _text_words(one.chapter, "chapter", one.what, one.lines)],
        ),
        ("Rules", [line for one in found.rules for line in _text_words(one.measure, "rule", one.what, one.lines)]),
        ("Sources", [f"{one.layer}: {one.what} ({_from_to(one.before, one.after)})" for one in found.sources]),
        (
            "Findings",
            [f"{one.says} {_from_to(one.before, one.after)}" for one in found.findings],
        ),
        ("Settings", [f"{one.ref}, {one.field}: {_from_to(one.before, one.after)}" for one in found.settings]),
        ("Files of the strategy folder", [f"{one.file}: {one.what}" for one in found.files]),
    ):
        lines += ["", title, *(f"  {line}" for line in part)] if part else []
    return "\n".join(lines)


def land_words(change: LandChange) -> str:
    """One sentence on how an area changed."""
    if not change.is_changed:
        return f"{change.name}: {change.after_ha:,.1f} ha, unchanged."
    if not change.before_ha:
        return f"{change.name}: new, {change.after_ha:,.1f} ha."
    if not change.after_ha:
        return f"{change.name}: gone; it was {change.before_ha:,.1f} ha."
    return (
        f"{change.name}: {change.before_ha:,.1f} ha before, {change.after_ha:,.1f} ha now; "
        f"{change.gained_ha:,.1f} ha gained, {change.lost_ha:,.1f} ha lost, {change.kept_ha:,.1f} ha kept."
    )


def site_words(change: SiteChange) -> str:
    """One line on a site."""
    return f"{change.what}: {change.kind} {change.ref} ({_from_to(change.before, change.after)})"


def table_words(change: TableChange) -> Iterator[str]:
    """Lines on one table."""
    name = change.table.replace("_", " ")
    for what, refs in (("added", change.added), ("removed", change.removed)):
        if refs:
            yield f"{name} {what}: {_listed(refs)}"
    for one in change.reworded:
        yield f"{name} {one.ref}, {one.field}: {_from_to(one.before, one.after)}"


def _text_words(name: str, kind: str, what: str, lines: tuple[str, ...]) -> Iterator[str]:
    """Lines on a text; of one that is new or gone only that it is."""
    yield f"{name}: {kind} {what}"
    if what == "changed":
        yield from (f"  {line}" for line in lines if not line.startswith(("---", "+++")))


def _listed(refs: tuple[str, ...]) -> str:
    more = f" and {len(refs) - MOST_LISTED} more" if len(refs) > MOST_LISTED else ""
    return ", ".join(refs[:MOST_LISTED]) + more


def _from_to(before: str, after: str) -> str:
    if not before or not after:
        return f"now {after!r}" if after else f"was {before!r}"
    return f"{before!r} is now {after!r}"


def _pronoun(count: int) -> str:
    return "it was" if count == 1 else "they were"
