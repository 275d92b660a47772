"""Everything that an edition says is found by word, and the same on either database."""

from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from lnrs_web.editions.actions import import_edition
from lnrs_web.editions.models import Edition, Site, Zone
from lnrs_web.search import actions, queries
from lnrs_web.search.models import Lexicon, Text
from lnrs_web.search.question import read
from lnrs_web.search.snippets import ABOUT, marked, snippet
from lnrs_web.search.words import words

from ..unit.edition_case import case
from .newsroom import story
from .published import AREA, Page, publish, publish_later


def found(asked: str, kind: str = "") -> list[str]:
    """The titles of what is found in the only edition."""
    return [hit.text.title for hit in queries.found(Edition.objects.get(), read(asked), kind).hits]


MEADOW, VERGES = "Make lowland meadow", "Cut verges late"


ANSWERS = (
    ("verge", {VERGES}),
    ("verges", {VERGES}),
    ("VERGÉS", {VERGES}),
    ("cutting september", {VERGES}),
    ("verg", {VERGES}),
    ('"cut verges"', {VERGES}),
    ('"verges cut"', set()),
    ("late cut", {VERGES}),
    ("cut the verges", {VERGES}),
    ("verges everywhere", {VERGES}),
    ("verg late", {VERGES}),
    ("ver late", set()),
    ("doves", {"Turtle dove", "Turtle doves return"}),
    ("streptopelia", {"Turtle dove"}),
    ('"late once"', set()),
    ("sustainable farming incentive", {"Meadow"}),
    ("wyeham", {"Wyeham"}),
    ("e1", {"West"}),
    ("shapefile", {"Local habitat map as shapefiles"}),
    ("zzendoftitlezz", set()),
    ("nobody; DROP TABLE", set()),
    ("' OR \" * NEAR( xylophone", set()),
)


@pytest.mark.django_db
def test_words_are_found_in_any_form_and_phrases_as_they_are() -> None:
    publish()
    assert {asked: set(found(asked)) for asked, _ in ANSWERS} == dict(ANSWERS)


@pytest.mark.django_db
def test_every_kind_of_thing_is_found() -> None:
    edition = publish()
    story()
    of_kind = {kind: set(Text.objects.filter(kind=kind).values_list("title", flat=True)) for kind in Text.Kind.values}
    assert all(of_kind.values()), of_kind
    assert of_kind["zone"] == set(Zone.objects.values_list("name", flat=True))
    assert Text.objects.filter(kind="site").count() == Site.objects.filter(edition=edition).count()
    for kind, titles in of_kind.items():
        for title in titles:
            assert title in found(title, kind), title


@pytest.mark.django_db
def test_a_reference_that_is_asked_for_comes_first() -> None:
    publish()
    assert found("GL1.2")[0] == found("gl1.2 ")[0] == VERGES
    assert found("GL1")[0] == "More and better meadows"
    assert found("GL9.9") == []


@pytest.mark.django_db
def test_a_word_in_the_title_counts_more_than_one_in_the_text() -> None:
    publish()
    titles = found("meadow", "measure")
    assert titles[0] == MEADOW
    assert found("meadow")[-1] == "Example Meadow"  # a site, which comes after what the strategy says


@pytest.mark.django_db
def test_every_answer_leads_to_its_page(client: Client) -> None:
    edition = publish()
    for text in Text.objects.exclude(kind="document"):
        hit = next(hit for hit in queries.found(edition, read(text.title), text.kind).hits if hit.text == text)
        path, _, anchor = hit.address.partition("#")
        page = client.get(path)
        assert page.status_code == 200, hit.address
        assert not anchor or anchor in Page(page.text).all("id"), hit.address


@pytest.mark.django_db
def test_the_page_counts_each_kind_and_can_be_narrowed_to_one(client: Client) -> None:
    publish()
    text = client.get(AREA + "search/?q=meadow").text
    total = queries.found(Edition.objects.get(), read("meadow")).total
    assert f"Everything ({total})" in text
    narrowed = client.get(AREA + "search/?q=meadow&kind=measure").text
    assert f"Everything ({total})" in narrowed
    assert 'aria-current="true">Measures (1)' in narrowed
    assert '<a href="/kent-and-medway/strategy/measures/GL1.1/">Make lowland <mark>meadow</mark></a>' in narrowed
    assert "None of them is under" in client.get(AREA + "search/?q=meadow&kind=zone").text
    assert f"Everything ({total})" in client.get(AREA + "search/?q=meadow&kind=nothing").text


