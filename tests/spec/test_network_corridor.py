"""What is said of a way: its areas and borders in order, its gaps and the stretches between them."""

import numpy as np
import pytest
import shapely

from lnrs.network.along import Along, metres_in
from lnrs.network.corridor_words import opening, title

NAMES = {1: "West", 2: "East"}


def along(drawn: str, areas: str, habitat: str = "") -> Along:
    """A way eastward over cells of 500 m: `#` is network now, `+` once delivered, `.` none; the area of each cell below
    it, 0 for none."""
    points = np.stack([np.arange(len(drawn)) * 500 + 500_250.0, np.full(len(drawn), 200_250.0)], axis=1)
    return Along(
        side_m=500,
        points=points,
        metres=metres_in(np.stack([np.zeros(len(drawn), np.int64), np.arange(len(drawn))], axis=1), 500),
        lnrs_id=np.array([int(one) for one in areas]),
        now=np.array([float(one == "#") for one in drawn]),
        delivered=np.array([float(one in "#+") for one in drawn]),
        names=NAMES,
        land=shapely.box(500_000, 200_000, 500_000 + 500 * len(drawn), 200_500),
        habitat=habitat,
    )


def test_gaps_and_stretches_take_turns_and_are_all_of_the_way() -> None:
    way = along("##..+.+", "1111111")
    assert [one["gap_m"] for one in way.gaps()] == [1_000.0, 500.0]
    assert [(one["stretch_m"], one["now_share"]) for one in way.stretches()] == [
        (750.0, 1.0),
        (500.0, 0.0),
        (250.0, 0.0),
    ]
    assert sum(one["gap_m"] for one in way.gaps()) + sum(one["stretch_m"] for one in way.stretches()) == 3_000
    assert [one["gap"] for one in way.stations()] == [0, 0, 1, 1, 0, 2, 0]


def test_an_area_that_is_entered_twice_is_told_once_and_its_border_twice() -> None:
    way = along("#######", "1122111")
    assert [(one["name"], one["m"]) for one in way.areas()] == [("West", 2_000.0), ("East", 1_000.0)]
    crossed = [(one["from_area"], one["to_area"], one["along_m"]) for one in way.crossings()]
    assert crossed == [("West", "East", 1_000.0), ("East", "West", 2_000.0)]


def test_a_cell_of_no_area_between_two_is_no_border_of_its_own() -> None:
    assert [one["to_area"] for one in along("####", "1002").crossings()] == ["East"]
    assert along("####", "1001").crossings() == []
    assert along("####", "0000").areas() == []


def test_what_is_said_in_words() -> None:
    words = " ".join(opening(along("#.++..+", "1111222")))
    assert "3.0 km, of which 8% is network now and 50% with every measure delivered." in words
    assert "Through West (1.8 km), East (1.2 km): one border crossed." in words
    assert "2 gaps, the longest of 1,000 m at TL 022 002 to TL 027 002." in words
    assert opening(along("###", "111"))[1:] == ["Through West (1.0 km): no border crossed.", "No gaps along it."]
    assert "is Fen now" in opening(along("###", "111", "Fen"))[0]
    assert title(along("###", "111", "Fen"), ("A", "B")) == "A to B: Fen"


def test_the_land_of_a_corridor_is_in_hectares() -> None:
    assert along("###", "111").as_data()["corridor_ha"] == pytest.approx(75.0)
