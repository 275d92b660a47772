"""The account of 30 by 30 as an Excel workbook says what its CSV tables say."""

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import shapely

from lnrs.thirty_by_thirty.candidates import TESTS, Answer, Candidate
from lnrs.thirty_by_thirty.counting import of_land
from lnrs.thirty_files.account import Account, account
from lnrs.thirty_files.words import lines
from lnrs.thirty_files.writing import write

ON = date(2026, 11, 27)


def test_what_lies_in_a_sea_without_an_outline_is_told_though_it_is_in_no_row() -> None:
    land = of_land("area", "", "The county", shapely.box(600_000, 150_000, 602_000, 151_000))
    answers = tuple(Answer(test, "yes", ON, None, "deed") for test in TESTS)
    bay = Candidate("B", "Bay", shapely.box(602_000, 150_000, 603_000, 151_000), "MCZ", realm="sea", answers=answers)
    told = "In the sea: 100 ha counts, in 1 candidate; no outline of it is given."
    assert told in plain(account([bay], [land], ON))
    sea = of_land("area", "", "The sea", bay.shape, "sea")
    assert told not in plain(account([bay], [land, sea], ON))


def plain(found: Account) -> list[str]:
    return [one.replace("\xa0", " ") for one in lines(found)]


@pytest.mark.parametrize("names", [("=1+1", "Long Wood"), ()], ids=["candidates", "none"])
def test_the_workbook_has_the_tables_of_the_csv(tmp_path: Path, names: tuple[str, ...]) -> None:
    land = of_land("area", "", "The county", shapely.box(600_000, 150_000, 602_000, 151_000))
    given = [
        Candidate(f"R{n}", name, shapely.box(600_000, 150_000, 600_100 + n, 150_100), "LNR", "public")
        for n, name in enumerate(names)
    ]
    written = write(account(given, [land], ON), tmp_path)
    assert tmp_path / "30-by-30.xlsx" in written
    book = openpyxl.load_workbook(tmp_path / "30-by-30.xlsx")
    assert book.sheetnames == ["Places", "Candidates"]
    for sheet, table in (("Places", "places.csv"), ("Candidates", "candidates.csv")):
        with (tmp_path / table).open(newline="") as rows:
            of_csv = list(csv.reader(rows))
        of_book = [["" if cell is None else cell for cell in row] for row in book[sheet].values]
        assert [[str(cell) for cell in row] for row in of_book[:1]] == of_csv[:1]
        for told, plain in zip(of_book[1:], of_csv[1:], strict=True):
            assert [isinstance(cell, str) or float(text) == cell for cell, text in zip(told, plain, strict=True)]
            assert [cell if isinstance(cell, str) else float(cell) for cell in told] == [
                text if isinstance(cell, str) else float(text) for cell, text in zip(told, plain, strict=True)
            ]
    if names:
        assert {cell.data_type for cell in book["Candidates"]["B"][1:]} == {"s"}, "a name is no formula"
