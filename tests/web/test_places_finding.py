"""What readers type to say where, looked up in the edition of `edition_case` and in the site's postcodes."""

import pytest
import shapely
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions.models import Edition, EditionPostcode, Town, Zone
from lnrs_web.places import finding
from lnrs_web.places.models import Postcode, PostcodeRelease
from lnrs_web.places.whereabouts import Whereabouts
from lnrs_web.strategy import here

from ..unit.edition_case import point
from .published import AREA, Page, publish, publish_later

pytestmark = [pytest.mark.django_db]

ASKED = AREA + "at/"


@pytest.fixture
def edition() -> Edition:
    return publish()


def public_postcode(name: str, easting_m: int, northing_m: int, *, ended: str = "", in_use: bool = True) -> None:
    release = PostcodeRelease.objects.get_or_create(sha256="0" * 64, in_use=in_use, imported_by="a test")[0]
    Postcode.objects.create(release=release, postcode=name, easting_m=easting_m, northing_m=northing_m, ended=ended)


@pytest.mark.parametrize("typed", ["ZZ1 1AA", "zz11aa", " ZZ1  1aa ", "zz1 1AA"])
def test_a_postcode_of_the_edition_is_found_whatever_its_spaces_and_capitals(edition: Edition, typed: str) -> None:
    east, north = point(2.5, 3.5)
    assert finding.find(edition, typed) == Whereabouts(east, north, side_m=0, called="ZZ1 1AA")


def test_a_public_postcode_is_found_when_its_release_is_in_use(edition: Edition) -> None:
    public_postcode("TN25 5AA", 605_450, 146_950, in_use=False)
    with pytest.raises(ValueError, match="The postcode TN25 5AA is not known here"):
        finding.find(edition, "TN25 5AA")
    PostcodeRelease.objects.update(in_use=True)
    assert finding.find(edition, "tn255aa") == Whereabouts(605_450, 146_950, side_m=0, called="TN25 5AA")


def test_an_unknown_postcode_in_an_invented_edition_is_told_which_there_are(edition: Edition, client: Client) -> None:
    answer = client.get(ASKED, {"place": "CT1 2AB"})
    assert answer.status_code == 400
    assert "The postcode CT1 2AB is not known here. This is an invented example, with invented postcodes" in answer.text
    assert f"try {finding.example_of(edition)}." in answer.text


def test_an_unknown_postcode_of_real_land_is_told_what_may_be_wrong(edition: Edition) -> None:
    EditionPostcode.objects.all().delete()
    with pytest.raises(ValueError, match="No postcodes have been taken in on this site"):
        finding.find(edition, "CT1 2AB")
    public_postcode("TN25 5AA", 605_450, 146_950)
    with pytest.raises(ValueError, match="It may be new, or be mistyped"):
        finding.find(edition, "CT1 2AB")


@pytest.mark.parametrize("typed", ["CT1 2", "me13", "ZZ1", "CT1 2A"])
def test_a_part_of_a_postcode_is_told_to_be_one(client: Client, edition: Edition, typed: str) -> None:
    answer = client.get(ASKED, {"place": typed})
    assert answer.status_code == 400
    assert "only a part of a postcode. Give the whole of it, such as ZZ1 1A" in answer.text
    assert f'value="{typed}"' in answer.text
    assert finding.example_of(edition).startswith("ZZ1 1A")


def test_a_postcode_that_has_ended_says_since_when(client: Client, edition: Edition) -> None:
    east, north = point(2.5, 3.5)
    public_postcode("TN25 5AB", round(east), round(north), ended="2015-06")
    assert finding.find(edition, "TN25 5AB").ended == "2015-06"  # type: ignore[union-attr]
    page = client.get(ASKED, {"place": "TN25 5AB"}).text
    assert "The postcode TN25 5AB has not been in use since June 2015. This is where it was." in page


def test_a_postcode_leads_to_its_parish_ward_district_and_constituency(client: Client, edition: Edition) -> None:
    page = client.get(ASKED, {"place": "ZZ1 1AA"})
    assert "What is at ZZ1 1AA</h1>" in page.text
    assert "ZZ1 1AA, which is invented" in page.text
    links = [f"{AREA}places/{kind}/{code}/" for kind, code in _here(edition, *point(2.5, 3.5))]
    assert [kind for kind, _ in _here(edition, *point(2.5, 3.5))] == ["parish", "ward", "district", "constituency"]
    facts = page.text.split('<dl class="facts')[1].split("</dl>")[0]
    assert Page(facts).all("href") == links
    assert all(client.get(link).status_code == 200 for link in links)


def _here(edition: Edition, east: float, north: float) -> list[tuple[str, str]]:
    zones = [one for one in Zone.objects.filter(edition=edition) if one.shape.intersects(shapely.Point(east, north))]
    order = ["parish", "ward", "district", "constituency"]
    return sorted(((one.kind, one.code) for one in zones), key=lambda one: order.index(one[0]))


