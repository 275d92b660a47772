"""The report of a metric as a file, of the kind that its name says."""

from pathlib import Path

from lnrs.document.html import render_html
from lnrs.document.pdf import render_pdf
from lnrs.errors import CannotWrite, Problem
from lnrs.layers.writing import write_bytes
from lnrs.net_gain.assessment import Assessment
from lnrs.net_gain.report import document
from lnrs.net_gain.spreadsheet import spreadsheet

KINDS = (".html", ".pdf", ".xlsx")


def write_report(found: Assessment, target: Path) -> None:
    """Write the report as an accessible page, a tagged PDF or a spreadsheet. Raises CannotWrite."""
    match target.suffix.lower():
        case ".html":
            write_bytes(target, render_html(document(found)).encode())
        case ".pdf":
            write_bytes(target, render_pdf(document(found)))
        case ".xlsx":
            write_bytes(target, spreadsheet(found))
        case other:
            what = f"is no kind of report: it ends in {other or 'nothing'}."
            raise CannotWrite([Problem(str(target), what, f"End it in {', '.join(KINDS)}.")])
