"""The pictures of an edition: what is in them, in words and in SVG. The edition is that of `edition_case`."""

import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lnrs.document.patterns import Style
from lnrs.document.pdf import render_pdf
from lnrs.document.tree import Document, Figure, Heading, Term
from lnrs_web.editions.models import Edition, Measure, Piece, Place, Priority, Zone
from lnrs_web.pages.words import ha
from lnrs_web.pictures import of_strategy
from lnrs_web.pictures.picture import Drawn, Picture, picture

from ..unit.edition_case import box, point
from .published import publish

SVG = "{http://www.w3.org/2000/svg}"
pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return publish()


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [(one.text or "").replace("\xa0", " ") for one in parsed(svg).iter(f"{SVG}text")]


def said(svg: str) -> str:
    return " ".join(texts(svg))


def all_of(edition: Edition) -> dict[str, Picture]:
    """One of every kind of picture."""
    measure = Measure.objects.get(edition=edition, ref="GL1.1")
    return {
        "area": of_strategy.area_picture(edition),
        "measure": of_strategy.measure_picture(edition, measure),
        "priority": of_strategy.priority_picture(edition, Priority.objects.get(edition=edition, ref="GL1")),
        "parish": of_strategy.zone_picture(Zone.objects.get(edition=edition, code="P1")),
        "district": of_strategy.zone_picture(Zone.objects.get(edition=edition, code="E2")),
        "place": of_strategy.point_picture(edition, *point(3.5, 1.5)),
        "narrow": of_strategy.area_picture(edition, 360),
    }


def test_every_picture_is_sound_alone_and_says_what_it_is(edition: Edition) -> None:
    for kind, one in all_of(edition).items():
        root = parsed(one.svg)
        assert root.get("role") == "img", kind
        assert (root.get("width"), root.get("height")) == (str(one.width_px), str(one.height_px))
        assert root.get("viewBox") == f"0 0 {one.width_px} {one.height_px}"
        assert (root.findtext(f"{SVG}title") or "").strip()
        assert root.findtext(f"{SVG}desc") == one.alt
        words = said(one.svg)
        assert "Kent and Medway, edition draft-1 of 1 October 2026" in words
        assert "Invented example: no place, site or plan in it is real." in words
        assert "Natural England, OGL v3.0" in words
        assert {"N", "km"} <= set(words.replace(" m ", " km ").split())
        assert "mile" in words


def test_no_picture_asks_for_anything_or_runs_anything(edition: Edition) -> None:
    for one in all_of(edition).values():
        root = parsed(one.svg)
        names = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert names <= {
            "svg",
            "title",
            "desc",
            "defs",
            "pattern",
            "clipPath",
            "rect",
            "path",
            "circle",
            "g",
            "use",
            "text",
        }
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        values = [(name, value) for element in root.iter() for name, value in element.attrib.items()]
        assert not [name for name, _ in values if name.startswith("on") or name == "style"]
        assert {value for name, value in values if name.endswith("href")} <= {f"#{one}" for one in ids}
        assert set(re.findall(r"url\(#([^)]*)\)", one.svg)) <= set(ids)
        assert "http" not in one.svg.replace("http://www.w3.org/2000/svg", "")


def test_nothing_that_is_written_reaches_beyond_the_picture(edition: Edition) -> None:
    for one in all_of(edition).values():
        for text in parsed(one.svg).iter(f"{SVG}text"):
            assert 0 < float(text.get("x", "-1")) < one.width_px
            assert 0 < float(text.get("y", "-1")) < one.height_px


def test_a_measures_picture_tells_its_hectares_and_where_most_is(edition: Edition) -> None:
    measure = Measure.objects.get(edition=edition, ref="GL1.1")
    pieces = Piece.objects.filter(places__measure=measure)
    held = sum(one.area_ha for one in pieces)
    west = sum(one.area_ha for one in pieces if one.district == "E1")
    found = of_strategy.measure_picture(edition, measure)
    assert f"GL1.1 Make lowland meadow: {ha(held)} in {len(pieces)}\xa0pieces of land" in found.alt
    assert f"West ({ha(west)})" in found.alt
    assert [entry.content for entry in found.legend] == [(f"GL1.1 Make lowland meadow: {ha(held)}",)]
    assert f"GL1.1 Make lowland meadow: {ha(held)}".replace("\xa0", " ") in said(found.svg)
    drawn = next(one for one in parsed(found.svg).iter(f"{SVG}path") if one.get("id") == "s0")
    assert (drawn.get("d") or "").startswith("M")


def test_a_measure_on_no_land_has_a_map_that_says_so(edition: Edition) -> None:
    measure = Measure.objects.get(edition=edition, ref="GL1.1")
    Place.objects.filter(measure=measure).delete()
    found = of_strategy.measure_picture(edition, measure)
    assert "GL1.1: no land meets its rule" in said(found.svg)
    assert "GL1.1: none" in found.alt
    assert 'id="s0"' not in found.svg


