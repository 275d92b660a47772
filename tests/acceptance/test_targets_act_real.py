"""The national series beside the files that they were taken from."""

import csv
import io
import zipfile
from pathlib import Path

import pytest

from lnrs.targets.act import act_series

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def published(shared_data: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(shared_data / "indicators" / "oif_all_indicators_2025-06.zip")


def rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    inside = next(one for one in archive.namelist() if one.endswith(name))
    return list(csv.DictReader(io.StringIO(archive.read(inside).decode("utf-8-sig"))))


def test_every_figure_is_that_of_its_file(published: zipfile.ZipFile) -> None:
    series = act_series()
    smooth = [row for row in rows(published, "/d4i.csv") if row["trendline"] == "Smoothed index (option 1)"]
    assert series["abundance"].values == tuple((int(row["year"]), float(row["value"])) for row in smooth)
    exposure = rows(published, "/a3i.csv")
    assert series["pm25"].values == tuple((int(row["year"]), float(row["value"])) for row in exposure)
    [whole] = [row for row in rows(published, "/d5i.csv") if row["Red List Index group"] == "Aggregate"]
    assert series["red-list"].last[1] == pytest.approx(float(whole["value"]), abs=1e-6)
    for year, value in series["waste"].values:
        wanted = "2019b" if year == 2019 else str(year)
        parts = [float(row["value"]) for row in rows(published, "/j4i.csv") if row["year"] == wanted]
        assert value == pytest.approx(sum(parts), abs=0.05)
