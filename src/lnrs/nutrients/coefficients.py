"""Export coefficients: what a hectare of land loses in a year, by land use and, where the table says, by soil, rainfall
and nitrate vulnerable zone.

Natural England's table for Stodmarsh was not found in print, so that the table is given with the development.
"""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from lnrs.errors import Problem
from lnrs.marks import in_brackets, mark_of
from lnrs.nutrients.amounts import Pair
from lnrs.nutrients.development import LandUse
from lnrs.nutrients.fields import Fields, did_you_mean

COLUMNS = ("land_use", "soil", "rainfall", "nvz", "nitrogen_kg_ha", "phosphorus_kg_ha", "source", "checked")
LONGEST_LINE = 10_000
"""Letters. Said here since csv's own limit belongs to the whole process, and others change it."""


@dataclass(frozen=True)
class Site:
    """What the coefficients of a site depend on beside land use; empty where the table does not ask."""

    soil: str = ""
    """The drainage class of the soil, as the table has it."""
    rainfall: str = ""
    """The band of annual rainfall, as the table has it."""
    nvz: str = ""
    """Whether it lies in a nitrate vulnerable zone, as the table has it."""


@dataclass(frozen=True)
class Coefficient:
    """One row of a table of coefficients; an empty cell holds for every site."""

    land_use: str
    site: Site
    kg_ha: Pair
    source: str
    checked: bool

    def holds_for(self, land_use: str, site: Site) -> bool:
        """Whether a row is about this land use on this site."""
        cells = ((self.site.soil, site.soil), (self.site.rainfall, site.rainfall), (self.site.nvz, site.nvz))
        return self.land_use == land_use and all(cell in ("", there) for cell, there in cells)

    @property
    def narrow(self) -> int:
        """How many of soil, rainfall and zone it depends on."""
        return sum(bool(cell) for cell in (self.site.soil, self.site.rainfall, self.site.nvz))

    @property
    def use(self) -> LandUse:
        """As a land use, with where its numbers come from."""
        mark = in_brackets(mark_of(checked=self.checked))
        return LandUse(self.land_use, self.kg_ha, f"{self.source or 'no source given'}{mark}")


def read_coefficients(path: Path, problems: list[Problem]) -> tuple[Coefficient, ...]:
    """The rows of a CSV of coefficients; what is wrong with it is noted in `problems`."""
    return tuple(coefficient(fields) for fields in rows_of(path, problems, COLUMNS))


def rows_of(path: Path, problems: list[Problem], columns: tuple[str, ...]) -> list[Fields]:
    """The rows of a CSV, each with its line; what is wrong with the file is noted in `problems`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        what = (
            "is no UTF-8 text"
            if isinstance(error, UnicodeDecodeError)
            else getattr(error, "strerror", "") or str(error)
        )
        problems.append(Problem(path.name, f"cannot be read: {what}.", "Give a CSV file beside the development."))
        return []
    lines = text.splitlines()
    if any(len(line) > LONGEST_LINE for line in lines):
        what = f"cannot be read: a line has more than {LONGEST_LINE:,} letters."
        problems.append(Problem(path.name, what, "Save it as CSV again."))
        return []
    table = csv.DictReader(lines, restkey="")
    try:
        names, rows = list(table.fieldnames or ()), [(table.line_num, row) for row in table]
    except csv.Error as error:
        problems.append(Problem(path.name, f"cannot be read: {error}.", "Save it as CSV again."))
        return []
    for name in sorted(set(names)):
        if name not in columns:
            problems.append(Problem(path.name, f"column {name!r} is not known.", did_you_mean(name, columns)))
        elif names.count(name) > 1:
            problems.append(Problem(path.name, f"column {name!r} stands twice.", "Leave one of the two out."))
    for number, row in rows:
        if "" in row:
            do = "Put a cell that has a comma in it in quotation marks."
            problems.append(Problem(f"{path.name}:{number}", "has more cells than there are columns.", do))
    known = [
        (number, {key: cell.strip() for key, cell in row.items() if key in columns and isinstance(cell, str)})
        for number, row in rows
    ]
    return [Fields(f"{path.name}:{number}", row, problems) for number, row in known]


def coefficient(fields: Fields) -> Coefficient:
    """One row of a table of coefficients."""
    return Coefficient(
        fields.text("land_use"),
        Site(fields.text("soil", ""), fields.text("rainfall", ""), fields.text("nvz", "")),
        Pair(fields.number("nitrogen_kg_ha"), fields.number("phosphorus_kg_ha")),
        fields.text("source", ""),
        fields.given("checked") and fields.day("checked") < date.max,
    )


def land_use(name: str, site: Site, table: tuple[Coefficient, ...], fields: Fields, key: str) -> LandUse:
    """What land of a use loses on a site: the row that depends on most of what the site is.

    No row, or two rows that are as narrow, is noted as a problem of `fields`.
    """
    rows = [row for row in table if row.holds_for(name, site)]
    best = [row for row in rows if row.narrow == max(row.narrow for row in rows)]
    if len(best) == 1:
        return best[0].use
    if best:
        fields.wrong(f"{key} is {name!r}, for which {len(best)} coefficients hold.", "Leave one of the rows out.")
    elif name in {row.land_use for row in table}:
        fields.wrong(
            f"{key} is {name!r}, for which no coefficient holds on this soil, rainfall and zone.",
            "Say in [site] which they are, as the table of coefficients has them.",
        )
    elif name:
        known = sorted({row.land_use for row in table})
        fields.wrong(
            f"{key} is {name!r}, for which there is no coefficient.",
            did_you_mean(name, known) if known else 'Name a table: coefficients = "coefficients.csv".',
        )
    return LandUse(name, Pair(Decimal(0), Decimal(0)))
