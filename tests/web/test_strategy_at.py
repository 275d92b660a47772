"""What a strategy says of a place, for what readers type. The edition is that of `edition_case`."""

import pytest
from django.test import Client
from django.utils.html import escape

from lnrs.edition.explain import explain_place
from lnrs_web.pages.words import percent
from lnrs_web.places import whereabouts

from ..unit.edition_case import case, point
from .published import AREA, publish, publish_later

ASKED = AREA + "at/"


@pytest.mark.parametrize(
    ("typed", "easting_m", "northing_m", "side_m"),
    [
        ("TR 150 579", 615_050, 157_950, 100),
        ("tr150579", 615_050, 157_950, 100),
        ("TR1557", 615_500, 157_500, 1000),
        ("615000,157900", 615_000, 157_900, 0),
        (" 615000.5 , 157900 ", 615_000.5, 157_900, 0),
        ("615000 157900", 615_000, 157_900, 0),
    ],
)
def test_a_place_is_read_as_people_write_it(typed: str, easting_m: float, northing_m: float, side_m: int) -> None:
    assert whereabouts.read(typed) == whereabouts.Whereabouts(easting_m, northing_m, side_m)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Canterbury", "is not an Ordnance Survey grid reference"),
        ("TR 150 57", "as many figures"),
        ("TR", "square of 100 km, which is too wide"),
        ("TR15P", "square of 2 km, which is too wide"),
        ("9999999,157900", "lies outside the National Grid"),
        ("-5,10", "is not an Ordnance Survey grid reference"),
        ("nan,nan", "is not an Ordnance Survey grid reference"),
        ("1e400,1", "is not an Ordnance Survey grid reference"),
        ("٦١٥٠٠٠,١٥٧٩٠٠", "is not an Ordnance Survey grid reference"),
        ("TR\x00", "is not an Ordnance Survey grid reference"),
        ("CT1 2AB", "is a postcode, where a grid reference is asked for"),
        ("51.28, 1.08", "is too rough to be one place"),
        ("52.6580,-9.5000", "lies outside the National Grid"),
        ("TR 150 579, or thereabouts, by the old oak", "longer than a grid reference can be"),
    ],
)
def test_what_is_no_place_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        whereabouts.read(typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("TR 150 57", "as many figures"),
        ("TR", "square of 100 km, which is too wide"),
        ("9999999,157900", "lies outside the National Grid"),
        ("51.28, 1.08", "is too rough to be one place"),
        ("x" * 101, "longer than the name of a place can be"),
    ],
)
@pytest.mark.django_db
def test_the_page_gives_the_reason_and_keeps_what_was_typed(client: Client, typed: str, why: str) -> None:
    publish()
    answer = client.get(ASKED, {"place": typed})
    assert answer.status_code == 400
    assert why in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "<title>Error: " in answer.text
    assert f'value="{escape(typed)}"' in answer.text


def test_a_latitude_and_a_longitude_are_the_place_of_ordnance_surveys_own_example() -> None:
    # A guide to coordinate systems in Great Britain, annexe C: Caister water tower, 651409.804 313177.450 by OSTN15
    tower = whereabouts.read("52.658007833, 1.716073973")
    assert (tower.easting_m, tower.northing_m) == pytest.approx((651_409.804, 313_177.450), abs=5)


@pytest.mark.parametrize("query", ["", "?place=", "?place=+"])
@pytest.mark.django_db
def test_the_question_is_asked_where_no_place_is_named(client: Client, query: str) -> None:
    publish()
    answer = client.get(ASKED + query)
    assert answer.status_code == 200
    assert "Which place?" in answer.text


@pytest.mark.django_db
def test_a_place_outside_the_area_is_said_to_be_outside(client: Client) -> None:
    publish()
    answer = client.get(ASKED, {"place": "SW 500 300"})
    assert answer.status_code == 200
    assert "SW 500 300 is not in Kent and Medway." in answer.text
    assert "Measures mapped here" not in answer.text


@pytest.mark.parametrize(("col", "row"), [(3.5, 1.5), (4.5, 2.5), (5.5, 7.5), (1.5, 2.5), (9.5, 3.5), (0.5, 0.5)])
@pytest.mark.django_db
def test_the_page_says_what_explain_says(client: Client, col: float, row: float) -> None:
    publish()
    east, north = point(col, row)
    text = client.get(ASKED, {"place": f"{east},{north}"}).text.replace("\xa0", " ")
    said = explain_place(case().edition, (east, north))
    assert f"What is at {whereabouts.read(f'{east},{north}').grid_reference}</h1>" in text
    assert f">{said.district}</a></dd>" in text
    assert f">{said.parish}</a></dd>" in text
    assert [site.name in text for site in said.important] == [True] * len(said.important)
    assert ("It lies in no area of particular importance" in text) == (not said.important)
    assert ("Yes: it is part of" in text) == (said.could_become_ha is not None)
    assert text.count('<section class="mapped-here">') == len(said.measures)
    assert ("No measure is mapped here" in text) == (not said.measures)
    for measure in said.measures:
        assert f"Score {measure.score:.2f} of 1." in text
        for criterion in measure.criteria:
            assert criterion.points is not None
            assert f"{percent(criterion.share_of_score)}</td>" in text
            assert f"{abs(criterion.points):.2f}</td>" in text
        assert text.count("What it would join") == sum(bool(one.joins) for one in said.measures)


@pytest.mark.django_db
def test_a_coarse_reference_is_told_to_stand_for_its_middle(client: Client) -> None:
    publish()
    assert "the middle of the square of 1000 m that you named" in client.get(ASKED, {"place": "TR0546"}).text


@pytest.mark.django_db
def test_the_form_and_the_notice_of_an_older_edition_keep_the_place(client: Client) -> None:
    old = publish()
    publish_later()
    east, north = point(3.5, 1.5)
    text = client.get(ASKED, {"place": f"{east:.0f},{north:.0f}", "edition": old.identity}).text
    assert f'<input type="hidden" name="edition" value="{old.identity}">' in text
    assert f'<a href="{ASKED}?place={east:.0f},{north:.0f}">see edition draft-2' in text


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "map.svg"])
def test_a_place_is_worked_out_only_so_often_for_one_reader(page: str, settings) -> None:
    publish()
    settings.LIMITS = 1 / 120
    address = f"{ASKED}{page}?place=605200,146200"
    assert [Client().get(address, REMOTE_ADDR="192.0.2.7").status_code for _ in range(2)] == [200, 429]
