"""The area that a name speaks of."""

import pytest

from lnrs.model import areas
from lnrs.network.published.whose import area_in


@pytest.mark.parametrize("area", areas(), ids=lambda area: str(area.lnrs_id))
def test_every_area_is_known_by_its_own_name(area) -> None:
    assert area_in(f"{area.name} Local Nature Recovery Strategy") == area


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Dorset local habitat map.gpkg", 44),
        ("kent_lnrs_v3.gpkg", 40),
        ("Brighton", None),
        ("norfolk-and-suffolk.zip", None),
        ("Devon and Somerset", None),
        ("Hull", 9),
        ("WEST NORTHAMPTONSHIRE", 24),
        ("northamptonshire", None),
        ("map.gpkg", None),
    ],
)
def test_a_part_of_the_name_is_enough_where_it_is_no_others(name: str, known: int | None) -> None:
    found = area_in(name)
    assert (found.lnrs_id if found else None) == known
