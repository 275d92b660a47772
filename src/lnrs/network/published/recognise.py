"""Which of the tables that somebody published is which layer, and which of its fields are what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lnrs.errors import LayerRefused, Problem
from lnrs.layers.origin import listed
from lnrs.layers.values import as_texts
from lnrs.network.published import tables
from lnrs.network.published.names import (
    FIELD_NAMES,
    OWN_FIELDS,
    Fields,
    Sureness,
    category_field,
    fields_of,
    layer_called,
    layer_of_word,
    plain,
)
from lnrs.network.published.note import Note
from lnrs.network.published.source import COLUMNS
from lnrs.network.published.tables import Table

IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "area": "the outline of the strategy area",
        "measures": "potential measures (PM)",
        "important": "areas of particular importance (APIB)",
        "become": "areas that could become of particular importance (ACB)",
        "habitats": "the habitat that is there now",
    }
)
NATIONAL = frozenset({"apib", "acb", "pm", "strategyarea", "habitats"})
"""Names of tables at which nothing is guessed."""
HOW: Mapping[Sureness, str] = MappingProxyType(
    {"exact": "by its name", "fields": "by its fields", "like": "by a word in its name"}
)
SURENESS: tuple[Sureness, ...] = ("exact", "fields", "like")


@dataclass(frozen=True)
class Part:
    """A table, or some of its rows, that is one layer or a part of one."""

    layer: str
    table: Table
    fields: Fields
    category: str = ""
    """The field that says which layer each row is of; empty where every row is of this one."""
    sure: Sureness = "exact"


@dataclass(frozen=True)
class Plan:
    """What is to be read of everything that was published."""

    parts: Mapping[str, tuple[Part, ...]]
    words: tuple[Table, ...]
    """Tables without geometry that describe measures."""
    priorities: Table | None
    notes: tuple[Note, ...]

    @property
    def every_part(self) -> tuple[Part, ...]:
        """The parts of all layers, in the order of the layers."""
        return tuple(part for layer in COLUMNS for part in self.parts.get(layer, ()))


def sort_out(found: Sequence[Table], said: Mapping[str, str] = MappingProxyType({})) -> Plan:
    """Sort tables out; `said` is {table: layer} as somebody says who knows.

    Raises LayerRefused where none of them is a layer, or one that was named is not there.
    """
    notes: list[Note] = []
    candidates: list[Part] = []
    words = [table for table in found if not table.geometry and _describes(table)]
    priorities = [table for table in found if not table.geometry and plain(table.name) == "priorities"]
    _check_said(found, said)
    for table in found:
        if table in words or table in priorities:
            continue
        parts, told = _parts(table, said)
        candidates += parts
        notes += told
    chosen = {layer: _chosen([one for one in candidates if one.layer == layer], notes) for layer in COLUMNS}
    sorted_out = {layer: tuple(own) for layer, own in chosen.items() if own}
    if not sorted_out:
        names = listed([f"{table.name} ({listed(table.fields) or 'no fields'})" for table in found])
        advice = "Say which table is which: --layer important=TABLE, become=TABLE or measures=TABLE."
        raise LayerRefused([Problem(found[0].label, f"holds none of APIB, ACB and PM; it has {names}.", advice)])
    notes += [note for own in sorted_out.values() for part in own for note in _told(part)]
    return Plan(sorted_out, tuple(words), priorities[0] if priorities else None, tuple(notes))


def _describes(table: Table) -> bool:
    """Whether a table without geometry has measures in words."""
    columns = fields_of("measures", table.fields).columns
    return bool({"ref", "measure"} <= set(columns) and {"measure", "measures", "pm", "pms"} & set(_words(table.name)))


def _words(name: str) -> list[str]:
    return name.casefold().replace("-", "_").replace(" ", "_").split("_")


def _check_said(found: Sequence[Table], said: Mapping[str, str]) -> None:
    names = [table.name for table in found]
    problems = [
        Problem("--layer", f"there is no table {name!r}; there are {listed(names)}.")
        for name in said
        if name not in names
    ]
    problems += [
        Problem("--layer", f"{layer!r} is no layer; there are {listed(tuple(COLUMNS))}.")
        for layer in said.values()
        if layer not in COLUMNS
    ]
    if problems:
        raise LayerRefused(problems)


def _parts(table: Table, said: Mapping[str, str]) -> tuple[list[Part], list[Note]]:
    """The layers that a table holds, and what is to be told of it where it holds none."""
    if table.name in said:
        return [Part(said[table.name], table, fields_of(said[table.name], table.fields))], []
    if not table.geometry:
        return [], [_left(table, "has no geometry and no measures in words")]
    called = layer_called(table.name, table.fields)
    if called is None or called[1] != "exact" or called[0] == "area":
        mixed, told = _mixed(table)
        if mixed:
            return mixed, told
    if called is None:
        advice = "Say which layer it is with --layer, if it is one."
        return [], [
            _left(table, f"is none of APIB, ACB and PM by its name or its fields ({listed(table.fields)})", advice)
        ]
    layer, sure = called
    return [Part(layer, table, fields_of(layer, table.fields), sure=sure)], []


def _mixed(table: Table) -> tuple[list[Part], list[Note]]:
    """A table whose rows say which layer they are of."""
    field = category_field(table.fields)
    if not field:
        return [], []
    counts: dict[str, int] = {}
    for cells in tables.cells(table, [field]):
        for word, count in as_texts(cells[field]).value_counts().items():
            counts[str(word)] = counts.get(str(word), 0) + int(count)
    layers = {layer for word in counts if (layer := layer_of_word(word))}
    if not layers:
        return [], []
    strange = {word: count for word, count in counts.items() if not layer_of_word(word)}
    told = [
        _note(table, "left_out", f"{count} rows say {word!r} in {field}, which is no layer")
        for word, count in sorted(strange.items())
    ]
    parts = [
        Part(layer, table, fields_of(layer, table.fields), field, "fields") for layer in COLUMNS if layer in layers
    ]
    return parts, told


def _chosen(candidates: Sequence[Part], notes: list[Note]) -> list[Part]:
    """Of tables that seem to be one layer those that are known best; the others are told of."""
    for sure in SURENESS:
        best = [part for part in candidates if part.sure == sure]
        if best:
            for part in candidates:
                if part not in best:
                    says = f"seems to be {IN_WORDS[part.layer]} too, beside {best[0].table.name}"
                    notes.append(_left(part.table, says, "Say so with --layer if it is the one that is meant."))
            if len(best) > 1:
                names = listed([part.table.name for part in best])
                notes.append(_note(best[0].table, "guess", f"{names} are taken together for {IN_WORDS[best[0].layer]}"))
            return best
    return []


def _told(part: Part) -> Iterable[Note]:
    """What is guessed at a table: that it is this layer, what its fields are, and which are not read."""
    table, fields = part.table, part.fields
    if plain(table.name) not in NATIONAL:
        how = f"row by row, by {part.category}" if part.category else HOW[part.sure]
        yield _note(table, "guess", f"is taken for {IN_WORDS[part.layer]}, {how}")
    national = FIELD_NAMES[part.layer]
    for ours, theirs in fields.guessed:
        yield _note(table, "guess", f"{theirs} is read as {national[ours][0]}")
    for ours in national:
        if ours not in fields.columns:
            yield _note(table, "guess", f"has no field {national[ours][0]}; {_instead(part.layer, ours)}")
    if fields.lnrs_id and not table.is_number(fields.lnrs_id):
        yield _note(table, "guess", f"{fields.lnrs_id} is text, and is read as a number")
    own = OWN_FIELDS.get(part.layer, frozenset())
    unread = [name for name in table.fields if name not in (*fields.used, part.category) and plain(name) not in own]
    if unread:
        yield _note(table, "left_out", f"fields that are not read: {', '.join(unread)}")


def _instead(layer: str, ours: str) -> str:
    """What stands where a field is missing."""
    return {
        "site": "the number of the row stands for it",
        "place": "the number of the row stands for it",
        "ref": "it is left empty" if layer == "important" else "it is made from the words of the measure",
        "measure": "the name of the table stands for it",
    }.get(ours, "it is left empty")


def _left(table: Table, says: str, do: str = "") -> Note:
    return _note(table, "left_out", f"{says}: {table.rows} rows are not read", do)


def _note(table: Table, kind: str, says: str, do: str = "") -> Note:
    return Note(table.label, None, kind, says, do)  # type: ignore[arg-type]
