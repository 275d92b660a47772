"""Lists as files: whatever people have typed, no spreadsheet takes it for a formula, and nothing of it is lost."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import count

import pytest
from django.http import HttpRequest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lnrs_web.audit.models import Event
from lnrs_web.exports.answers import NoPurpose, table_response
from lnrs_web.exports.cells import CUT, NO_WORKBOOK_HOLDS, XLSX_LETTERS
from lnrs_web.exports.tables import csv_lines, workbook

BEGIN_FORMULAS = "=+-@\t\r\n＝＋－＠"


def from_csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[list[str]]:
    text = b"".join(csv_lines(columns, rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def from_xlsx(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[list[object]]:
    with workbook(columns, rows) as file:
        sheet = load_workbook(file).active
        assert all(cell.data_type != "f" for row in sheet for cell in row)
        return [[cell.value for cell in row] for row in sheet]


@given(st.text(min_size=1, max_size=40))
@example('=HYPERLINK("http://example.org","x")')
@example(" \t=1+1")
@example("@SUM(A1)")
@example("-2+3")
@example("'=1")
@example("\ufeff=1")
@example("\x00=1")
@example('a,"b"\r\nc')
def test_text_is_never_a_formula_and_never_lost(text: str) -> None:
    meant = NO_WORKBOOK_HOLDS.sub("\ufffd", text)
    held = [from_csv(["told"], [[text, "end"]])[1][0], from_xlsx(["told"], [[text, "end"]])[1][0]]
    for told in held:
        assert isinstance(told, str)
        assert not told.startswith(tuple(BEGIN_FORMULAS))
        assert not told.lstrip().startswith(tuple(BEGIN_FORMULAS))
        assert _lines(told) in (_lines(meant), _lines(f"'{meant}"))


def _lines(text: str) -> str:
    """XML has one way to end a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.lists(st.sampled_from(["=1", "+a", "plain"]), min_size=1, max_size=5))
def test_headings_are_as_safe_as_the_rest(columns: list[str]) -> None:
    for titles in (from_csv(columns, [])[0], from_xlsx(columns, [])[0]):
        assert not [title for title in titles if str(title)[0] in BEGIN_FORMULAS]


def test_values_are_what_they_are() -> None:
    at = datetime(2026, 7, 1, 11, 30, tzinfo=UTC)
    row = [date(2026, 11, 26), at, 3, -2.5, True, None, ["a", "b"], float("-inf")]
    told = ["2026-11-26", "2026-07-01 12:30:00", "3", "-2.5", "yes", "", "a; b", "'-inf"]
    assert from_csv(["x"] * 8, [row])[1] == told
    day, time, *others = from_xlsx(["x"] * 8, [row])[1]
    assert (day, time) == (datetime(2026, 11, 26), datetime(2026, 7, 1, 12, 30))
    assert others == [3, -2.5, "yes", None, "a; b", "'-inf"]


def test_a_text_too_long_for_a_workbook_says_where_it_is_whole() -> None:
    long = "m" * (XLSX_LETTERS + 1)
    assert from_csv(["x"], [[long]])[1] == [long]
    cut = str(from_xlsx(["x"], [[long]])[1][0])
    assert len(cut) == XLSX_LETTERS
    assert cut.endswith(CUT)


def test_a_csv_file_is_given_while_it_is_made() -> None:
    endless: Iterator[list[int]] = ([number] for number in count())
    lines = csv_lines(["number"], endless)
    assert [next(lines) for _ in range(4)] == ["\ufeff".encode(), b"number\r\n", b"0\r\n", b"1\r\n"]


def test_more_than_26_columns_have_names() -> None:
    assert len(from_xlsx([f"column {number}" for number in range(60)], [])[0]) == 60


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_public_table_is_a_file_with_its_day_in_its_name(form: str) -> None:
    answer = table_response(HttpRequest(), "kent-measures", ["ref"], [["GL1"]], form)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="kent-measures-20')
    assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
    assert b"".join(answer.streaming_content)
    for close in answer._resource_closers:  # `answer.close()` would ask the database too
        close()


@pytest.mark.django_db
def test_a_restricted_table_is_on_record_with_who_and_what_for() -> None:
    given = {"restricted": True, "by": "ada@example.org", "purpose": "the  inspector asked\nfor it"}
    answer = table_response(HttpRequest(), "mail", ["key"], [["1"]], "csv", **given)
    event = Event.objects.get()
    assert (event.by, event.which, event.became) == ("ada@example.org", "mail", "csv, for: the inspector asked for it")
    assert answer.headers["Cache-Control"] == "no-store, private"


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", ["", "because", "m" * 301])
def test_without_a_purpose_a_restricted_table_is_not_given(purpose: str) -> None:
    with pytest.raises(NoPurpose, match="purpose"):
        table_response(HttpRequest(), "mail", [], [], "csv", restricted=True, by="ada", purpose=purpose)
    assert not Event.objects.exists()


def test_a_restricted_table_is_given_to_somebody_and_every_table_in_a_form_that_is() -> None:
    with pytest.raises(ValueError, match="somebody"):
        table_response(HttpRequest(), "mail", [], [], "csv", restricted=True, purpose="the inspector asked")
    with pytest.raises(ValueError, match="csv, xlsx"):
        table_response(HttpRequest(), "mail", [], [], "pdf")
