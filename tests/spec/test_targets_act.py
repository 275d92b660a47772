"""The statutory targets as data: every one has its number, its day, its source, and says how sure that is."""

from datetime import date

import pytest

from lnrs.targets.act import MARKS, act_series, act_targets
from lnrs.targets.statutory import HALTED, REVERSED

TARGETS = {one.key: one for one in act_targets()}


def test_every_group_that_the_act_speaks_of_has_a_target() -> None:
    assert {one.group for one in act_targets()} == {"Species", "Habitat", "Trees", "Marine", "Water", "Waste", "Air"}
    assert len(TARGETS) == len(act_targets()) == 13


def test_what_was_not_read_in_the_regulation_is_marked_and_what_was_read_has_an_address() -> None:
    for one in act_targets():
        assert one.mark == MARKS[one.read]
        assert bool(one.mark) == (one.read != "own text")
        assert bool(one.url) == (one.read != "not read")
        assert one.checked <= date(2026, 11, 28)
        assert one.cite


@pytest.mark.parametrize(
    ("key", "by", "number"),
    [
        ("abundance-2042", date(2042, 12, 31), "10%"),
        ("extinction-2042", date(2042, 12, 31), "0.9070"),
        ("habitat-2042", date(2042, 12, 31), "500,000 hectares"),
        ("trees-2050", date(2050, 12, 31), "16.5%"),
        ("mpa-2042", date(2042, 12, 31), "70%"),
        ("farm-nutrients-2038", date(2038, 12, 31), "40%"),
        ("wastewater-2038", date(2038, 12, 31), "80%"),
        ("demand-2038", date(2038, 3, 31), "20%"),
        ("waste-2042", date(2042, 12, 31), "287 kg"),
        ("pm25-level-2040", date(2040, 12, 31), "10 µg/m³"),
        ("pm25-exposure-2040", date(2040, 12, 31), "35%"),
    ],
)
def test_a_target_has_its_number_and_its_day(key: str, by: date, number: str) -> None:
    assert TARGETS[key].by == by
    assert number in TARGETS[key].says


@pytest.mark.parametrize(
    ("key", "reported_by"),
    [
        ("farm-nutrients-2038", date(2040, 2, 1)),
        ("demand-2038", date(2039, 4, 30)),
        ("waste-2042", date(2044, 1, 31)),
        ("pm25-exposure-2040", date(2041, 7, 15)),
    ],
)
def test_a_regulation_that_was_read_gives_the_day_of_its_report(key: str, reported_by: date) -> None:
    assert TARGETS[key].read == "own text"
    assert TARGETS[key].reported_by == reported_by


def test_the_tests_of_abundance_are_those_of_the_index() -> None:
    for key, other in (("abundance-2030", HALTED), ("abundance-2042", REVERSED)):
        one = TARGETS[key]
        assert (one.by, one.cite, one.url, one.reported_by) == (
            other.by,
            other.provision,
            other.source,
            other.reported_by,
        )


def test_a_target_is_open_until_its_day_has_passed() -> None:
    one = TARGETS["abundance-2030"]
    assert [one.state(day) for day in (date(2026, 1, 1), date(2030, 12, 31), date(2031, 1, 1))] == [
        "open",
        "open",
        "due",
    ]


def test_series_are_as_published_and_say_where_they_come_from() -> None:
    series = act_series()
    assert series["abundance"].first == (1970, 100.0)
    assert series["abundance"].last == (2023, 67.5)
    assert series["pm25"].change == pytest.approx(7.86 / 10.09 - 1)
    assert all(one.source.publisher and one.source.file and one.source.licence for one in series.values())
    assert all([year for year, _ in one.values] == sorted({year for year, _ in one.values}) for one in series.values())
