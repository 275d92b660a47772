"""What a change of land does for carbon, for heat in towns, for people without green space and for pollinators."""

import numpy as np
import pytest

from lnrs.ecology.benefits.access import STANDARDS, newly_served, people_lacking
from lnrs.ecology.benefits.carbon import PEAT_T_CO2E_HA, STOCK_T_C_HA, carbon_gain_t_co2e_ha
from lnrs.ecology.benefits.heat import cooling_need_people
from lnrs.ecology.benefits.pollination import INDICATIVE, Habitat, pollination_gain

COVERS = ("arable", "improved grassland", "broadleaved woodland", "heathland", "fen and reedbed", "shingle")
DOORSTEP, LOCAL = STANDARDS[:2]


def gain(now: str, then: str, *, peat: bool = False) -> float:
    cover = np.array([[COVERS.index(now) + 1]])
    return float(carbon_gain_t_co2e_ha(cover, COVERS, np.array([[peat]]), then=then)[0, 0])


def test_a_wood_on_arable_land_takes_up_the_difference_of_their_stocks_over_thirty_years() -> None:
    assert gain("arable", "broadleaved woodland") == pytest.approx((133 - 44) * 44 / 12 / 30)


def test_keeping_a_wood_gains_nothing_and_ploughing_it_loses() -> None:
    assert gain("broadleaved woodland", "broadleaved woodland") == 0
    assert gain("broadleaved woodland", "arable") < 0


def test_rewetting_arable_peat_gains_more_than_planting_it() -> None:
    rewetted = gain("arable", "fen and reedbed", peat=True)
    assert rewetted > gain("arable", "broadleaved woodland", peat=True) > 0
    assert rewetted == pytest.approx(34.38 - 9.90, abs=0.01)


def test_what_no_table_has_no_figure_is_given_for() -> None:
    assert np.isnan(gain("shingle", "broadleaved woodland"))
    assert np.isnan(gain("arable", "fen and reedbed")), "no stock is known off peat"
    assert np.isnan(gain("arable", "heathland", peat=True))
    with pytest.raises(ValueError, match="Nothing is known of the carbon of cliff"):
        gain("arable", "cliff")


def test_all_drained_peat_gives_off_carbon_and_all_stocks_are_stocks() -> None:
    assert min(PEAT_T_CO2E_HA.values()) > 0
    assert min(STOCK_T_C_HA.values()) > 0


def test_trees_are_needed_by_homes_without_them_and_not_where_there_are_trees_or_nobody_lives() -> None:
    """Homes at the west end without trees near, homes at the east end in a wood, nobody between."""
    people, trees = np.zeros((1, 60), int), np.zeros((1, 60))
    people[0, [5, 50]], trees[0, 40:] = 100, 1.0
    need = cooling_need_people(people, trees, cell_m=10.0)[0]
    assert need[0:15] == pytest.approx(100), "within 90 m of the homes in the west"
    assert not need[15:].any()


def test_homes_beyond_200_m_of_any_green_space_lack_one_on_the_doorstep() -> None:
    people, spaces = np.full((1, 60), 10), np.zeros((1, 60), int)
    spaces[0, 0] = 1
    lacking = people_lacking(people, spaces, np.array([0.6]), DOORSTEP, cell_m=10.0)[0]
    assert (lacking == [0] * 21 + [10] * 39).all()


def test_a_space_too_small_for_the_standard_serves_nobody() -> None:
    people, spaces = np.full((1, 60), 10), np.ones((1, 60), int)
    assert people_lacking(people, spaces, np.array([1.9]), LOCAL, cell_m=10.0).sum() == 600
    assert people_lacking(people, spaces, np.array([2.0]), LOCAL, cell_m=10.0).sum() == 0


def test_a_new_green_space_serves_those_within_reach_who_have_none() -> None:
    lacking = np.zeros((1, 100), int)
    lacking[0, [10, 45, 90]] = 5, 7, 11
    served = newly_served(lacking, DOORSTEP, cell_m=10.0)[0]
    assert served[[0, 24, 25, 30, 31, 65, 66, 70, 99]].tolist() == [5, 5, 12, 12, 7, 7, 0, 11, 11]


def test_a_meadow_helps_pollination_near_an_orchard_and_hardly_far_from_it() -> None:
    field, meadow = INDICATIVE["arable"], INDICATIVE["semi-natural grassland"]
    nesting, flowers = np.full((1, 400), field.nesting), np.full((1, 400), field.flowers)
    crops = np.zeros((1, 400))
    crops[0, 200] = 1.0
    more = pollination_gain(nesting, flowers, crops, meadow, foraging_m=200.0, cell_m=10.0)[0]
    assert more.argmax() == 200
    assert (np.diff(more[60:201]) > 0).all()
    assert more[190] > 100 * more[60] > 0


def test_flowers_help_where_there_are_no_nests_as_long_as_there_are_some_near() -> None:
    nesting, flowers, crops = np.zeros((1, 50)), np.zeros((1, 50)), np.ones((1, 50))
    only_flowers = Habitat(nesting=0.0, flowers=1.0)
    nowhere = pollination_gain(nesting, flowers, crops, only_flowers, foraging_m=50.0, cell_m=10.0)
    assert nowhere == pytest.approx(0, abs=1e-15)
    nesting[0, 25] = 1.0
    near = pollination_gain(nesting, flowers, crops, only_flowers, foraging_m=50.0, cell_m=10.0)[0]
    assert near[24] == pytest.approx(near[26])
    assert near[24] > near[10] > 0
    assert near[25] < 0, "the nests themselves would go"


def test_without_crops_there_is_no_gain() -> None:
    some = np.full((4, 4), 0.5)
    assert not pollination_gain(some, some, np.zeros((4, 4)), Habitat(1, 1), foraging_m=50.0, cell_m=10.0).any()
