"""The figures of public land against a plain twin, which knows the edition's own files and no site."""

from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lnrs.edition import read
from lnrs_web.boundaries.parcels import Parcel, parcel
from lnrs_web.editions.models import Edition
from lnrs_web.public_land.figures import figures_of

from ..unit.edition_case import box, case
from ..web.conftest import editions_folder, no_kept_pages  # noqa: F401  # the site's folders, as its tests have them
from ..web.published import publish

CLOSE_HA = 2e-4


def plain(folder: Path, land: list[Parcel]) -> dict[str, object]:
    """Hectares from the files of an edition: the union of everything of one kind, cut with the union of the land."""
    whole = shapely.union_all([one.shape for one in land])

    def shared_ha(shapes: list[bytes]) -> float:
        return shapely.union_all(shapely.from_wkb(shapes)).intersection(whole).area / 10_000

    important, become = (read.with_wkb(folder, name, []) for name in ("important", "become"))
    mapped = read.with_wkb(folder, "measures", ["measure"])
    by_measure = {
        ref: shared_ha(mapped[mapped["measure"] == ref]["wkb"].tolist()) for ref in mapped["measure"].unique()
    }
    return {
        "area_ha": whole.area / 10_000,
        "important_ha": shared_ha(important["wkb"].tolist()),
        "become_ha": shared_ha(become["wkb"].tolist()),
        "mapped_ha": shared_ha(mapped["wkb"].tolist()),
        "measures": {ref: area for ref, area in by_measure.items() if area > CLOSE_HA},
    }


corners = st.tuples(st.floats(-1, 14), st.floats(-1, 9), st.floats(0.2, 6), st.floats(0.2, 6))


@pytest.fixture
def edition(db: None, editions_folder: Path) -> Edition:  # noqa: ARG001, F811  # where it is taken in to
    """The case's edition on a site."""
    return publish()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(corners, min_size=1, max_size=6))
def test_the_figures_are_those_of_the_plain_twin(
    edition: Edition, rectangles: list[tuple[float, float, float, float]]
) -> None:
    land = [parcel(str(number), box(x, y, x + w, y + h)) for number, (x, y, w, h) in enumerate(rectangles)]
    found, expected = figures_of(edition, land), plain(case().edition, land)
    for name in ("area_ha", "important_ha", "become_ha", "mapped_ha"):
        assert getattr(found, name) == pytest.approx(expected[name], abs=CLOSE_HA), name
    here = {one.ref: one.area_ha for one in found.measures if one.area_ha > CLOSE_HA}
    assert here == {ref: pytest.approx(area, abs=CLOSE_HA) for ref, area in expected["measures"].items()}  # type: ignore[attr-defined]
