"""`lnrs metric` asked for a report that cannot be had: it says so, and writes nothing."""

from pathlib import Path

import pytest

from ..metric_case import write_workbook
from .commands import refused


@pytest.mark.parametrize(
    ("exit_code", "words", "says"),
    [
        (12, ["--explain", "H99", "--report", "report.html"], "has no parcel H99."),
        (16, ["--report", "report.docx"], "is no kind of report: it ends in .docx."),
        (16, ["--report", "./farm.xlsx"], "is the metric itself."),
        (16, ["--example"], "farm.xlsx: is there already."),
        (16, ["--report", "farm.xlsx/report.html"], "could not be written"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)
def test_nothing_is_written(tmp_path: Path, exit_code: int, words: list[str], says: str) -> None:
    before = write_workbook(tmp_path / "farm.xlsx").read_bytes()
    assert says in refused(exit_code, "metric", "farm.xlsx", *words, cwd=tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["farm.xlsx"]
    assert (tmp_path / "farm.xlsx").read_bytes() == before
