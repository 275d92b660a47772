"""A listing whose metric has shapes is held against the strategy parcel by parcel.

The plain twin is the land of the edition's own file, cut with shapely: GL1.1 makes lowland meadows by creation."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lnrs.edition import read as of_edition
from lnrs.net_gain.differing import Difference
from lnrs.net_gain.pieces import Piece
from lnrs_web.editions.models import Edition
from lnrs_web.gain_sites import place_by_place
from lnrs_web.gain_sites.actions import listing, review
from lnrs_web.gain_sites.actions.leaving import leave
from lnrs_web.gain_sites.compared import compared
from lnrs_web.gain_sites.models import Claim, GainSite, Version

from ..metric_case import IN_STRATEGY, MEADOW_FARM, better, habitat, write_geopackage, write_workbook
from ..unit.edition_case import box, case
from .gains import FACTS, OWN, browser, draft, read
from .people import officer, signed_in
from .published import publish, publish_later
from .test_gain_compared import EDGE, high_ha
from .test_land_answer import words_of

pytestmark = pytest.mark.django_db

WEST, EAST = box(2, 0, 6, 4), box(6, 0, 10, 4)
MEADOWS: dict[str, Any] = {
    "Retention Category": "Lost",
    "Proposed Habitat Type": "Lowland meadows",
    "Proposed Strategic Significance": IN_STRATEGY,
}


@pytest.fixture
def edition() -> Edition:
    return publish()


def metric(folder: Path, *parcels: tuple[str, shapely.Geometry]) -> SimpleUploadedFile:
    """A farm of which the named parcels become lowland meadows, all claimed as of high significance."""
    rows = [habitat(ref, shape, **better(**MEADOWS)) for ref, shape in parcels]
    red_line = [shapely.union_all([shape for _, shape in parcels])]
    data = write_geopackage(folder / "metric.gpkg", {"Habitats": rows}, red_line=red_line).read_bytes()
    return SimpleUploadedFile("metric.gpkg", data)


def listed(edition: Edition, file: SimpleUploadedFile) -> tuple[GainSite, Client]:
    site, owner = draft(edition, at=EDGE), browser("landowner@example.org")
    answer = owner.post(f"{OWN}sites/{site.public_id}/habitats/", {"step": "metric", "metric": file})
    assert answer.status_code == 302, words_of(answer)
    return site, owner


def test_each_parcel_is_cut_at_the_edge_of_what_the_edition_maps(edition: Edition, tmp_path: Path) -> None:
    site, _ = listed(edition, metric(tmp_path, ("W", WEST), ("E", EAST)))
    found = compared(edition, Version.objects.get(site=site))
    assert found
    assert found.by_place
    assert not found.sizes
    assert not found.significance
    assert not found.agrees
    assert found.by_place.claims == 4  # what is there and what it becomes, of two parcels
    told = {claim.ref: other.levels for claim, other in found.by_place.differing}
    high_m2 = sum(levels.get("high", 0.0) for levels in told.values())
    assert high_m2 == pytest.approx(high_ha() * 10_000, abs=1e-3)
    for ref, levels in told.items():
        assert sum(levels.values()) == pytest.approx({"W": WEST, "E": EAST}[ref].area)


def test_a_claim_that_the_edition_bears_out_is_not_told(edition: Edition, tmp_path: Path) -> None:
    frame = of_edition.frame(case().edition, "measures")
    inside = box(*EDGE).intersection(shapely.union_all(frame[frame["measure"] == "GL1.1"].geometry))
    middle = inside.buffer(-30).point_on_surface().buffer(20, cap_style="square")
    assert inside.buffer(0).covers(middle)
    site, owner = listed(edition, metric(tmp_path, ("M", middle)))
    found = compared(edition, Version.objects.get(site=site))
    assert found
    assert found.by_place
    assert not found.by_place.differing
    assert "claims another" not in words_of(owner.get(f"{OWN}sites/{site.public_id}/"))


def test_owner_and_officer_are_shown_which_parcels_and_where(edition: Edition, tmp_path: Path) -> None:
    site, owner = listed(edition, metric(tmp_path, ("W", WEST), ("E", EAST)))
    page = owner.get(f"{OWN}sites/{site.public_id}/")
    shown = words_of(page)
    assert "another strategic significance than the edition gives" in shown
    assert "Grassland - Lowland meadows, created" in shown
    assert "High in the metric, low by the edition" in shown  # in the map's legend
    found = compared(edition, Version.objects.get(site=site))
    assert found
    assert found.by_place
    assert all(words.given.capitalize() in shown for _, words in found.by_place.differing)
    sent = listing.send(site, by=site.owner)  # type: ignore[arg-type]
    desk = signed_in(officer()).get(f"/desk/gain-sites/kent-and-medway/versions/{sent.public_id}/")
    assert "Parcels that claim another significance" in words_of(desk)
    assert "High in the metric, low by the edition" in words_of(desk)
    review.agree(sent, by=officer())  # nothing is refused for it
    site.refresh_from_db()
    public = words_of(Client().get(f"/kent-and-medway/bng/{site.reference}/"))
    assert site.is_offered
    assert "in the metric, low by the edition" not in public


def test_it_is_worked_out_once_and_anew_with_other_claims_another_boundary_or_another_edition(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    right = place_by_place.differing

    def counted(level: str, pieces: Sequence[Piece]) -> Difference | None:
        made.append(1)
        return right(level, pieces)

    monkeypatch.setattr(place_by_place, "differing", counted)

    def looks() -> int:
        """How many claims are worked out when the owner looks."""
        made.clear()
        assert "another strategic significance" in words_of(owner.get(f"{OWN}sites/{site.public_id}/"))
        return len(made)

    site, owner = listed(edition, metric(tmp_path, ("W", WEST), ("E", EAST)))
    assert [looks(), looks()] == [4, 0]
    file = {"step": "metric", "metric": metric(tmp_path, ("W", WEST))}
    assert owner.post(f"{OWN}sites/{site.public_id}/habitats/", file).status_code == 302
    assert [looks(), looks()] == [2, 0]
    version = Version.objects.get(site=site)
    for one in version.parcels["features"]:
        one["properties"]["moved"] = True
    version.save()
    assert [looks(), looks()] == [2, 0]
    publish_later()
    assert [looks(), looks()] == [2, 0]


def test_parcels_beyond_the_boundary_are_told(edition: Edition, tmp_path: Path) -> None:
    site, _ = listed(edition, metric(tmp_path, ("W", WEST), ("Far", box(10, 0, 11, 4))))
    found = compared(edition, Version.objects.get(site=site))
    assert found
    assert "4.00\xa0ha of the parcels of the metric lie beyond the boundary." in found.sizes


def test_claims_go_with_a_new_version_and_are_gone_when_habitats_are_typed(edition: Edition, tmp_path: Path) -> None:
    site, _ = listed(edition, metric(tmp_path, ("W", WEST), ("E", EAST)))
    who = site.owner
    assert who
    review.agree(listing.send(site, by=who), by=officer())
    listing.keep_facts(site, read(FACTS | {"name": "Longer Field"}), by=who)
    first, second = Version.objects.filter(site=site).order_by("number")
    assert [one.ref for one in first.claims.all()] == [one.ref for one in second.claims.all()]
    listing.take_out_habitat(site, 1, by=who)
    assert not Claim.objects.filter(version=second).exists()
    assert first.claims.count() == 4


def test_parcels_that_only_the_owner_and_officers_saw_go_with_the_account(edition: Edition, tmp_path: Path) -> None:
    site, _ = listed(edition, metric(tmp_path, ("W", WEST)))
    assert site.owner
    review.agree(listing.send(site, by=site.owner), by=officer())
    leave(site.owner)
    assert Version.objects.filter(site=site, state="shown").exists()
    assert not Claim.objects.exists()


def test_of_a_workbook_it_is_said_that_it_has_no_shapes(edition: Edition, tmp_path: Path) -> None:
    data = write_workbook(tmp_path / "metric.xlsx", MEADOW_FARM).read_bytes()
    site, owner = listed(edition, SimpleUploadedFile("metric.xlsx", data))
    assert not Claim.objects.exists()
    shown = words_of(owner.get(f"{OWN}sites/{site.public_id}/"))
    assert "a workbook does not say where each habitat lies" in shown
    assert "Parcels that claim" not in shown
