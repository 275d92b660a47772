"""The real outlines of the 48 areas: who shares a border with whom, over their gaps and overlaps."""

from itertools import combinations

import pytest

from lnrs.model import areas
from lnrs.network.areas_file import read_areas
from lnrs.network.conflict_land import shared_border

from ..conftest import SHARED_DATA

OUTLINES = SHARED_DATA / "boundaries" / "lnrs_areas_england_simplified_2026.parquet"
NOT_MET = (16, 25)
"""Greater Lincolnshire and North Northamptonshire come no nearer than 36 m in these outlines."""

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not OUTLINES.exists(), reason=f"{OUTLINES} is not there"),
]


def test_the_published_neighbours_and_no_others_share_a_border():
    frame = read_areas(OUTLINES).frame.sort_values("lnrs_id")
    published = {(one.lnrs_id, other) for one in areas() for other in one.neighbours if one.lnrs_id < other}

    met = {
        (a, b): border
        for (a, one), (b, other) in combinations(zip(frame["lnrs_id"], frame.geometry, strict=True), 2)
        if not (border := shared_border(one, other, 10)).is_empty
    }

    assert set(met) == published - {NOT_MET}
    assert met[38, 40].length == pytest.approx(shared_border(*_swapped(frame, 38, 40), 10).length, rel=0.02)


def _swapped(frame, a, b):
    shapes = frame.set_index("lnrs_id").geometry
    return shapes[b], shapes[a]
