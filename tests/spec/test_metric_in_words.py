"""What an ecologist is told of a metric: headline, reasons, trading rules, and where Excel said otherwise."""

import io
import json
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from lnrs.errors import CannotWrite, MetricProblems, NotFound, NotInForce
from lnrs.net_gain import data, words
from lnrs.net_gain.assessment import Assessment, assess
from lnrs.net_gain.writing import write_report

from ..metric_case import FIELD, MEADOW_FARM, Rows, habitat, write_geopackage, write_workbook

DAY = date(2026, 11, 27)


@pytest.fixture
def farm(tmp_path: Path) -> Assessment:
    return assess(write_workbook(tmp_path / "farm.xlsx"), on=DAY)


def told(found: Assessment) -> str:
    return "\n".join([*words.lines(found), *("  ".join(row) for row in words.rows(found)), *words.verdicts(found)])


def of(tmp_path: Path, rows: Rows, **others: object) -> Assessment:
    return assess(write_workbook(tmp_path / "m.xlsx", rows, **others), on=DAY)  # type: ignore[arg-type]


def test_the_headline_has_units_before_and_afterwards_and_the_share_of_gain(farm: Assessment) -> None:
    """2.5 ha of poor modified grassland and 1 ha of cereals are 7 units; what is kept, made better and made, 19.03."""
    said = told(farm)
    assert "Meadow Farm: statutory biodiversity metric" in said
    assert "Planning authority: Ashford Borough Council" in said
    assert "Rules: Statutory biodiversity metric, February 2024, as of 27 November 2026." in said
    kept, better = 0.5 * 2 * 1, (1.5 * (12 - 2) * 0.5860163055 + 1.5 * 2) * 1.15
    # other broadleaved woodland in moderate condition: 15 years, delayed by 2, and of low difficulty to create
    wood = 1.5 * 4 * 2 * 1.15 * 0.965**17
    after = kept + better + wood
    area = farm.metric.module("area")
    assert float(area.on_site.after) == pytest.approx(after, abs=1e-8)
    assert f"Area habitats  7.0000  {after:.4f}  0.0000  0.0000  {after - 7:+.4f}  {(after - 7) / 7:+.2%}" in said
    assert f"Area habitats: 10 % gain is reached ({(after - 7) / 7:+.2%})." in said


def test_a_gain_that_is_not_reached_says_how_many_units_are_missing(tmp_path: Path) -> None:
    rows: Rows = {"A-1": [{**MEADOW_FARM["A-1"][1], "ref": 1, "retained": 1}]}
    assert "Area habitats: 10 % gain is not reached: 0.2000 units are missing (+0.00%)." in told(of(tmp_path, rows))


def test_a_trading_rule_that_is_broken_says_what_is_missing(tmp_path: Path) -> None:
    """A lost meadow of high distinctiveness is not made good with any amount of woodland of medium distinctiveness."""
    lost = {**MEADOW_FARM["A-1"][0], "broad": "Grassland", "habitat": "Lowland calcareous grassland", "size": 1,
            "retained": 0, "enhanced": 0}  # fmt: skip
    said = told(of(tmp_path, {"A-1": [lost], "A-2": [{**MEADOW_FARM["A-2"][0], "size": 50}]}))
    assert "10 % gain is reached" in said
    assert "  High: the same habitat: 6 units are missing." in said


def test_every_unit_of_a_parcel_is_explained_term_by_term(farm: Assessment) -> None:
    said = "\n".join(words.explained(farm, "A-1.1"))
    assert "A-1.1, there before: 5.0000 units" in said
    assert "area 2.5 (ha) x distinctiveness 2 (Low) x condition 1 (Poor) x strategic significance 1" in said
    assert "time to target 0.586016 (15 years) x difficulty 1 (Low, to enhance)" in said
    assert "E-2.1, created, off the site" in "\n".join(words.explained(farm, "E-2.1"))
    with pytest.raises(NotFound, match=r"has no parcel Z. It has A-1.1, A-1.2"):
        list(words.explained(farm, "Z"))


def test_results_that_excel_kept_are_compared_and_every_difference_is_told(tmp_path: Path) -> None:
    first, second = MEADOW_FARM["A-1"]
    same: Rows = {**MEADOW_FARM, "A-1": [{**first, "units": 5, "units_retained": 1}, second]}
    assert "all 2 numbers of units that were kept in the workbook are the same here" in told(of(tmp_path, same))
    other: Rows = {**MEADOW_FARM, "A-1": [{**first, "units": 5.5, "units_retained": 1}, second]}
    said = told(of(tmp_path, other))
    assert "1 of 2 numbers of units that were kept in the workbook are others here" in said
    assert "A-1.1, there before: 5.5 was kept, 5 is ours." in said
    assert "no results were kept in the workbook" in told(of(tmp_path, MEADOW_FARM))


