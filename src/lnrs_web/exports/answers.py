"""A table, or a PDF, as the answer to a request. What is restricted is given for a purpose, and that is on record."""

from collections.abc import Iterable, Sequence

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from lnrs.errors import LnrsError, Problem
from lnrs_web.audit.actions import record
from lnrs_web.exports.tables import csv_lines, workbook

CSV, XLSX = "csv", "xlsx"
FORMS = {CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
PRIVATE = "no-store, private"
LEAST_LETTERS, MOST_LETTERS = 10, 300


class NoPurpose(LnrsError):
    """Somebody wants a restricted table and does not say what for."""

    summary = "The table was not given"


def purpose_of(typed: str) -> str:
    """A purpose as it was typed, on one line. Raises NoPurpose for one that is too short or too long to be one."""
    purpose = " ".join(typed.split())
    if len(purpose) < LEAST_LETTERS:
        what = "You have not said what you need it for."
        raise NoPurpose([Problem("purpose", what, f"Say it in a few words, at least {LEAST_LETTERS} letters.")])
    if len(purpose) > MOST_LETTERS:
        what = f"What you need it for has more than {MOST_LETTERS} letters."
        raise NoPurpose([Problem("purpose", what, "Say it in fewer words.")])
    return purpose


def pdf_response(pdf: bytes, name: str, *, private: bool = False) -> HttpResponse:
    """A PDF as a file to be saved, `NAME.pdf`; what is `private` no cache keeps."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    if private:
        headers["Cache-Control"] = PRIVATE
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def table_response(
    request: HttpRequest,  # noqa: ARG001  # whoever answers a request gives it
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    form: str,
    *,
    restricted: bool = False,
    by: object = None,
    purpose: str = "",
    area: int | None = None,
) -> HttpResponseBase:
    """Rows as a file to be saved, `NAME-2026-11-26.csv` or `.xlsx`; `form` is `csv` or `xlsx`.

    `name` is of small letters, figures and hyphens. Values may be text, numbers, dates, times, yes or no, lists or
    nothing.
    A restricted table is for `by`, for a `purpose` of at least ten letters, and is recorded before its first byte, for
    the officers of an `area` (by number) where it is of one; no cache keeps it. Whether somebody may have it is for
    whoever calls.

    Raises NoPurpose, and ValueError for another form, and where nobody is named for a restricted table.
    """
    if form not in FORMS:
        raise ValueError(f"a table is given as one of {', '.join(FORMS)}, not {form}")
    if restricted:
        if by is None:
            raise ValueError("a restricted table is given to somebody")
        record("export restricted table", name, by=str(by), became=f"{form}, for: {purpose_of(purpose)}", area=area)
    answer: HttpResponseBase
    if form == CSV:
        answer = StreamingHttpResponse(csv_lines(columns, rows), content_type=FORMS[form])
    else:
        answer = FileResponse(workbook(columns, rows), content_type=FORMS[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{form}"'
    if restricted:
        answer.headers["Cache-Control"] = PRIVATE
    return answer
