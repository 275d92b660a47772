"""Taking part without an account: written page by page, proved, and received."""

import pytest
from django.test import Client

from lnrs_web.audit.models import Event
from lnrs_web.engagement.models import Contribution
from lnrs_web.outbox.models import Message

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
