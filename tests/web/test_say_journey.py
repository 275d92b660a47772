"""Taking part without an account: written page by page, proved, and received."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from lnrs_web.accounts.queries import all_about, what_stays
from lnrs_web.audit.models import Event
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.outbox.models import Message

from .people import person
from .published import publish
from .saying import SAY, Writer, activity, link_in_last_mail, unhurried

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open() -> None:
    activity(publish())


def test_from_the_first_page_to_a_reference() -> None:
    writer = Writer()
    assert "What you value" in Client().get(SAY).text
    first = writer.begins()
    assert first.status_code == 302
    assert first.url.endswith("/pages/q-like/")
    assert writer.client.cookies["say-draft"]["httponly"]
    assert "What do you value here?" in writer.client.get(first.url).text
    assert writer.writes("q-like", answer="The orchard").url.endswith("/pages/q-matters/")
    assert writer.writes("q-matters", answer=["water", "walks"]).url.endswith("/pages/q-agree/")
    assert writer.writes("q-agree", answer="5").url.endswith("/pages/consent/")
    assert writer.writes("consent", may_publish="yes").url.endswith("/pages/mail/")
    checked = writer.client.get(writer.writes("mail", mail="a.person@example.org").url).text
    for words in ("The orchard", "Clean water, Places to walk", "a.person@example.org"):
        assert words in checked
    unhurried()
    assert "Now open your mail" in writer.sends().text
    assert Contribution.objects.get().state == "waiting"
    proof = link_in_last_mail()
    page = Client().get(proof)
    assert page.status_code == 200
    assert "Yes, it was me" in page.text
    assert Contribution.objects.get().state == "waiting"  # opening the link, as a scanner does, proves nothing
    done = Client().post(proof)
    one = Contribution.objects.get()
    assert one.state == "moderation"
    assert one.reference
    assert one.reference in done.text
    assert one.revisions.get().content["answers"]["like"] == "The orchard"
    assert one.reference in Message.objects.latest("id").text
    again = Client().post(proof)
    assert one.reference in again.text
    assert Message.objects.count() == 2
    assert not any(
        "example.org" in f"{event.by}{event.became}{event.was}"
        for event in Event.objects.filter(what__contains="contribution")
    )


def test_a_draft_is_kept_from_the_first_page_and_wrong_input_keeps_what_was_typed() -> None:
    writer = Writer()
    first = writer.begins()
    empty = writer.writes("q-like", answer="  ")
    assert empty.status_code == 400
    assert "Write an answer." in empty.text
    assert "Error: " in empty.text
    long = writer.writes("q-like", answer="x" * 20_001)
    assert long.status_code == 400
    assert "x" * 20_001 in long.text
    writer.writes("q-like", answer="Kept <b>words</b>")
    assert (
        "Kept &lt;b&gt;words&lt;/b&gt;" in writer.client.get(first.url).text
    )  # the connection was lost, and comes back
    assert writer.writes("q-agree", answer="9").status_code == 400
    assert writer.writes("q-matters", answer=["water", "gold"]).status_code == 400
    assert writer.writes("nothing", answer="").status_code == 404
    check = writer.client.get(f"{writer.home}take-part/check/").text
    assert "Still to do" in check
    refused = writer.client.post(f"{writer.home}take-part/check/")
    assert refused.status_code == 400
    assert "is still to do" in refused.text
    bad = writer.writes("mail", mail="nobody")
    assert bad.status_code == 400
    assert 'value="nobody"' in bad.text


def test_another_browser_finds_nothing_without_the_link_and_all_of_it_with_the_link() -> None:
    writer = Writer()
    writer.begins()
    writer.writes("q-like", answer="The old orchard")
    other = Writer()
    assert other.client.get(f"{other.home}take-part/check/").status_code == 404
    forged = Client()
    forged.cookies["say-draft"] = f"{Contribution.objects.get().id}:x:y"
    assert forged.get(f"{other.home}take-part/check/").status_code == 404
    assert "on its way" in writer.client.post(f"{writer.home}take-part/later/", {"mail": "me@example.org"}).text
    assert writer.client.post(f"{writer.home}take-part/later/", {"mail": "me"}).status_code == 400
    back = link_in_last_mail()
    assert "Open it in this browser" in other.client.get(back).text
    assert other.client.get(f"{other.home}take-part/check/").status_code == 404  # opening the link did nothing
    assert "The old orchard" in other.client.post(back, follow=True).text


def test_at_most_five_letters_are_sent_and_everybody_is_told_the_same() -> None:
    writer = Writer()
    writer.begins()
    pages = {writer.client.post(f"{writer.home}take-part/later/", {"mail": "me@example.org"}).text for _ in range(9)}
    assert len(pages) == 1
    assert Message.objects.count() == 5


def test_a_change_takes_the_place_of_what_was_sent_and_nothing_is_lost() -> None:
    writer = Writer()
    one = writer.gives("First words")
    here = f"{writer.home}take-part/"
    assert "First words" in writer.client.get(f"{here}yours/").text
    writer.client.post(f"{here}change/")
    writer.writes("q-like", answer="Second words")
    one.refresh_from_db()
    assert one.answers.get(question__code="like").text == "First words"  # until the change is sent
    assert one.reference in writer.sends().text
    assert [revision.content["answers"]["like"] for revision in one.revisions.all()] == ["First words", "Second words"]
    assert one.answers.get(question__code="like").text == "Second words"
    assert Contribution.objects.count() == 1
    assert writer.client.get(f"{here}withdraw/").status_code == 200
    assert "You have withdrawn it" in writer.client.post(f"{here}withdraw/", follow=True).text
    one.refresh_from_db()
    assert one.state == "withdrawn"
    assert one.revisions.count() == 2
    assert "withdrawn" in Message.objects.latest("id").subject


def test_a_machine_that_fills_in_every_field_is_set_aside_and_told_the_same() -> None:
    person, machine = Writer(), Writer()
    texts = []
    for one, trap in ((person, ""), (machine, "http://spam.example")):
        one.begins()
        one.writes("q-like", answer="Words")
        for step, fields in (("q-matters", {}), ("q-agree", {}), ("consent", {"may_publish": "yes"})):
            one.writes(step, **fields)
        one.writes("mail", mail="same@example.org")
        unhurried()
        texts.append(one.sends(web_address=trap).text)
    assert texts[0] == texts[1]
    assert Message.objects.count() == 1
    assert sorted(Contribution.objects.values_list("state", flat=True)) == ["quarantined", "waiting"]


def test_what_is_sent_within_seconds_is_set_aside_when_it_is_proved() -> None:
    writer = Writer()
    writer.begins()
    writer.writes("q-like", answer="Words")
    for step, fields in (("q-matters", {}), ("q-agree", {}), ("consent", {"may_publish": "yes"})):
        writer.writes(step, **fields)
    writer.writes("mail", mail="fast@example.org")
    writer.sends()
    assert "Reference" in writer.client.post(link_in_last_mail()).text
    assert Contribution.objects.get().state == "quarantined"


def test_more_than_the_cap_of_one_person_is_set_aside_however_the_address_is_written() -> None:
    Activity.objects.update(per_person=1)
    states = [Writer().gives(mail=mail).state for mail in ("a.b@gmail.com", "ab+2@googlemail.com", "other@example.org")]
    assert states == ["moderation", "quarantined", "moderation"]


def test_who_began_in_time_and_sends_late_is_taken_and_marked() -> None:
    writer = Writer()
    writer.begins()
    writer.writes("q-like", answer="Words")
    for step, fields in (("q-matters", {}), ("q-agree", {}), ("consent", {"may_publish": "no"})):
        writer.writes(step, **fields)
    writer.writes("mail", mail="late@example.org")
    unhurried()
    Activity.objects.update(ended_at=timezone.now())
    writer.sends()
    assert "marked as late" in Client().post(link_in_last_mail()).text
    one = Contribution.objects.get()
    assert one.late
    assert one.state == "received"  # it counts, and its writer does not want it published


def test_a_draft_that_is_not_wanted_is_deleted_and_a_link_that_is_not_known_says_so() -> None:
    writer = Writer()
    writer.begins()
    assert writer.client.get(f"{writer.home}take-part/leave/").status_code == 200
    writer.client.post(f"{writer.home}take-part/leave/")
    assert not Contribution.objects.exists()
    for link in ("proof/nothing/", "back/nothing/"):
        assert Client().get(SAY + link).status_code == 404
        assert Client().post(SAY + link).status_code == 404
    assert Client().get(f"{SAY}no-such-thing/").status_code == 404
    assert Client().post(f"{SAY}no-such-thing/begin/").status_code == 404


def test_nobody_gets_a_cookie_before_they_begin() -> None:
    reader = Client()
    for page in ("", "what-you-value/", "what-you-value/contributions/", "what-you-value/paper-form.pdf"):
        reader.get(SAY + page)
    assert not reader.cookies


def test_what_somebody_said_is_part_of_their_data() -> None:
    Writer().gives("The old orchard", mail="ada@example.org")
    Writer().gives("Somebody else's meadow")
    [said] = all_about(person("ada@example.org"))["what you said in consultations"]
    assert said["answers"]["like"] == "The old orchard"
    assert any("What you said in consultations (1)" in what for what, _ in what_stays(person("ada@example.org")))


def test_the_form_on_paper_asks_the_same_and_names_its_version() -> None:
    answer = Client().get(f"{SAY}what-you-value/paper-form.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 2, "a few questions take no cover, no contents and no page each"
    text = " ".join("\n".join(page.extract_text() for page in pages).split())
    for words in ("What do you value here?", "Clean water", "questions 1", "May we publish it?"):
        assert words in text


def test_a_draft_that_nobody_sends_is_deleted_after_sixty_days_and_what_was_sent_stays() -> None:
    Writer().gives()
    for _ in range(2):
        Writer().begins()
    Contribution.objects.filter(state="draft")[:1].get().delete()
    Contribution.objects.update(begun_at=timezone.now() - timedelta(days=61))
    Writer().begins()
    call_command("retain", stdout=io.StringIO())
    assert sorted(Contribution.objects.values_list("state", flat=True)) == ["draft", "moderation"]


def test_a_form_of_another_site_opens_nobody_elses_draft_here() -> None:
    other = Writer()
    other.begins()
    other.writes("q-like", answer="Theirs")
    other.client.post(f"{other.home}take-part/later/", {"mail": "other@example.org"})
    link, browser = link_in_last_mail(), Client(enforce_csrf_checks=True)
    page = browser.get(link)
    assert "Open it in this browser" in page.text
    assert page.cookies["csrftoken"]["httponly"]
    assert Client(enforce_csrf_checks=True).post(link).status_code == 403, "with no cookie"
    assert browser.post(link).status_code == 403, "with the cookie, and no token of the page"
    assert "say-draft" not in browser.cookies
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    opened = browser.post(link, {"csrfmiddlewaretoken": token[1]})
    assert opened.status_code == 302
    assert "Theirs" in browser.get(opened.url).text


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
    ],
)
def test_a_form_of_another_site_begins_nothing(said: dict[str, str], begins: bool) -> None:
    writer = Writer()
    mine = writer.client.post(f"{writer.home}begin/", headers={"Sec-Fetch-Site": "same-origin"})
    assert mine.status_code == 302
    key = writer.client.cookies["say-draft"].value
    answer = writer.client.post(f"{writer.home}begin/", headers=said)
    assert answer.status_code == 302
    assert (answer.url == writer.home) is not begins
    assert (writer.client.cookies["say-draft"].value != key) is begins
    assert Contribution.objects.count() == 1 + begins
