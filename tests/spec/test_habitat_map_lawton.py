"""Better, bigger, more, joined: what the measures would do for each habitat, on land drawn as text."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from lnrs.habitat_map.choose import Chosen
from lnrs.habitat_map.lawton import EVERY, habitats, lawton
from lnrs.model import PotentialMeasure

ROW_PAIRS = np.array([[0, 1], [1, 2], [2, 3], [3, 4]], np.int32)
"""Five fields in a row, each beside the next."""


def placed(*pieces: int) -> Chosen:
    none = np.empty((len(pieces), 0))
    return Chosen(np.array(pieces, int), np.ones(len(pieces)), none, none, 5.0)


def measure(ref: str, habitat: str) -> PotentialMeasure:
    return PotentialMeasure(ref, "Do it.", "Do it well.", "create", True, ("GL1",), habitat=habitat)


def figures(land: gpd.GeoDataFrame, **where: tuple[str, tuple[int, ...]]) -> pd.DataFrame:
    """`figures(land, sow=("lowland meadow", (1, 2)))`; connected is told by the area alone."""
    measures = [measure(name, habitat) for name, (habitat, _) in where.items()]
    found = habitats(measures, [placed(*pieces) for _, pieces in where.values()], land)
    return lawton(found, ROW_PAIRS, land.area.to_numpy() / 10_000, lambda flags: float(flags.sum())).set_index(
        "habitat"
    )


def test_a_field_between_two_meadows_makes_more_meadow_in_fewer_larger_patches(draw: Callable) -> None:
    meadow = figures(draw("M . M . ."), sow=("lowland meadow", (1,))).loc["lowland meadow"]
    assert (meadow["area_before_ha"], meadow["area_after_ha"]) == (2, 3)
    assert (meadow["patches_before"], meadow["patches_after"]) == (2, 1)
    assert (meadow["patch_before_ha"], meadow["patch_after_ha"]) == (1, 3)
    assert meadow["managed_ha"] == 0


def test_a_measure_on_land_that_is_its_habitat_already_makes_it_better_and_not_more(draw: Callable) -> None:
    meadow = figures(draw("M M . . ."), mow=("lowland meadow", (0, 1, 2))).loc["lowland meadow"]
    assert meadow["managed_ha"] == 2
    assert (meadow["area_before_ha"], meadow["area_after_ha"]) == (2, 3)


def test_a_hectare_lies_on_average_in_the_patch_that_most_land_is_in(draw: Callable) -> None:
    meadow = figures(draw("M M M . M")).loc["lowland meadow"]
    assert meadow["patch_before_ha"] == pytest.approx((3 * 3 + 1 * 1) / 4)


def test_land_that_two_habitats_are_meant_for_counts_once_in_the_network_of_every_habitat(draw: Callable) -> None:
    table = figures(
        draw("M . . . W"), sow=("lowland meadow", (1, 2)), plant=("lowland mixed deciduous woodland", (2, 3))
    )
    assert list(table.index) == [EVERY, "lowland meadow", "lowland mixed deciduous woodland"]
    assert table["area_after_ha"].tolist() == [5, 3, 3]
    assert table.loc[EVERY, "patches_after"] == 1


def test_a_measure_without_a_habitat_changes_no_figure_and_land_without_any_has_none(draw: Callable) -> None:
    assert figures(draw("M . . . ."), hedge=("", (0, 1))).loc["lowland meadow", "managed_ha"] == 0
    assert habitats([measure("hedge", "")], [placed(0, 1)], draw(". . . . .")) == []
