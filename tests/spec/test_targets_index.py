"""What the species abundance index is, on tables small enough to work out by hand."""

import numpy as np
import pytest

from lnrs.targets.abundance import abundance
from lnrs.targets.chained import as_index, chained
from lnrs.targets.relative import Ends, log_relative

GONE = "-"


def index_of(table: str, ends: Ends = "leave") -> list[float]:
    """The index of species drawn one a line: a name, then a value for each year from 2000; `-` where there is none."""
    rows = []
    for line in table.strip().splitlines():
        name, *values = line.split()
        rows += [(name, 2000 + number, float(one)) for number, one in enumerate(values) if one != GONE]
    return list(as_index(chained(log_relative(abundance(rows).values, ends=ends)).log_index))


def test_one_species_that_doubles_and_one_that_halves_leave_the_index_where_it_was() -> None:
    assert index_of("""
        wren     10 20
        dunnock  10  5
    """) == pytest.approx([100, 100])


def test_the_index_is_the_nth_root_of_the_product() -> None:
    assert index_of("""
        wren     1 8
        dunnock  1 1
        robin    1 1
    """) == pytest.approx([100, 200])


def test_species_count_alike_however_many_there_are_of_each() -> None:
    assert index_of("""
        wren     8000 4000
        avocet      8    4
    """) == pytest.approx([100, 50])


def test_a_species_that_joins_late_moves_nothing_in_its_first_year() -> None:
    """It enters at the index of 2001, 50; from there to 2002 the two grow by 2 and by 1/2."""
    assert index_of("""
        wren   10  5 10
        otter   -  7 3.5
    """) == pytest.approx([100, 50, 50])


def test_a_gap_is_bridged_by_constant_growth() -> None:
    """The wren grows by 2 a year over its gap, the dunnock stays."""
    assert index_of("""
        wren     1 - 4
        dunnock  3 3 3
    """) == pytest.approx([100, 100 * 2**0.5, 200])


def test_a_species_without_later_values_leaves_and_moves_nothing() -> None:
    assert index_of("""
        wren     10 20  -
        dunnock  10 10 20
    """) == pytest.approx([100, 100 * 2**0.5, 200 * 2**0.5])


def test_or_it_is_held_at_its_last_value_and_slows_the_index() -> None:
    held = index_of(
        """
        wren     10 20  -
        dunnock  10 10 20
        """,
        ends="hold",
    )
    assert held == pytest.approx([100, 100 * 2**0.5, 200])


def test_a_year_without_sightings_counts_as_a_hundredth() -> None:
    """0 has no logarithm; two species at 100 and 1 have the geometric mean 10."""
    assert index_of("""
        wren     5 0 5
        dunnock  5 5 5
    """) == pytest.approx([100, 10, 100])


def test_a_rise_counts_up_to_a_hundred_times() -> None:
    assert index_of("egret 1 100 100000") == pytest.approx([100, 10_000, 10_000])


def test_years_before_a_species_was_seen_are_no_part_of_it() -> None:
    assert index_of("""
        wren   10 10 10
        egret   0  2  8
    """) == pytest.approx([100, 100, 200])


def test_where_no_species_has_a_year_and_the_one_before_the_index_breaks_off() -> None:
    found = index_of("""
        wren     10 10  -  -
        dunnock   -  - 10 10
    """)
    assert found[:2] == pytest.approx([100, 100])
    assert np.isnan(found[2:]).all()


@pytest.mark.parametrize(
    "rows",
    [[], [("wren", 2000, -1.0)], [("wren", 2000, float("inf"))], [("wren", 2000, 1.0), ("wren", 2000, 2.0)]],
)
def test_a_table_that_means_nothing_is_refused(rows: list[tuple[str, int, float]]) -> None:
    with pytest.raises(ValueError, match="value"):
        abundance(rows)
