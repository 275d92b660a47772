"""A listing beside the strategy: which significance its metric may count on, and whether its hectares are those drawn.

The plain twin of the bounds is the land of the edition's own file, cut with shapely: GL1.1 makes lowland meadows."""

from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile

from lnrs.edition import read
from lnrs_web.editions.models import Edition
from lnrs_web.gain_sites.actions import listing
from lnrs_web.gain_sites.compared import Compared, compared
from lnrs_web.gain_sites.habitats import Line
from lnrs_web.gain_sites.models import Version

from ..metric_case import MEADOW_FARM, write_workbook
from ..unit.edition_case import box, case
from .gains import MEADOW, NEUTRAL, OWN, browser, draft
from .people import officer, signed_in
from .published import publish
from .test_land_answer import words_of

pytestmark = pytest.mark.django_db

EDGE = (2, 0, 10, 4)
METRIC = {"units_from": "metric.xlsx, SHA-256 0", "ground_m2": 320_000}


@pytest.fixture
def edition() -> Edition:
    return publish()


def high_ha() -> float:
    frame = read.frame(case().edition, "measures")
    meadows = shapely.union_all(frame[frame["measure"] == "GL1.1"].geometry)
    return float(meadows.intersection(box(*EDGE)).area) / 10_000


def line(ha: float, habitat: str = MEADOW, module: Any = "area", **levels_ha: float) -> Line:
    levels = {level: round(size * 10_000) for level, size in levels_ha.items()}
    return Line(module, habitat, "Good", "created", round(ha * 10_000), 10_000, levels=levels)


def held_against(edition: Edition, *lines: Line, **metric: Any) -> Compared:
    site = draft(edition, at=EDGE)
    assert site.owner
    listing.keep_habitats(site, lines, by=site.owner, **(METRIC | metric))
    found = compared(edition, Version.objects.get(site=site))
    assert found
    return found


def test_what_can_be_true_wherever_the_habitat_lies_is_not_remarked_on(edition: Edition) -> None:
    high = high_ha()
    assert 1 < high < 30
    for size, counted in ((1.0, 1.0), (1.0, 0.0), (32.0, high), (high, high / 2)):
        assert held_against(edition, line(size, high=counted, low=size - counted)).agrees, (size, counted)


def test_more_high_significance_than_is_mapped_is_told_with_the_most_that_can_be(edition: Edition) -> None:
    [said] = held_against(edition, line(32.0, high=32.0)).significance
    assert said.startswith(f"{MEADOW}, Good, created: the metric counts 32\xa0ha as of high significance")
    assert f"at most {high_ha():.2f}\xa0ha can be" in said


def test_less_than_has_to_be_is_told_with_the_least_that_is(edition: Edition) -> None:
    [said] = held_against(edition, line(31.0, low=31.0)).significance
    assert "the metric counts nothing as of high significance" in said
    assert f"at least {high_ha() - 1:.2f}\xa0ha are, wherever it lies" in said


def test_habitat_that_no_measure_makes_here_is_of_low_significance(edition: Edition) -> None:
    said = held_against(
        edition,
        line(1.0, NEUTRAL, high=1.0),
        line(0.5, "Native hedgerow", "hedgerow", high=0.5),
        line(1.0, NEUTRAL, low=1.0),
        line(0.5, "Native hedgerow", "hedgerow", low=0.5),
    ).significance
    assert [one.rpartition("; ")[2] for one in said] == ["no measure that makes it is mapped on this land."] * 2
    assert "0.5\xa0km as of high" in said[1]


def test_the_middle_is_not_for_land_with_a_strategy(edition: Edition) -> None:
    [said] = held_against(edition, line(1.0, medium=0.4, low=0.6)).significance
    assert "counts 0.4\xa0ha as of medium significance, which is for land without a strategy" in said


@pytest.mark.parametrize(
    ("ground_m2", "told"),
    [
        (320_000, None),
        (317_000, None),
        (323_000, None),
        (0, None),
        (280_000, "The boundary has 32.00\xa0ha, and the habitats of the metric are 28.00\xa0ha"),
        (400_000, "8.00\xa0ha more."),
    ],
)
def test_hectares_that_are_not_those_drawn_are_told(edition: Edition, ground_m2: int, told: str | None) -> None:
    found = held_against(edition, line(1.0, low=1.0), ground_m2=ground_m2)
    assert len(found.sizes) == (told is not None)
    assert told is None or told in found.sizes[0]


def test_what_was_typed_or_has_no_boundary_is_not_held_against_anything(edition: Edition) -> None:
    version = draft(edition, at=EDGE).versions.get()
    assert compared(edition, version) is None
    version.units_from, version.parcels = "metric.xlsx", {}
    assert compared(edition, version) is None


def test_owner_and_officer_are_told_of_a_metric_that_differs(edition: Edition, tmp_path: Path) -> None:
    site = draft(edition, at=EDGE)
    own = f"{OWN}sites/{site.public_id}/"
    owner = browser("landowner@example.org")
    data = write_workbook(tmp_path / "metric.xlsx", MEADOW_FARM).read_bytes()
    form = {"step": "metric", "metric": SimpleUploadedFile("metric.xlsx", data)}
    assert owner.post(f"{own}habitats/", form).status_code == 302
    version = Version.objects.get()
    assert version.metric_m2 == 35_000  # 2.5 ha of grassland and 1 ha of cereals
    wood = version.lines.get(habitat="Woodland and forest - Other woodland; broadleaved")
    assert wood.levels == {"high": 15_000}
    shown = words_of(owner.get(own))
    assert "Where the metric and the land differ" in shown
    assert "The boundary has 32.00 ha, and the habitats of the metric are 3.50 ha before anything is done" in shown
    assert "no measure that makes it is mapped on this land" in shown
    sent = listing.send(site, by=site.owner)  # type: ignore[arg-type]
    seen = words_of(signed_in(officer()).get(f"/desk/gain-sites/kent-and-medway/versions/{sent.public_id}/"))
    assert "The boundary has 32.00 ha" in seen
    assert "no measure that makes it is mapped on this land" in seen
    listing.take_back(site, by=site.owner)  # type: ignore[arg-type]
    listing.take_out_habitat(site, 1, by=site.owner)  # type: ignore[arg-type]
    assert Version.objects.get().metric_m2 == 0
    assert "Where the metric" not in words_of(owner.get(own))
