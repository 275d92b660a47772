"""Their columns into ours: named, of the right kind, filled in, and with no value that is not allowed."""

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from lnrs.errors import Problem
from lnrs.layers.contract import Column, Layer, Source
from lnrs.layers.origin import Origin, listed, rows_problem
from lnrs.layers.values import BLANK, as_texts, convert

KIND_NAMES = {
    "text": "text",
    "number": "a number",
    "int": "a whole number",
    "date": "a date such as 2026-03-31",
    "bool": "yes or no",
}


def fit(
    frame: gpd.GeoDataFrame,
    layer: Layer,
    origin: Origin,
    columns: Mapping[str, str],
    constants: Mapping[str, str],
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """The frame with the layer's columns only, in their order, and everything that is wrong with their cells.

    `columns` is {our column: their column}; a column that has our name, in any case, needs no entry. `constants` is
    {our column: the value of every row}.
    """
    problems = naming_problems(frame, layer, origin, columns, constants)
    theirs = columns_in(frame, layer, columns)
    fitted = {}
    for column in layer.columns:
        if column.name in constants:
            cells = pd.Series(constants[column.name], index=frame.index)
        elif column.name in theirs:
            cells = frame[theirs[column.name]]
        else:
            fitted[column.name] = pd.Series(BLANK[column.kind], index=frame.index)
            problems += [_missing(column, frame, origin)] if column.required else []
            continue
        fitted[column.name], wrong = _checked(_in_our_words(cells, column, layer), column, origin)
        problems += wrong
    return gpd.GeoDataFrame(fitted, geometry=frame.geometry, crs=frame.crs), problems


def columns_in(frame: gpd.GeoDataFrame, layer: Layer, columns: Mapping[str, str]) -> dict[str, str]:
    """{our column: their column}: as it was said, or the column that has our name."""
    names = their_names(frame)
    found = {}
    for ours in layer.column_names:
        alike = [name for name in names if name.lower() == ours]
        if columns.get(ours) in names:
            found[ours] = columns[ours]
        elif alike and ours not in columns:
            found[ours] = ours if ours in alike else alike[0]
    return found


def their_names(frame: gpd.GeoDataFrame) -> list[str]:
    """Names of the columns besides the geometry."""
    return [str(name) for name in frame.columns.drop(frame.geometry.name)]


def naming_problems(
    frame: gpd.GeoDataFrame,
    layer: Layer,
    origin: Origin,
    columns: Mapping[str, str],
    constants: Mapping[str, str],
) -> list[Problem]:
    """Columns that were named and are not in the file, or not in the layer."""
    names = their_names(frame)
    have = listed(names) or "none"
    absent = [
        Problem(origin.name, f"has no column {name!r}; it has {have}.")
        for name in columns.values()
        if name not in names
    ]
    wanted = listed(layer.column_names)
    strange = [ours for ours in (*columns, *constants) if ours not in layer.column_names]
    return absent + [Problem(layer.id, f"has no column {ours!r}; its columns are {wanted}.") for ours in strange]


def from_source(frame: gpd.GeoDataFrame, source: Source) -> tuple[gpd.GeoDataFrame, dict[str, str], list[str]]:
    """A source's features with its values in our words; {our column: their column}; and what was left out."""
    plain = {name.lower(): name for name in their_names(frame)}
    columns = {ours: plain[field.lower()] for ours, field in source.fields.items() if field.lower() in plain}
    kept, notes = frame, []
    for ours, words in source.values.items():
        if ours in columns:
            said = as_texts(kept[columns[ours]])
            unwanted = said.isin([theirs for theirs, word in words.items() if not word])
            kept = kept.assign(**{columns[ours]: said.replace(dict(words))})[~unwanted]
            if unwanted.any():
                notes.append(f"{int(unwanted.sum())} features of kinds that the layer does not hold were left out")
    return kept, columns, notes


def known_source(frame: gpd.GeoDataFrame, layer: Layer) -> Source | None:
    """The catalogue's source that a file was downloaded from by hand, told by its columns, if ours are not in it."""
    have = {name.lower() for name in their_names(frame)}
    if all(column.name in have for column in layer.columns if column.required):
        return None
    for source in layer.sources:
        if source.fields and all(theirs.lower() in have for theirs in source.fields.values()):
            return source
    return None


def _in_our_words(cells: pd.Series, column: Column, layer: Layer) -> pd.Series:
    """Cells of a closed list in the layer's own words, where a public source's words or another case were used."""
    if not column.oneof:
        return cells
    words = {value.lower(): value for value in column.oneof}
    for source in layer.sources:
        words |= {theirs.lower(): ours for theirs, ours in source.values.get(column.name, {}).items() if ours}
    return as_texts(cells).map(lambda text: words.get(text.lower(), text))


def _checked(cells: pd.Series, column: Column, origin: Origin) -> tuple[pd.Series, list[Problem]]:
    values, bad, blank = convert(cells, column)
    problems = []
    if bad.any():
        samples = listed(list(dict.fromkeys(as_texts(cells[bad]))))
        what = f"without {KIND_NAMES[column.kind]} in column {column.name}: {samples}."
        problems.append(rows_problem(origin, cells.index[bad], what))
    if column.required and blank.any():
        what = f"with nothing in column {column.name}."
        problems.append(rows_problem(origin, cells.index[blank], what, "Fill it in."))
    strange = ~values.isin(column.oneof) & ~blank & ~bad if column.oneof else bad & False
    if strange.any():
        samples = listed(list(dict.fromkeys(values[strange])))
        what = f"with a {column.name} that is not allowed: {samples}."
        advice = f"Allowed are {', '.join(column.oneof)}."
        problems.append(rows_problem(origin, cells.index[strange], what, advice))
    return values, problems


def _missing(column: Column, frame: gpd.GeoDataFrame, origin: Origin) -> Problem:
    names = their_names(frame)
    have = f"it has {listed(names)}" if names else "it has no columns at all"
    what = f"has no column {column.name} ({KIND_NAMES[column.kind]}); {have}."
    advice = (
        f"Say which it is with --column {column.name}=NAME, or what it is everywhere with --set {column.name}=VALUE."
    )
    return Problem(origin.name, what, advice)
