"""A parish or district: what is important there, what could be, which measures, beside the whole area."""

import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from django.test import Client
from pypdf import PdfReader

from lnrs.document import tree
from lnrs.edition import manifest as manifests
from lnrs.edition import read
from lnrs_web.editions import actions
from lnrs_web.editions.models import Edition, Figure, Measure, Piece, Place, Site, Zone
from lnrs_web.editions.reading import put_in_zones
from lnrs_web.pages.words import ha
from lnrs_web.strategy import zone_document, zones
from lnrs_web.strategy.served import served

from ..unit.edition_case import case, copied
from .published import AREA, Page, publish, publish_later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]


@pytest.fixture
def edition() -> Edition:
    return publish()


def test_every_zone_of_every_kind_is_listed_with_a_link(client: Client) -> None:
    page = client.get(AREA + "places/").text.replace("\xa0", " ")
    for words in ("2 parishes", "2 wards", "2 districts", "1 constituency", "My place</h1>"):
        assert words in page
    for zone in Zone.objects.all():
        assert f'<a href="{AREA}places/{zone.kind}/{zone.code}/">{zone.name}</a>' in page


def test_its_figures_are_those_of_the_edition_beside_the_whole_area() -> None:
    west = Zone.objects.get(kind="district", code="E1")
    important, could_become, mapped = zones.compared(west)
    row = next(row for row in read.figure(case().edition, "by_district") if row["code"] == "E1")
    assert (important.area_ha, could_become.area_ha) == (float(row["important_ha"]), float(row["could_become_ha"]))
    assert mapped.share == pytest.approx(float(row["mapped_ha"]) / 80)
    summary = {one["key"]: float(one["value"]) for one in read.figure(case().edition, "summary")}
    assert important.area_share == summary["important_share"]
    assert zones.size_ha(west) == pytest.approx(80)


@pytest.mark.parametrize("kind", Zone.Kind.values)
def test_measures_of_all_zones_of_a_kind_together_are_those_of_the_area(kind: str) -> None:
    held: dict[str, float] = {}
    for zone in Zone.objects.filter(kind=kind):
        for one in served(zone).measures:
            held[one.measure.ref] = held.get(one.measure.ref, 0) + one.area_ha
    figures = {row["measure"]: float(row["area_ha"]) for row in read.figure(case().edition, "by_measure")}
    assert held == pytest.approx(figures)


def test_measures_of_a_zone_are_those_of_the_pieces_in_it() -> None:
    west = Zone.objects.get(kind="district", code="E1")
    here = [one for one in Piece.objects.all() if west.shape.intersects(shapely.point_on_surface(one.shape))]
    for one in served(west).measures:
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
    assert "This edition carries no parishes, wards, districts or constituencies" in client.get(AREA + "places/").text


def test_a_zone_without_figures_still_has_its_measures(client: Client) -> None:
    Figure.objects.filter(name="by_parish").delete()
    page = client.get(AREA + "places/parish/P1/")
    assert page.status_code == 200
    assert Measure.objects.get(ref="GL1.1").measure in page.text


@pytest.mark.parametrize(("kind", "figure"), [(kind, name) for kind, name in zones.FIGURES.items()])
def test_the_figures_of_every_kind_are_the_editions_own(kind: str, figure: str) -> None:
    for row in read.figure(case().edition, figure):
        zone = Zone.objects.get(kind=kind, code=row["code"])
        assert zones.size_ha(zone) == float(row["area_ha"])
        assert [one.area_ha for one in zones.compared(zone)] == [
            float(row[name]) for name in ("important_ha", "could_become_ha", "mapped_ha")
        ]


def test_shares_are_told_beside_the_areas_in_words_and_as_bars(client: Client) -> None:
    page = client.get(AREA + "places/district/E2/").text
    important, *_ = zones.compared(Zone.objects.get(kind="district", code="E2"))
    assert (important.beside, important.bar) == ("less than", "0.0")
    assert f"<strong>0%</strong> of it, less than the {round(100 * important.area_share)}% of Kent and Medway" in page
    assert f'width="{important.area_bar}"' in page
    assert "style=" not in page


def test_the_nearest_site_is_told_where_there_is_none(client: Client) -> None:
    near = zones.nearest_site(Zone.objects.get(kind="district", code="E2"))
    assert near is not None
    assert (near.site.name, near.away_m) == ("Example Wood", 100)
    assert "The nearest is <strong>Example Wood</strong>" in client.get(AREA + "places/district/E2/").text
    Site.objects.all().delete()
    assert zones.nearest_site(Zone.objects.get(kind="district", code="E2")) is None


def test_land_of_a_priority_is_counted_once() -> None:
    everywhere = served(Zone.objects.get(kind="constituency", code="C1"))
    figures = {row["priority"]: float(row["area_ha"]) for row in read.figure(case().edition, "by_priority")}
    told = {one.priority.ref: one.area_ha for one in everywhere.priorities}
    assert told == pytest.approx({ref: area_ha for ref, area_ha in figures.items() if area_ha})


