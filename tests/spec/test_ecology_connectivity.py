"""What connectivity asks of land: worked on drawings of one-hectare fields, and by hand."""

import numpy as np
import pytest

from lnrs.ecology.choose_links import choose_one_by_one
from lnrs.ecology.dispersal import equivalent_connected_area_ha, probability_of_connectivity, within_reach_ha
from lnrs.ecology.gain import gain, gained_eca_ha, joined, loss, lost_eca_ha
from lnrs.ecology.kernel import Kernel, exponential
from lnrs.ecology.zonal import Zones

FIELD_M = 100.0
BEETLE = exponential(100.0, FIELD_M, epsilon=1e-6)
"""Of those that set out, 37 % go a field or farther."""


def drawn(picture: str) -> tuple[np.ndarray, Zones, list[str]]:
    """Habitat where there is an `M`; each other letter is a candidate, `.` is neither."""
    letters = np.array([line.split() for line in picture.strip().splitlines()])
    names = sorted(set(letters.ravel()) - {".", "M"})
    cells = [np.argwhere(letters == name) for name in names]
    row, col = (np.concatenate([some[:, axis] for some in cells] or [[]]).astype(np.int32) for axis in (0, 1))
    start = np.cumsum([0, *map(len, cells)])
    return (letters == "M").astype(np.uint8), Zones(start, row, col, col + 1, row[start[:-1]], col[start[:-1]]), names


def eca_ha(habitat: np.ndarray, kernel: Kernel = BEETLE) -> float:
    return equivalent_connected_area_ha(habitat, within_reach_ha(habitat, kernel), cell_m=FIELD_M)


def gains_ha(picture: str) -> dict[str, float]:
    habitat, fields, names = drawn(picture)
    added = gain(fields, habitat, within_reach_ha(habitat, BEETLE), BEETLE)
    return dict(zip(names, gained_eca_ha(eca_ha(habitat), added), strict=True))


def test_one_field_of_meadow_is_connected_to_itself() -> None:
    assert eca_ha(drawn("M .")[0]) == pytest.approx(1.0)


def test_two_meadows_a_field_apart_worked_by_hand() -> None:
    """1 + 1 + 2 x exp(-2) = 2.27 ha2, whose root is 1.507 ha."""
    assert eca_ha(drawn("M . M")[0]) == pytest.approx(np.sqrt(2 + 2 * np.exp(-2.0)))


def test_meadows_too_far_apart_to_know_of_each_other_are_worth_less_than_their_area() -> None:
    far = exponential(10.0, FIELD_M)
    assert eca_ha(drawn("M . . . M")[0], far) == pytest.approx(np.sqrt(2.0))


def test_for_a_species_that_goes_anywhere_the_equivalent_area_is_all_the_area_there_is() -> None:
    habitat = drawn("M . M\n. . .\nM . M")[0]
    assert eca_ha(habitat, exponential(1e7, FIELD_M)) == pytest.approx(4.0, rel=1e-4)


def test_land_that_is_all_habitat_has_probability_one_for_a_species_that_goes_anywhere() -> None:
    everything = eca_ha(np.ones((5, 5)), exponential(1e8, FIELD_M))
    assert probability_of_connectivity(everything, 25.01) == pytest.approx(1.0, rel=1e-2)


def test_a_field_between_two_meadows_gains_more_than_one_beside_them_and_that_more_than_one_far_off() -> None:
    gained = gains_ha("""
        M a M b . . . . c
    """)
    assert gained["a"] > gained["b"] > gained["c"]


def test_the_gain_of_the_field_between_worked_by_hand() -> None:
    """Before: 2 + 2 exp(-2). The field has itself, and each of two neighbours twice at exp(-1)."""
    before = 2 + 2 * np.exp(-2.0)
    assert gains_ha("M a M")["a"] == pytest.approx(np.sqrt(before + 1 + 4 * np.exp(-1.0)) - np.sqrt(before), rel=1e-5)


def test_what_is_meadow_already_adds_nothing_and_half_a_field_adds_half() -> None:
    habitat, fields, _ = drawn("a a . .")
    habitat = habitat.astype(float)
    habitat[0, 0], habitat[0, 1] = 1.0, 0.5
    added = gain(fields, habitat, within_reach_ha(habitat, BEETLE), BEETLE)
    assert added.area_ha[0] == pytest.approx(0.5)


def test_losing_the_meadow_in_the_middle_costs_more_than_losing_one_at_the_end() -> None:
    habitat, fields, _ = drawn("a . b . c")
    habitat[0, ::2] = 1
    lost = lost_eca_ha(eca_ha(habitat), loss(fields, habitat, within_reach_ha(habitat, BEETLE), BEETLE))
    assert lost[1] > lost[0] == pytest.approx(lost[2])


def test_stepping_stones_together_gain_more_than_the_sum_of_each_alone() -> None:
    habitat, fields, _ = drawn("M a b M")
    reach_ha = within_reach_ha(habitat, BEETLE)
    alone = gain(fields, habitat, reach_ha, BEETLE).eca2_ha2
    together = gain(joined(fields, np.array([0, 1])), habitat, reach_ha, BEETLE).eca2_ha2
    assert together[0] == pytest.approx(alone.sum() + 2 * np.exp(-1.0), rel=1e-5)


def test_after_one_field_is_chosen_its_neighbour_is_worth_more_than_an_equal_elsewhere() -> None:
    habitat, fields, names = drawn("""
        a b . . . . . . . .
        . . . . . . . . . .
        . . . . . . . . c .
    """)
    taken = choose_one_by_one(fields, habitat, within_reach_ha(habitat, BEETLE), BEETLE, budget_ha=2.0)
    assert [names[at] for at in taken.candidate] == ["a", "b"]
    assert taken.eca_ha == pytest.approx([1.0, np.sqrt(2 + 2 * np.exp(-1.0))])


def test_per_hectare_the_small_field_beside_the_meadow_comes_first_and_as_a_whole_the_large_one() -> None:
    habitat, fields, names = drawn("M a . b b b b")
    reach_ha = within_reach_ha(habitat, BEETLE)
    first = {
        per_ha: names[choose_one_by_one(fields, habitat, reach_ha, BEETLE, budget_ha=4, per_ha=per_ha).candidate[0]]
        for per_ha in (True, False)
    }
    assert first == {True: "a", False: "b"}


def test_what_does_not_fit_the_budget_is_passed_over_for_what_does() -> None:
    habitat, fields, names = drawn("M a a a . . b")
    taken = choose_one_by_one(fields, habitat, within_reach_ha(habitat, BEETLE), BEETLE, budget_ha=2.5)
    assert [names[at] for at in taken.candidate] == ["b"]
