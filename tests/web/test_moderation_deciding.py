"""Moderators take, redact, publish and refuse; writers are told why; what was taken out is nowhere in public."""

import re

import pytest

from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.audit.models import Event
from lnrs_web.engagement.actions import states
from lnrs_web.engagement.actions.receiving import add_revision
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.moderation import forms
from lnrs_web.moderation.actions import bulk, deciding
from lnrs_web.moderation.models import Bulk, Decision, Redaction
from lnrs_web.outbox.models import Message

from .heard import DESK, desk, entered, later
from .people import ELSEWHERE, officer
from .published import Page, publish
from .saying import SAY, activity

pytestmark = pytest.mark.django_db
SECRET = "My neighbour Mrs Margaret Oakes of 12 Old Mill Lane has cancer. The orchard should stay."


@pytest.fixture
def asked() -> Activity:
    return activity(publish())


def at(one: Contribution, path: str = "") -> str:
    return f"{DESK}{one.pk}/{path}"


def test_what_waits_is_in_its_queue_with_counts(asked):
    one = entered(asked, "The orchard")
    entered(asked, "The pond", may_publish=False)
    page = desk().get(DESK).text
    assert str(one.reference) in page
    for words in ("To be looked at (1)", "Received, not to be published (1)", "All (2)", "Published (0)"):
        assert words in page
    assert "The orchard" in page
    assert "The pond" not in page
    assert "1\xa0contribution" in desk().get(DESK, {"queue": "all", "find": "orchard"}).text
    assert "There is nothing here" in desk().get(DESK, {"queue": "published", "channel": "letter"}).text


def test_two_moderators_do_not_collide(asked):
    one = entered(asked, "The orchard")
    ann, bob = desk(), desk("bob@example.org")
    assert ann.post(at(one, "take/")).status_code == 302
    assert "officer@example.org is at work on it until" in bob.get(at(one)).text
    assert bob.post(at(one, "take/")).status_code == 409
    refused = bob.post(at(one, "decide/"), {"what": "publish", "what-shown": "yes"})
    assert refused.status_code == 409
    assert not Decision.objects.exists()
    with later(16):
        bob.post(at(one, "take/"))
        assert "bob@example.org" in desk().get(at(one)).text


def test_the_next_one_is_the_longest_waiting_that_nobody_has(asked):
    first, second = entered(asked, "The orchard"), entered(asked, "The pond")
    assert desk().post(f"{DESK}next/").url.endswith(at(first))
    assert desk("bob@example.org").post(f"{DESK}next/").url.endswith(at(second))
    assert desk("eve@example.org").post(f"{DESK}next/").url.endswith(DESK)


def test_whoever_has_decided_goes_on_with_the_next_of_the_activity(asked):
    first, second = entered(asked, "The orchard"), entered(asked, "The pond")
    client = desk()
    client.post(f"{DESK}{first.pk}/take/")
    page = client.post(f"{DESK}{first.pk}/decide/", {"what": "publish", "what-shown": "yes"}, follow=True).text
    assert "Take the next one of this activity" in page
    taken = client.post(f"{DESK}next/", {"activity": str(asked.pk)})
    assert taken.url == f"{DESK}{second.pk}/"


def test_what_is_left_out_is_suggested_looked_at_and_nowhere_in_public(asked, client):
    one = entered(asked, SECRET, mail="writer@example.org")
    officer_desk = desk()
    officer_desk.post(at(one, "take/"))
    page = officer_desk.get(at(one)).text
    for words in ("Mrs Margaret Oakes", "12 Old Mill Lane", "cancer"):
        assert f"{words} <span" in page
    answer = one.answers.get()
    spans = [tag["value"] for name, tag in Page(page).tags if name == "input" and tag["name"] == f"span-{answer.pk}"]
    form = {"what-shown": "yes", f"span-{answer.pk}": spans, f"words-{answer.pk}": "My neighbour", "what": "redact"}
    looked = officer_desk.post(at(one, "decide/"), form | {"look": "yes"}).text
    assert "<mark>[a name taken out]</mark>" in looked
    assert not Decision.objects.exists()
    done = officer_desk.post(at(one, "decide/"), form | {"reason": "personal", "words": "We keep her home private."})
    assert done.status_code == 302
    answer.refresh_from_db()
    assert answer.text == SECRET
    assert answer.public_text == (
        "[words taken out] [a name taken out] of [an address taken out] has [words about health taken out]. "
        "The orchard should stay."
    )
    assert Redaction.objects.count() == 4
    for address in (f"{SAY}what-you-value/contributions/", f"{SAY}what-you-value/contributions/{one.reference}/"):
        public = client.get(address)
        assert public.status_code == 200
        assert "The orchard should stay." in public.text
        for words in ("Oakes", "Old Mill", "cancer", "neighbour"):
            assert words not in public.text
    letter = Message.objects.get(to="writer@example.org")
    assert "It says something private about somebody" in letter.text
    assert "We keep her home private." in letter.text
    assert "Oakes" not in letter.text
    assert Event.objects.filter(what="redact answer").exists()
    assert not Event.objects.filter(became__contains="Oakes").exists()


