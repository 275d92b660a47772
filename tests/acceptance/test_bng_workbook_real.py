"""The metric agrees with the official workbook: its tables number by number, and its cached results to 1e-9."""

import warnings
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from lnrs.bng.net_change import Metric, Row, metric_of
from lnrs.bng.parcels import Created, Enhanced, Existing, Plan, State, Timing
from lnrs.bng.rule_sets import rule_set_on
from lnrs.bng.tables import BANDS, CONDITIONS, OVER_30, Habitat, Module

pytestmark = pytest.mark.real_data

DAY = date(2024, 3, 1)
TABLES = rule_set_on(DAY).tables
SIGNIFICANCE = {"Formally": "high", "Location": "medium", "Area/com": "low"}
PROVIDER = "This metric is being used by an off-site provider"


@pytest.fixture(scope="module")
def book(shared_data: Path) -> Iterator[openpyxl.Workbook]:
    file = shared_data / "bng" / "metric_workbooks" / "statutory_metric_filled_test_2024.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the workbook has extensions that openpyxl leaves out
        yield openpyxl.load_workbook(file, data_only=True)


def rows(sheet: Worksheet, first: int, last: int = 300) -> Iterator[Mapping[str, Any]]:
    """Rows by the letter of each column that was asked for."""
    for cells in sheet.iter_rows(min_row=first, max_row=last, max_col=80, values_only=True):
        yield Letters(cells)


class Letters(Mapping[str, Any]):
    def __init__(self, cells: tuple[Any, ...]) -> None:
        self.cells = cells

    def __getitem__(self, letter: str) -> Any:
        at = column_index_from_string(letter) - 1
        return self.cells[at] if at < len(self.cells) else None

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self.cells)


def size(cell: Any) -> Decimal:
    """What was typed, not the float it is kept as."""
    return Decimal(repr(cell or 0))


def state(row: Mapping[str, Any], habitat: str, condition: str, significance: str, water: str = "") -> State:
    encroached = {}
    if water:
        into, banks = water.split()
        encroached = {"in_watercourse": row[into], "on_banks": row[banks].replace("/ ", "/")}
    return State(row[habitat], row[condition], SIGNIFICANCE[row[significance][:8]], **encroached)


def timing(row: Mapping[str, Any], advance: str, delay: str) -> Timing:
    return Timing(row[advance] or 0, row[delay] or 0)


def off_site_plan(book: openpyxl.Workbook) -> Plan:
    """What was typed into the sheets of the off-site baseline, creation and enhancement."""
    areas = {
        row["D"]: Existing(
            f"D{row['D']}", "area", state(row, "AV", "K", "M"), size(row["H"]), size(row["V"]), size(row["W"]),
            off_site=Fraction(row["S"]),
        )
        for row in rows(book["D-1 Off-Site Habitat Baseline"], 11, 258)
        if row["F"]
    }  # fmt: skip
    hedges = {
        row["B"]: Existing(
            f"E{row['B']}", "hedgerow", state(row, "D", "H", "J"), size(row["E"]), size(row["S"]), size(row["T"]),
            off_site=Fraction(row["P"]),
        )
        for row in rows(book["E-1 Off-Site Hedge Baseline"], 10, 257)
        if row["D"]
    }  # fmt: skip
    waters = {
        row["C"]: Existing(
            f"F{row['C']}", "watercourse", state(row, "D", "H", "J", "M O"), size(row["E"]), size(row["X"]),
            size(row["Y"]), off_site=Fraction(row["T"]),
        )
        for row in rows(book["F-1 Off-Site WaterC' Baseline"], 10, 257)
        if row["D"]
    }  # fmt: skip
    created = [
        *(
            Created(f"D{row['B']}", "area", state(row, "F", "J", "L"), size(row["G"]), timing(row, "P", "Q"), row["Z"])
            for row in rows(book["D-2 Off-Site Habitat Creation"], 11, 256)
            if row["E"]
        ),
        *(
            Created(
                f"E{row['B']}", "hedgerow", state(row, "D", "H", "J"), size(row["E"]), timing(row, "P", "Q"), row["N"]
            )
            for row in rows(book["E-2 Off-Site Hedge Creation"], 12, 259)
            if row["D"]
        ),
        *(
            Created(
                f"F{row['B']}", "watercourse", state(row, "C", "G", "I", "V X"), size(row["D"]),
                timing(row, "M", "N"), row["AA"],
            )
            for row in rows(book["F-2 Off-Site WaterC' Creation"], 12, 259)
            if row["C"]
        ),
    ]  # fmt: skip
    enhanced = [
        *(
            Enhanced(areas[row["E"]], state(row, "S", "Y", "AA"), timing(row, "AE", "AF"))
            for row in rows(book["D-3 Off-Site Habitat Enhancment"], 12, 257)
            if row["E"]
        ),
        *(
            Enhanced(hedges[row["B"]], state(row, "M", "S", "U"), timing(row, "Y", "Z"))
            for row in rows(book["E-3 Off-Site Hedge Enhancement"], 12, 257)
            if row["B"]
        ),
        *(
            Enhanced(waters[row["B"]], state(row, "N", "T", "V", "AI AK"), timing(row, "Z", "AA"))
            for row in rows(book["F-3 Off-Site WaterC Enhancement"], 12, 257)
            if row["B"]
        ),
    ]
    return Plan((*areas.values(), *hedges.values(), *waters.values()), tuple(created), tuple(enhanced))


