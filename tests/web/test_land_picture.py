"""The picture of land that was asked about: what it shows and says, and that it is nowhere but in its page and PDF."""

import io
import os
import re
import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest
import shapely
from django.test import Client

from lnrs_web.boundaries.kept import as_text
from lnrs_web.boundaries.parcels import parcel
from lnrs_web.editions.models import Measure
from lnrs_web.land import answer as answers
from lnrs_web.land.picture import land_picture
from lnrs_web.pictures.inline import inline
from lnrs_web.strategy.picture_of_land import MOST_MEASURES, Asked, OnLand, facts_of, picture_of_land

from ..unit.edition_case import box
from .published import AREA, Page, publish

ANSWER = AREA + "my-land/answer/"
PARCELS = [parcel("North <Field>", box(0, 1, 4, 5)), parcel("Edge Piece", box(4, 1, 7, 5))]
SVG = "{http://www.w3.org/2000/svg}"


def page_of(client: Client, *parcels: Any) -> str:
    answer = client.post(ANSWER, {"land": as_text(parcels)})
    assert answer.status_code == 200
    return answer.text


def pictures(html: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(one) for one in re.findall(r"<svg .*?</svg>", html, re.DOTALL)]


@pytest.mark.django_db
def test_the_page_holds_the_land_in_two_widths_that_share_no_name(client: Client) -> None:
    publish()
    html = page_of(client, *PARCELS)
    assert "style=" not in html
    names = [attrs["id"] for _, attrs in Page(html).tags if "id" in attrs]
    assert len(names) == len(set(names))
    wide, narrow = pictures(html)
    assert (wide.get("width"), narrow.get("width")) == ("720", "360")
    for one, name in ((wide, "wide"), (narrow, "narrow")):
        assert one.get("class") == name
        held = {element.get("id") for element in one.iter()}
        assert set(one.get("aria-labelledby", "").split()) <= held
        asked = re.findall(r"(?:url\(|href=\")#([\w-]+)", ElementTree.tostring(one, encoding="unicode"))
        assert set(asked) <= held


@pytest.mark.django_db
def test_its_facts_are_those_of_the_page(client: Client) -> None:
    edition = publish()
    found = answers.answer(edition, PARCELS)
    facts = land_picture(found, 720).alt.replace("\xa0", " ")
    assert facts.startswith("Map of your land, 28 ha in 2 parcels, and what is around it.")
    assert "Example Meadow" in facts
    for one in found.measures:
        assert f"{one.measure.ref} on " in facts
    wide, _ = pictures(page_of(client, *PARCELS))
    words = " ".join(wide.itertext()).replace("\xa0", " ")
    assert facts in words
    assert "North <Field>" in words
    assert "Your land: 28 ha in 2 parcels" in words
    for one in found.measures:
        assert f"{one.measure.ref} {one.measure.measure.rstrip('. ')}"[:24] in words


def test_land_with_nothing_on_it_is_told_to_have_nothing() -> None:
    assert facts_of("your land", 0, [], 0, []).removeprefix("Map of your land and what is around it. ") == (
        "None of it is of particular importance for nature already. None of it could become so. "
        "No measure is mapped on it."
    )


@pytest.mark.django_db
def test_measures_beyond_those_that_can_be_told_apart_share_one_style() -> None:
    edition = publish()
    measure = Measure.objects.filter(edition=edition)[0]
    strips = [box(0, row, 5, row + 1) for row in range(MOST_MEASURES + 2)]
    measures = [OnLand(measure, one, 50.0 - k) for k, one in enumerate(strips)]
    asked = Asked([shapely.union_all(strips)], ["A"], "land", "Your land", "Facts.", "Map of your land")
    drawn = picture_of_land(edition, asked, measures, 720)
    labels = ["".join(map(str, entry.content)) for entry in drawn.legend]
    assert sum(one.startswith(measure.ref) for one in labels) == MOST_MEASURES
    assert any(one.replace("\xa0", " ").startswith("2 more measures: ") for one in labels)
    assert len({entry.style for entry in drawn.legend}) == len(labels)


@pytest.mark.django_db
def test_it_is_kept_in_no_file_and_has_no_address(
    client: Client, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    settings.PICTURES = tmp_path / "pictures"
    written: list[str] = []
    replaced = Path.write_text
    monkeypatch.setattr(Path, "write_text", lambda self, *a, **k: written.append(str(self)) or replaced(self, *a, **k))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    html = page_of(client, *PARCELS)
    pdf = client.post(AREA + "my-land/answer.pdf", {"land": as_text(PARCELS)})
    assert pdf.status_code == 200
    assert not settings.PICTURES.exists()
    assert not written
    assert not os.listdir(scratch)
    images = [attrs.get("src") for tag, attrs in Page(html).tags if tag in ("img", "source")]
    assert images == ["/static/pages/mark.svg"]


@pytest.mark.django_db
def test_the_pdf_holds_it_with_its_words(client: Client) -> None:
    publish()
    pdf = client.post(AREA + "my-land/answer.pdf", {"land": as_text(PARCELS)})
    read = pypdf.PdfReader(io.BytesIO(pdf.content))
    text = " ".join(" ".join(leaf.extract_text() for leaf in read.pages).split())
    assert "Your land, and what the strategy has on it and around it" in text
    assert "North <Field>" in text
    said = {str(one.get_object().get("/Alt", "")) for one in _tags(read.trailer["/Root"]["/StructTreeRoot"])}
    assert any(one.replace("\xa0", " ").startswith("Map of your land, 28 ha in 2 parcels") for one in said)


def _tags(tag: Any) -> Any:
    tag = tag.get_object()
    if isinstance(tag, pypdf.generic.ArrayObject):
        for one in tag:
            yield from _tags(one)
    elif isinstance(tag, pypdf.generic.DictionaryObject):
        yield tag
        if "/K" in tag:
            yield from _tags(tag["/K"])


@pytest.mark.django_db
def test_land_that_the_strategy_says_nothing_of_has_no_picture(client: Client) -> None:
    publish()
    assert not pictures(page_of(client, parcel("Far", box(-9, 0, -8, 1))))


@pytest.mark.django_db
def test_one_picture_is_within_a_page_as_often_as_it_is_wanted() -> None:
    edition = publish()
    drawn = land_picture(answers.answer(edition, PARCELS[:1]), 360)
    one, other = (ElementTree.fromstring(inline(drawn, name)) for name in ("a", "b"))
    assert not {e.get("id") for e in one.iter()} & {e.get("id") for e in other.iter()} - {None}