@pytest.mark.parametrize(
    ("typed", "kind", "code"),
    [
        ("Wyeham", "parish", "P1"),
        ("wyeHAM", "parish", "P1"),
        ("Wye Downs", "ward", "W1"),
        ("wye downs", "ward", "W1"),
        ("West", "district", "E1"),
        ("Wye and Stour", "constituency", "C1"),
        ("and stour", "constituency", "C1"),
    ],
)
def test_the_name_of_a_zone_leads_to_its_page(
    client: Client, edition: Edition, typed: str, kind: str, code: str
) -> None:
    answer = client.get(ASKED, {"place": typed})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{AREA}places/{kind}/{code}/"
    assert finding.find(edition, typed) == Zone.objects.get(kind=kind, code=code)


def test_a_town_is_found_by_its_whole_name_before_zones_that_have_it_in_theirs(edition: Edition) -> None:
    east, north = point(9, 4)
    assert finding.find(edition, "wye") == Whereabouts(east, north, side_m=0, called="Wye")
    assert finding.point(edition, "Wye") == finding.find(edition, "Wye")


def test_several_places_of_a_name_are_a_choice_in_which_each_leads_on(client: Client, edition: Edition) -> None:
    page = client.get(ASKED, {"place": "stourham"})
    assert page.status_code == 200
    assert "Which “stourham”?</h1>" in page.text
    assert f'href="{AREA}places/parish/P2/"' in page.text
    assert f'href="{AREA}places/ward/W2/"' in page.text
    assert "Parish in East" in page.text
    Town.objects.create(
        edition=edition, name="Stourham", kind="village", population=9, easting_m=605_900, northing_m=146_400
    )
    page = client.get(ASKED, {"place": "Stourham"})
    assert f'href="{ASKED}?place=605900,146400"' in page.text
    assert "Village in East: what is at its middle" in page.text
    assert finding.point(edition, "Stourham").called == "Stourham"


def test_names_that_hold_what_is_asked_are_told_as_far_as_a_page_goes(client: Client, edition: Edition) -> None:
    Town.objects.bulk_create(
        Town(edition=edition, name=f"Much {number}", kind="village", population=9, easting_m=1, northing_m=1)
        for number in range(finding.SHOWN + 3)
    )
    page = client.get(ASKED, {"place": "Much"}).text.replace("\xa0", " ")
    assert "And 3 more." in page
    assert page.count('<p class="small">Village') == finding.SHOWN


def test_a_name_that_nothing_has_is_told_to_be_none(client: Client) -> None:
    publish()
    answer = client.get(ASKED, {"place": "Zennor"})
    assert answer.status_code == 400
    assert "has &#x27;Zennor&#x27; in its name, and it is neither a postcode nor a grid reference" in answer.text


@pytest.mark.parametrize("typed", ["West", "Wyeham"])
def test_a_point_is_not_made_of_a_whole_zone(edition: Edition, typed: str) -> None:
    with pytest.raises(ValueError, match=r"is wider than one place\. Give a postcode in it, or a grid reference"):
        finding.point(edition, typed)


def test_the_way_from_a_name_stays_in_an_older_edition(client: Client) -> None:
    old = publish()
    publish_later()
    answer = client.get(ASKED, {"place": "Wyeham", "edition": old.identity})
    assert answer.headers["Location"] == f"{AREA}places/parish/P1/?edition={old.identity}"
    page = client.get(ASKED, {"place": "stourham", "edition": old.identity}).text
    assert f'href="{AREA}places/ward/W2/?edition={old.identity}"' in page


@pytest.mark.usefixtures("edition")
def test_a_postcode_elsewhere_is_told_whose_strategy_holds_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    public_postcode("TR20 8AA", 150_000, 30_000)
    page = client.get(ASKED, {"place": "TR20 8AA"}).text
    assert "TR20 8AA is not in Kent and Medway." in page
    assert "Choose another area" in page
    cornwall = StrategyArea.objects.create(lnrs_id=1, slug="cornwall", name="Cornwall", responsible_authority="Council")
    other = Edition.objects.create(
        area=cornwall,
        identity="cornwall-1",
        name="1",
        as_of="2026-01-01",
        invented=True,
        size_bytes=1,
        stage=Edition.Stage.PUBLISHED,
    )
    inside = here.in_area
    monkeypatch.setattr(here, "in_area", lambda one, x, y: x < 200_000 if one.pk == other.pk else inside(one, x, y))
    page = client.get(ASKED, {"place": "TR20 8AA"}).text
    assert "It lies in Cornwall:" in page
    assert 'href="/cornwall/at/?place=TR20%208AA"' in page


@given(st.text(max_size=120))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_gives_a_place_or_a_reason(edition: Edition, text: str) -> None:
    try:
        found: object = finding.find(edition, text)
    except ValueError as error:
        found = str(error)
    assert found
    assert isinstance(found, Whereabouts | Zone | finding.Several | str)
