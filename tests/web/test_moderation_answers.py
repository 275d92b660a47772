"""One contribution is answered: its writer and everyone read it, as far as everyone may."""

import pytest

from lnrs_web.accounts.models import Role
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.moderation.actions import analysing, looking
from lnrs_web.moderation.models import Response

from .heard import DESK, LETTER, desk, entered
from .people import holder, officer, signed_in
from .published import publish
from .saying import SAY, Writer, activity

pytestmark = pytest.mark.django_db
PUBLIC = f"{SAY}what-you-value/you-said-we-did/"
SAID = {"said": "Keep the <orchard>.", "did": "We mapped it.", "change": "GL1.1"}


@pytest.fixture
def asked() -> Activity:
    return activity(publish())


def at(one: Contribution) -> str:
    return f"{DESK}{one.pk}/answer/"


def test_an_officer_answers_one_contribution_and_everyone_reads_it(asked, client):
    one = entered(asked, "The orchard")
    Contribution.objects.filter(pk=one.pk).update(state="published")
    officer_desk = desk()
    assert at(one) in officer_desk.get(f"{DESK}{one.pk}/").text
    assert "The orchard" in officer_desk.get(at(one)).text
    assert officer_desk.post(at(one), SAID).status_code == 302
    public_page = f"{SAY}what-you-value/contributions/{one.reference}/"
    assert "Nobody but the desk sees it yet." in officer_desk.get(f"{DESK}{one.pk}/").text
    for page in (PUBLIC, public_page):
        assert "We mapped it." not in client.get(page).text
    officer_desk.post(at(one), SAID | {"shown": "yes"})
    assert Response.objects.get().contribution == one
    for page in (PUBLIC, public_page):
        text = client.get(page).text
        assert "We mapped it." in text
        assert "Keep the &lt;orchard&gt;." in text
    assert public_page in client.get(PUBLIC).text
    csv = b"".join(client.get(f"{SAY}what-you-value/contributions.csv").streaming_content)
    assert b"We mapped it." in csv


def test_the_answer_to_what_is_withdrawn_goes_with_it(asked, client):
    one = entered(asked, "The orchard")
    analysing.answer(asked, {"contribution": one}, **SAID, shown=True, by=officer())
    assert "We mapped it." in client.get(PUBLIC).text
    Contribution.objects.filter(pk=one.pk).update(state="withdrawn")
    assert "We mapped it." not in client.get(PUBLIC).text


def test_of_what_is_not_published_everyone_reads_the_answer_and_not_the_reference(asked, client):
    one = entered(asked, "The orchard", may_publish=False)
    assert "is not published: leave out what" in desk().get(at(one)).text
    analysing.answer(asked, {"contribution": one}, **SAID, shown=True, by=officer())
    text = client.get(PUBLIC).text
    assert "We mapped it." in text
    assert "One contribution" in text
    assert str(one.reference) not in text


def test_its_writer_reads_every_answer_to_it_by_their_own_link(asked):
    writer = Writer()
    one = writer.gives(LETTER)
    yours = f"{writer.home}take-part/yours/"
    assert "What was done about it" not in writer.client.get(yours).text
    analysing.answer(asked, {"contribution": one}, **SAID, shown=True, by=officer())
    for _ in range(3):
        entered(asked, LETTER)
    looking.look(asked, by=officer())
    campaign = {"campaign": asked.campaigns.get()}
    analysing.answer(asked, campaign, said="Hedges.", did="We planted them.", change="", shown=True, by=officer())
    code = analysing.make_code(asked, "Ponds", by=officer())
    analysing.code_as(one, [code], by=officer())
    analysing.answer(asked, {"code": code}, said="Ponds.", did="Not yet known.", change="", shown=False, by=officer())
    page = writer.client.get(yours).text
    for words in ("What was done about it", "We mapped it.", "We planted them.", "all letters with this text", PUBLIC):
        assert words in page
    assert "Not yet known." not in page
    assert page.index("We mapped it.") < page.index("We planted them.")


def test_an_answer_that_says_nothing_is_asked_again_and_nobody_answers_what_does_not_count(asked):
    one = entered(asked, "The orchard")
    answer = desk().post(at(one), {"said": "Keep it.", "did": " "})
    assert answer.status_code == 400
    assert "Keep it.</textarea>" in answer.text
    assert not Response.objects.exists()
    Contribution.objects.filter(pk=one.pk).update(state="quarantined")
    assert desk().get(at(one)).status_code == 404


def test_an_analyst_drafts_it_and_a_moderator_only_reads_it(asked):
    one = entered(asked, "The orchard")
    analyst, moderator = signed_in(holder(Role.ANALYST)), signed_in(holder(Role.MODERATOR))
    assert analyst.post(at(one), SAID).status_code == 302
    assert moderator.post(at(one), SAID).status_code == 403
    page = moderator.get(at(one)).text
    assert "We mapped it." in page
    assert "<textarea" not in page
