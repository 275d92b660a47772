"""The official workbook as an ecologist has filled it in: what is read out of it, and what is not taken."""

import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from lnrs.bng.net_change import metric_of
from lnrs.bng.parcels import State, Timing
from lnrs.errors import MetricFileRefused, NotFound
from lnrs.metric_files import MetricFile, read

from ..metric_case import DESIRABLE, IN_STRATEGY, MEADOW_FARM, NOT_IN_STRATEGY, PROVIDER, Rows, write_workbook

DAY = date(2026, 11, 27)


@pytest.fixture
def farm(tmp_path: Path) -> MetricFile:
    return read(write_workbook(tmp_path / "farm.xlsx"))


def changed(sheet: str, **said: object) -> Rows:
    """The farm with the first line of a sheet changed."""
    first, *others = MEADOW_FARM[sheet]
    return {**MEADOW_FARM, sheet: [{**first, **said}, *others]}


def refused(path: Path) -> str:
    with pytest.raises(MetricFileRefused) as caught:
        read(path)
    assert all(problem.where and problem.what for problem in caught.value.problems)
    return str(caught.value)


def test_every_line_becomes_a_parcel_with_the_reference_of_its_sheet(farm: MetricFile) -> None:
    field, arable, hedge, ditch = farm.plan.existing
    assert (field.ref, field.module, field.size) == ("A-1.1", "area", Decimal("2.5"))
    assert field.state == State("Grassland - Modified grassland", "Poor", "low")
    assert (field.retained, field.enhanced, field.lost) == (Decimal("0.5"), Decimal("1.5"), Fraction(1, 2))
    assert (arable.ref, arable.lost) == ("A-1.2", 1)
    assert (hedge.ref, hedge.module, hedge.state.significance) == ("B-1.1", "hedgerow", "medium")
    assert (ditch.state.in_watercourse, ditch.state.on_banks) == ("Minor", "Minor/No Encroachment")
    assert all(one.off_site is None for one in farm.plan.existing)
    wood, planted = farm.plan.created
    assert (wood.ref, wood.timing) == ("A-2.1", Timing(delay_years=2))
    assert (planted.ref, planted.off_site) == ("E-2.1", Fraction(3, 4))
    better = {one.ref: one for one in farm.plan.enhanced}
    assert better["A-1.1"].existing is field
    assert better["A-1.1"].state == State("Grassland - Other neutral grassland", "Good", "high")
    assert better.keys() == {"A-1.1", "B-1.1"}
    assert {one.ref: one.place for one in farm.lines}["A-2.1"] == "A-2 On-Site Habitat Creation:11"


def test_the_units_of_what_was_read_are_those_of_the_metric(farm: MetricFile) -> None:
    result = metric_of(farm.plan, on=DAY).module("area")
    assert result.on_site.before == Fraction("2.5") * 2 + 2  # modified grassland in poor condition, and cereals
    assert result.change > 0


def test_the_project_says_whose_it_is(tmp_path: Path) -> None:
    start = {"name": "Mill Lane", "planning_authority": "Canterbury City Council", "application": "CA/26/01234",
             "completed_by": "An ecologist", "completed": 45349}  # fmt: skip
    project = read(write_workbook(tmp_path / "m.xlsx", start=start)).project
    assert (project.name, project.planning_authority) == ("Mill Lane", "Canterbury City Council")
    assert (project.application, project.completed_by) == ("CA/26/01234", "An ecologist")
    assert (project.completed, project.version) == (date(2024, 2, 27), "4.1")


def test_what_excel_kept_can_be_compared(tmp_path: Path) -> None:
    rows = changed("A-1", units=5, units_retained=1)
    cells = {"Headline Results": {"H8": 7, "H12": 11.5, "L20": 0, "L24": 0, "H47": 4.5}}
    found = read(write_workbook(tmp_path / "m.xlsx", rows, cells=cells))
    assert {(one.ref, one.part): one.units for one in found.kept} == {("A-1.1", "before"): 5, ("A-1.1", "retained"): 1}
    assert found.headline["area"].on_site_after == 11.5
    assert "hedgerow" not in found.headline


def test_a_size_is_what_was_typed_and_not_the_float_it_is_kept_as(tmp_path: Path) -> None:
    rows = changed("A-1", size=16.850000000000001, retained=15.350000000000001)
    assert read(write_workbook(tmp_path / "m.xlsx", rows)).plan.existing[0].size == Decimal("16.85")


