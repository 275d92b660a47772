"""What a spreadsheet program worked out and kept in the workbook, so that differences can be told."""

from collections.abc import Iterator, Mapping

from lnrs.bng.tables import MODULES, Module
from lnrs.metric_files.layout import Row
from lnrs.metric_files.model import Headline, Kept, Part
from lnrs.metric_files.sheets import Cell, Workbook

PARTS: Mapping[str, tuple[tuple[Part, str], ...]] = {
    "existing": (("before", "units"), ("retained", "units_retained")),
    "created": (("created", "units"),),
    "enhanced": (("enhanced", "units"),),
}
HEADLINE = ("H8", "H12", "L20", "L24", "H47")
"""Of the first module in the sheet of headline results; the others stand in the two rows below."""


def kept_of(row: Row, ref: str) -> Iterator[Kept]:
    """The units that were kept for a line; words, such as those of an error, are none."""
    for part, column in PARTS[row.layout.part]:
        units = _number(row[column])
        if units is not None:
            yield Kept(ref, row.layout.module, part, units)


def headline(book: Workbook) -> dict[Module, Headline]:
    """The headline results by module; none where nothing was kept."""
    sheet = book.sheet("Headline Results")
    found: dict[Module, Headline] = {}
    for below, module in enumerate(MODULES):
        values = [_number(sheet[f"{cell[0]}{int(cell[1:]) + below}"]) for cell in HEADLINE]
        if any(value is not None for value in values):
            found[module] = Headline(*values)
    return found


def _number(cell: Cell | None) -> float | None:
    return cell if isinstance(cell, float) else None
