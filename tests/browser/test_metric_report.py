"""The report of a metric as a page: an ecologist sends it to people who read it on whatever they have."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from lnrs.net_gain.assessment import assess
from lnrs.net_gain.writing import write_report

from ..metric_case import write_workbook


def test_the_report_of_a_metric_has_no_barrier_and_fits_a_telephone(
    page: Page, phone: Page, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    report = tmp_path / "report.html"
    write_report(assess(write_workbook(tmp_path / "farm.xlsx"), on=date(2026, 11, 27)), report)
    for one in (page, phone):
        one.set_content(report.read_text(encoding="utf-8"))
        expect(one.get_by_role("heading", level=1)).to_have_count(1)
        expect(one.get_by_role("table").first).to_be_visible()
        axe(one)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