def test_macros_are_not_run_and_that_is_said(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "m.xlsm", more={"xl/vbaProject.bin": b"\x00" * 5000})
    found = read(book)
    assert found.plan == read(write_workbook(tmp_path / "plain.xlsx")).plan
    assert any("macros" in one.what and "not run" in one.what for one in found.findings)


def test_other_workbooks_are_not_opened_and_that_is_said(tmp_path: Path) -> None:
    links = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    found = read(write_workbook(tmp_path / "m.xlsx", more=links))
    assert "look into other workbooks" in found.findings[0].what
    assert "off the site there are 0 km of hedgerow before, 0.4 km after" in found.findings[1].what


def test_enhancements_without_a_kept_reference_follow_in_order_and_that_is_said(tmp_path: Path) -> None:
    rows = changed("A-3", ref="")
    found = read(write_workbook(tmp_path / "m.xlsx", rows))
    assert [one.ref for one in found.plan.enhanced] == ["A-1.1", "B-1.1"]
    assert any("taken to enhance A-1.1" in one.what for one in found.findings)


def test_off_site_land_without_a_category_of_spatial_risk_counts_in_full_and_that_is_said(tmp_path: Path) -> None:
    found = read(write_workbook(tmp_path / "m.xlsx", changed("E-2", risk="")))
    assert found.plan.created[1].off_site == 1
    assert any("no spatial risk category" in one.what for one in found.findings)


def test_a_provider_of_units_uses_the_off_site_sheets(tmp_path: Path) -> None:
    bank: Rows = {
        "D-1": [{"ref": 1, "broad": "Cropland", "habitat": "Cereal crops", "irreplaceable": "No", "size": 3,
                 "condition": "Condition Assessment N/A", "significance": IN_STRATEGY, "risk": PROVIDER,
                 "site_ref": "BGS-1", "habitat_ref": "HAB-1"}],
        "D-2": [{"ref": 1, "broad": "Grassland", "habitat": "Other neutral grassland", "size": 3, "condition": "Good",
                 "significance": IN_STRATEGY, "risk": PROVIDER}],
    }  # fmt: skip
    found = read(write_workbook(tmp_path / "bank.xlsx", bank))
    assert found.has_off_site
    assert found.size("area") == 3
    assert (found.lines[0].site_ref, found.lines[0].habitat_ref) == ("BGS-1", "HAB-1")
    short = {**bank, "D-2": [{**bank["D-2"][0], "size": 2.5}]}
    assert "off the site 3 ha are neither retained nor enhanced, and 2.5 ha are made" in refused(
        write_workbook(tmp_path / "short.xlsx", short)
    )


@pytest.mark.parametrize("version", [3.0, "3.1", "4.0", "beta"])
def test_an_older_metric_is_refused_by_its_version(tmp_path: Path, version: object) -> None:
    assert f"is version {version if isinstance(version, str) else f'{version:g}'} of the metric" in refused(
        write_workbook(tmp_path / "m.xlsx", version=version)
    )


def test_a_later_version_is_read_and_that_is_said(tmp_path: Path) -> None:
    assert any(
        "nothing later than 4.1" in one.what
        for one in read(write_workbook(tmp_path / "m.xlsx", version="4.2")).findings
    )


def test_a_draft_of_the_tool_is_refused(tmp_path: Path) -> None:
    cells = {"D-1 Off-Site Habitat Baseline": {"D10": "Baseline ref"}}
    assert "is a draft of the official tool" in refused(write_workbook(tmp_path / "m.xlsx", cells=cells))


def test_another_workbook_is_no_metric(tmp_path: Path) -> None:
    said = refused(write_workbook(tmp_path / "m.xlsx", without=["Main Menu", "Headline Results"]))
    assert "is no metric: it has no sheet Main Menu and no sheet Headline Results" in said


def test_a_missing_sheet_and_a_moved_column_are_both_named(tmp_path: Path) -> None:
    cells = {"A-1 On-Site Habitat Baseline": {"K10": "Something else"}}
    said = refused(write_workbook(tmp_path / "m.xlsx", without=["E-1 Off-Site Hedge Baseline"], cells=cells))
    assert "the sheet 'E-1 Off-Site Hedge Baseline' is missing" in said
    assert "column K should be 'condition', and is headed 'something else'" in said


