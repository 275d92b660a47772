"""What changed from one edition of an area to another, as its page tells it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lnrs
from lnrs.edition import read
from lnrs.edition.diff import diff, to_json
from lnrs.edition.explain_words import KINDS
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.derived import made_once
from lnrs_web.editions.models import Edition, FundingRoute, Measure, Priority, Species
from lnrs_web.strategy import figures, prose
from lnrs_web.strategy.word_changes import Reworded, paragraphs, reworded

Found = Mapping[str, Any]
"""A difference as `lnrs.edition.diff.to_json` has it."""

TABLES = {
    "priorities": "Priorities",
    "measures": "Measures",
    "species": "Species",
    "funding": "Ways to pay",
    "metric_habitats": "Habitats of the statutory biodiversity metric",
}


@dataclass(frozen=True)
class Land:
    """How the land of one thing on the map changed, in hectares, each counted once."""

    ref: str
    """The reference of the measure; nothing for the areas of importance and those that could become so."""
    words: str
    before_ha: float
    after_ha: float
    gained_ha: float
    lost_ha: float
    pieces_before: int | None
    """Pieces of land; nothing where the edition does not count them."""
    pieces_after: int | None


@dataclass(frozen=True)
class Row:
    """A row of a table that came or went, or one cell of it that says something else."""

    ref: str
    words: str
    field: str
    text: Reworded | None


@dataclass(frozen=True)
class Table:
    """What changed in one table of the strategy."""

    words: str
    added: list[Row]
    removed: list[Row]
    reworded: list[Row]


@dataclass(frozen=True)
class Chapter:
    """What changed in one chapter of prose."""

    title: str
    what: str
    """added, removed or changed."""
    paragraphs: list[Reworded]


@dataclass(frozen=True)
class Changes:
    """Everything that differs between two editions, as far as it says something to a reader."""

    whole: list[Land]
    measures: list[Land]
    """The measures whose land changed."""
    unchanged: int
    """Mapped measures whose land is the same."""
    tables: list[Table]
    chapters: list[Chapter]
    sites: list[Mapping[str, str]]
    rules: list[Mapping[str, Any]]
    sources: list[Mapping[str, str]]
    findings: list[Mapping[str, str]]

    @property
    def any(self) -> bool:
        """Whether anything changed that the page tells."""
        land = any(one.gained_ha or one.lost_ha for one in self.whole) or self.measures
        return bool(land or self.tables or self.chapters or self.sites or self.rules or self.sources or self.findings)


def changes(before: Edition, after: Edition) -> Changes:
    """What changed between two editions. The first to ask for a pair waits while their maps are compared; the answer
    is kept."""
    found = _found(before, after)
    old, new = _names(before), _names(after)
    names = {table: old[table] | new[table] for table in TABLES}
    pieces = [_pieces(edition) for edition in (before, after)]
    land = [_land(one, names["measures"], *pieces) for one in found["measures"]]
    moved = [one for one in land if _is_changed(one)]
    return Changes(
        whole=[_land(found[name], {}, {}, {}) for name in ("importance", "could_become")],
        measures=moved,
        unchanged=len(land) - len(moved),
        tables=[_table(one, names[one["table"]]) for one in found["tables"]],
        chapters=list(_chapters(found, before, after)),
        sites=[one | {"kind": KINDS.get(one["kind"], one["kind"])} for one in found["sites"]],
        rules=found["rules"],
        sources=[one | {"layer": one["layer"].replace("_", " ")} for one in found["sources"]],
        findings=found["findings"],
    )


def _found(before: Edition, after: Edition) -> Found:
    def compare(draft: Path) -> None:
        draft.write_text(json.dumps(to_json(diff(folder_of(before), folder_of(after)))), encoding="utf-8")

    name = f"comparisons/{lnrs.__version__}/{before.identity}..{after.identity}.json"
    return json.loads(made_once(name, compare).read_text(encoding="utf-8"))


def _names(edition: Edition) -> dict[str, dict[str, str]]:
    """What each row of the strategy's tables is called, by its reference."""
    of = {"priorities": (Priority, "priority"), "measures": (Measure, "measure"), "species": (Species, "common_name")}
    of |= {"funding": (FundingRoute, "name")}
    rows = {
        table: dict(kind.objects.filter(edition=edition).values_list("ref", name)) for table, (kind, name) in of.items()
    }
    return rows | {"metric_habitats": {}}


def _pieces(edition: Edition) -> dict[str, int]:
    return {row["measure"]: int(row["pieces"]) for row in figures.rows_of(edition, "by_measure")}


def _land(one: Found, names: Mapping[str, str], before: Mapping[str, int], after: Mapping[str, int]) -> Land:
    ref = one["name"] if one["name"] in names else ""
    return Land(
        ref=ref,
        words=names.get(ref, one["name"]),
        before_ha=one["before_ha"],
        after_ha=one["after_ha"],
        gained_ha=one["gained_ha"],
        lost_ha=one["lost_ha"],
        pieces_before=before.get(ref),
        pieces_after=after.get(ref),
    )


def _is_changed(land: Land) -> bool:
    """Whether more than a square metre came or went, as in `lnrs.edition.difference`."""
    return max(land.gained_ha, land.lost_ha) >= 1e-4


def _table(one: Found, names: Mapping[str, str]) -> Table:
    def rows(refs: list[str]) -> list[Row]:
        return [Row(ref, names.get(ref, ""), "", None) for ref in refs]

    cells = [
        Row(
            cell["ref"],
            names.get(cell["ref"], ""),
            cell["field"].replace("_", " "),
            reworded(cell["before"], cell["after"]),
        )
        for cell in one["reworded"]
    ]
    return Table(TABLES[one["table"]], rows(one["added"]), rows(one["removed"]), cells)


def _chapters(found: Found, before: Edition, after: Edition) -> Iterator[Chapter]:
    old, new = (read.provenance(folder_of(edition)).get("prose", {}) for edition in (before, after))
    titles = {one.name: one.title for edition in (before, after) for one in prose.chapters_of(edition)}
    for one in found["prose"]:
        name = one["chapter"]
        texts = paragraphs(old.get(name, ""), new.get(name, "")) if one["what"] == "changed" else ()
        yield Chapter(titles.get(name, name), one["what"], list(texts))