def test_species_people_and_funding_are_those_of_the_measures_there(client: Client) -> None:
    west = served(Zone.objects.get(kind="district", code="E1"))
    assert {one.measure.ref for one in west.measures} == {"GL1.1", "WTH2.1"}
    assert [(one.species.common_name, [m.ref for m in one.measures]) for one in west.species] == [
        ("Turtle dove", ["WTH2.1"])
    ]
    assert west.who == ["farmers"]
    assert [(one.name, [route.name for route in one.routes]) for one in west.funding] == [
        ("Sustainable Farming Incentive", ["Meadow"])
    ]
    page = client.get(AREA + "places/district/E1/").text
    for words in ("Streptopelia turtur", "Farmers.", 'href="https://www.gov.uk/"', "Woods that join"):
        assert words in page


def test_zones_that_share_land_are_told_and_those_that_only_touch_are_not() -> None:
    def told(kind: str, code: str) -> list[str]:
        return [one.code for of_kind in zones.around(Zone.objects.get(kind=kind, code=code)) for one in of_kind.zones]

    assert told("parish", "P1") == ["W2", "W1", "E1", "C1"], "by kind, then by name"
    assert told("parish", "P2") == ["W2", "E2", "C1"]
    assert told("constituency", "C1") == ["P2", "P1", "W2", "W1", "E2", "E1"]


def test_the_page_can_be_printed_as_a_tagged_pdf(edition: Edition, client: Client) -> None:
    answer = client.get(AREA + "places/parish/P1.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert "Wyeham%20-%20Kent%20and%20Medway" in answer.headers["Content-Disposition"]
    pdf = PdfReader(io.BytesIO(answer.content))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert f"edition={edition.identity}" in pdf.pages[0].extract_text().replace("\n", ""), (
        "its page in this very edition"
    )
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Wyeham"
    assert client.get(AREA + "places/parish/none.pdf").status_code == 404
    assert f'href="{AREA}places/parish/P1.pdf"' in client.get(AREA + "places/parish/P1/").text


@pytest.mark.parametrize(("kind", "code"), [("parish", "P1"), ("district", "E2"), ("constituency", "C1")])
def test_the_pdf_says_what_the_page_says(client: Client, kind: str, code: str) -> None:
    zone = Zone.objects.get(kind=kind, code=code)
    words = " ".join(_words(zone_document.document_of(zone, "https://example.org/")))
    page = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", client.get(f"{AREA}places/{kind}/{code}/").text)).split())
    for one in zones.compared(zone):
        assert ha(one.area_ha) in words
        assert ha(one.area_ha).replace("\xa0", " ") in page
    for there in served(zone).measures:
        assert f"{there.measure.ref} {there.measure.measure}" in words
        assert f"{there.measure.ref} {there.measure.measure}" in page
    for site in zones.sites_in(zone):
        assert site.site.name in words
        assert site.site.name in page


def _words(document: tree.Document) -> Iterator[str]:
    yield document.title
    for block in document.blocks:
        if isinstance(block, tree.Table):
            yield from (tree.plain(cell) for row in block.rows for cell in row.cells)
        if isinstance(block, tree.Paragraph):
            yield tree.plain(block.content)


def test_an_older_edition_keeps_its_own_place_and_pdf(edition: Edition, client: Client) -> None:
    publish_later()
    page = client.get(f"{AREA}places/parish/P1/?edition={edition.identity}").text
    assert f'href="{AREA}places/parish/P1.pdf?edition={edition.identity}"' in page
    assert client.get(f"{AREA}places/parish/P1.pdf?edition={edition.identity}").status_code == 200


def test_an_edition_of_before_without_wards_and_postcodes_is_still_taken_in(tmp_path: Path, client: Client) -> None:
    older = older_edition(tmp_path)
    edition = actions.publish(actions.import_edition(older, by="a test"), by="a test")
    assert {one.kind for one in edition.zones.all()} == {"parish", "district"}
    assert not edition.postcodes.exists()
    page = client.get(AREA + "places/parish/P1/").text
    assert "Make lowland meadow" in page
    assert client.get(AREA + "places/").status_code == 200


def older_edition(tmp_path: Path) -> Path:
    """The case's edition as it was before editions carried wards, constituencies, towns and postcodes."""
    older = copied(case().edition, tmp_path / "older")
    for name in ("wards", "constituencies", "towns", "postcodes"):
        (older / "data" / f"{name}.parquet").unlink()
    for name in ("by_ward", "by_constituency"):
        (older / "figures" / f"{name}.csv").unlink()
    listed = manifests.read(older)
    files = tuple(entry for entry in listed.files if (older / entry.path).exists())
    changed = replace(listed, files=files, edition="draft-0")
    manifests.write(replace(changed, identity=manifests.identity_of(changed)), older)
    return older
