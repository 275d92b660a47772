"""Campaigns are grouped and answered once; themes are suggested, and named by people; all read what came of it."""

import re

import pytest

from lnrs_web.audit.models import Event
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.engagement.shaping import shaped
from lnrs_web.moderation.actions import bringing_in, looking, taking_in
from lnrs_web.moderation.coverage import coverage_of
from lnrs_web.moderation.models import Campaign, Code, Coding, Criterion, Response, Suggestion

from ..unit.edition_case import box
from .heard import DESK, LETTER, desk, entered, worked
from .people import officer
from .published import publish, publish_later
from .saying import SAY, activity

pytestmark = pytest.mark.django_db
PUBLIC = f"{SAY}what-you-value/you-said-we-did/"
HEDGES = ("More hedges by the lane", "Hedges and hawthorn for birds", "A hedge for each lane", "Birds need hedges")
RIVERS = ("Clean river water", "The river and its trout", "Water in the river is dirty", "Trout need clean water")


@pytest.fixture
def asked() -> Activity:
    return activity(publish())


def test_letters_that_only_their_writers_names_tell_apart_are_identical(asked):
    for name in ("Ann Oakes", "Bob Reed", "Cay Hill"):
        entered(asked, f"{LETTER}\n\nYours,\n{name}.", name=name)
    looking.look(asked, by=officer())
    assert [letter.added for letter in Campaign.objects.get().letters.all()] == [[], [], []]


def test_a_campaign_of_400_letters_is_counted_whole_and_answered_once(asked, client):
    own = LETTER + " My grandfather laid the hedge at the end of our lane."
    rows = [f'w{n}@example.org,"{own if n < 3 else LETTER}"' for n in range(400)]
    table = "\n".join(["mail,like", *rows]).encode()
    taking_in.commit(bringing_in.stage(asked, table, "a.csv", channel="mail", by=officer()), by=officer())
    entered(
        asked, "The orchard behind the church, which is old and full of birds, should be kept by the parish for all."
    )
    page = desk().post(f"{DESK}analysis/{asked.public_id}/look/", follow=True).text
    assert "Campaigns and themes are being looked for" in page
    worked()
    page = desk().get(f"{DESK}analysis/{asked.public_id}/").text
    assert "<td>400</td><td>not yet</td>" in page
    campaign = Campaign.objects.get()
    page = desk().get(f"{DESK}campaigns/{campaign.public_id}/").text
    assert "400\xa0letters, 397 identical" in page
    assert page.count("My grandfather laid the hedge") == 1
    assert f'3\xa0letters: <a href="{DESK}' in page
    answer = {
        "said": "More hedges and clean rivers.",
        "did": "We added a measure.",
        "change": "GL1.1, X9",
        "shown": "yes",
    }
    desk().post(f"{DESK}campaigns/{campaign.public_id}/", answer)
    assert Response.objects.count() == 1
    page = client.get(PUBLIC).text
    for words in ("401\xa0contributions came in", "400\xa0letters with the same text", "We added a measure.", "GL1.1"):
        assert words in page
    assert "example.org" not in page
    assert "grandfather" not in page
    assert "Make lowland meadow" in page
    letter = Contribution.objects.filter(campaign_letter__added=[]).first()
    assert "It is one of a" in desk().get(f"{DESK}{letter.pk}/").text
    looking.look(asked, by=officer())
    assert Campaign.objects.get().response.did == "We added a measure."


def test_the_letters_of_a_campaign_are_decided_on_and_named_together(asked):
    for n in range(4):
        entered(asked, LETTER, mail=f"w{n}@example.org")
    pond = entered(asked, "The pond by the church is full of newts.")
    looking.look(asked, by=officer())
    campaign, client = Campaign.objects.get(), desk()
    page = client.get(f"{DESK}campaigns/{campaign.public_id}/").text
    assert "4 of them wait to be looked at." in page
    there = f"{DESK}?campaign={campaign.pk}"
    assert there in page
    queue = client.get(there).text
    assert "To be looked at (4)" in queue
    assert "Only those of" in queue
    assert str(pond.reference) not in queue
    form = {"queue": "waiting", "campaign": str(campaign.pk), "every": "yes", "what": "publish"}
    counted = client.post(f"{DESK}bulk/", form).text
    assert f'name="campaign" value="{campaign.pk}"' in counted
    assert "Why, where they are not published" not in counted
    seen = re.search(r'name="seen" value="([^"]+)"', counted)[1]
    done = client.post(f"{DESK}bulk/", form | {"seen": seen}, follow=True).text
    assert "decided on 4\xa0contributions at once" in done
    client.post(f"{DESK}campaigns/{campaign.public_id}/themes/", {"name": "Hedges"})
    page = client.get(f"{DESK}campaigns/{campaign.public_id}/").text
    assert "None of them waits to be looked at." in page
    assert "(4 of 4)" in page
    client.post(f"{DESK}campaigns/{campaign.public_id}/themes/", {"code": "hedges"})
    assert Coding.objects.count() == 4
    assert not pond.codings.exists()
    assert [event.became for event in Event.objects.filter(what="code campaign")] == ["4 coded as hedges"]


