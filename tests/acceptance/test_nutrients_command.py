"""`lnrs nutrients` as a person gives it."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from .commands import lnrs, refused

FILE = """
name = "Kennard Way"
as_of = 2025-09-26
catchment = "stodmarsh"
area_ha = 0.87

[[phase]]
occupied = 2026-01-01
dwellings = 25
works = "Ashford"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "site.toml").write_text(FILE, encoding="utf-8")
    return tmp_path


def test_the_rules_of_the_day_by_those_who_reckon_so(folder: Path) -> None:
    """31.56 and 0.79 kg are the published totals."""
    done = lnrs("nutrients", "site.toml", "--by", "assessor", "--json", cwd=folder)
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found["rules"]["name"] == "assessor_2025_09"
    nitrogen, phosphorus = (found["nutrients"][name] for name in ("nitrogen", "phosphorus"))
    assert (nitrogen["permanent_kg"], nitrogen["permanent_g"], nitrogen["credits"]) == ("31.5576", 31558, 316)
    assert (phosphorus["permanent_kg"], phosphorus["permanent_g"], phosphorus["cost_pence"]) == (
        "0.78894",
        789,
        2800000,
    )
    assert nitrogen["temporary_until"] == "2030-04-01"
    for period in (*nitrogen["periods"], *phosphorus["periods"]):
        assert sum(Decimal(term["kg"]) for term in period["terms"]) == Decimal(period["total_kg"])


def test_the_calculator_unless_told_and_a_set_by_name(folder: Path) -> None:
    said = lnrs("nutrients", "site.toml", cwd=folder).stdout
    assert "(natural_england_2022, from 16 March 2022 [unverified])" in said
    assert "Note: No land is given" in said
    assert (
        "assessor_50_dwellings, of a day that is not known"
        in lnrs("nutrients", "site.toml", "--rules", "assessor_50_dwellings", cwd=folder).stdout
    )


def test_one_credit_is_one(folder: Path) -> None:
    (folder / "small.toml").write_text(FILE.replace("dwellings = 25", "dwellings = 3"), encoding="utf-8")
    said = lnrs("nutrients", "small.toml", "--by", "assessor", cwd=folder).stdout
    assert "g for ever, or 1 credit of 100 g: " in said
    assert "or 38 credits of 100 g: " in said


def test_every_set_side_by_side(folder: Path) -> None:
    rows = lnrs("nutrients", "site.toml", "--compare", cwd=folder).stdout.splitlines()
    assert len(rows) == 1 + 5 * 2
    found = json.loads(lnrs("nutrients", "site.toml", "--compare", "--json", cwd=folder).stdout)
    assert [one["rules"]["name"] for one in found] == [row.split()[0] for row in rows[1::2]]


def test_what_is_refused(folder: Path) -> None:
    assert "is no set of rules" in refused(12, "nutrients", "site.toml", "--rules", "guess", cwd=folder)
    assert "not both" in refused(2, "nutrients", "site.toml", "--rules", "guess", "--compare", cwd=folder)
    for other in (("--rules", "assessor_2025_09"), ("--compare",)):
        by = ("--by", "assessor", *other)
        assert "--by chooses among the rules of a day" in refused(2, "nutrients", "site.toml", *by, cwd=folder)
    assert "is not there" in refused(12, "nutrients", "none.toml", cwd=folder)
    (folder / "old.toml").write_text(FILE.replace("as_of = 2025-09-26", "as_of = 2020-01-01"), encoding="utf-8")
    assert "before the first rules" in refused(17, "nutrients", "old.toml", cwd=folder)
    (folder / "wrong.toml").write_text(FILE.replace("25\n", "0\n").replace("Ashford", "Ashfrd"), encoding="utf-8")
    assert refused(21, "nutrients", "wrong.toml", cwd=folder).count("  * ") == 2
    done = lnrs("nutrients", "wrong.toml", "--json", cwd=folder)
    assert [one["where"] for one in json.loads(done.stdout)["problems"]] == ["wrong.toml [[phase]] 1"] * 2
