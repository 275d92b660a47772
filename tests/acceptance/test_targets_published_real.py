"""England's published indicators of abundance: our smoothing and our index against them.

Values of single species are not published with them. So the smooth line is compared for the five indicators that are
published both smoothed and not, each made of many species; and the index of those five taken as one beside the
indicator of all species.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from lnrs.targets.abundance import Abundance, abundance
from lnrs.targets.chained import as_index, chained
from lnrs.targets.index import by_model
from lnrs.targets.relative import log_relative
from lnrs.targets.smooth import spline
from lnrs.targets.statutory import outcomes

pytestmark = pytest.mark.real_data

GROUPS = {
    "d4ai": "woodland birds",
    "d4aii": "farmland birds",
    "d4bi": "woodland butterflies",
    "d4bii": "farmland butterflies",
    "d4c": "bats",
}


def published(path: Path, column: str) -> dict[str, dict[int, float]]:
    """Each series of a published file by year."""
    series: dict[str, dict[int, float]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            series.setdefault(row[column], {})[int(row["year"])] = float(row["value"])
    return series


def change_share(log_line: np.ndarray) -> float:
    return float(np.expm1(log_line[-1] - log_line[0]))


@pytest.mark.parametrize("name", GROUPS)
def test_the_smooth_line_changes_as_much_as_that_which_was_published(shared_data: Path, name: str) -> None:
    """Theirs come from several ways of smoothing; in direction and size ours agree with each, to 6 points of 100."""
    given = published(shared_data / "indicators" / "oif_fiche_D4" / f"{name}.csv", "measure")
    raw, theirs = (np.log(list(given[one].values())) for one in ("Unsmoothed index", "Smoothed index"))
    ours = spline(raw).through(raw)
    assert np.sign(change_share(ours)) == np.sign(change_share(theirs))
    assert change_share(ours) == pytest.approx(change_share(theirs), abs=0.06)
    apart = (ours - ours.mean()) - (theirs - theirs.mean())
    assert np.abs(apart).max() < 0.06


def five_as_one(folder: Path) -> Abundance:
    """The five indicators as if each were a species: butterflies and bats enter late, at the level of the birds."""
    return abundance(
        [
            (name, year, value)
            for name in GROUPS
            for year, value in published(folder / f"{name}.csv", "measure")["Unsmoothed index"].items()
        ]
    )


def test_five_published_groups_as_one_fall_as_all_species_of_england_did(shared_data: Path) -> None:
    """By about a third from 1970 to 2016-2020."""
    table = five_as_one(shared_data / "indicators" / "oif_fiche_D4")
    ours = dict(zip(table.years, as_index(chained(log_relative(table.values)).log_index), strict=True))
    england = published(shared_data / "indicators" / "oif_wildlife_D1_D7" / "D4" / "d4i.csv", "trendline")
    lately = range(2016, 2021)
    for option in ("Smoothed index (option 1)", "Smoothed index (option 2)"):
        theirs = np.mean([england[option][year] for year in lately])
        assert np.mean([ours[year] for year in lately]) == pytest.approx(theirs, abs=8)
        assert theirs < 70


def test_so_they_do_by_the_model_whose_interval_has_england_in_it(shared_data: Path) -> None:
    table = five_as_one(shared_data / "indicators" / "oif_fiche_D4")
    found = by_model(table, count=300).smooth
    assert found is not None
    assert found.lower is not None
    assert found.upper is not None
    england = published(shared_data / "indicators" / "oif_wildlife_D1_D7" / "D4" / "d4i.csv", "trendline")
    for year in range(2000, 2021):
        at = table.years.index(year)
        assert found.upper[at] < 100
        assert found.lower[at] < england["Smoothed index (option 1)"][year] < found.upper[at]


def test_of_england_today_neither_target_can_be_said(shared_data: Path) -> None:
    england = published(shared_data / "indicators" / "oif_wildlife_D1_D7" / "D4" / "d4i.csv", "trendline")
    found = outcomes(england["Smoothed index (option 1)"])
    assert [one.met for one in found] == [None, None]
    assert "2042" in found[1].because
