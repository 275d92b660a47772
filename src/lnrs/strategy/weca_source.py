"""Tables in the published schema of the West of England's strategy, as plain records.

Two forms are read: a folder with one CSV for each table of the data base (`measure`, `priority`,
`measure_area_priority` ...), or the one CSV that the open data portal gives as `lnrs-measures`, with a row for each
measure and priority. The names of tables and columns are those of the published schema; a table of the folder may also
bear the name under which the authority uploads it (`measures-tbl.csv`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lnrs.errors import NotFound, Problem, StrategyProblems
from lnrs.strategy.cells import Row, parse
from lnrs.strategy.text_file import read_text
from lnrs.strategy.wording import listed

NEEDED = {
    "measure": ("measure_id", "measure"),
    "priority": ("priority_id", "biodiversity_priority"),
    "measure_area_priority": ("measure_id", "priority_id"),
}
USED = {
    "measure_type": ("measure_type_id", "measure_type"),
    "measure_has_type": ("measure_id", "measure_type_id"),
    "stakeholder": ("stakeholder_id", "stakeholder"),
    "measure_has_stakeholder": ("measure_id", "stakeholder_id"),
    "benefits": ("benefit_id", "benefit"),
    "measure_has_benefits": ("measure_id", "benefit_id"),
    "species": ("species_id", "common_name"),
    "measure_has_species": ("measure_id", "species_id"),
    "grant_table": ("grant_id", "grant_name"),
    "measure_area_priority_grant": ("measure_id", "grant_id"),
}
UPLOADED_AS = {
    "measure": "measures-tbl",
    "priority": "priorities-tbl",
    "benefits": "benefits_tbl",
    "species": "species-tbl",
    "grant_table": "grants-tbl",
    "measure_has_benefits": "measures_benefits_lookup_tbl",
    "measure_has_species": "species_measures_lookup_tbl",
}
BRIDGES = {
    "measure_area_priority": "priority_id",
    "measure_has_type": "measure_type_id",
    "measure_has_stakeholder": "stakeholder_id",
    "measure_has_benefits": "benefit_id",
    "measure_has_species": "species_id",
    "measure_area_priority_grant": "grant_id",
}
"""The column that each bridge joins to a measure."""

SINGLE = ("measure_id", "measure", "priority_id", "biodiversity_priority")
LEFT = ("area", "area_geom", "area_funding_schemes", "habitat", "habitat_creation_area", "habitat_management_area")
"""Tables with no place in the strategy's tables: what they say of places belongs in layers."""


@dataclass(frozen=True)
class SourceMeasure:
    """A measure as the tables give it; `priorities` begins with the one it serves in most places."""

    id: str
    text: str
    concise: str = ""
    mapped: str = ""
    map_layer: str = ""
    standing: str = ""
    guidance: str = ""
    priorities: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    stakeholders: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    species: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceTables:
    """Everything that was read, rows by their source's own numbers, and the names of the tables left alone."""

    measures: tuple[SourceMeasure, ...]
    priorities: tuple[Row, ...]
    species: tuple[Row, ...] = ()
    grants: tuple[Row, ...] = ()
    left: tuple[str, ...] = field(default=())


def read_source(source: Path) -> SourceTables:
    """The tables at `source`, a folder or one CSV file.

    Raises NotFound where it is not there, StrategyProblems with every table and row that cannot be read.
    """
    if source.is_file():
        return _single(source)
    if not source.is_dir():
        raise NotFound([Problem(str(source), "there is no such file or folder.")])
    files = {path.stem: path for path in sorted(source.glob("*.csv"))}
    if not any(_names(table) & files.keys() for table in NEEDED) and len(files) == 1:
        return _single(next(iter(files.values())))
    return _folder(files)


def _names(table: str) -> set[str]:
    return {table, UPLOADED_AS.get(table, table)}


def _folder(files: dict[str, Path]) -> SourceTables:
    tables: dict[str, tuple[Row, ...]] = {}
    problems: list[Problem] = []
    for table, columns in (NEEDED | USED).items():
        path = next((files[name] for name in sorted(_names(table)) if name in files), None)
        if path:
            tables[table], found = _rows(path, columns)
            problems += found
        elif table in NEEDED:
            problems.append(Problem(f"{table}.csv", "the table is missing.", f"Needed are {listed(NEEDED)}."))
    if problems:
        raise StrategyProblems(problems)
    left = tuple(table for table in LEFT if table in files)
    links = _links(tables)
    measures = tuple(_measure(row, links, tables) for row in tables["measure"])
    return SourceTables(measures, tables["priority"], tables.get("species", ()), tables.get("grant_table", ()), left)