def test_a_priority_shows_each_measure_that_serves_it_in_a_style_of_its_own(edition: Edition) -> None:
    found = of_strategy.priority_picture(edition, Priority.objects.get(edition=edition, ref="WTH3"))
    assert len({entry.style for entry in found.legend}) == len(found.legend) == 1
    assert "GL1.1 Make lowland meadow" in said(found.svg)


def test_a_zones_picture_tells_its_own_figures(edition: Edition) -> None:
    zone = Zone.objects.get(edition=edition, code="E1")
    row = next(one for one in of_strategy.rows_of(edition, "by_district") if one["code"] == "E1")
    found = of_strategy.zone_picture(zone)
    assert ha(float(row["important_ha"])) in found.alt
    assert ha(float(row["could_become_ha"])) in found.alt
    assert f"Could become so: {ha(float(row['could_become_ha']))} in West".replace("\xa0", " ") in said(found.svg)


def test_a_places_picture_marks_the_place_and_the_land_that_is_mapped_there(edition: Edition) -> None:
    found = of_strategy.point_picture(edition, *point(3.5, 1.5))
    assert "The land here, mapped for GL1.1" in said(found.svg)
    assert "The place" in said(found.svg)
    nothing = of_strategy.point_picture(edition, *point(9.5, 3.5))
    assert "No measure is mapped on the land at the place itself" in nothing.alt


def test_towns_and_rivers_have_their_names(edition: Edition) -> None:
    words = texts(of_strategy.area_picture(edition).svg)
    assert words.count("Wye") == 1
    assert words.count("Stour") == 1


def test_an_edition_without_tiles_is_drawn_on_its_bare_outline(edition: Edition, editions_folder: Path) -> None:
    for file in (editions_folder / edition.identity / "tiles").iterdir():
        file.unlink()
    found = of_strategy.area_picture(edition)
    assert "Wye" not in texts(found.svg)
    assert 'id="s0"' in found.svg


def test_lines_points_and_outlines_are_drawn_as_such(edition: Edition) -> None:
    site = box(2, 2, 4, 4)
    drawn = [
        Drawn(shapely.LineString([point(0, 0), point(9, 9)]), Style("#7a4b8c"), "A hedge"),
        Drawn(site, "red line", "The site"),
        Drawn(shapely.Point(point(5, 5)), "here", "The gate"),
        Drawn(box(5, 5, 6, 6), "habitat", ""),
    ]
    found = picture(edition, drawn, box(0, 0, 15, 10).bounds, title="A site", focus=site)
    assert [entry.content for entry in found.legend] == [("A hedge",), ("The site",), ("The gate",)]
    assert {"A hedge", "The site", "The gate"} <= set(texts(found.svg))
    assert found.alt == "A site. A hedge. The site. The gate."
    assert 'fill-opacity=".62"' in found.svg


def test_a_document_may_set_the_legend_itself(edition: Edition) -> None:
    drawn = [Drawn(box(2, 2, 4, 4), "important", "A wood")]
    bare = picture(edition, drawn, with_legend=False)
    assert "A wood" not in texts(bare.svg)
    assert bare.legend[0].content == ("A wood",)
    assert bare.height_px < picture(edition, drawn).height_px


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(label=st.text(max_size=120), name=st.text(max_size=40))
def test_words_of_strangers_are_words_and_never_markup(edition: Edition, label: str, name: str) -> None:
    edition.name = name
    hostile = f'{label}"/><script>alert(1)</script>]]>&#0;'
    found = picture(edition, [Drawn(box(2, 2, 4, 4), "important", hostile)], title=hostile, facts=hostile)
    names = {element.tag for element in parsed(found.svg).iter()}
    assert f"{SVG}script" not in names
    assert "alert(1)" in (parsed(found.svg).findtext(f"{SVG}title") or "")


def test_a_document_has_the_picture_with_its_words_as_text(edition: Edition, tmp_path: Path) -> None:
    found = of_strategy.area_picture(edition)
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "area.svg").write_text(found.svg, encoding="utf-8")
    figure = Figure("area.svg", found.width_px, found.height_px, found.alt, "The area", "area", number=1)
    document = Document("A", "B", "C", "", (Term(("a",), ("b",)),), (Heading(2, "Maps", "maps"), figure))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(render_pdf(document, tmp_path))).pages)
    assert "Wye" in text
    assert "Of particular importance" in text


def test_the_same_edition_gives_the_same_picture(edition: Edition) -> None:
    assert of_strategy.area_picture(edition) == of_strategy.area_picture(edition)
