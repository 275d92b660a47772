"""Work in advance and delayed, as the formulas in the official workbook's own cells have it."""

import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.acceptance.workbook_formulas import Row, Value, formula

from lnrs.bng.parcels import State, Timing
from lnrs.bng.paths import enhancement_path
from lnrs.bng.rule_sets import rule_set_on
from lnrs.bng.tables import MODULES, OVER_30, Module
from lnrs.bng.timing import creation_difficulty, enhancement_difficulty, final_years

pytestmark = pytest.mark.real_data

TABLES = rule_set_on(date(2026, 11, 27)).tables
YEARS = [0, 1, 2, 3, 4, 5, 7, 10, 12, 15, 20, 25, 29, 30, OVER_30]
TIMINGS = [Timing(years) for years in YEARS] + [Timing(0, years) for years in YEARS[1:]]


@pytest.fixture(scope="module")
def book(shared_data: Path) -> Iterator[openpyxl.Workbook]:
    file = shared_data / "bng" / "metric_workbooks" / "statutory_metric_filled_test_2024.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the workbook has extensions that openpyxl leaves out
        yield openpyxl.load_workbook(file)


def cell(years: int) -> Value:
    """Years as the workbook has them."""
    return "30+" if years == OVER_30 else years


CREATION = {  # sheet; standard, advance, delay, poor; message, years, applied, difficulty; standard difficulty
    "area": ("A-2 On-Site Habitat Creation", "O P Q AE R S V W U"),
    "hedgerow": ("E-2 Off-Site Hedge Creation", "O P Q AZ R S V W U"),
    "watercourse": ("F-2 Off-Site WaterC' Creation", "L M N AZ O P S T R"),
}


@pytest.mark.parametrize("module", MODULES)
def test_creation_takes_the_time_and_has_the_difficulty_of_the_cells(book: openpyxl.Workbook, module: Module) -> None:
    sheet, letters = CREATION[module]
    standard, advance, delay, poor, message, years, applied, difficulty, hard = letters.split()
    formulas = {at: formula(book[sheet][f"{at}12"].value, 12) for at in (message, years, applied, difficulty)}
    tried = 0
    for habitat in TABLES.habitats[module].values():
        short = habitat.name.removeprefix(f"{habitat.broad} - ")
        for condition, time in habitat.years.items():
            for timing in TIMINGS:
                given = {
                    **dict.fromkeys("CD" if module != "area" else "", short),
                    **({"E": short, "F": habitat.name, "I": int(habitat.score)} if module == "area" else {"E": 1}),
                    ("J" if module == "area" else "H" if module == "hedgerow" else "G"): condition,
                    standard: cell(time),
                    advance: cell(timing.advance_years),
                    delay: cell(timing.delay_years),
                    poor: cell(habitat.years["Poor"]) if "Poor" in habitat.years else "Not Possible",
                    hard: habitat.creation_difficulty,
                }
                row = Row(given, formulas, lambda *_, easier=habitat.enhancement_difficulty: easier)
                assert row[years] == cell(final_years(time, timing)), (habitat.name, condition, timing)
                if habitat.score:
                    found = creation_difficulty(habitat, condition, timing, TABLES)[0]
                    assert row[difficulty] == found, (habitat.name, condition, timing)
                tried += 1
    assert tried == len(TIMINGS) * sum(len(one.years) for one in TABLES.habitats[module].values())


ENHANCEMENT = {  # sheet; standard, advance, delay; message, years, applied, difficulty; standard difficulty; name
    "area": ("A-3 On-Site Habitat Enhancement", "AD AE AF AG AH AK AL AJ R"),
    "hedgerow": ("E-3 Off-Site Hedge Enhancement", "X Y Z AA AB AE AF AD M"),
    "watercourse": ("F-3 Off-Site WaterC Enhancement", "Y Z AA AB AC AF AG AE N"),
}


@pytest.mark.parametrize("module", MODULES)
def test_enhancement_takes_the_time_and_has_the_difficulty_of_the_cells(
    book: openpyxl.Workbook, module: Module
) -> None:
    sheet, letters = ENHANCEMENT[module]
    standard, advance, delay, message, years, applied, difficulty, hard, name = letters.split()
    formulas = {at: formula(book[sheet][f"{at}12"].value, 12) for at in (message, years, applied, difficulty)}
    known = {time for paths in TABLES.enhancement_years[module].values() for time in paths.values()}
    habitats = [one for one in TABLES.habitats[module].values() if one.enhancement_difficulty]
    for time in known:
        for habitat in habitats[:: 10 if module == "area" else 1]:
            for timing in TIMINGS:
                given = {
                    "E": 1,
                    "T": "Good",
                    name: habitat.name,
                    standard: cell(time),
                    advance: cell(timing.advance_years),
                    delay: cell(timing.delay_years),
                    hard: habitat.enhancement_difficulty,
                }
                row = Row(given, formulas, lambda *_: "")
                assert row[years] == cell(final_years(time, timing)), (time, timing)
                found = enhancement_difficulty(habitat, time, timing)[0]
                assert row[difficulty] == found, (habitat.name, time, timing)


REQUIRED = {
    "V.High": "Same habitat required",
    "High": "Same habitat required",
    "Medium": "Same broad habitat",
    "Low": "Same distinctiveness or better",
    "V.Low": "Compensation Not Required",
}


def test_area_enhancements_are_those_that_the_cells_allow(book: openpyxl.Workbook) -> None:
    """Every seventh of all pairs of habitat and condition, before and after. The sheet's first row is unlike
    all others: it lets condition go down."""
    sheet = book["A-3 On-Site Habitat Enhancement"]
    formulas = {at: formula(sheet[f"{at}13"].value, 13) for at in ("T", "U")}
    states = [(one, condition) for one in TABLES.habitats["area"].values() for condition in one.years]
    pairs = [(before, after) for before in states for after in states][::7]
    allowed = 0
    for (was, bad), (becomes, good) in pairs:
        given = {
            "E": 1,
            "F": was.name,
            "S": becomes.name,
            "R": becomes.name.removeprefix(f"{becomes.broad} - "),
            "O": REQUIRED[was.band],
            "H": was.band,
            "W": becomes.band,
            "I": int(was.score),
            "X": int(becomes.score),
            "J": bad,
            "K": float(TABLES.condition_score[bad]),
            "Y": good,
            "Z": float(TABLES.condition_score[good]),
        }
        row = Row(given, formulas, lambda *_: "")
        refused = row["T"].startswith("Error") or row["U"].startswith("Error")
        path = row["U"].replace("Lower Distinctiveness Habitat", "Lower")
        expected = None if refused else TABLES.enhancement_years["area"][becomes.name].get(path)
        found = enhancement_path("area", State(was.name, bad), State(becomes.name, good), TABLES, irreplaceable=False)
        assert (found if isinstance(found, int) else None) == expected, (given, found)
        allowed += isinstance(found, int)
    assert allowed > 5_000
