"""Where the official workbook of February 2024 has what: sheets, rows and columns (read from workbook_4_1.csv)."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

from lnrs.bng.tables import Module
from lnrs.errors import Problem
from lnrs.metric_files.sheets import Cell, Sheet
from lnrs.metric_files.vocabulary import plain

SHEETS = ("Start", "Main Menu", "Results", "Headline Results")
"""Sheets that every release of the official workbook has."""
START_COLUMN = "F"
START_ROWS: Mapping[str, int] = {
    "planning_authority": 11,
    "name": 12,
    "application": 15,
    "completed_by": 16,
    "completed": 17,
}
VERSION_CELL = "D8"
DRAFT_CELL = "D10"
"""Of the off-site baseline: drafts of version 4.1 have `Baseline ref` there."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "ref": ("ref", "baseline ref"),
    "broad": ("broad habitat", "proposed broad habitat"),
    "habitat": ("habitat type", "proposed habitat", "watercourse type"),
    "irreplaceable": ("irreplaceable habitat",),
    "size": ("area (hectares)", "length (km)"),
    "condition": ("condition", "habitat condition"),
    "significance": ("strategic significance",),
    "in_watercourse": ("extent of encroachment",),
    "on_banks": ("extent of encroachment for both banks",),
    "risk": ("spatial risk category",),
    "retained": ("area retained", "length retained"),
    "enhanced": ("area enhanced", "length enhanced"),
    "advance": ("habitat created in advance", "habitat enhanced in advance"),
    "delay": ("delay in starting habitat",),
}
"""How the heading of each column begins, in small letters."""


@dataclass(frozen=True)
class Layout:
    """One sheet of lines."""

    sheet: str
    module: Module
    part: str
    """`existing`, `created` or `enhanced`."""
    off_site: bool
    headings: int
    """The row of headings; some stand in the row above it."""
    first: int
    last: int
    columns: Mapping[str, str]
    """The letter of each column that the sheet has."""

    @property
    def short(self) -> str:
        """`D-1`."""
        return self.sheet.split()[0]

    @property
    def baseline(self) -> str:
        """The short name of the sheet whose lines this one enhances, or its own."""
        return f"{self.short[0]}-1"

    def rows(self, sheet: Sheet) -> Iterator["Row"]:
        """The rows in which somebody named a habitat or gave a size."""
        for at in range(self.first, self.last + 1):
            row = Row(self, sheet, at)
            if any(plain(row[one]) for one in ("habitat", "size") if one in self.columns):
                yield row

    def problems(self, sheet: Sheet, where: str) -> list[Problem]:
        """Columns that are not what they should be."""
        wrong = []
        for name, letter in self.columns.items():
            above = [plain(sheet[f"{letter}{row}"]).casefold() for row in (self.headings, self.headings - 1)]
            expected = HEADINGS.get(name, ("",))
            if not any(text.startswith(expected) for text in above):
                what = f"column {letter} should be {expected[0]!r}, and is headed {above[0] or above[1]!r}."
                wrong.append(Problem(f"{where} {self.sheet}", what, "Use the official tool as it was published."))
        return wrong


@dataclass(frozen=True)
class Row:
    """One line of a sheet."""

    layout: Layout
    sheet: Sheet
    at: int

    def __getitem__(self, name: str) -> Cell | None:
        letter = self.layout.columns.get(name)
        return None if letter is None else self.sheet[f"{letter}{self.at}"]

    @property
    def place(self) -> str:
        """Sheet and row."""
        return f"{self.layout.sheet}:{self.at}"


@cache
def layouts() -> tuple[Layout, ...]:
    """Every sheet of lines."""
    text = files("lnrs.metric_files").joinpath("workbook_4_1.csv").read_text(encoding="utf-8")
    return tuple(_layout(cast(dict[str, Any], row)) for row in csv.DictReader(text.splitlines()))


def _layout(row: dict[str, Any]) -> Layout:
    return Layout(
        sheet=row.pop("sheet"),
        module=row.pop("module"),
        part=row.pop("part"),
        off_site=row.pop("off_site") == "yes",
        headings=int(row.pop("headings")),
        first=int(row.pop("first")),
        last=int(row.pop("last")),
        columns={name: letter for name, letter in row.items() if letter},
    )
