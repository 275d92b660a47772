"""Cells of a published table as the few columns that the network needs, with a note of every guess, row by row."""

import hashlib
from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from lnrs.layers.values import as_texts
from lnrs.network.published.kinds import CODES, code_of
from lnrs.network.published.names import layer_of_word, plain
from lnrs.network.published.note import Kind, Log, Note
from lnrs.network.published.recognise import Part
from lnrs.network.published.source import COLUMNS
from lnrs.network.published.whose import Whose, area_in, numbers

Served = Callable[[str], str]
"""From a priority as it is written in a row to its reference, where that is known."""


def of_layer(cells: pd.DataFrame, part: Part, log: Log) -> pd.DataFrame:
    """The rows of a mixed table that are of this layer."""
    if not part.category:
        return cells
    layers = as_texts(cells[part.category]).map(layer_of_word)
    kept = cells[layers == part.layer]
    log.rows_in -= len(cells) - len(kept)
    return kept


def of_area(cells: pd.DataFrame, part: Part, whose: Whose, log: Log) -> pd.DataFrame:
    """The rows that are the area's own; those of other areas are left out, those that do not say are kept."""
    if part.layer == "area":
        return _outline_of_area(cells, part, whose, log)
    if not part.fields.lnrs_id or not whose.numbers:
        return cells
    field = part.fields.lnrs_id
    said = numbers(cells[field])
    other = (said.notna() & ~said.isin(whose.numbers)).to_numpy(dtype=bool)
    for row, number in said[other].items():
        _note(log, part, row, "left_out", f"is of strategy area {number}")
    log.left_out += int(other.sum())
    unsaid = cells.index[said.isna()]
    says = f"says no strategy area in {field}; taken for {whose.area.name}"
    _notes(log, part, unsaid, "guess", says)
    return cells[~other]


def _outline_of_area(cells: pd.DataFrame, part: Part, whose: Whose, log: Log) -> pd.DataFrame:
    """The rows that are the outline of the area: by its name, else by its number, else because there is one alone."""
    ours = pd.Series(part.table.rows == 1, index=cells.index)
    if part.fields.lnrs_id and whose.numbers:
        ours = numbers(cells[part.fields.lnrs_id]).isin(whose.numbers)
    elif "name" in part.fields.columns and part.table.rows > 1:
        ours = as_texts(cells[part.fields.columns["name"]]).map(area_in) == whose.area
    _notes(log, part, cells.index[~ours], "left_out", "is the outline of another area")
    log.left_out += int((~ours).sum())
    return cells[ours]


def in_our_columns(cells: pd.DataFrame, part: Part, served: Served, log: Log) -> pd.DataFrame:
    """The layer's columns as text, the index as it came; rows that cannot be used are refused."""
    if part.layer == "measures":
        return _measures(cells, part, served, log)
    if part.layer == "important":
        return _important(cells, part, log)
    if part.layer == "become":
        return pd.DataFrame({"place": _numbered(cells, part, "place", log)})
    texts = pd.DataFrame({name: _texts(cells, part, name) for name in COLUMNS[part.layer]})
    if part.layer == "habitats":
        return _refused(texts, texts["habitat"] == "", part, "does not say which habitat it is", log)
    return texts


def _measures(cells: pd.DataFrame, part: Part, served: Served, log: Log) -> pd.DataFrame:
    place, ref, words = _numbered(cells, part, "place", log), _texts(cells, part, "ref"), _texts(cells, part, "measure")
    columns = part.fields.columns
    if "ref" not in columns and "measure" not in columns:
        ref = pd.Series(plain(part.table.name), index=cells.index, dtype="str")
        words = pd.Series(part.table.name.replace("_", " "), index=cells.index, dtype="str")
    lost = (ref == "") & (words == "")
    made = (ref == "") & ~lost
    if made.any():
        ref = ref.where(~made, words.map(made_ref))
        if "ref" in columns:
            _notes(log, part, cells.index[made], "guess", "has no reference of its measure; made from its words")
    unsaid = (words == "") & ~lost
    if "measure" in columns:
        _notes(log, part, cells.index[unsaid], "guess", "has no words for its measure; they are left empty")
    priorities = _priorities(cells, part, served)
    frame = pd.DataFrame({"place": place, "ref": ref, "measure": words, "priorities": priorities})
    return _refused(frame, lost, part, "does not say which measure it is", log)


