"""The pages of a strategy, as a reader finds them. The edition is that of `edition_case`."""

import pytest
from django.core.cache import caches
from django.test import Client

from lnrs.edition import read
from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions import actions
from lnrs_web.editions.models import Edition, Figure, FundingRoute, Measure, Place, Priority, Species, Theme, Zone
from lnrs_web.strategy.frame import CREDITS, SECTIONS, menu_of
from lnrs_web.strategy.mapped_land import by_zones

from ..unit.edition_case import case, point
from .published import AREA, Page, crawl, publish, publish_later

pytestmark = pytest.mark.django_db
WITH_SCRIPT = ("/map/", "/my-land/", "/planning/", "/30-by-30/suggest/", "/account/sign-in/passkey/")
"""What is in the addresses of pages that run a script of the site's own."""
PAGES = (
    "",
    "strategy/priorities/",
    "strategy/priorities/GL1/",
    "strategy/measures/",
    "strategy/measures/GL1.1/",
    "strategy/measures/GL1.2/",
    "strategy/species/",
    "strategy/downloads/",
    "strategy/versions/",
    "at/",
    "places/",
    "places/parish/P1/",
)


def at(col: float, row: float) -> str:
    """The address of the page about a place counted in fields."""
    return "{}at/?place={:.0f},{:.0f}".format(AREA, *point(col, row))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_and_names_its_edition_and_date(client: Client, page: str) -> None:
    publish()
    answer = client.get(AREA + page)
    assert answer.status_code == 200
    assert "<strong>draft-1</strong></a> of 1 October 2026: draft" in answer.text
    assert "An invented example:</strong> no place, site or plan in it is real." in answer.text
    assert "This is not the current edition" not in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_what_is_only_imported_is_not_to_be_seen(client: Client, page: str) -> None:
    edition = publish(stop_at_import=True)
    assert client.get(AREA + page).status_code == 404
    assert client.get(f"{AREA}{page}?edition={edition.identity}").status_code == 404