def test_words_that_changed_while_a_moderator_read_them_are_read_again(asked):
    one = entered(asked, SECRET)
    client = desk()
    client.post(at(one, "take/"))
    answer = one.answers.get()
    answer.text = "Now something else."
    answer.save()
    add_revision(one, by="its writer")
    form = {"what-shown": "yes", "revision": "1", f"span-{answer.pk}": "0-3-name", "what": "redact"}
    said = client.post(at(one, "decide/"), form)
    assert said.status_code == 400
    assert "its writer has changed them since you read them" in said.text
    assert 'name="revision" value="2"' in said.text
    assert not Decision.objects.exists()


def test_words_left_out_of_older_words_are_not_ticked_in_newer_ones(asked):
    one = entered(asked, SECRET)
    answer = one.answers.get()
    desk().post(at(one, "decide/"), {"what-shown": "yes", f"words-{answer.pk}": "My neighbour", "what": "redact"})
    assert forms.parts_of(one)[1]
    add_revision(one, by="its writer")
    assert not forms.parts_of(one)[1]


def test_many_cannot_be_published_as_they_are_where_words_were_left_out(asked):
    one, other = entered(asked, SECRET), entered(asked, "An orchard")
    answer = one.answers.get()
    client = desk()
    client.post(at(one, "decide/"), {"what-shown": "yes", f"words-{answer.pk}": "My neighbour", "what": "redact"})
    one.refresh_from_db()
    form = {"chosen": [one.pk, other.pk], "what": "publish", "seen": bulk.mark_of([one, other])}
    said = client.post(f"{DESK}bulk/", form)
    assert f"moderators left words out of {one.reference}" in said.text
    answer.refresh_from_db()
    assert "My neighbour" not in answer.public_text
    other.refresh_from_db()
    assert other.state == "moderation"


def test_words_that_are_not_there_are_said_and_nothing_is_decided(asked):
    one = entered(asked, SECRET)
    answer = one.answers.get()
    client = desk()
    form = {"what-shown": "yes", f"words-{answer.pk}": "Mr Nobody", "what": "redact", "words": "Sorry"}
    said = client.post(at(one, "decide/"), form)
    assert said.status_code == 400
    assert "“Mr Nobody” is not in it." in said.text
    assert "Sorry</textarea>" in said.text
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "nothing is chosen"),
        ({"what": "refuse"}, "none is chosen"),
        ({"what": "redact"}, "there are none"),
        ({"what": "undo"}, "nothing is chosen"),
    ],
)
def test_a_decision_that_says_too_little_is_asked_again(asked, form, said):
    one = entered(asked, "The orchard")
    answer = desk().post(at(one, "decide/"), {"what-shown": "yes"} | form)
    assert answer.status_code == 400
    assert said in answer.text
    one.refresh_from_db()
    assert one.state == "moderation"


def test_what_nobody_agreed_to_publish_is_not_published(asked):
    one = entered(asked, "The orchard", may_publish=False)
    answer = desk().post(at(one, "decide/"), {"what": "publish", "what-shown": "yes"})
    assert answer.status_code == 400
    assert "did not agree" in answer.text