@pytest.mark.django_db
def test_many_answers_come_in_pages(client: Client) -> None:
    edition = publish()
    site = Text.objects.filter(kind="site").first()
    assert site
    for number in range(45):
        site.pk, site.title, site.title_stems = None, f"Oldpit {number}", f"oldpit {number}"
        site.save()
    pages = [queries.found(edition, read("oldpit"), page=number) for number in (1, 2, 3, 9)]
    assert [len(one.hits) for one in pages] == [20, 20, 5, 5]
    assert len({hit.text.pk for one in pages[:3] for hit in one.hits}) == pages[0].total == 45
    text = client.get(AREA + "search/?q=oldpit&p=2").text
    assert "Page 2 of 3" in text
    assert 'start="21"' in text
    assert "Page 1 of 3" in client.get(AREA + "search/?q=oldpit&p=-1").text


@pytest.mark.django_db
def test_what_is_not_found_gets_help_and_the_word_that_may_be_meant(client: Client) -> None:
    publish()
    text = client.get(AREA + "search/?q=medow").text
    assert "Nothing found for “medow”" in text
    assert f'Did you mean <a href="{AREA}search/?q=meadow">meadow</a>?' in text
    far = client.get(AREA + "search/?q=xylophone").text
    assert "Nothing found" in far
    assert "Did you mean" not in far


@pytest.mark.django_db
def test_an_empty_question_gets_the_form_and_a_bad_one_its_reason(client: Client) -> None:
    publish()
    for empty in ("", "?q=", "?q=%20%00", "?q=%22%22", "?q=..."):
        answer = client.get(AREA + "search/" + empty)
        assert answer.status_code == 200
        assert "found for" not in answer.text
    long = client.get(AREA + "search/?q=" + "a" * 201)
    assert long.status_code == 400
    assert "It is longer than 200 letters" in long.text
    assert f'value="{"a" * 201}"' in long.text
    assert client.get(AREA + "search/?q=" + "+".join(f"w{n}" for n in range(13))).status_code == 400
    assert client.post(AREA + "search/").status_code == 405


@pytest.mark.django_db
def test_an_older_edition_is_searched_by_itself(client: Client) -> None:
    old = publish()
    publish_later()
    assert 'value="draft-2"' not in client.get(AREA + "search/?q=meadow").text
    answer = client.get(f"{AREA}search/?q=meadow&edition={old.identity}")
    assert "This is not the current edition" in answer.text
    links = [link for link in Page(answer.text).all("href") if "/measures/" in link]
    assert links
    assert all(old.identity in link for link in links)
    assert f'<input type="hidden" name="edition" value="{old.identity}">' in answer.text
    assert f'<a href="{AREA}search/?q=meadow">see edition draft-2' in answer.text
    assert client.get(AREA + "search/?q=meadow&edition=none").status_code == 404


@pytest.mark.django_db
def test_every_page_of_a_strategy_has_the_search(client: Client) -> None:
    publish()
    assert f'action="{AREA}search/" method="get" role="search"' in client.get(AREA + "strategy/species/").text


@pytest.mark.django_db
def test_an_import_that_cannot_be_indexed_is_not_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError("no more room")

    monkeypatch.setattr(actions, "take_in", fails)
    with pytest.raises(OSError, match="no more room"):
        import_edition(case().edition, by="a test")
    assert not Edition.objects.exists()


@pytest.mark.django_db
def test_an_edition_that_came_before_the_search_is_indexed_by_a_command(client: Client) -> None:
    publish()
    before = set(Text.objects.values_list("kind", "title", "body"))
    Text.objects.all().delete()
    Lexicon.objects.all().delete()
    assert found("meadow") == []
    assert "This edition cannot be searched yet" in client.get(AREA + "search/?q=meadow").text
    call_command("index_editions")
    assert set(Text.objects.values_list("kind", "title", "body")) == before
    assert MEADOW in found("meadow")


class Shown(HTMLParser):
    """The text of a piece of HTML, and which tags it has."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags = "", set[str]()
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.text += data

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        """Note the tag."""
        self.tags.add(tag)


TEXTS = st.text(
    st.sampled_from("<>&\"'/= abmark’é\n0;#") | st.characters(exclude_categories=["Cs", "Cc"]), max_size=600
)


@given(TEXTS, TEXTS)
@example("<script>alert(1)</script> mark & <b>bold</b>", "script b mark")
def test_a_snippet_is_a_part_of_the_text_and_can_hold_no_markup_but_its_marks(text: str, asked: str) -> None:
    question = read(" ".join(asked.split()[:5])[:100])
    for parts in (snippet(text, question), marked(text, question)):
        shown = Shown(render_to_string("search/parts.html", {"parts": parts}))
        assert shown.text == "".join(part.text for part in parts)
        assert shown.tags <= {"mark"}
    assert "".join(part.text for part in marked(text, question)) == text
    inner = "".join(part.text for part in snippet(text, question)).removeprefix("… ").removesuffix(" …")
    assert inner in text
    assert len(inner) <= ABOUT + 30


@given(TEXTS)
def test_a_whole_word_of_a_text_is_marked_where_it_is_asked_for(text: str) -> None:
    for word in list(words(text))[:3]:
        parts = marked(text, read(f'"{text[word.first : word.end]}"'))
        assert any(part.marked for part in parts)
