"""`lnrs network look`: what is in what somebody published, in counts, hectares and plain words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lnrs.layers.progress import Progress, silence
from lnrs.network.published.note import Kind, Note
from lnrs.network.published.opening import open_source
from lnrs.network.published.source import Facts, Source
from lnrs.units import HA_M2

EXAMPLES = 3
"""Rows that are named of every kind of note."""

TITLES: dict[Kind, str] = {
    "refusal": "Refused: these rows cannot be used",
    "repair": "Mended",
    "guess": "Guessed, and to be looked at",
    "left_out": "Left out",
}
"""In the order in which they matter to whoever publishes."""


@dataclass(frozen=True)
class LayerSeen:
    """One layer: where its rows went, and how much land those are that were taken."""

    layer: str
    rows_in: int
    rows_out: int
    refused: int
    left_out: int
    area_ha: float
    """Row by row: land that two rows share counts twice."""


@dataclass(frozen=True)
class NotesAlike:
    """Notes of one file that say the same, but for the figures in them."""

    file: str
    kind: Kind
    says: str
    """As the first of them says it."""
    do: str
    count: int
    rows: tuple[int, ...]
    """The first rows that they are about; none where it is the whole table."""


@dataclass(frozen=True)
class Look:
    """What is in what somebody published."""

    facts: Facts
    layers: tuple[LayerSeen, ...]
    measures: int
    """Measures in words."""
    mapped: int
    """... that have places."""
    notes: tuple[NotesAlike, ...]


def look(source: str | Path, *, progress: Progress = silence, **how: Any) -> Look:
    """Read everything once, keeping nothing but counts; `how` is as for `open_source`, with its errors."""
    with open_source(source, progress=progress, **how) as opened:
        layers = []
        for done, layer in enumerate(opened.layers):
            progress(f"reading {layer}", done / len(opened.layers))
            layers.append(_seen(opened, layer))
        described = opened.described
        return Look(opened.facts, tuple(layers), len(described), int(described["mapped"].sum()), alike(opened.notes))


def _seen(source: Source, layer: str) -> LayerSeen:
    area_m2 = 0.0
    for batch in source.batches(layer):  # type: ignore[arg-type]
        area_m2 += float(batch.area.sum())
    log = source.logs[layer]
    return LayerSeen(layer, log.rows_in, log.rows_out, log.refused, log.left_out, round(area_m2 / HA_M2, 2))


def alike(notes: list[Note]) -> tuple[NotesAlike, ...]:
    """Notes that say the same together: what was refused first, and within each kind in the order in which it came."""
    groups: dict[tuple[str, Kind, str], list[Note]] = {}
    for note in notes:
        groups.setdefault((note.file, note.kind, re.sub(r"[\d.,]*\d", "n", note.says)), []).append(note)
    ordered = sorted(groups.values(), key=lambda group: list(TITLES).index(group[0].kind))
    return tuple(
        NotesAlike(
            group[0].file,
            group[0].kind,
            group[0].says,
            group[0].do,
            len(group),
            tuple(note.row for note in group if note.row is not None)[:EXAMPLES],
        )
        for group in ordered
    )


def heading(seen: Look) -> list[str]:
    """Whose it is, in lines."""
    facts = seen.facts
    dated = f", as of {facts.as_of}" if facts.as_of else ""
    return [
        f"{facts.name} (area {facts.lnrs_id}): {facts.title}",
        f"{facts.authority}{dated}",
        f"{facts.source}, {facts.identity}",
    ]


def rows(seen: Look) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The layers as a table: titles and rows."""
    titles = ("layer", "rows", "taken", "refused", "left out", "hectares, row by row")
    return titles, [
        (
            one.layer,
            f"{one.rows_in:,}",
            f"{one.rows_out:,}",
            f"{one.refused:,}",
            f"{one.left_out:,}",
            f"{one.area_ha:,.2f}",
        )
        for one in seen.layers
    ]


def in_words(seen: Look) -> Iterator[str]:
    """The measures and the notes, in lines."""
    yield f"{seen.measures} measures, {seen.mapped} of them with places."
    if not seen.notes:
        yield "Nothing had to be guessed, mended, refused or left out."
    for kind, title in TITLES.items():
        own = [group for group in seen.notes if group.kind == kind]
        if own:
            yield ""
            yield f"{title}:"
        yield from (f"  - {_line(group)}" for group in own)


def _line(group: NotesAlike) -> str:
    if not group.rows:
        return f"{group.file}: {group.says}.{_advice(group)}"
    named = ", ".join(f"{row:,}" for row in group.rows)
    if group.count == 1:
        return f"{group.file}, row {named}: {group.says}.{_advice(group)}"
    more = f" and {group.count - len(group.rows):,} more" if group.count > len(group.rows) else ""
    return f"{group.file}, {group.count:,} rows ({named}{more}): {group.says}.{_advice(group)}"


def _advice(group: NotesAlike) -> str:
    return f" {group.do}" if group.do else ""
