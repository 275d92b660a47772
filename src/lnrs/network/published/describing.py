"""Every measure that somebody published, in words: from tables without geometry, and from the rows of the map."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from lnrs.layers.values import as_texts
from lnrs.network.published import tables
from lnrs.network.published.names import fields_of
from lnrs.network.published.note import Log, Note
from lnrs.network.published.recognise import Part, Plan
from lnrs.network.published.rows import Served, in_our_columns, of_area, of_layer, split_priorities
from lnrs.network.published.source import DESCRIBED
from lnrs.network.published.tables import Table
from lnrs.network.published.whose import Whose

TOLD_TOO = ("action", "habitat")
"""Fields of a table of measures that say more, as an edition's do."""


@dataclass
class _Measure:
    """What is known of one measure so far."""

    words: Counter[str] = field(default_factory=Counter)
    priorities: dict[str, None] = field(default_factory=dict)
    mapped: bool = False
    action: str = ""
    habitat: str = ""
    told: str = ""
    """Its words in a table of measures, which are whole where those of a map may be cut."""


def served_by(table: Table | None) -> Served:
    """From a priority as rows have it to its reference, by the table of priorities; as it is where none is known."""
    known = set()
    reference = fields_of("measures", table.fields).columns.get("ref") if table else None
    if table and reference:
        for cells in tables.cells(table, [reference]):
            known |= set(as_texts(cells[reference])) - {""}

    def reference_of(text: str) -> str:
        first = text.split(" ", 1)[0].rstrip(":.,")
        return first if first in known else text

    return reference_of


def described(plan: Plan, whose: Whose, served: Served) -> tuple[pd.DataFrame, list[Note]]:
    """Every measure by its reference in the order in which they come, and what was guessed about their words."""
    measures: dict[str, _Measure] = {}
    for table in plan.words:
        _from_words(table, served, measures)
    for part in plan.parts.get("measures", ()):
        _from_map(part, whose, served, measures)
    rows = [
        (ref, one.told or _commonest(one.words), tuple(one.priorities), one.mapped, one.action, one.habitat, ())
        for ref, one in measures.items()
    ]
    return pd.DataFrame(rows, columns=list(DESCRIBED)), list(_doubts(plan, measures))


def _from_words(table: Table, served: Served, measures: dict[str, _Measure]) -> None:
    fields = fields_of("measures", table.fields)
    for cells in tables.cells(table, [*fields.used, *(name for name in TOLD_TOO if name in table.fields)]):
        refs, words = as_texts(cells[fields.columns["ref"]]), as_texts(cells[fields.columns["measure"]])
        rows = _rows_of([cells[name] for name in fields.priorities], len(cells))
        more = _rows_of([cells[name] if name in cells else words.map(lambda _: "") for name in TOLD_TOO], len(cells))
        for ref, text, priorities, (action, habitat) in zip(refs, words, rows, more, strict=True):
            if ref:
                one = measures.setdefault(ref, _Measure(action=action, habitat=habitat))
                one.told = one.told or text
                one.priorities |= dict.fromkeys(split_priorities(priorities, served))


def _from_map(part: Part, whose: Whose, served: Served, measures: dict[str, _Measure]) -> None:
    fields = list(dict.fromkeys([*part.fields.used, *([part.category] if part.category else [])]))
    for cells in tables.cells(part.table, fields):
        unheard = Log()  # batches of the layer tell the same of the same rows
        own = of_area(of_layer(cells, part, unheard), part, whose, unheard)
        frame = in_our_columns(own, part, served, unheard)
        said = Counter(zip(frame["ref"], frame["measure"], frame["priorities"], strict=True))
        for (ref, words, priorities), count in said.items():
            one = measures.setdefault(ref, _Measure())
            one.mapped = True
            one.words[words] += count
            one.priorities |= dict.fromkeys(priorities)


def _rows_of(columns: Sequence[pd.Series], count: int) -> Iterator[tuple[str, ...]]:
    texts = [as_texts(column).tolist() for column in columns]
    return zip(*texts, strict=True) if texts else iter(((),) * count)


def _commonest(words: Counter[str]) -> str:
    """The commonest wording; of two that are as common the first in the alphabet."""
    return min(words, key=lambda text: (-words[text], text), default="")


def _doubts(plan: Plan, measures: dict[str, _Measure]) -> Iterator[Note]:
    parts = plan.parts.get("measures", ())
    label = parts[0].table.label if parts else ""
    for ref, one in measures.items():
        if len(one.words) > 1 and not one.told:
            says = f"measure {ref} is worded in {len(one.words)} ways; {_commonest(one.words)!r} is taken"
            yield Note(label, None, "guess", says, "Ask its publisher which is meant.")
        if plan.words and parts and not one.told:
            yield Note(label, None, "guess", f"measure {ref} is in no table of measures; its words are the map's")
