"""The answer of a planning check, on the edition of `edition_case`: letters are fields of one hectare."""

from datetime import timedelta
from io import StringIO

import pytest
import shapely
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from lnrs.edition import read
from lnrs.significance import Significance
from lnrs_web.editions.models import Edition, Measure, Piece
from lnrs_web.planning import actions, queries, words
from lnrs_web.planning.answer import answer
from lnrs_web.planning.habitats import metric_habitats
from lnrs_web.planning.models import SiteCheck, SiteHabitat
from lnrs_web.planning.proposals import Typed
from lnrs_web.planning.proposals import read as read_rows

from ..unit.edition_case import box, case
from .published import AREA, publish, publish_later

pytestmark = pytest.mark.django_db
START = AREA + "planning/"
MEADOWS = "Grassland - Lowland meadows"
HEDGE = "Hedgerow - Native hedgerow"


@pytest.fixture
def edition() -> Edition:
    return publish()


def meadow_land() -> shapely.Geometry:
    """Where the edition maps GL1.1, which makes lowland meadows by creation."""
    frame = read.frame(case().edition, "measures")
    return shapely.union_all(frame[frame["measure"] == "GL1.1"].geometry)


def checked(edition: Edition, *rows: Typed, site=None, parcels=None, name="") -> SiteCheck:
    site = box(0, 0, 8, 6) if site is None else site
    return actions.keep_check(edition, site, read_rows(rows, parcels or {}, site, []), name=name)


def test_a_parcel_that_crosses_the_edge_of_what_is_mapped_is_split_there(edition: Edition) -> None:
    parcel = box(2.25, 0.5, 9.5, 3.5)
    assert 0 < parcel.intersection(meadow_land()).area < parcel.area
    (found,) = answer(
        checked(edition, Typed(1, MEADOWS, "creation", "", "P"), site=parcel, parcels={"P": parcel})
    ).habitats
    area_m2 = {Significance.HIGH: 0, Significance.LOW: 0}
    for line in found.lines:
        area_m2[line.significance] += line.area_m2
        assert set(line.measures) == ({"GL1.1"} if line.significance is Significance.HIGH else set())
    assert area_m2[Significance.HIGH] == pytest.approx(parcel.intersection(meadow_land()).area, abs=1)
    assert sum(area_m2.values()) == round(parcel.area)
    assert {line.district for line in found.lines} == {"West", "East"}, "each planning authority has its own lines"


@pytest.mark.parametrize(
    ("habitat", "action", "high"),
    [
        (MEADOWS, "creation", True),
        (MEADOWS, "enhancement", False),
        (MEADOWS, "baseline", True),
        ("Grassland - Modified grassland", "creation", False),
    ],
)
def test_mapped_land_is_high_for_what_its_measure_makes_and_low_for_all_else(
    edition: Edition, habitat: str, action: str, high: bool
) -> None:
    piece = Piece.objects.filter(places__measure__ref="GL1.1").first()
    assert piece is not None
    check = checked(edition, Typed(1, habitat, action, "", "P"), site=piece.shape, parcels={"P": piece.shape})
    (found,) = answer(check).habitats
    assert found.settled is (Significance.HIGH if high else Significance.LOW)


def test_a_measure_that_is_mapped_but_makes_no_habitat_of_the_metric_raises_nothing(edition: Edition) -> None:
    piece = Piece.objects.filter(places__measure__ref="WTH2.1").exclude(places__measure__ref="GL1.1").first()
    assert piece is not None
    check = checked(edition, Typed(1, MEADOWS, "creation", "", "P"), site=piece.shape, parcels={"P": piece.shape})
    found = answer(check)
    assert "WTH2.1" in [one.measure.ref for one in found.measures]
    assert found.habitats[0].settled is Significance.LOW


def test_a_habitat_without_a_parcel_is_told_by_how_much_of_the_site_would_be_high(edition: Edition) -> None:
    site = box(0, 0, 8, 6)
    high_ha = site.intersection(meadow_land()).area / 10_000
    (found,) = answer(checked(edition, Typed(1, MEADOWS, "creation", "45"), site=site)).habitats
    assert found.settled is None
    assert found.bounds is not None
    assert found.bounds.most == pytest.approx(min(45, high_ha), abs=1e-3)
    assert found.bounds.least == pytest.approx(45 - (48 - high_ha), abs=1e-3)
    assert "It depends on where it lies on the site" in words.verdict(found)


def test_a_hedge_is_in_kilometres_and_never_split(edition: Edition) -> None:
    (found,) = answer(checked(edition, Typed(1, HEDGE, "creation", "0.4"))).habitats
    assert (found.habitat.measured_in, found.bounds) == ("km", None)
    assert [words.size(found, line) for line in found.lines] == ["0.4\u00a0km"]
    assert "No measure of the strategy makes this habitat by creation." in words.reason(found)


def test_what_is_on_and_near_the_site_is_what_the_edition_has_there(edition: Edition) -> None:
    found = answer(checked(edition, site=box(0, 0, 8, 7)))
    important = {one.site.name: one.within_ha for one in found.sites}
    assert important["Example Meadow"] == pytest.approx(4)
    wood = {one.site.kind: one.within_ha for one in found.sites if one.site.name == "Example Wood"}
    assert wood == {"SSSI": pytest.approx(3), "IRREP": pytest.approx(2)}
    assert found.important.area == pytest.approx(7 * 10_000), "a wood that is listed twice counts once"
    frame = read.frame(case().edition, "measures")
    for one in found.measures:
        there = shapely.union_all(frame[frame["measure"] == one.measure.ref].geometry).intersection(box(0, 0, 8, 7))
        assert one.area_ha == pytest.approx(there.area / 10_000)
    become = shapely.union_all(read.frame(case().edition, "become").geometry).intersection(box(0, 0, 8, 7))
    assert found.could_become.area == pytest.approx(become.area)
    assert {one.name for one in found.districts} == {"West"}
    assert words.designations(found) == [
        "Site of Special Scientific Interest",
        "Local Nature Reserve",
        "irreplaceable habitat",
    ]


