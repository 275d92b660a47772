"""A parish or district: what is important there, what could be, which measures, beside the whole area."""

import pytest
import shapely
from django.test import Client

from lnrs.edition import read
from lnrs_web.editions.models import Edition, Figure, Measure, Piece, Place, Zone
from lnrs_web.editions.reading import put_in_zones
from lnrs_web.strategy import zones

from ..unit.edition_case import case
from .published import AREA, Page, publish, publish_later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]


@pytest.fixture
def edition() -> Edition:
    return publish()


def test_every_zone_can_be_found_by_a_part_of_its_name(client: Client) -> None:
    every = client.get(AREA + "places/").text
    assert all(name in every for name in ("West", "East", "Wyeham", "Stourham"))
    some = client.get(AREA + "places/", {"name": "HAM"}).text.replace("\xa0", " ")
    assert "2 parishes" in some
    assert ">West<" not in some
    assert "No parish or district has “Zennor” in its name" in client.get(AREA + "places/", {"name": "Zennor"}).text
    assert client.get(AREA + "places/", {"name": "\x00'; drop"}).status_code == 200


def test_its_figures_are_those_of_the_edition_beside_the_whole_area() -> None:
    west = Zone.objects.get(kind="district", code="E1")
    important, could_become, mapped = zones.compared(west)
    row = next(row for row in read.figure(case().edition, "by_district") if row["code"] == "E1")
    assert (important.area_ha, could_become.area_ha) == (float(row["important_ha"]), float(row["could_become_ha"]))
    assert mapped.share == pytest.approx(float(row["mapped_ha"]) / 80)
    summary = {one["key"]: float(one["value"]) for one in read.figure(case().edition, "summary")}
    assert important.area_share == summary["important_share"]
    assert zones.size_ha(west) == pytest.approx(80)


def test_measures_of_all_districts_together_are_those_of_the_area() -> None:
    held: dict[str, float] = {}
    for district in Zone.objects.filter(kind="district"):
        for one in zones.measures_in(district):
            held[one.measure.ref] = held.get(one.measure.ref, 0) + one.area_ha
    figures = {row["measure"]: float(row["area_ha"]) for row in read.figure(case().edition, "by_measure")}
    assert held == pytest.approx(figures)


def test_measures_of_a_zone_are_those_of_the_pieces_in_it() -> None:
    west = Zone.objects.get(kind="district", code="E1")
    here = [one for one in Piece.objects.all() if west.shape.intersects(shapely.point_on_surface(one.shape))]
    for one in zones.measures_in(west):
        places = Place.objects.filter(measure=one.measure, piece__in=here)
        assert one.area_ha == pytest.approx(sum(place.piece.area_ha for place in places))


def test_sites_are_named_with_the_part_that_lies_there(client: Client) -> None:
    west, east = (Zone.objects.get(kind="district", code=code) for code in ("E1", "E2"))
    assert {(one.site.name, one.site.kind): round(one.within_ha, 4) for one in zones.sites_in(west)} == {
        ("Example Wood", "SSSI"): 9.0,
        ("Example Wood", "IRREP"): 6.0,
        ("Example Meadow", "LNR"): 4.0,
    }
    assert zones.sites_in(east) == []
    assert (
        "No area of particular importance for biodiversity lies here" in client.get(AREA + "places/district/E2/").text
    )


def test_the_page_of_a_parish_says_all_of_it(client: Client) -> None:
    page = client.get(AREA + "places/parish/P1/").text
    for words in ("Wyeham", "Example Meadow", "Local Nature Reserve", "Make lowland meadow", "80\xa0ha"):
        assert words in page
    assert f'href="{AREA}strategy/measures/GL1.1/"' in page
    assert Page(page).count("h1") == 1


@pytest.mark.parametrize("path", ["places/parish/E1/", "places/county/E1/", "places/district/none/"])
def test_what_is_no_zone_is_not_there(client: Client, path: str) -> None:
    assert client.get(AREA + path).status_code == 404


def test_a_piece_on_a_boundary_counts_on_one_side_only() -> None:
    on_the_line = shapely.box(0, 0, 20, 10)
    pieces = [Piece(wkb=on_the_line.wkb), Piece(wkb=shapely.box(50, 0, 60, 10).wkb)]
    sides = [
        Zone(kind="district", code=code, wkb=shapely.box(west, -5, west + 20, 15).wkb)
        for code, west in (("WEST", -10), ("EAST", 10))
    ]
    assert shapely.point_on_surface(on_the_line).x == 10
    put_in_zones(pieces, sides)
    assert [(one.district, one.parish) for one in pieces] == [("WEST", ""), ("", "")]


def test_an_older_page_of_a_parish_that_is_gone_points_to_the_first_page(edition: Edition, client: Client) -> None:
    later = publish_later()
    old = f"{AREA}places/parish/{{code}}/?edition={edition.identity}"
    Zone.objects.filter(edition=later, code="P2").delete()
    assert f'href="{AREA}places/parish/P1/">see edition' in client.get(old.format(code="P1")).text
    assert f'href="{AREA}">see edition' in client.get(old.format(code="P2")).text


def test_an_edition_without_zones_says_so(client: Client) -> None:
    Zone.objects.all().delete()
    assert "This edition carries neither parishes nor districts" in client.get(AREA + "places/").text


def test_a_zone_without_figures_still_has_its_measures(client: Client) -> None:
    Figure.objects.filter(name="by_parish").delete()
    page = client.get(AREA + "places/parish/P1/")
    assert page.status_code == 200
    assert Measure.objects.get(ref="GL1.1").measure in page.text
