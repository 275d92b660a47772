"""The page about one point: the zones that it lies in beside the whole area, and all of it to print."""

import html
import io
import re
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from lnrs.edition import read
from lnrs_web.editions.models import Edition, Figure, Zone
from lnrs_web.pages.words import ha, percent
from lnrs_web.places import finding
from lnrs_web.strategy import here, zones

from ..unit.edition_case import case
from .published import AREA, Page, publish, publish_later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]

AT, PDF = f"{AREA}at/", f"{AREA}at.pdf"
MEADOW_TO_BE = "605450,146950"


@pytest.fixture
def edition() -> Edition:
    return publish()


def beside(page: str) -> str:
    """The part of the page that compares, with plain spaces."""
    return page.split('<h2 id="beside">')[1].split("<h2>")[0].replace("\xa0", " ")


def words_of(pdf: bytes) -> str:
    """The words of a document, with plain spaces."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\xa0", " ").split())


def links_of(pdf: bytes) -> set[str]:
    """Where the links of a document lead."""
    notes = [note.get_object() for page in PdfReader(io.BytesIO(pdf)).pages for note in page.get("/Annots", [])]
    return {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}


@pytest.mark.parametrize("asked", [MEADOW_TO_BE, "ZZ1 1AA", "TR 054 469", "Wye"])
def test_the_places_it_lies_in_are_set_beside_the_whole_area(edition: Edition, client: Client, asked: str) -> None:
    said = beside(client.get(AT, {"place": asked}).text)
    place = finding.point(edition, asked)
    held_by = here.told(edition, place).found.zones
    assert [one.kind for one in held_by] == ["parish", "ward", "district", "constituency"]
    for zone in held_by:
        row = next(one for one in read.figure(case().edition, zones.FIGURES[zone.kind]) if one["code"] == zone.code)
        of_zone = said.split(f'<th scope="row"><a href="{AREA}places/{zone.kind}/{zone.code}/">')[1].split("</tr>")[0]
        assert ha(float(row["area_ha"])).replace("\xa0", " ") in of_zone
        for name in ("important", "could_become", "mapped"):
            held = float(row[f"{name}_ha"])
            assert f"<td>{ha(held)} <".replace("\xa0", " ") in of_zone
            assert f">{percent(held / float(row['area_ha']))} of it</span>" in of_zone
        assert f'<a href="{AREA}places/{zone.kind}/{zone.code}.pdf">{zone.name} (PDF)</a>' in of_zone
    whole = {one["key"]: float(one["value"]) for one in read.figure(case().edition, "summary")}
    of_area = said.split('<th scope="row">Kent and Medway')[1]
    for name in ("important", "could_become", "mapped"):
        assert ha(whole[name]).replace("\xa0", " ") in of_area
        assert f">{percent(whole[f'{name}_share'])} of it</span>" in of_area
    assert f"less than the {percent(whole['important_share'])} of Kent" in said or "more than the" in said


def test_what_has_no_figures_is_left_out(client: Client) -> None:
    Figure.objects.filter(name="by_ward").delete()
    said = beside(client.get(AT, {"place": MEADOW_TO_BE}).text)
    assert (said.count("(PDF)"), "/places/ward/" in said) == (3, False)
    assert "Of the parish Wyeham" in said


def test_where_no_zone_holds_it_nothing_is_compared(client: Client) -> None:
    Zone.objects.all().delete()
    page = client.get(AT, {"place": MEADOW_TO_BE})
    assert page.status_code == 200
    assert 'id="beside"' not in page.text
    assert client.get(PDF, {"place": MEADOW_TO_BE}).status_code == 200


@pytest.mark.parametrize("asked", [MEADOW_TO_BE, "ZZ1 1AA", "TR0546"])
def test_the_pdf_says_what_the_page_says(edition: Edition, client: Client, asked: str) -> None:
    page = client.get(AT, {"place": asked}).text
    link = next(one for one in Page(page).all("href") if one.startswith(PDF))
    answer = client.get(link)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    document = PdfReader(io.BytesIO(answer.content))
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.metadata is not None
    heading = html.unescape(page.split("<h1>")[1].split("</h1>")[0])
    assert document.metadata.title == heading
    words = words_of(answer.content)
    assert "Contents" not in words, "a few sheets, without cover and contents"
    told = here.told(edition, finding.point(edition, asked))
    for site, kind in told.sites:
        assert f"{site.name}: {kind}, {site.ref}" in words
    for one in told.measures:
        assert f"{one.measure.ref} {one.measure.measure}" in words
        assert f"Why {one.measure.ref} is mapped here" in words
    rows = re.findall(r'<td>([^<]+?) <span class="share">([^<]+?) of it<', beside(page))
    assert len(rows) == 3 * (len(told.found.zones) + 1)
    for held, share in rows:
        assert f"{held}, {share}" in words
    lasting = {f"http://testserver{AREA}places/{one.kind}/{one.code}/" for one in told.found.zones}
    assert {f"{one}?edition={edition.identity}" for one in lasting} <= links_of(answer.content)
    assert any(one.startswith(f"http://testserver{AT}?place=") for one in links_of(answer.content))


def test_what_a_reader_asked_is_kept_in_no_file(settings, client: Client) -> None:
    settings.PICTURES = settings.EDITIONS.parent / "pictures"
    before = files_in(settings.EDITIONS.parent)
    answer = client.get(PDF, {"place": MEADOW_TO_BE})
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert files_in(settings.EDITIONS.parent) == before


def files_in(folder: Path) -> set[Path]:
    """Every file there."""
    return {path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("counters")}


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("Wyeham", f"{AREA}places/parish/P1.pdf"),
        ("Stourham", f"{AT}?place=Stourham"),
        ("nowhere at all", f"{AT}?place=nowhere+at+all"),
        ("SW 500 300", f"{AT}?place=SW+500+300"),
        ("", f"{AT}?place="),
    ],
)
def test_what_is_no_point_leads_to_its_page(client: Client, asked: str, leads_to: str) -> None:
    answer = client.get(PDF, {"place": asked})
    assert (answer.status_code, answer.headers.get("Location")) == (302, leads_to)


def test_an_older_edition_prints_its_own(edition: Edition, client: Client) -> None:
    publish_later()
    page = client.get(AT, {"place": "TR0546", "edition": edition.identity}).text
    link = f"{PDF}?place=TR0546&edition={edition.identity}"
    assert f'href="{html.escape(link)}"' in page
    assert edition.identity in words_of(client.get(link).content)


def test_one_reader_may_print_only_so_often(settings, client: Client) -> None:
    settings.LIMITS = 1.0
    assert {client.get(PDF).status_code for _ in range(30)} == {302}
    assert client.get(PDF, {"place": MEADOW_TO_BE}).status_code == 429
    assert client.get(f"{AREA}places/parish/P1.pdf").status_code == 429, "all that is printed counts together"
    assert client.get(AT, {"place": MEADOW_TO_BE}).status_code == 200
