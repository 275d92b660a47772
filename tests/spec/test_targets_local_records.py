"""What local records can say: how often species are on lists, and when they say nothing."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from lnrs.errors import IndexProblems
from lnrs.targets.index import by_resampling
from lnrs.targets.list_length import reporting
from lnrs.targets.local_index import of_records
from lnrs.targets.reading_records import read_records
from lnrs.targets.records import Lists, lists
from lnrs.targets.support import SAYS, Least, supported

Record = tuple[str, date, str]


def day(year: int, number: int = 0) -> date:
    return date(year, 4, 1) + timedelta(days=number)


def visited(
    chances: dict[str, list[float]], *, visits: int, effort: list[float] | None = None, places: int = 5
) -> list[Record]:
    """Visits to a few places again and again, on which each species is seen by chance, more often with more effort.

    `chances` has the chance of each species in each year; `effort` multiplies all chances of a year.
    """
    rng = np.random.default_rng(3)
    years = len(next(iter(chances.values())))
    return [
        (name, day(2010 + year, number // places), f"place {number % places}")
        for year in range(years)
        for number in range(visits)
        for name, chance in chances.items()
        if rng.random() < chance[year] * (effort or [1.0] * years)[year]
    ]


STEADY = {f"plant {number}": [0.2 + 0.05 * number] * 8 for number in range(9)}


def index_of(records: list[Record]) -> np.ndarray:
    return of_records(lists(records), by_resampling).raw.index


# --- lists


def test_a_visit_is_a_place_on_a_day_and_a_record_made_twice_counts_once() -> None:
    found = lists(
        [
            ("ox-eye", day(2010), "green"),
            ("ox-eye", day(2010), "green"),
            ("cowslip", day(2010), "green"),
            ("cowslip", day(2010), "down"),
            ("cowslip", day(2012), "green"),
        ]
    )
    assert (found.species, found.years, found.lengths) == (("cowslip", "ox-eye"), (2010, 2011, 2012), (1, 2))
    assert found.visits.tolist() == [[1, 1], [0, 0], [1, 0]]
    assert found.seen.tolist() == [[[1, 1], [0, 0], [1, 0]], [[0, 1], [0, 0], [0, 0]]]
    assert (found.places, found.places_of_two_years, found.visits_to_them) == (2, 1, 2)


def test_no_records_are_no_lists() -> None:
    with pytest.raises(ValueError, match="no records"):
        lists([])


# --- what they say


def test_twice_the_effort_is_no_increase() -> None:
    """Lists become twice as long in the last four years; nothing in nature has changed."""
    records = visited(STEADY, visits=150, effort=[0.5] * 4 + [1.0] * 4)
    count = [sum(one.year == year for _, one, _ in records) for year in (2010, 2017)]
    assert count[1] > 1.7 * count[0]
    assert index_of(records)[-1] == pytest.approx(100, rel=0.15)


def test_a_species_that_becomes_rare_among_steady_ones_falls() -> None:
    falling = {"orchid": list(np.geomspace(0.8, 0.2, 8))}
    table, _ = supported(lists(visited({**STEADY, **falling}, visits=200)))
    orchid = table.values[table.species.index("orchid")]
    assert orchid[-1] / orchid[0] < 0.5
    others = np.delete(table.values, table.species.index("orchid"), axis=0)
    assert others[:, -1] / others[:, 0] == pytest.approx(np.ones(9), abs=0.4)


def test_a_fall_of_every_species_alike_is_hidden_and_the_index_says_that_it_may_be() -> None:
    """To a quarter in eight years: shorter lists cannot be told from less effort."""
    falling = {name: list(chance[0] * np.geomspace(1, 0.25, 8)) for name, chance in STEADY.items()}
    found = of_records(lists(visited(falling, visits=200)), by_resampling)
    assert found.raw.index[-1] > 60
    assert any("a decline of all of them is hidden" in one for one in found.cautions)
    assert any(one.startswith("Lists had ") for one in found.cautions)


def test_a_longer_list_has_a_species_more_often() -> None:
    found = reporting(lists(visited(STEADY, visits=200)))
    assert (found.length_effect > 0.3).all()
    assert ((found.share > 0) & (found.share < 1)).all()
    assert found.usual_length == 4


def test_every_index_of_records_says_what_it_is_not_and_has_no_test_of_the_law() -> None:
    found = of_records(lists(visited(STEADY, visits=40)), by_resampling)
    assert found.cautions[: len(SAYS)] == SAYS
    assert found.outcomes == ()
    assert found.method.startswith("share of lists of the usual length that a species is on, ")


@pytest.mark.parametrize(
    ("records", "says"),
    [
        (visited({**STEADY, "fungus": [0.01] * 8}, visits=40), "1 species are left out: seen on fewer than 20 visits"),
        (visited(STEADY, visits=40, places=40), " visits to 40 places, from "),
        (
            visited({**STEADY, "grass": [0.99] * 8}, visits=40),
            "On nearly every list, so that an increase cannot show: grass.",
        ),
        (
            [(name, one, f"{place} {one.year}") for name, one, place in visited(STEADY, visits=40)],
            "Only 0% of the visits are to places visited in two years or more",
        ),
    ],
)
def test_what_is_doubtful_is_told(records: list[Record], says: str) -> None:
    assert any(says in one for one in supported(lists(records))[1])


# --- when they say nothing


def refused(given: Lists, **least: float) -> list[str]:
    with pytest.raises(IndexProblems) as error:
        supported(given, Least(**least))  # type: ignore[arg-type]
    return [str(problem) for problem in error.value.problems]


def test_too_few_years_visits_and_species_are_refused_with_every_reason() -> None:
    records = visited({"ox-eye": [0.9] * 3, "cowslip": [0.9] * 3}, visits=10)
    assert refused(lists(records)) == [
        "The records: span 3 years; at least 5 are needed.",
        "The records: have fewer than 20 visits in 2010, 2011, 2012.",
        "The records: have 2 species seen on 20 visits or more and in 50% of the years; at least 5 are needed.",
    ]


def test_single_sightings_are_refused_however_many() -> None:
    records = [(f"plant {number % 8}", day(2010 + year, number), "green") for year in range(8) for number in range(120)]
    (reason,) = refused(lists(records))
    assert "are lists of two species or more on 0% of the visits; at least 25% are needed." in reason


def test_a_year_without_visits_is_refused() -> None:
    records = [one for one in visited(STEADY, visits=40) if one[1].year != 2013]
    assert refused(lists(records)) == ["The records: have fewer than 20 visits in 2013."]


# --- files


def test_records_are_read_with_every_mistake_at_once(tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    path.write_text("date,species,place\n2010-02-30,,green\n5/6/2010,cowslip,\n", encoding="utf-8")
    with pytest.raises(IndexProblems) as error:
        read_records(path)
    assert [str(problem) for problem in error.value.problems] == [
        "records.csv:2: names no species.",
        "records.csv:2: date is '2010-02-30'. Write a day from 1700 to 2200, as 2024-05-17.",
        "records.csv:3: names no place.",
        "records.csv:3: date is '5/6/2010'. Write a day from 1700 to 2200, as 2024-05-17.",
    ]
    path.write_text("date,species,place\n", encoding="utf-8")
    with pytest.raises(IndexProblems, match="has no record"):
        read_records(path)