def test_themes_are_suggestions_until_a_person_names_them(asked):
    for words in HEDGES + RIVERS:
        entered(asked, words)
    looking.look(asked, by=officer())
    client = desk()
    page = client.get(f"{DESK}analysis/{asked.public_id}/").text
    assert "These are suggestions of this site" in page
    assert not Coding.objects.exists()
    suggestion = next(one for one in Suggestion.objects.all() if {"river", "water"} & set(one.words))
    refused = client.post(f"{DESK}suggestions/{suggestion.public_id}/accept/", {"name": "?!"})
    assert refused.status_code == 400
    client.post(f"{DESK}suggestions/{suggestion.public_id}/accept/", {"name": "Clean rivers"})
    code = Code.objects.get()
    codings = code.codings.all()
    assert {one.by for one in codings} == {"officer@example.org"}
    assert all(one.suggested for one in codings)
    assert len(codings) >= 3
    page = client.get(f"{DESK}analysis/{asked.public_id}/themes/{code.slug}/").text
    assert "a suggestion, accepted" in page
    assert client.post(f"{DESK}analysis/{asked.public_id}/themes/{code.slug}/", {"said": ""}).status_code == 400


def test_people_code_by_hand_and_it_says_who(asked):
    one = entered(asked, "The orchard")
    client = desk("ann@example.org")
    client.post(f"{DESK}{one.pk}/themes/", {"name": "Old orchards"})
    assert "Old orchards (by ann@example.org)" in client.get(f"{DESK}{one.pk}/").text
    client.post(f"{DESK}{one.pk}/themes/", {"code": "none"})
    assert not Coding.objects.exists()
    assert [event.was for event in Event.objects.filter(what="code contribution")] == ["", "old-orchards"]


def test_a_sift_has_published_questions_and_points(asked, client):
    one = entered(asked, "The orchard")
    officer_desk, at = desk(), f"{DESK}analysis/{asked.public_id}/sift/"
    assert officer_desk.post(at, {"criteria": "Is it in a gap?"}).status_code == 400
    officer_desk.post(at, {"criteria": "2 Is it in a gap?\n1 Is it near people?"})
    first = Criterion.objects.first()
    officer_desk.post(f"{DESK}{one.pk}/score/", {"met": str(first.pk)})
    assert re.search(rf"{one.reference}</a></th><td>2</td><td>yes", officer_desk.get(at).text)
    assert "they stay as they are" in officer_desk.post(at, {"criteria": "1 Other"}).text.lower()
    assert "Is it in a gap? (2\xa0points)" in client.get(PUBLIC).text


def test_the_public_page_leads_to_what_changed_in_the_strategy(asked, client):
    assert "Nothing has been answered yet." in client.get(PUBLIC).text
    assert "Everything that changed" not in client.get(PUBLIC).text
    later = publish_later()
    assert f"/strategy/changes/{asked.edition.identity}..{later.identity}/" in client.get(PUBLIC).text
    assert client.get(f"{SAY}nothing/you-said-we-did/").status_code == 404
    hidden = activity(slug="draft", released=False)
    assert client.get(f"{SAY}{hidden.slug}/moderation/").status_code == 404


def test_who_has_not_been_heard_is_told_in_pictures_and_tables(asked):
    where = shaped(box(1, 1, 2, 2), asked.edition)
    entered(asked, "The orchard", mail="a@example.org", respondent="land", locations=[where])
    entered(asked, "The pond", mail="A@example.org")
    found = coverage_of(asked, asked.edition)
    assert (found.whole, found.people, found.placed) == (2, 1, 1)
    assert [(one.words, one.count) for one in found.parishes] == [("Wyeham", 1)]
    assert found.unheard_parishes == ["Stourham"]
    page = desk().get(f"{DESK}analysis/{asked.public_id}/coverage/").text
    assert "<li>Stourham</li>" in page
    assert page.count("<svg") == 3
    assert "A business</th><td>0</td>" in page