def test_what_is_near_has_its_distance(edition: Edition) -> None:
    found = answer(checked(edition, site=box(0, 0, 1, 1)))
    assert found.sites == []
    near = {(one.site.name, one.site.kind): one.distance_m for one in found.near}
    assert near["Example Meadow", "LNR"] == pytest.approx(100)
    assert list(near.values()) == sorted(near.values())


def test_land_outside_the_area_is_told_and_has_no_significance(edition: Edition) -> None:
    site = box(-2, 0, 2, 1)
    found = answer(checked(edition, Typed(1, MEADOWS, "creation", "", "P"), site=site, parcels={"P": site}))
    assert found.outside_ha == pytest.approx(2)
    (outside,) = [line for line in found.habitats[0].lines if line.significance is None]
    assert outside.area_ha == pytest.approx(2)
    assert "2.0000 ha of the site are outside Kent and Medway." in words.evidence(found, "https://example.org/")


def test_the_evidence_names_edition_identity_date_measures_hectares_and_address(edition: Edition) -> None:
    check = checked(edition, Typed(1, MEADOWS, "creation", "45"), name="Land at Wye, 26/0123")
    said = words.evidence(found := answer(check), "https://example.org/key/")
    assert edition.identity in said
    assert "1 October 2026" in said
    assert words.day(check.made_at) in said
    assert "Land at Wye, 26/0123" in said
    assert all(f"{one.measure.ref} on {one.area_ha:.4f} ha" in said for one in found.measures)
    assert said.endswith("https://example.org/key/")
    assert "invented example" in said


@pytest.mark.parametrize(
    ("status", "provisional"), [("draft", True), ("consultation draft", True), ("final", False), ("published", False)]
)
def test_a_draft_s_answer_is_provisional_and_says_what_applies(
    edition: Edition, status: str, provisional: bool
) -> None:
    Edition.objects.filter(pk=edition.pk).update(status=status, invented=False)
    check = checked(Edition.objects.get(pk=edition.pk))
    assert answer(check).provisional is provisional
    standing = words.standing(check.edition)
    assert ("provisional" in standing) is provisional
    assert ("the local planning authority says which documents count" in standing) is provisional


def test_the_answer_stays_when_another_edition_is_published_and_the_same_can_be_asked_of_it(edition: Edition) -> None:
    check = checked(edition, Typed(1, MEADOWS, "creation", "45"))
    before = answer(check)
    later = publish_later()
    after = answer(SiteCheck.objects.get(key=check.key))
    assert [one.lines for one in after.habitats] == [one.lines for one in before.habitats]
    assert words.evidence(after, "") == words.evidence(before, "")
    again = actions.ask_again(check, later)
    assert again.key != check.key
    assert again.edition == later
    assert SiteHabitat.objects.filter(check_made=again).count() == 1
    high = [
        sum(line.area_m2 for line in answer(one).habitats[0].lines if line.significance == "High")
        for one in (check, again)
    ]
    assert high[1] < high[0], "the later edition maps less meadow"


def test_keys_are_long_unlike_and_of_letters_that_nobody_mistakes() -> None:
    keys = {actions.new_key() for _ in range(200)}
    assert len(keys) == 200
    assert all(len(key) == 16 and not set(key) & set("01ilo") for key in keys)


def test_every_habitat_of_the_edition_s_example_is_one_of_the_metric_s() -> None:
    assert len(metric_habitats()) == 150
    assert len({one.name for one in metric_habitats()}) == 150
    assert {one.measured_in for one in metric_habitats()} == {"ha", "km"}


def test_what_would_be_taken_away_is_what_is_taken_away(edition: Edition, settings) -> None:
    settings.SITE_CHECKS_KEPT_DAYS = 100
    old, new, asked = checked(edition, Typed(1, HEDGE, "creation", "1")), checked(edition), checked(edition)
    SiteCheck.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=101))
    SiteCheck.objects.filter(pk=new.pk).update(made_at=timezone.now() - timedelta(days=99))
    assert queries.kept_until(new) == new.made_at + timedelta(days=100)

    def said(*arguments: str) -> str:
        out = StringIO()
        call_command("remove_site_checks", *arguments, stdout=out)
        return out.getvalue()

    assert said("--dry-run") == f"{old.key}\n1 planning check would be taken away.\n"
    assert SiteCheck.objects.count() == 3
    assert said() == f"{old.key}\n1 planning check taken away.\n"
    assert said() == "0 planning checks taken away.\n"
    assert said("--key", asked.key, "--key", "nothing") == f"{asked.key}\n1 planning check taken away.\n"
    assert [one.key for one in SiteCheck.objects.all()] == [new.key]
    assert not SiteHabitat.objects.exists()
    assert Measure.objects.filter(edition=edition).exists(), "nothing else goes with it"


def test_no_edition_that_is_not_published_can_be_asked(client: Client) -> None:
    hidden = publish(stop_at_import=True)
    assert client.get(START).status_code == 404
    assert client.post(f"{START}?edition={hidden.identity}", {"step": "check"}).status_code == 404