@pytest.mark.parametrize(
    "page",
    [
        "strategy/priorities/GL9/",
        "strategy/measures/GL9.9/",
        "strategy/measures/%3Cscript%3E/",
        "strategy/measures/%00/",
        "?edition=another",
        "?edition=%00",
    ],
)
def test_what_is_in_no_edition_is_not_found(client: Client, page: str) -> None:
    publish()
    assert client.get(AREA + page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_an_older_edition_stays_and_says_so_on_every_page(client: Client, page: str) -> None:
    old = publish()
    publish_later()
    asked = f"?edition={old.identity}"
    answer = client.get(AREA + page + asked)
    assert answer.status_code == 200
    assert "This is not the current edition" in answer.text
    assert f'<a href="{AREA}{page}">see edition draft-2 of 1 October 2026</a>' in answer.text
    links = {link for link in Page(answer.text).all("href") if link.startswith(AREA)}
    links -= {link for link in links if link.startswith(f"{AREA}editions/{old.identity}/")}  # files of this edition
    links -= {link for link in links if link.startswith(f"{AREA}strategy/changes/{old.identity}..")}  # of two editions
    links -= {link for link in links if link.startswith(f"{AREA}formats/{old.identity}/")}  # the map in other formats
    away = {AREA + page, AREA} if page == "strategy/versions/" else {AREA + page}
    assert {link for link in links if asked not in link and asked.replace("?", "&") not in link} == away
    assert "<strong>draft-2</strong>" in client.get(AREA + page).text


def test_an_older_page_that_the_current_edition_lacks_points_to_its_first_page(client: Client) -> None:
    old, later = publish(), publish_later()
    Measure.objects.filter(edition=later, ref="GL1.2").delete()
    answer = client.get(f"{AREA}strategy/measures/GL1.2/?edition={old.identity}")
    assert f'<a href="{AREA}">see edition draft-2' in answer.text


def test_another_areas_edition_is_not_shown_as_this_ones(client: Client) -> None:
    edition = publish()
    StrategyArea.objects.create(lnrs_id=48, slug="cornwall", name="Cornwall", responsible_authority="Its council")
    assert client.get("/cornwall/").status_code == 404
    assert client.get(f"/cornwall/?edition={edition.identity}").status_code == 404


@pytest.mark.whole_site
@pytest.mark.parametrize("older", [False, True])
def test_every_link_leads_somewhere_and_every_page_is_well_made(client: Client, older: bool) -> None:
    edition = publish(with_birds=True)
    if older:
        publish_later()
    pages = crawl(client, f"{AREA}?edition={edition.identity}")
    assert {"/", "/accessibility/", "/privacy/", AREA + "strategy/measures/"} <= pages.keys()
    assert sum("/at/?place=" in address for address in pages) >= 5
    for address, page in pages.items():
        assert page.count("h1") == 1, address
        assert page.count("main") == page.count("header") == page.count("footer") == 1, address
        assert len(set(page.all("id"))) == len(page.all("id")), address
        assert not page.count("style"), address
        scripts = [attrs for tag, attrs in page.tags if tag == "script"]
        assert all("src" in attrs or attrs.get("type") == "application/json" for attrs in scripts), address
        assert not page.count("script") or any(part in address for part in WITH_SCRIPT), address
        assert not [name for _, attrs in page.tags for name in attrs if name == "style" or name.startswith("on")]
        assert page.count("caption") == page.count("table"), address
        assert dict(page.tags)["html"] == {"lang": "en-GB"}
        assert set(page.all("aria-labelledby") + page.all("for")) <= set(page.all("id")), address
        described = {one for value in page.all("aria-describedby") for one in value.split()}
        assert described <= set(page.all("id")), address


def test_titles_differ_and_say_which_edition(client: Client) -> None:
    publish()
    titles = [Page(client.get(AREA + page).text).title for page in PAGES]
    assert len(set(titles)) == len(titles)
    assert all("Kent and Medway, edition draft-1 - Local nature recovery" in title for title in titles)
    assert titles[4].startswith("GL1.1 ")


@pytest.mark.whole_site
def test_words_of_an_edition_are_words_and_never_markup(client: Client) -> None:
    edition = publish()
    spoilt = '"><script>alert(1)</script>'
    Theme.objects.update(name=spoilt, aim=spoilt, colour=spoilt[:7])
    Priority.objects.update(priority=spoilt, why=spoilt, wider_benefits=[spoilt], national_objectives=[spoilt])
    Measure.objects.update(measure=spoilt, detail=spoilt, because=spoilt, who=[spoilt], guidance_url="javascript:x")
    FundingRoute.objects.update(name=spoilt, summary=spoilt, url="javascript:x")
    Species.objects.update(common_name=spoilt, why=spoilt)
    Zone.objects.update(name=spoilt)
    Edition.objects.update(title=spoilt, name=spoilt, status=spoilt[:30])
    Measure.objects.create(
        **{one: [] for one in ("principles", "who", "wider_benefits", "funding", "rule")},
        edition=edition,
        position=99,
        ref=spoilt.replace("/", "")[:30],
        measure="x",
        mapped=False,
        priorities=["GL1"],
    )
    for address in [AREA + page for page in PAGES] + [at(3.5, 1.5), "/", AREA + 'at/?place="><script>']:
        text = client.get(address).text
        assert "<script>" not in text, address
        assert "javascript:" not in text, address
    assert crawl(client, AREA)


def test_the_first_page_tells_the_key_figures(client: Client) -> None:
    publish()
    text = client.get(AREA).text.replace("\xa0", " ")
    figures = {row["key"]: float(row["value"]) for row in read.figure(case().edition, "summary")}
    assert f"<dd>{figures['could_become']:,.0f} ha</dd>" in text
    assert "<dd>2 measures</dd>" in text


def test_a_priority_tells_why_and_its_measures_with_hectares(client: Client) -> None:
    publish()
    text = client.get(AREA + "strategy/priorities/GL1/").text.replace("\xa0", " ")
    priority = Priority.objects.get(ref="GL1")
    assert priority.why in text
    area_ha = {row["priority"]: row["area_ha"] for row in Figure.objects.get(name="by_priority").rows}["GL1"]
    assert f"{float(area_ha):,.0f} ha, for all the measures that serve it" in text
    assert f'<a href="{AREA}strategy/measures/GL1.1/">' in text


def test_a_priority_is_served_by_measures_that_are_numbered_under_another(client: Client) -> None:
    publish()
    assert f'href="{AREA}strategy/measures/GL1.1/"' in client.get(AREA + "strategy/priorities/WTH3/").text


def test_measures_that_are_mapped_and_wider_are_told_apart(client: Client) -> None:
    publish()
    text = client.get(AREA + "strategy/measures/").text
    assert text.count('<span class="tag">Mapped</span>') == 1 + Measure.objects.filter(mapped=True).count()
    assert text.count('<span class="tag plain">Wider</span>') == 1 + Measure.objects.filter(mapped=False).count()


def test_a_measure_whose_rule_no_land_meets_says_so_and_is_not_counted_as_placed(client: Client) -> None:
    publish()
    figure = Figure.objects.get(name="by_measure")
    for row in figure.rows:
        if row["measure"] == "GL1.1":
            row |= {"area_ha": "0.0", "pieces": "0", "mean_score": ""}
    figure.save()
    Place.objects.filter(measure__ref="GL1.1").delete()
    text = client.get(AREA + "strategy/measures/GL1.1/").text
    assert "No land in Kent and Medway was found that meets its rule" in text
    assert "withheld" not in text
    assert "not told" not in text
    every = client.get(AREA + "strategy/measures/").text.replace("\xa0", " ")
    assert '<span class="tag plain">None found</span> no land meets its rule' in every
    assert "1 measure with a rule that no land here meets" in every
    assert "<dd>1 measure</dd>" in client.get(AREA).text.replace("\xa0", " ")


def test_a_mapped_measure_tells_where_and_why(client: Client) -> None:
    publish()
    text = client.get(AREA + "strategy/measures/GL1.1/").text.replace("\xa0", " ")
    measure = Measure.objects.get(ref="GL1.1")
    row = next(row for row in Figure.objects.get(name="by_measure").rows if row["measure"] == "GL1.1")
    assert f"<dd>{float(row['area_ha']):,.0f} ha</dd>" in text
    assert f"of {float(row['eligible_ha']):,.0f} ha where it can go" in text
    assert f"<dd>{float(row['mean_score']):.2f}</dd>" in text
    assert text.count(measure.because) == 1
    assert measure.rule[-1].replace("\xa0", " ") in text
    best = max(place.score or 0 for place in Place.objects.filter(measure=measure))
    assert f"{best:.2f}</td>" in text
    assert "TR 0" in text


def test_the_best_places_are_places_of_the_measure(client: Client) -> None:
    publish()
    page = Page(client.get(AREA + "strategy/measures/GL1.1/").text)
    best = [link for link in page.all("href") if "place=" in link]
    assert len(best) == 5
    for link in best:
        assert f'<a href="{AREA}strategy/measures/GL1.1/">GL1.1</a>' in client.get(link).text


def test_the_hectares_by_district_are_the_hectares_of_the_measure() -> None:
    edition = publish()
    measure = Measure.objects.get(ref="GL1.1")
    mapped_ha = sum(place.piece.area_ha for place in Place.objects.filter(measure=measure).select_related("piece"))
    found = by_zones([measure])["district"]
    assert sum(area_ha for _, area_ha in found) == pytest.approx(mapped_ha)
    assert {district.name for district, _ in found} <= {"West", "East"}
    Zone.objects.filter(edition=edition).delete()
    assert by_zones([measure]) == {}


def test_a_wider_measure_tells_why_it_has_no_place(client: Client) -> None:
    publish()
    text = client.get(AREA + "strategy/measures/GL1.2/").text
    assert "Why it has no place on the map" in text
    assert Measure.objects.get(ref="GL1.2").not_mapped_because in text
    assert "Where it would do most" not in text


@pytest.mark.parametrize("verified", [True, False])
def test_funding_says_whether_anyone_compared_it_with_the_schemes_page(client: Client, verified: bool) -> None:
    publish()
    with_funding = next(one for one in Measure.objects.all() if one.funding)
    FundingRoute.objects.update(verified=verified)
    text = client.get(f"{AREA}strategy/measures/{with_funding.ref}/").text
    assert ("Not compared with the scheme's own page" in text) is not verified


def test_withheld_scores_are_told_as_withheld(client: Client) -> None:
    publish(with_birds=True)
    text = client.get(AREA + "strategy/measures/WTH3.1/").text
    assert "<dd>withheld</dd>" in text
    assert "Its best places are not told" in text
    place = Place.objects.filter(measure__ref="WTH3.1").select_related("piece").first()
    assert place
    inside = place.piece.shape.representative_point()
    told = client.get(f"{AREA}at/?place={inside.x:.1f},{inside.y:.1f}").text
    assert "Its score is withheld" in told
    assert "withheld, as it comes from records of sensitive species" in told


def test_versions_list_every_edition_that_everyone_may_see(client: Client) -> None:
    old = publish()
    publish_later()
    text = client.get(AREA + "strategy/versions/").text
    assert f'<a href="{AREA}?edition={old.identity}">draft-1</a>' in text
    assert f'<a href="{AREA}">draft-2</a> (the one you are reading)' in text
    assert "Superseded by another edition" in text


@pytest.mark.parametrize("page", [*PAGES, "at/?place=605350,146150"])
def test_a_page_asks_the_database_a_few_times_however_much_it_shows(
    client: Client, page: str, django_assert_max_num_queries
) -> None:
    publish()
    client.get(AREA + page)  # draws its map
    caches["pages"].clear()
    with django_assert_max_num_queries(16):
        client.get(AREA + page)


def test_every_page_gives_a_link_that_will_always_show_this_edition(client: Client) -> None:
    old = publish()
    lasting = f"{AREA}strategy/measures/GL1.1/?edition={old.identity}"
    assert (
        f'<a href="{lasting}">A lasting link to this page in this edition</a>'
        in client.get(AREA + "strategy/measures/GL1.1/").text
    )
    publish_later()
    assert "<strong>draft-1</strong>" in client.get(lasting).text


def test_everything_of_an_edition_can_be_taken_away(client: Client) -> None:
    edition = publish()
    page = Page(client.get(AREA + "strategy/downloads/").text)
    files = [href for href in page.all("href") if f"/editions/{edition.identity}/" in href]
    there = actions.folder_of(edition)
    paths = {file.relative_to(there).as_posix() for file in there.rglob("*") if file.is_file()}
    assert {href.partition(f"/editions/{edition.identity}/")[2] for href in files} == paths


def test_the_lasting_link_keeps_what_was_asked_of_a_page(client: Client) -> None:
    edition = publish()
    page = client.get(f"{AREA}have-your-say/?about=measure:GL1.1")
    assert "A lasting link to this page" not in page.text
    found = client.get(f"{AREA}strategy/measures/?q=hay&about=measure:GL1.1&by=farmer&stance=object&parish=P1").text
    (lasting,) = [link for link in Page(found).all("href") if f"edition={edition.identity}" in link]
    assert lasting.endswith(
        f"?q=hay&about=measure%3AGL1.1&by=farmer&stance=object&parish=P1&edition={edition.identity}"
    )


def test_credits_are_in_the_menu_of_areas_with_a_catchment_alone() -> None:
    def addresses(area: int) -> set[str]:
        return {address for _, parts in menu_of(area) for address, _ in parts}

    assert addresses(40) - addresses(1) == {CREDITS}  # 40 is Kent and Medway
    assert addresses(40) == {address for address, _ in SECTIONS}
    publish()
    assert 'href="/kent-and-medway/nutrients/"' in Client().get("/kent-and-medway/").text
