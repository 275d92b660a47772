"""The species abundance index is what R makes of the same species, where R is on the machine."""

import csv
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from lnrs.targets.smooth import spline

agreement, rscript = import_module("benchmarks.agreement"), import_module("benchmarks.rscript")
splines, model = import_module("benchmarks.abundance_in_r"), import_module("benchmarks.abundance_in_jags")


@pytest.fixture(scope="module")
def _r() -> None:
    if why := rscript.missing():
        pytest.skip(why)


def test_without_r_there_is_a_table_that_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rscript.shutil, "which", lambda _: None)
    (table,) = splines.run("small")
    assert table.rows == ()
    assert "r-cran-mgcv" in table.notes[0]


@pytest.mark.usefixtures("_r")
def test_the_smooth_line_and_its_interval_are_those_of_mgcv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(splines.SIZES, "tiny", ((30, 16, 20),))
    monkeypatch.setattr(splines.abundance_in_jags, "table", lambda _: None)
    (row,) = splines.run("tiny")[0].rows
    found = dict(zip(splines.COLUMNS, row, strict=True))
    assert found["line"] < 1e-6
    assert found["interval"] < 1e-6
    assert found["fitted anew"] > 1e-4, "smoothed anew it is another interval, or nothing was compared"


@pytest.mark.usefixtures("_r")
def test_the_model_is_that_of_jags_as_far_as_chance_lets_it_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(model.SIZES, "tiny", (15, 16, 400))
    table = model.table("tiny")
    assert [row[:2] for row in table.rows] == [*model.FORMS]


@pytest.mark.usefixtures("_r")
def test_a_model_of_other_species_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    honest, monkeypatched = model.put, lambda folder, name, table: honest(folder, name, -table)
    monkeypatch.setattr(model, "put", monkeypatched)
    monkeypatch.setitem(model.SIZES, "tiny", (15, 16, 200))
    with pytest.raises(agreement.Disagrees, match="smooth index"):
        model.table("tiny")


@pytest.mark.real_data
@pytest.mark.usefixtures("_r")
@pytest.mark.parametrize("name", ["d4ai", "d4aii", "d4bi", "d4bii", "d4c"])
def test_the_line_through_a_published_indicator_is_that_of_mgcv(shared_data: Path, tmp_path: Path, name: str) -> None:
    """So what lies between ours and the line that was published is between two ways of smoothing."""
    with (shared_data / "indicators" / "oif_fiche_D4" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "Unsmoothed index"]
    raw = np.log([float(row["value"]) for row in rows])
    rscript.put(str(tmp_path), "logs", np.stack([raw, raw]))
    rscript.put(str(tmp_path), "picks", np.array([[1, 2], [2, 1]]))
    rscript.run_script("gam.R", str(tmp_path))
    theirs = rscript.got(str(tmp_path), "lines")
    ours = spline(raw).through(raw)
    assert ours == pytest.approx(theirs["likelier_start"], abs=1e-6)
    assert ours == pytest.approx(theirs["thin_plate"], abs=0.02)