@pytest.fixture(scope="module")
def metric(book: openpyxl.Workbook) -> Metric:
    return metric_of(off_site_plan(book), on=DAY)


def near(found: Fraction, cached: float) -> bool:
    return abs(float(found) - cached) <= 1e-9


CACHED = [
    ("area", "before", "D-1 Off-Site Habitat Baseline", 11, "D", "Q"),
    ("area", "retained", "D-1 Off-Site Habitat Baseline", 11, "D", "X"),
    ("area", "created", "D-2 Off-Site Habitat Creation", 11, "B", "AA"),
    ("area", "enhanced", "D-3 Off-Site Habitat Enhancment", 12, "E", "AP"),
    ("hedgerow", "before", "E-1 Off-Site Hedge Baseline", 10, "B", "N"),
    ("hedgerow", "retained", "E-1 Off-Site Hedge Baseline", 10, "B", "U"),
    ("hedgerow", "created", "E-2 Off-Site Hedge Creation", 12, "B", "Y"),
    ("hedgerow", "enhanced", "E-3 Off-Site Hedge Enhancement", 12, "B", "AJ"),
    ("watercourse", "before", "F-1 Off-Site WaterC' Baseline", 10, "C", "R"),
    ("watercourse", "retained", "F-1 Off-Site WaterC' Baseline", 10, "C", "Z"),
    ("watercourse", "created", "F-2 Off-Site WaterC' Creation", 12, "B", "AB"),
    ("watercourse", "enhanced", "F-3 Off-Site WaterC Enhancement", 12, "B", "AO"),
]


@pytest.mark.parametrize(("module", "part", "sheet", "first", "ref", "units"), CACHED)
def test_every_row_has_the_units_that_the_workbook_gives_it(
    book: openpyxl.Workbook, metric: Metric, module: Module, part: str, sheet: str, first: int, ref: str, units: str
) -> None:
    def of(row: Row) -> bool:
        return row.module == module and row.part == part

    found = {row.ref[1:]: row.units.value for row in metric.rows if of(row)}
    cached = {
        str(row[ref]): row[units]
        for row in rows(book[sheet], first, 257)
        if isinstance(row[ref], int) and isinstance(row[units], int | float)
    }
    assert found
    assert found.keys() == cached.keys()
    assert {name: float(value) for name, value in found.items()} == pytest.approx(cached, abs=1e-9, rel=0)