def test_a_refusal_is_mailed_with_its_reason_and_counted_in_public(asked, client):
    one = entered(asked, "Buy my seeds", mail="writer@example.org")
    desk().post(at(one, "decide/"), {"what": "refuse", "reason": "advertising", "what-shown": "yes"})
    one.refresh_from_db()
    assert one.state == "not-published"
    assert "It advertises something" in Message.objects.get(to="writer@example.org").text
    page = client.get(f"{SAY}what-you-value/moderation/")
    assert page.status_code == 200
    assert "It advertises something: 1" in page.text
    assert str(one.reference) not in page.text


def test_nothing_is_mailed_to_an_address_that_was_not_proved(asked):
    one = entered(asked, "Buy my seeds", mail="writer@example.org")
    Contribution.objects.update(mail_proved_at=None)
    deciding.decide(one, "refuse", reason="advertising", by=officer())
    assert not Message.objects.exists()


def test_decisions_are_never_changed(asked):
    one = entered(asked, "The orchard")
    decision = deciding.decide(one, "publish", by=officer())
    decision.reason = "abuse"
    with pytest.raises(TypeError):
        decision.save()
    with pytest.raises(TypeError):
        Decision.objects.update(reason="abuse")


def test_many_are_counted_decided_and_undone_as_a_whole(asked):
    three = [entered(asked, words) for words in ("The orchard", "The pond", "The wood")]
    client = desk()
    form = {"queue": "waiting", "every": "yes", "what": "publish"}
    counted = client.post(f"{DESK}bulk/", form)
    assert "Publish as it is: 3\xa0contributions" in counted.text
    assert not Decision.objects.exists()
    seen = re.search(r'name="seen" value="(\w+)"', counted.text)
    deciding.decide(three[2], "set-aside", by=officer())
    entered(asked, "The marsh")  # as many as before, and not the same
    changed = client.post(f"{DESK}bulk/", form | {"seen": seen[1]})
    assert changed.status_code == 400
    assert "some came, went or changed" in changed.text
    deciding.decide(three[2], "refuse", reason="elsewhere", by=officer())
    states.become(three[2], "moderation", by=officer())
    seen = re.search(r'name="seen" value="(\w+)"', client.post(f"{DESK}bulk/", form).text)
    done = client.post(f"{DESK}bulk/", form | {"seen": seen[1]}, follow=True)
    assert Contribution.objects.filter(state="published").count() == 4
    deciding.decide(three[0], "refuse", reason="elsewhere", by=officer())
    found = Bulk.objects.get()
    assert "Undo it" in done.text
    client.post(f"{DESK}bulk/{found.public_id}/undo/")
    became = {str(one.pk): one.state for one in Contribution.objects.all()}
    assert sorted(became.values()) == ["moderation", "moderation", "moderation", "not-published"]
    assert became[str(three[0].pk)] == "not-published"
    assert "undid it" in client.get(f"{DESK}bulk/{found.public_id}/").text


def test_words_that_changed_since_they_were_counted_are_not_published_unread(asked):
    one = entered(asked, "The orchard")
    seen = bulk.mark_of([one])
    add_revision(one, by="its writer")
    with pytest.raises(bulk.Changed):
        bulk.decide_all(asked, [one], "publish", seen=seen, by=officer())
    one.refresh_from_db()
    assert one.state == "moderation"


def test_many_are_decided_on_or_none(asked):
    first, second = entered(asked, "The orchard"), entered(asked, "The pond")
    deciding.take(second, by=officer(email="bob@example.org"))
    with pytest.raises(deciding.Taken):
        bulk.decide_all(asked, [first, second], "publish", seen=bulk.mark_of([first, second]), by=officer())
    assert not Decision.objects.exists()
    assert not Bulk.objects.exists()


@pytest.mark.parametrize("form", [{}, {"chosen": "x", "what": "publish"}, {"every": "yes", "what": "redact"}])
def test_many_that_are_none_are_refused(asked, form):
    entered(asked, "The orchard")
    assert desk().post(f"{DESK}bulk/", form).status_code == 400


def test_others_decide_nothing(asked):
    one = entered(asked, "The orchard")
    stranger = officer(ELSEWHERE, "elsewhere@example.org")
    for what in (deciding.take, deciding.let_go):
        with pytest.raises(NotAllowed):
            what(one, by=stranger)
    with pytest.raises(NotAllowed):
        deciding.decide(one, "publish", by=stranger)