def test_every_wrong_line_is_named_at_once(tmp_path: Path) -> None:
    rows = {
        **MEADOW_FARM,
        "A-1": [{**MEADOW_FARM["A-1"][0], "size": "two", "significance": "very"}, MEADOW_FARM["A-1"][1]],
        "A-2": [{**MEADOW_FARM["A-2"][0], "delay": 1.5}],
        "B-3": [{**MEADOW_FARM["B-3"][0], "ref": 7}],
        "E-2": [{**MEADOW_FARM["E-2"][0], "risk": "far away"}],
    }
    said = refused(write_workbook(tmp_path / "m.xlsx", rows)).splitlines()
    assert len(said) == 5
    assert "A-1 On-Site Habitat Baseline:11: no strategic significance is called 'very'" in said[0]
    assert "its area is 'two', which is no number" in said[1]
    assert "years of delay are '1.5'" in said[2]
    assert "enhances a line 7 that B-1 has not" in said[3]
    assert "no spatial risk category is called 'far away'" in said[4]


@pytest.mark.parametrize("size", ["NaN", "-Infinity", "1e99999999"])
def test_a_size_is_a_number_that_land_can_have(tmp_path: Path, size: str) -> None:
    said = refused(write_workbook(tmp_path / "m.xlsx", changed("A-1", size=size)))
    assert f"its area is '{size}', which is no number" in said


def test_years_are_a_number_that_people_can_wait(tmp_path: Path) -> None:
    assert "are '1e99999999'" in refused(write_workbook(tmp_path / "m.xlsx", changed("A-2", delay="1e99999999")))


def test_letters_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    book = tmp_path / "m.xlsx"
    with zipfile.ZipFile(book, "w") as out:
        out.writestr("xl/workbook.xml", b"<?xml version='1.0' encoding='shift_jis'?><workbook/>")
    assert "xl/workbook.xml is no XML" in refused(book)


def test_a_line_cannot_be_enhanced_twice(tmp_path: Path) -> None:
    rows = {**MEADOW_FARM, "A-3": [MEADOW_FARM["A-3"][0]] * 2}
    assert "A-1.1 is enhanced twice" in refused(write_workbook(tmp_path / "m.xlsx", rows))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"Grassland,1.5\n", "is neither a workbook nor a GeoPackage"),
        (b"PK\x03\x04 and no more", "is broken, and no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old .xls workbook, or needs a password"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    file = tmp_path / "m.xlsx"
    file.write_bytes(data)
    assert says in refused(file)


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="is not there"):
        read(tmp_path / "nowhere.xlsx")


def test_a_broken_sheet_is_named(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "whole.xlsx")
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(book) as whole, zipfile.ZipFile(broken, "w") as out:
        for one in whole.infolist():
            data = whole.read(one)
            out.writestr(one, data[: len(data) // 2] if one.filename.endswith("sheet7.xml") else data)
    assert "is broken: its part xl/worksheets/sheet7.xml is no XML" in refused(broken)


def test_a_bomb_is_refused_before_it_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lnrs.metric_files.limits.INFLATED_BYTES", 2_000_000)
    bomb = write_workbook(tmp_path / "bomb.xlsm", more={"xl/vbaProject.bin": bytes(3_000_000)})
    assert bomb.stat().st_size < 20_000
    assert "would grow to" in refused(bomb)


def test_a_part_that_grows_beyond_what_it_says_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lnrs.metric_files.limits.PART_BYTES", 10_000)
    cells = {"Start": {"A1": "x" * 20_000}}
    assert "grows beyond every metric" in refused(write_workbook(tmp_path / "m.xlsx", cells=cells))


def test_entities_are_refused(tmp_path: Path) -> None:
    book = tmp_path / "m.xlsx"
    with zipfile.ZipFile(book, "w") as out:
        out.writestr("xl/workbook.xml", b"<!DOCTYPE lolz [<!ENTITY lol 'lol'>]><workbook>&lol;</workbook>")
    assert "a document type, which no workbook needs" in refused(book)


def test_a_cell_far_out_makes_nothing_large(tmp_path: Path) -> None:
    cells = {"A-1 On-Site Habitat Baseline": {"XFD1048576": "far"}}
    assert read(write_workbook(tmp_path / "m.xlsx", cells=cells)).plan == read(write_workbook(tmp_path / "n.xlsx")).plan


def test_strategic_significance_has_three_words(tmp_path: Path) -> None:
    words = {IN_STRATEGY: "high", DESIRABLE: "medium", NOT_IN_STRATEGY: "low"}
    for text, level in words.items():
        found = read(write_workbook(tmp_path / "m.xlsx", changed("A-1", significance=text)))
        assert found.plan.existing[0].state.significance == level
