"""What water does with a change of land: less flooding below, less soil lost, less of it in the river."""

import numpy as np

from lnrs.ecology.benefits.drainage import drainage
from lnrs.ecology.benefits.flood import flood_benefit_person_mm_ha, people_below, runoff_saved_mm
from lnrs.ecology.benefits.runoff import curve_numbers
from lnrs.ecology.benefits.soil import COVER_FACTORS, slope_factor, soil_kept_t_ha, soil_loss_t_ha
from lnrs.ecology.benefits.water_quality import connectivity, delivered_share, way_to_water_m

COVERS, SOILS = ("arable", "broadleaved woodland", "built-up"), ("freely draining loam", "slowly permeable clay")


def heights(text: str) -> np.ndarray:
    """A digit is a height, `~` the sea."""
    rows = [line.split() for line in text.strip().splitlines()]
    return np.array([[np.nan if mark == "~" else float(mark) for mark in row] for row in rows])


def marked(text: str, mark: str) -> np.ndarray:
    return np.array([[cell == mark for cell in line.split()] for line in text.strip().splitlines()])


VALLEY = heights("""
    9 9 9 9 9 9 9
    9 6 5 4 3 2 1
    9 9 9 9 9 9 9
""")
TOWN_AT_THE_MOUTH = marked(
    """
    . . . . . . .
    . . . . . T .
    . . . . . . .
""",
    "T",
)


def test_people_at_risk_are_below_land_upstream_and_not_below_the_river_mouth() -> None:
    water = drainage(VALLEY, cell_m=10.0)
    below = people_below(water, TOWN_AT_THE_MOUTH * 100, channel_ha=0.02)
    assert below[1].tolist() == [100, 100, 100, 100, 100, 100, 0]


def test_water_saved_just_upstream_helps_everyone_below_and_none_is_saved_for_those_above() -> None:
    water = drainage(VALLEY, cell_m=10.0)
    benefit = flood_benefit_person_mm_ha(water, np.ones(VALLEY.shape), TOWN_AT_THE_MOUTH * 100, channel_ha=0.02)
    assert benefit[1, 2] == benefit[1, 5] > 0, "anywhere above the town is as good"
    assert benefit[1, 6] == 0


def test_the_same_saving_is_worth_less_on_a_larger_river() -> None:
    short, long = VALLEY[:, 3:], VALLEY
    worth = [
        flood_benefit_person_mm_ha(drainage(ground, cell_m=10.0), np.ones(ground.shape), town * 100, channel_ha=0.02)[
            1, -3
        ]
        for ground, town in ((short, TOWN_AT_THE_MOUTH[:, 3:]), (long, TOWN_AT_THE_MOUTH))
    ]
    assert worth[0] > worth[1]


def test_a_wood_instead_of_crops_saves_runoff_and_a_wood_instead_of_a_wood_none() -> None:
    cover, soil = np.array([[1, 2, 3, 0]]), np.ones((1, 4), int)
    now = curve_numbers(cover, COVERS, soil, SOILS)
    then = curve_numbers(np.full_like(cover, 2), COVERS, soil, SOILS)
    saved = runoff_saved_mm(now, then, storm_mm=60.0)[0]
    assert saved[2] > saved[0] > saved[1] == 0
    assert np.isnan(saved[3]), "land of no known cover has no figure"


def test_a_shower_runs_off_nothing_so_nothing_is_saved() -> None:
    field, wood = np.array([75.0]), np.array([55.0])
    assert runoff_saved_mm(field, wood, storm_mm=5.0) == 0


def test_the_lower_part_of_a_slope_loses_more_soil() -> None:
    ground = np.repeat(np.arange(12.0, 0.0, -1)[:, None], 3, axis=1)
    factor = slope_factor(np.full(ground.shape, 5.7), drainage(ground, cell_m=10.0))
    assert (np.diff(factor[:, 1]) > 0).all()


def test_grass_keeps_soil_that_crops_would_lose() -> None:
    slope = np.array([1.0])
    crops, grass = COVER_FACTORS["arable"], COVER_FACTORS["improved grassland"]
    loss = soil_loss_t_ha(700.0, np.array([0.04]), slope, crops)
    assert 0 < soil_kept_t_ha(loss, np.array([crops]), grass) < loss


def test_soil_beside_the_river_is_joined_to_it_more_than_soil_beyond_a_meadow() -> None:
    ground, river = np.array([[9.0, 8.0, 7.0, 6.0, 5.0]]), np.array([[False, False, False, False, True]])
    water, slope = drainage(ground, cell_m=10.0), np.full((1, 5), 0.1)
    crops = np.full((1, 5), COVER_FACTORS["arable"])
    meadow = crops.copy()
    meadow[0, 2] = COVER_FACTORS["semi-natural grassland"]
    bare, buffered = (delivered_share(connectivity(water, slope, cover, river))[0] for cover in (crops, meadow))
    assert buffered[0] < bare[0]
    assert buffered[3] > buffered[1]


def test_the_way_to_water_is_the_way_that_water_runs_and_not_the_nearest_river() -> None:
    """A ridge between the field and the nearest river sends its water the other way."""
    ground = heights("""
        1 9 8 7 6 5 1
    """)
    river = np.array([[True, False, False, False, False, False, True]])
    assert way_to_water_m(drainage(ground, cell_m=10.0), river)[0].tolist() == [0, 10, 40, 30, 20, 10, 0]


def test_the_sea_ends_the_way() -> None:
    water = drainage(heights("3 2 1 ~"), cell_m=10.0)
    assert way_to_water_m(water, np.zeros((1, 4), bool))[0].tolist() == [30, 20, 10, 0]
