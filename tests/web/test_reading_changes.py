"""What changed between two editions, as a reader finds it."""

from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lnrs.edition.diff import diff
from lnrs_web.editions import actions, derived
from lnrs_web.editions.models import Measure
from lnrs_web.strategy.changes import changes
from lnrs_web.strategy.word_changes import paragraphs, reworded

from ..unit.edition_case import case
from .published import AREA, Page, publish, publish_later


def address(before: str, after: str) -> str:
    """The page about a pair."""
    return f"{AREA}strategy/changes/{before}..{after}/"


@pytest.mark.django_db
def test_hectares_gained_and_lost_are_those_of_the_comparison_of_the_folders(client: Client) -> None:
    old, new = publish(), publish_later()
    found = changes(old, new)
    plain = diff(case().edition, case(edition="draft-2", meadow_ha=12).edition)
    moved = [one for one in plain.measures if one.is_changed]
    assert [(one.ref, one.gained_ha, one.lost_ha) for one in found.measures] == [
        (one.name, one.gained_ha, one.lost_ha) for one in moved
    ]
    assert moved
    assert found.unchanged == len(plain.measures) - len(moved)
    text = client.get(address(old.identity, new.identity)).text.replace("\xa0", " ")
    for one in found.measures:
        assert f'<span class="ref">{one.ref}</span> {Measure.objects.get(edition=new, ref=one.ref).measure}' in text
        assert f"−{one.lost_ha:.1f} ha" in text
        assert one.pieces_before is not None
        assert f'<td class="numeric">{one.pieces_before}</td><td class="numeric">{one.pieces_after}</td>' in text
    assert "<strong>draft-2</strong></a> of 1 October 2026" in text
    back = changes(new, old)
    assert [(one.gained_ha, one.lost_ha) for one in back.measures] == [
        (one.lost_ha, one.gained_ha) for one in found.measures
    ]


@pytest.mark.django_db
def test_a_pair_is_compared_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = publish(), publish_later()
    first = client.get(address(old.identity, new.identity)).text
    monkeypatch.setattr("lnrs_web.strategy.changes.diff", lambda *_: pytest.fail("compared again"))
    assert client.get(address(old.identity, new.identity)).text == first


@pytest.mark.django_db
def test_only_two_different_editions_that_everyone_may_see_are_compared(client: Client) -> None:
    old = publish()
    hidden = actions.import_edition(case(edition="draft-2", meadow_ha=12).edition, by="a test")
    for before, after in (
        (old.identity, hidden.identity),
        (hidden.identity, old.identity),
        (old.identity, old.identity),
        (old.identity, "nothing"),
    ):
        assert client.get(address(before, after)).status_code == 404
    assert client.get(f"{AREA}strategy/changes/?before={old.identity}&after={hidden.identity}").status_code == 400


@pytest.mark.django_db
def test_the_page_of_editions_leads_to_what_changed(client: Client) -> None:
    old = publish()
    assert "What changed" not in client.get(AREA + "strategy/versions/").text
    new = publish_later()
    page = client.get(AREA + "strategy/versions/").text
    assert f'<a href="{address(old.identity, new.identity)}">Since draft-1</a>' in page
    form = f"{AREA}strategy/changes/?before={old.identity}&after={new.identity}"
    answer = client.get(form)
    assert (answer.status_code, answer["Location"]) == (302, address(old.identity, new.identity))
    same = client.get(f"{AREA}strategy/changes/?before={old.identity}&after={old.identity}")
    assert same.status_code == 400
    assert "The two are the same edition" in same.text
    assert same.text.count(f'<option value="{old.identity}" selected>') == 2
    assert "Choose two editions" in client.get(AREA + "strategy/changes/").text


@pytest.mark.django_db
def test_words_that_changed_stand_side_by_side_and_are_marked_in_words_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = publish(), publish_later()
    cell = {"ref": "GL1.1", "field": "detail", "before": "Sow <b>local</b> seed.", "after": "Sow wild seed."}
    tables = [{"table": "measures", "added": ["WTH2.1"], "removed": [], "reworded": [cell]}]
    found = {"importance": ha("A"), "could_become": ha("B"), "measures": [], "sites": [], "tables": tables, "prose": []}
    found |= {"sources": [], "rules": [], "findings": []}
    monkeypatch.setattr("lnrs_web.strategy.changes._found", lambda *_: found)
    text = client.get(address(old.identity, new.identity)).text
    assert '<del><span class="unseen">[removed: </span>&lt;b&gt;local&lt;/b&gt; ' in text
    assert '<ins><span class="unseen">[added: </span>wild ' in text
    assert "<strong>WTH2.1</strong> Let woods grow outward" in text
    page = Page(text)
    assert page.count("caption") == page.count("table")
    assert len(set(page.all("id"))) == len(page.all("id"))


def ha(name: str) -> dict[str, object]:
    """Land that did not change."""
    return {"name": name, "before_ha": 1.0, "after_ha": 1.0, "gained_ha": 0.0, "lost_ha": 0.0, "kept_ha": 1.0}


WORDS = st.lists(st.sampled_from(["meadow", "wood", "cut", "late", "\n\n", "é"]), max_size=30).map(" ".join)


@given(WORDS, WORDS)
def test_both_versions_are_shown_whole_and_what_they_share_is_shared(before: str, after: str) -> None:
    found = reworded(before, after)
    assert "".join(part.text for part in found.before).split() == before.split()
    assert "".join(part.text for part in found.after).split() == after.split()
    shared = [
        "".join(part.text for part in parts if not part.only_here).split() for parts in (found.before, found.after)
    ]
    assert shared[0] == shared[1]


@given(WORDS)
def test_a_text_that_did_not_change_has_no_paragraph_that_did(text: str) -> None:
    assert list(paragraphs(text, text)) == []


def test_a_derived_file_is_whole_or_not_there(editions_folder: Path) -> None:
    def breaks_off(draft: Path) -> None:
        draft.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        derived.made_once("one/two.txt", breaks_off)
    there = derived.place_of("one/two.txt")
    assert not there.exists()
    assert derived.made_once("one/two.txt", lambda draft: draft.write_text("whole") and None) == there
    assert there.read_text() == "whole"
    assert [path.name for path in there.parent.iterdir() if not path.name.endswith(".lock")] == ["two.txt"]
    assert editions_folder not in there.parents
