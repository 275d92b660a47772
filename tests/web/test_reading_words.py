"""The strategy read from end to end: its prose, wider benefits, ways to pay and words."""

import json

import pytest
from django.test import Client
from markupsafe import Markup

from lnrs_web.editions import actions
from lnrs_web.editions.models import Measure, Piece, Place, Priority, Zone
from lnrs_web.strategy import prose
from lnrs_web.strategy.benefits import benefits
from lnrs_web.strategy.mapped_land import by_zones

from .published import AREA, publish, publish_later

pytestmark = pytest.mark.django_db
PAGES = (
    "strategy/",
    "strategy/chapters/using/",
    "strategy/wider-benefits/",
    "strategy/funding/",
    "strategy/glossary/",
)


def test_every_page_names_its_edition_and_an_older_one_says_so(client: Client) -> None:
    old = publish()
    for page in PAGES:
        assert "<strong>draft-1</strong></a> of 1 October 2026" in client.get(AREA + page).text
        assert client.post(AREA + page).status_code == 405
    publish_later()
    for page in PAGES:
        answer = client.get(f"{AREA}{page}?edition={old.identity}")
        assert answer.status_code == 200
        assert "This is not the current edition" in answer.text
        assert f'<a href="{AREA}{page}">see edition draft-2' in answer.text
    for page in ("strategy/chapters/nothing/", "strategy/?edition=none"):
        assert client.get(AREA + page).status_code == 404


def test_the_summary_and_every_chapter_are_as_they_were_written(client: Client) -> None:
    edition = publish()
    written = json.loads((actions.folder_of(edition) / "provenance.json").read_text())["prose"]
    chapters = prose.chapters_of(edition)
    assert {one.name for one in chapters} == set(written)
    assert [one.name for one in chapters] == [name for name in prose.ORDER if name in written]
    for one in chapters:
        assert written[one.name].startswith(f"## {one.title}")
        text = client.get(f"{AREA}strategy/chapters/{one.name}/").text
        assert f"<h1>{one.title}</h1>" in text
        assert one.begins in text
    front = client.get(AREA + "strategy/").text
    assert all(one.title in front for one in chapters)


def test_an_edition_without_prose_leads_to_its_statement(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = publish()
    monkeypatch.setattr(prose, "chapters_in", lambda _: ())
    text = client.get(AREA + "strategy/").text
    assert "carries its words in the statement alone" in text
    assert f"{AREA}editions/{edition.identity}/statement/index.html" in text


def test_prose_is_shown_and_never_obeyed() -> None:
    markdown = (
        "## Title\n\nA <script>x</script> [bad](javascript:alert(1)) [good](https://example.org/).\n\n"
        "### Part\n\n1. One\n2. **Two**\n\n> Said\n\n| a | n |\n|---|--:|\n| x | 1 |\n"
    )
    html = prose._prose("chapter", markdown).html_with(lambda _: Markup(""))
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert '<a href="https://example.org/">good</a>' in html
    assert '<h2 id="chapter-part">Part</h2>' in html
    assert '<ol id="chapter.2"><li>One</li><li><strong>Two</strong></li></ol>' in html
    assert '<blockquote id="chapter.3"><p>Said</p></blockquote>' in html
    assert 'role="region" id="chapter.4"' in html
    assert '<th scope="row">x</th><td class="numeric">1</td>' in html


def test_each_wider_benefit_names_what_gives_it(client: Client) -> None:
    edition = publish()
    found = {one.name: one for one in benefits(edition)}
    assert [one.ref for one in found["pollination"].priorities] == ["GL1"]
    assert [one.measure.ref for one in found["pollination"].measures] == ["GL1.1", "GL1.2"]
    assert found["carbon"].measures == []
    text = client.get(AREA + "strategy/wider-benefits/").text
    assert '<h2 id="pollination">Pollination</h2>' in text
    measure = client.get(AREA + "strategy/measures/GL1.1/").text
    assert f'<a href="{AREA}strategy/wider-benefits/#pollination">Pollination</a>' in measure


def test_each_way_to_pay_names_its_measures(client: Client) -> None:
    publish()
    text = client.get(AREA + "strategy/funding/").text
    assert "<h2>Sustainable Farming Incentive</h2>" in text
    assert f'For <a href="{AREA}strategy/measures/GL1.1/">GL1.1</a>.' in text


def test_the_glossary_explains_what_the_law_and_the_site_mean(client: Client) -> None:
    publish()
    text = client.get(AREA + "strategy/glossary/").text
    assert "<dt>Potential measure</dt>" in text
    assert '<div id="hectare"><dt>Hectare</dt>' in text


def test_a_priority_tells_where_who_pays_who_acts_and_which_metric_habitats(client: Client) -> None:
    publish()
    text = client.get(AREA + "strategy/priorities/GL1/").text
    assert "<dt>Who can do it</dt><dd>Farmers</dd>" in text
    assert "<li>Grassland - Lowland meadows</li>" in text
    assert f'<a href="{AREA}strategy/funding/#funding-0">Meadow</a> (Sustainable Farming Incentive)' in text
    for zone in Zone.objects.all():
        if zone.name in {
            one.name for zones in by_zones(Measure.objects.filter(ref="GL1.1")).values() for one, _ in zones
        }:
            assert f'<a href="{AREA}places/{zone.kind}/{zone.code}/">{zone.name}</a>' in text


def test_land_with_several_measures_of_a_priority_counts_once_and_adds_up_to_the_editions_figure() -> None:
    edition = publish(with_birds=True)
    figures = {row["priority"]: float(row["area_ha"]) for row in edition.figures.get(name="by_priority").rows}
    for priority in Priority.objects.all():
        measures = [one for one in Measure.objects.all() if priority.ref in one.priorities]
        for zones in by_zones(measures).values():
            assert sum(area_ha for _, area_ha in zones) == pytest.approx(figures[priority.ref], abs=1e-3)
    assert by_zones([]) == {}
    assert Place.objects.exists()


def test_a_long_table_of_parishes_is_folded_away(client: Client) -> None:
    edition = publish()
    pieces = list(Piece.objects.all())
    parish = Zone.objects.get(kind="parish", code="P1")
    for number, piece in enumerate(pieces):
        piece.parish = f"X{number}"
        piece.save()
        Zone(
            edition=edition,
            kind="parish",
            code=f"X{number}",
            name=f"Parish {number}",
            wkb=parish.wkb,
            **{side: getattr(parish, side) for side in ("west", "south", "east", "north")},
        ).save()
    text = client.get(AREA + "strategy/measures/GL1.1/").text.replace("\xa0", " ")
    mapped = len(by_zones(Measure.objects.filter(ref="GL1.1"))["parish"])
    assert f"<summary>By parish: {mapped} of them have some</summary>" in text
