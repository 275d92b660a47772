"""The report of a metric as a file, of the kind that its name says."""

from collections.abc import Callable, Mapping
from pathlib import Path

from lnrs.document.html import render_html
from lnrs.document.pdf import render_pdf
from lnrs.errors import CannotWrite, Problem
from lnrs.layers.writing import write_bytes
from lnrs.net_gain.assessment import Assessment
from lnrs.net_gain.report import document
from lnrs.net_gain.spreadsheet import spreadsheet


def check_name(target: Path, file: Path) -> None:
    """Raises CannotWrite where a report of a metric's file could not be called so: of no kind, or the file itself."""
    _maker(target)
    if target.resolve() == file.resolve():
        raise CannotWrite([Problem(str(target), "is the metric itself.", "Give the report another name.")])


def write_report(found: Assessment, target: Path) -> None:
    """Write the report as an accessible page, a tagged PDF or a spreadsheet, as its name ends. Raises CannotWrite."""
    write_bytes(target, _maker(target)(found))


def _maker(target: Path) -> Callable[[Assessment], bytes]:
    ending = target.suffix.lower()
    if ending not in WRITERS:
        what = f"is no kind of report: it ends in {ending or 'nothing'}."
        raise CannotWrite([Problem(str(target), what, f"End it in {', '.join(WRITERS)}.")])
    return WRITERS[ending]


WRITERS: Mapping[str, Callable[[Assessment], bytes]] = {
    ".html": lambda found: render_html(document(found)).encode(),
    ".pdf": lambda found: render_pdf(document(found)),
    ".xlsx": spreadsheet,
}
"""How a report is made, by the ending of its name."""