@pytest.mark.parametrize(("module", "row"), [("area", 0), ("hedgerow", 1), ("watercourse", 2)])
def test_headline_results_are_the_workbooks(book: openpyxl.Workbook, metric: Metric, module: Module, row: int) -> None:
    sheet, result = book["Headline Results"], metric.module(module)
    assert near(result.off_site_counted.before, sheet[f"L{20 + row}"].value)
    assert near(result.off_site_counted.after, sheet[f"L{24 + row}"].value)
    assert near(result.change, sheet[f"H{47 + row}"].value)
    assert near(result.missing, sheet[f"H{61 + row}"].value)
    assert result.share is None
    assert sheet[f"H{51 + row}"].value == "N/A"


def test_trading_is_the_workbooks(book: openpyxl.Workbook, metric: Metric) -> None:
    """But for a hedge that the workbook leaves out here, and not in the headline, as it lacks an off-site reference."""
    area, water = book["Trading Summary Area Habitats"], book["Trading Summary WaterC's"]
    found = {rule.band: rule for rule in metric.module("area").trading}
    assert near(found["V.High"].available, area["K12"].value)
    assert near(found["High"].available, area["K40"].value)
    assert near(found["Medium"].available, area["K91"].value)
    assert near(found["Low"].change, area["K124"].value)
    assert near(found["Low"].available, area["K125"].value)
    found = {rule.band: rule for rule in metric.module("watercourse").trading}
    assert near(found["High"].available, water["I21"].value)
    assert near(found["Low"].available, water["I42"].value)
    (left_out,) = (row for row in metric.rows if row.module == "hedgerow" and row.part == "created")
    found = {rule.band: rule for rule in metric.module("hedgerow").trading}
    assert near(found["Low"].change - left_out.units.value, book["Trading Summary Hedgerows"]["I43"].value)
    assert all(one.trading_kept for one in metric.modules)
    assert book["Headline Results"]["F55"].value == "Yes ✓"


def known(cells: Mapping[str, Any]) -> dict[str, int]:
    """Years that a row of a table has, of those that are possible."""
    years = {name: OVER_30 if cell == "30+" else cell for name, cell in cells.items()}
    return {name: cell for name, cell in years.items() if isinstance(cell, int)}


def test_area_habitats_are_the_workbooks(book: openpyxl.Workbook) -> None:
    creation = {
        row["F"]: known(dict(zip(CONDITIONS, (row[at] for at in "GHIJKLM"), strict=True)))
        for row in rows(book["G-4 Temporal multipliers"], 4, 135)
    }
    expected = {
        row["B"]: Habitat(
            "area",
            row["B"],
            row["B"].split(" - ")[0],
            row["K"].replace("V.low", "V.Low"),
            Fraction(row["L"]),
            {"Yes": "yes", "No": "no", "Yes/No": "maybe"}[row["T"]],
            row["N"],
            row["P"],
            creation[row["B"]],
        )
        for row in rows(book["G-1 All Habitats"], 3, 136)
        if row["B"]
    }
    assert len(expected) == 132
    assert TABLES.habitats["area"] == expected


def test_conditions_that_are_possible_are_the_workbooks(book: openpyxl.Workbook) -> None:
    for row in rows(book["G-8 Condition Look up"], 4, 135):
        scores = dict(zip(CONDITIONS, (row[at] for at in "BCDEFGH"), strict=True))
        possible = {name: Fraction(score) for name, score in scores.items() if not isinstance(score, str)}
        assert TABLES.habitats["area"][row["A"]].years.keys() == possible.keys()
        assert {name: TABLES.condition_score[name] for name in possible} == possible


def test_years_of_enhancement_are_the_workbooks(book: openpyxl.Workbook) -> None:
    sheet = book["G-5 Enhancement Temporal"]
    paths = [str(cell.value).replace("Lower Distinctiveness Habitat", "Lower") for cell in sheet[4][3:25]]
    expected = {
        row["C"]: known(dict(zip(paths, row.cells[3:25], strict=True)))  # type: ignore[attr-defined]
        for row in rows(sheet, 5, 136)
    }
    assert sum(map(len, expected.values())) > 1000
    assert TABLES.enhancement_years["area"] == expected