def _rows(path: Path, columns: Sequence[str]) -> tuple[tuple[Row, ...], list[Problem]]:
    text, problems = read_text(path, path.name)
    if text is None:
        return (), problems
    cells, found = parse(text, path.name, columns, columns, or_more=True)
    return cells.rows, [*problems, *found, *_without_number(cells.rows, path.name, columns[0])]


def _without_number(rows: Iterable[Row], name: str, column: str) -> Iterator[Problem]:
    for row in rows:
        if not row.text(column):
            yield Problem(f"{name}:{row.line}", f"{column} is empty.", "Give the row its number, or delete it.")


def number(cell: str) -> str:
    """A number as a spreadsheet or a data frame may have written it (`12`, `12.0`), always as `12`."""
    return cell.removesuffix(".0")


Links = dict[str, dict[str, list[str]]]
"""For each bridge between tables, what each measure is joined to, in the order of the rows."""


def _links(tables: Mapping[str, Iterable[Row]]) -> Links:
    links: Links = {}
    for bridge, column in BRIDGES.items():
        links[bridge] = {}
        for row in tables.get(bridge, ()):
            if row.text(column):
                links[bridge].setdefault(number(row.text("measure_id")), []).append(number(row.text(column)))
    return links


def _measure(row: Row, links: Links, tables: Mapping[str, Iterable[Row]]) -> SourceMeasure:
    own = number(row.text("measure_id"))

    def joined(bridge: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(links[bridge].get(own, ())))

    def called(bridge: str, table: str, key: str, name: str) -> tuple[str, ...]:
        names = {number(one.text(key)): one.text(name) for one in tables.get(table, ())}
        return tuple(names[one] for one in joined(bridge) if names.get(one))

    places = Counter(links["measure_area_priority"].get(own, ()))
    return SourceMeasure(
        id=own,
        **_words(row),
        priorities=tuple(sorted(places, key=lambda priority: (-places[priority], in_order(priority)))),
        types=called("measure_has_type", "measure_type", "measure_type_id", "measure_type"),
        stakeholders=called("measure_has_stakeholder", "stakeholder", "stakeholder_id", "stakeholder"),
        benefits=called("measure_has_benefits", "benefits", "benefit_id", "benefit"),
        species=joined("measure_has_species"),
        grants=joined("measure_area_priority_grant"),
    )


def _words(row: Row) -> dict[str, Any]:
    return {
        "text": row.text("measure"),
        "concise": row.text("concise_measure"),
        "mapped": row.text("mapped_unmapped"),
        "map_layer": row.text("relevant_map_layer"),
        "standing": row.text("core_supplementary"),
        "guidance": row.text("link_to_further_guidance"),
    }


def in_order(number: str) -> tuple[int, str]:
    """A sort key in which 9 comes before 10."""
    return (int(number), "") if number.isdigit() else (10**9, number)


def _single(path: Path) -> SourceTables:
    rows, problems = _rows(path, SINGLE)
    if problems:
        raise StrategyProblems(problems)
    by_measure: dict[str, list[Row]] = {}
    for row in rows:
        by_measure.setdefault(number(row.text("measure_id")), []).append(row)
    priorities = {number(row.text("priority_id")): row for row in rows if row.text("priority_id")}
    species = {
        name: Row(0, {"species_id": name, "common_name": name}) for row in rows for name in several(row, "species")
    }
    measures = tuple(_measure_of_rows(own, same) for own, same in by_measure.items())
    return SourceTables(measures, tuple(priorities.values()), tuple(species.values()))


def _measure_of_rows(own: str, rows: list[Row]) -> SourceMeasure:
    def every(column: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item for row in rows for item in several(row, column)))

    return SourceMeasure(
        id=own,
        **_words(rows[0]),
        priorities=tuple(dict.fromkeys(number(row.text("priority_id")) for row in rows if row.text("priority_id"))),
        types=every("measure_type"),
        stakeholders=every("stakeholder"),
        benefits=every("benefits"),
        species=every("species"),
    )


def several(row: Row, column: str) -> tuple[str, ...]:
    """The things in a cell of the single table, which are separated by semicolons or upright bars."""
    return tuple(item.strip() for part in row.items(column) for item in part.split("|") if item.strip())