def made_ref(words: str) -> str:
    """A reference for a measure that has none: the same words, however they are spaced, always give the same."""
    return f"pm-{hashlib.sha256(' '.join(words.casefold().split()).encode()).hexdigest()[:8]}"


def _priorities(cells: pd.DataFrame, part: Part, served: Served) -> pd.Series:
    """Each row's priorities, each once; the same tuple for all rows that have the same."""
    columns = [as_texts(cells[field]).tolist() for field in part.fields.priorities]
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    made = []
    for row in zip(*columns, strict=True) if columns else ((),) * len(cells):
        if row not in known:
            known[row] = split_priorities(row, served)
        made.append(known[row])
    return pd.Series(made, index=cells.index, dtype=object)


def split_priorities(texts: Iterable[str], served: Served) -> tuple[str, ...]:
    """Priorities of several fields; in one field they may be separated by semicolons."""
    every = (one.strip() for text in texts for one in text.split(";"))
    return tuple(dict.fromkeys(served(one) for one in every if one))


def _important(cells: pd.DataFrame, part: Part, log: Log) -> pd.DataFrame:
    kind, columns = _texts(cells, part, "kind"), part.fields.columns
    codes = {word: code_of(word) for word in kind.unique()}
    if "kind" in columns:
        _notes(log, part, cells.index[kind == ""], "guess", "does not say which kind of site it is; it is left empty")
        for word, code in codes.items():
            if word and word not in CODES:
                says = f"kind {word!r} is read as {code}" if code else f"kind {word!r} is not known here, and is kept"
                _notes(log, part, cells.index[kind == word], "guess", says)
    return pd.DataFrame(
        {
            "site": _numbered(cells, part, "site", log),
            "kind": kind.map({word: code or word for word, code in codes.items()}),
            "name": _texts(cells, part, "name"),
            "ref": _texts(cells, part, "ref"),
        }
    )


def _texts(cells: pd.DataFrame, part: Part, ours: str) -> pd.Series:
    """A column as trimmed text; empty where the table has none."""
    theirs = part.fields.columns.get(ours)
    texts = as_texts(cells[theirs]) if theirs else pd.Series("", index=cells.index)
    return texts.astype("str")


def _numbered(cells: pd.DataFrame, part: Part, ours: str, log: Log) -> pd.Series:
    """A column that names the row, or the number of the row where it has no name."""
    texts = _texts(cells, part, ours)
    blank = texts == ""
    if ours in part.fields.columns:
        says = f"has nothing in {part.fields.columns[ours]}; the number of the row stands for it"
        _notes(log, part, cells.index[blank], "guess", says)
    rows = pd.Series(cells.index.astype(str), index=cells.index).radd(f"{part.table.name}:")
    return texts.where(~blank, rows).astype("str")


def _refused(frame: pd.DataFrame, wrong: pd.Series, part: Part, says: str, log: Log) -> pd.DataFrame:
    _notes(log, part, frame.index[wrong], "refusal", says)
    log.refused += int(wrong.sum())
    return frame[~wrong]


def _notes(log: Log, part: Part, rows: Iterable[int], kind: Kind, says: str) -> None:
    for row in rows:
        _note(log, part, row, kind, says)


def _note(log: Log, part: Part, row: object, kind: Kind, says: str) -> None:
    log.notes.append(Note(part.table.label, int(str(row)), kind, says, DO.get(kind, "")))


DO: Mapping[str, str] = {"refusal": "Tell its publisher."}
"""What to do about a row, by what was done with it."""