def test_hedgerows_are_the_workbooks(book: openpyxl.Workbook) -> None:
    for row in rows(book["G-6 Hedgerow Data"], 3, 15):
        habitat = TABLES.habitats["hedgerow"][row["B"]]
        assert (habitat.band, habitat.score) == (row["C"], row["D"])
        assert (habitat.creation_difficulty, habitat.enhancement_difficulty) == (row["AF"], row["AG"])
        assert habitat.years == known({"Good": row["I"], "Moderate": row["G"], "Poor": row["E"]})
        paths = {"Poor - Moderate": row["K"], "Poor - Good": row["M"], "Moderate - Good": row["Q"]}
        assert TABLES.enhancement_years["hedgerow"][row["B"]] == known(paths)


def test_changes_of_hedgerow_are_the_workbooks(book: openpyxl.Workbook) -> None:
    """One is possible where the table of movements says so; then years of its own count, or those of condition."""
    sheet = book["G-6 Hedgerow Data"]
    names = [str(sheet.cell(2, at).value) for at in range(19, 32)]
    assert names == list(TABLES.habitats["hedgerow"])
    for at, was in enumerate(names, start=3):
        found = {}
        for column, becomes in enumerate(names):
            years, movement = sheet.cell(at, 19 + column).value, str(sheet.cell(at, 40 + column).value)
            unlike = becomes != was and movement in ("High - High", "Medium - Medium")  # E-3: not like for like
            if not movement.startswith("Error") and not unlike:
                found[becomes] = str(years) if isinstance(years, int) else "same"
        assert TABLES.hedgerow_change[was] == found


def test_watercourses_are_the_workbooks(book: openpyxl.Workbook) -> None:
    sheet = book["G-7 WaterC' Data"]
    years = {str(row["N"]): row["O"] for row in rows(sheet, 3, 7)}
    for row in rows(sheet, 4, 8):
        habitat = TABLES.habitats["watercourse"][row["B"]]
        assert (habitat.band, habitat.score) == (row["C"], row["D"])
        assert habitat.creation_difficulty == row["E"]
        assert habitat.enhancement_difficulty == ("" if row["F"] == "N/A" else row["F"])
        possible = [name for name, at in zip(CONDITIONS, "HIJKL", strict=False) if not isinstance(row[at], str)]
        assert habitat.years == {name: years[name] for name in possible}
    assert sheet["R3"].value == TABLES.watercourse_change_years
    targets = [sheet.cell(4, at).value for at in range(21, 26)]
    expected = {
        f"{sheet.cell(at, 20).value} - {target}": sheet.cell(at, 21 + column).value
        for at in range(5, 10)
        for column, target in enumerate(targets)
    }
    assert TABLES.enhancement_years["watercourse"][""] == known(expected)


def test_multipliers_are_the_workbooks(book: openpyxl.Workbook) -> None:
    general, water = book["G-3 Multipliers"], book["G-7 WaterC' Data"]

    def pairs(sheet: Worksheet, name: str, value: str, first: int, last: int) -> dict[str, float]:
        return {str(sheet[f"{name}{at}"].value): sheet[f"{value}{at}"].value for at in range(first, last + 1)}

    def same(ours: Mapping[str, Fraction], theirs: Mapping[str, float]) -> bool:
        return {name: float(value) for name, value in ours.items()} == pytest.approx(theirs, abs=1e-15)

    assert same(TABLES.difficulty, pairs(general, "P", "Q", 3, 6))
    assert same(TABLES.tree_ha, pairs(general, "W", "Z", 4, 7))
    assert same(TABLES.in_watercourse, pairs(water, "AA", "AB", 4, 7))
    banks = {name.replace("/ ", "/"): value for name, value in pairs(water, "AD", "AE", 4, 14).items()}
    assert same(TABLES.on_banks, banks)
    significance = {SIGNIFICANCE[name[:8]]: value for name, value in pairs(general, "L", "N", 4, 6).items()}
    assert same(TABLES.significance, significance)
    years = pairs(book["G-4 Temporal multipliers"], "A", "C", 4, 36)
    expected = [years[str(year)] for year in range(31)] + [years["30+"]]
    assert [float(value) for value in TABLES.time] == pytest.approx(expected, abs=1e-15)
    assert set(BANDS) == {habitat.band for habitat in TABLES.habitats["area"].values()}
