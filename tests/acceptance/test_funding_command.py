"""`lnrs funding` as a person gives it."""

import json
from pathlib import Path

from ..unit.edition_case import write_folder
from .commands import lnrs, refused


def test_what_pays_on_a_day_with_what_is_stale(tmp_path: Path) -> None:
    done = lnrs("funding", "--on", "2026-11-27", "--json", cwd=tmp_path)
    rows = {row["code"]: row for row in json.loads(done.stdout)}
    assert rows["CAHL1"]["amount_p"] == "73900"
    assert rows["CAHL1"]["marks"] == ""
    assert "stale" in rows["CGS22"]["marks"]
    later = json.loads(lnrs("funding", "--on", "2028-01-01", "--json", cwd=tmp_path).stdout)
    assert "stale" in later[0]["marks"]


def test_whether_two_can_be_paid_together(tmp_path: Path) -> None:
    done = lnrs("funding", "--together", "BNG-UNITS", "NUTRIENT-P", cwd=tmp_path)
    assert done.returncode == 0
    assert "BNG-UNITS and NUTRIENT-P can be paid together." in done.stdout
    assert "unverified" in done.stdout
    assert "BNGUNITS" in refused(12, "funding", "--together", "BNG-UNITS", "BNGUNITS", cwd=tmp_path)


def test_what_pays_for_each_measure_of_a_strategy(tmp_path: Path) -> None:
    write_folder(tmp_path / "kent")
    done = lnrs("funding", "kent", "--on", "2026-11-27", "--json", cwd=tmp_path)
    rows = json.loads(done.stdout)
    assert {(row["measure"], row["code"]) for row in rows} == {("GL1.1", "CGS22")}
    shown = lnrs("funding", "kent", cwd=tmp_path)
    assert "£646 a hectare every year for 5 years" in " ".join(shown.stdout.split())
