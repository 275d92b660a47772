"""Imported rows as the model's records."""

import re
from collections.abc import Sequence
from datetime import date

from lnrs.model import Action, FundingRoute, PotentialMeasure, Priority, Species, Theme
from lnrs.strategy.cells import Row
from lnrs.strategy.numbering import References
from lnrs.strategy.references import prefix_of, priority_of
from lnrs.strategy.settings import is_web_address
from lnrs.strategy.weca_numbers import own_ref, served_refs
from lnrs.strategy.weca_source import SourceMeasure, SourceTables, in_order, number

NOT_MAPPED = "It was not mapped in the tables that this strategy was imported from."
COLOURS = ("#2f7d4f", "#7a9a01", "#1f78b4", "#b8860b", "#8c510a", "#5e3c99", "#c51b7d", "#01665e", "#d95f0e", "#636363")
"""Colours that stay apart for most people with colour blindness, taken in turn."""

_VERBS: tuple[tuple[Action, str], ...] = (
    ("create", "creat|plant|establish|sow|install|build|dig"),
    ("restore", "restor|rewet|re-wet|reinstat|re-meander|remov|bring back|reintroduc"),
    ("connect", "connect|link|corridor|join|stepping"),
    ("protect", "protect|safeguard|prevent|avoid|retain|conserv"),
    ("enhance", "enhanc|improv|increas|extend|expand|enlarg|diversif"),
    ("manage", "manag|maintain|graz|mow|cut|coppic|monitor|control|reduc"),
)


def themes(tables: SourceTables, refs: References) -> tuple[Theme, ...]:
    """A theme for each prefix in use, in the order in which they were given."""
    used = {prefix_of(ref) for source, ref in refs.priorities.items() if source in _priority_ids(tables)}
    names = {prefix: name for name, prefix in refs.themes.items()}
    return tuple(
        Theme(prefix, name, "", COLOURS[place % len(COLOURS)])
        for place, (prefix, name) in enumerate(names.items())
        if prefix in used
    )


def _priority_ids(tables: SourceTables) -> set[str]:
    return {number(row.text("priority_id")) for row in tables.priorities}


def priorities(tables: SourceTables, refs: References, measures: Sequence[PotentialMeasure]) -> tuple[Priority, ...]:
    """Priorities in the order of their references."""
    served = {ref for measure in measures for ref in measure.priorities}
    found = [_priority(row, refs.priorities[number(row.text("priority_id"))], served) for row in tables.priorities]
    return tuple(sorted(found, key=lambda one: _natural(one.ref)))


def _priority(row: Row, ref: str, served: set[str]) -> Priority:
    whole, simple = row.text("biodiversity_priority"), row.text("simplified_biodiversity_priority")
    return Priority(
        ref=ref,
        theme=prefix_of(ref),
        kind="species" if "species" in row.text("theme").casefold() else "habitat",
        priority=simple or whole,
        why=whole if simple and simple != whole else "",
        no_measure_because="" if ref in served else "The imported tables join no measure to it.",
    )


def measures(tables: SourceTables, refs: References) -> tuple[PotentialMeasure, ...]:
    """Potential measures in the order of their references; one that serves no known priority is left out."""
    known = {number(row.text("grant_id")) for row in tables.grants if is_web_address(row.text("url"))}
    found = [_measure(one, refs, known) for one in tables.measures if own_ref(one, refs)]
    return tuple(sorted(found, key=lambda one: _natural(one.ref)))


def _measure(source: SourceMeasure, refs: References, grants: set[str]) -> PotentialMeasure:
    ref = own_ref(source, refs)
    own = priority_of(ref)
    return PotentialMeasure(
        ref=ref,
        measure=source.concise or source.text,
        detail=source.text,
        action=action_of(source)[0],
        mapped=is_mapped(source),
        priorities=(own, *(other for other in served_refs(source, refs) if other != own)),
        who=_listable(source.stakeholders),
        wider_benefits=_listable(source.benefits),
        funding=tuple(grant_ref(grant) for grant in source.grants if grant in grants),
        not_mapped_because="" if is_mapped(source) else NOT_MAPPED,
        guidance_url=source.guidance if is_web_address(source.guidance) else "",
    )


def _listable(items: Sequence[str]) -> tuple[str, ...]:
    """Items that can stand in a list in one cell, where a semicolon would part them."""
    return tuple(item.replace(";", ",") for item in items)


def is_mapped(source: SourceMeasure) -> bool:
    """Whether the tables say that the measure is mapped."""
    return source.mapped.strip().casefold() in ("mapped", "yes", "true")


def action_of(source: SourceMeasure) -> tuple[Action, bool]:
    """The action a measure's type or words speak of first, and whether any was found; `manage` where none was."""
    for words in (" ".join(source.types), source.concise or source.text):
        found = [
            (match.start(), action) for action, verbs in _VERBS if (match := re.search(rf"\b({verbs})", words, re.I))
        ]
        if found:
            return min(found)[1], True
    return "manage", False


def species(tables: SourceTables, refs: References) -> tuple[Species, ...]:
    """Species in the order of their numbers, each with the measures joined to it."""
    joined: dict[str, list[str]] = {}
    for measure in tables.measures:
        for one in measure.species:
            joined.setdefault(one, []).append(own_ref(measure, refs))
    rows = sorted(tables.species, key=lambda row: in_order(number(row.text("species_id"))))
    return tuple(
        _species(row, place, sorted(filter(None, joined.get(number(row.text("species_id")), ())), key=_natural))
        for place, row in enumerate(rows, 1)
    )


def _species(row: Row, place: int, measures: Sequence[str]) -> Species:
    own = number(row.text("species_id"))
    return Species(
        ref=f"SP{own if own.isdigit() else place}",
        common_name=row.text("common_name"),
        scientific_name=row.text("linnaean_name") or row.text("scientific_name"),
        group=row.text("taxa") or row.text("class"),
        why="",
        helped_by="habitat measures",
        measures=tuple(measures),
    )


def funding_routes(tables: SourceTables, as_of: date) -> tuple[FundingRoute, ...]:
    """Grants that have a page of their own, none of them checked by a person yet."""
    return tuple(
        FundingRoute(
            ref=grant_ref(row.text("grant_id")),
            scheme=row.text("grant_scheme"),
            name=row.text("grant_name"),
            summary=row.text("grant_summary"),
            url=row.text("url"),
            checked=as_of,
        )
        for row in tables.grants
        if is_web_address(row.text("url"))
    )


def grant_ref(grant: str) -> str:
    """A grant's code without what cannot stand in a reference."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", number(grant)).strip("-.") or "grant"


def _natural(ref: str) -> tuple[str, tuple[int, ...]]:
    return prefix_of(ref), tuple(int(part) for part in re.findall(r"\d+", ref))