def test_a_file_of_what_is_there_is_not_judged(tmp_path: Path) -> None:
    before = habitat("F", FIELD, **{"Retention Category": None})
    found = assess(write_geopackage(tmp_path / "m.gpkg", {"Habitats": [before]}), on=DAY)
    said = told(found)
    assert "Area habitats  4.0000    0.0000" in said
    assert "What becomes of it is not said, so there is no change to judge." in said
    assert "gain is" not in said


def test_the_day_decides_which_rules_hold(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "m.xlsx", start={"completed": 45349})
    assert assess(book).on == date(2024, 2, 27)
    with pytest.raises(NotInForce, match="2024-02-11"):
        assess(book, on=date(2024, 2, 11))


def test_a_plan_of_which_the_metric_can_say_nothing_is_refused_with_every_reason(tmp_path: Path) -> None:
    wrong: Rows = {**MEADOW_FARM, "A-2": [{**MEADOW_FARM["A-2"][0], "habitat": "Fairy wood", "advance": 2}]}
    with pytest.raises(MetricProblems) as caught:
        of(tmp_path, wrong)
    assert [problem.where for problem in caught.value.problems] == ["A-2.1", "A-2.1"]


def test_the_data_have_exact_numbers_beside_floating_ones(farm: Assessment) -> None:
    said = json.loads(json.dumps(data.as_data(farm), default=str))
    area = said["modules"][0]
    assert Fraction(area["change"]["exact"]) == farm.metric.module("area").change
    assert area["on_site"]["before"] == {"units": 7.0, "exact": "7"}
    (row,) = (row for row in said["rows"] if row["ref"] == "B-1.1" and row["part"] == "before")
    assert [factor["name"] for factor in row["terms"][0]["factors"]] == [
        "length", "distinctiveness", "condition", "strategic significance",
    ]  # fmt: skip
    assert said["project"]["name"] == "Meadow Farm"


def test_the_report_is_a_page_a_tagged_pdf_and_a_spreadsheet_of_the_same_facts(
    farm: Assessment, tmp_path: Path
) -> None:
    page, printed, sheet = (tmp_path / f"report{ending}" for ending in (".html", ".pdf", ".xlsx"))
    for target in (page, printed, sheet):
        write_report(farm, target)
        first = target.read_bytes()
        write_report(farm, target)
        assert target.read_bytes() == first, "the same metric gives the same bytes"
    html = page.read_text(encoding="utf-8")
    change = float(farm.metric.module("area").change)
    for fact in ("Meadow Farm", f"+{change:.4f}", "A-1.1", "difficulty 1 (Low, to enhance)", "Trading rules"):
        assert fact in html
    assert '<html lang="en' in html
    reader = PdfReader(printed)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert f"+{change:.4f}" in "".join(one.extract_text() for one in reader.pages)
    book = openpyxl.load_workbook(sheet)
    assert book.sheetnames == ["Metric", "Headline", "Trading rules", "Units", "Reasons", "Noticed"]
    headline = {row[0].value: row[5].value for row in book["Headline"].iter_rows(min_row=2)}
    assert headline["Area habitats"] == pytest.approx(change)
    assert book["Units"].freeze_panes == "A2"


def test_text_of_a_file_never_becomes_a_formula_or_markup(tmp_path: Path) -> None:
    trick = '=HYPERLINK("https://example.org") <script>alert(1)</script>'
    found = of(tmp_path, MEADOW_FARM, start={"name": trick, "planning_authority": '#import "x"'})
    for ending in (".html", ".pdf", ".xlsx"):
        write_report(found, tmp_path / f"report{ending}")
    assert "<script>alert" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    cell = openpyxl.load_workbook(tmp_path / "report.xlsx")["Metric"]["B2"]
    assert (cell.data_type, cell.value) == ("s", trick)
    with zipfile.ZipFile(io.BytesIO((tmp_path / "report.xlsx").read_bytes())) as parts:
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist())


def test_a_report_of_another_kind_is_refused(farm: Assessment, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=r"is no kind of report: it ends in \.docx"):
        write_report(farm, tmp_path / "report.docx")
    assert list(tmp_path.glob("report*")) == []
