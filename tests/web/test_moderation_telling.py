"""Who gave a mail address is told once, by an officer, that what they sent has been answered."""

import pytest

from lnrs_web.accounts.models import Role
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.moderation.actions import analysing, looking
from lnrs_web.outbox.models import Message

from .heard import DESK, LETTER, desk, entered, later
from .people import holder, officer, signed_in
from .published import publish
from .saying import SAY, activity

pytestmark = pytest.mark.django_db
SAID = {"said": "Keep it.", "did": "We mapped it.", "change": ""}


@pytest.fixture
def asked() -> Activity:
    return activity(publish())


def answered(asked: Activity, *, shown: bool = True, **to: object) -> None:
    analysing.answer(asked, to, **SAID, shown=shown, by=officer())


def page(asked: Activity) -> str:
    return f"{DESK}analysis/{asked.public_id}/"


def told(asked: Activity, count: int) -> int:
    return desk().post(f"{page(asked)}tell/", {"count": count}).status_code


def mails() -> list[Message]:
    return list(Message.objects.filter(key__startswith="answered ").order_by("to"))


def test_the_writers_of_a_campaign_and_of_a_theme_are_told_once_each(asked):
    letters = [entered(asked, LETTER, mail=f"letter{number}@example.org") for number in range(3)]
    looking.look(asked, by=officer())
    pond = entered(asked, "Ponds", mail="pond@example.org")
    code = analysing.make_code(asked, "Ponds", by=officer())
    for one in (pond, letters[0]):
        analysing.code_as(one, [code], by=officer())
    answered(asked, campaign=asked.campaigns.get())
    answered(asked, code=code)
    assert "4\xa0people gave a mail address" in desk().get(page(asked)).text
    assert told(asked, 4) == 302
    assert [one.to for one in mails()] == [f"letter{number}@example.org" for number in range(3)] + ["pond@example.org"]
    assert f"{SAY}what-you-value/you-said-we-did/" in mails()[3].text
    assert pond.reference in mails()[3].text
    assert "The writers of 4\xa0contributions have been told" in desk().get(page(asked)).text
    assert told(asked, 0) == 302
    assert len(mails()) == 4


def test_one_person_gets_one_mail_of_all_that_they_sent(asked):
    sent = [entered(asked, words, mail=mail) for words, mail in (("A", "p@example.org"), ("B", "P@example.org"))]
    for one in sent:
        answered(asked, contribution=one)
    told(asked, 1)
    assert all(one.reference in mails()[0].text for one in sent)


def test_a_new_answer_and_a_changed_one_are_told_of_again(asked):
    one = entered(asked, "Ponds", mail="pond@example.org")
    answered(asked, contribution=one)
    told(asked, 1)
    with later(1):
        answered(asked, contribution=one)
        assert told(asked, 1) == 302
    with later(2):
        code = analysing.make_code(asked, "Ponds", by=officer())
        answered(asked, code=code)
        assert told(asked, 0) == 302
    with later(3):
        analysing.code_as(one, [code], by=officer())
        assert told(asked, 1) == 302
    assert len(mails()) == 3


@pytest.mark.parametrize(
    "changed",
    [
        {"mail": ""},
        {"state": "withdrawn"},
        {"channel": "web", "mail_proved_at": None},
        {"channel": "event", "mail_proved_at": None},
    ],
)
def test_nobody_is_mailed_who_withdrew_or_whose_address_is_not_known_to_be_theirs(asked, changed):
    one = entered(asked, "Ponds", mail="pond@example.org")
    answered(asked, contribution=one)
    Contribution.objects.filter(pk=one.pk).update(**changed)
    assert "Nobody is due a mail" in desk().get(page(asked)).text
    assert told(asked, 1) == 400
    assert not mails()


def test_whoever_wrote_a_letter_that_was_brought_in_is_told_at_the_address_in_it(asked):
    one = entered(asked, "Ponds", mail="pond@example.org")
    Contribution.objects.filter(pk=one.pk).update(mail_proved_at=None)
    answered(asked, contribution=one)
    assert told(asked, 1) == 302
    assert [mail.to for mail in mails()] == ["pond@example.org"]


def test_nobody_is_mailed_of_what_only_the_desk_reads(asked):
    answered(asked, contribution=entered(asked, "Ponds", mail="pond@example.org"), shown=False)
    assert told(asked, 1) == 400


@pytest.mark.parametrize("count", ["2", "", "-1", "nine", "9" * 99])
def test_another_number_than_there_are_sends_nothing_and_says_how_many(asked, count):
    answered(asked, contribution=entered(asked, "Ponds", mail="pond@example.org"))
    reply = desk().post(f"{page(asked)}tell/", {"count": count})
    assert reply.status_code == 400
    assert "1\xa0person would be mailed now." in reply.text
    assert not mails()


def test_an_analyst_reads_how_many_and_does_not_send(asked):
    answered(asked, contribution=entered(asked, "Ponds", mail="pond@example.org"))
    analyst = signed_in(holder(Role.ANALYST))
    text = analyst.get(page(asked)).text
    assert "1\xa0person gave a mail address and has" in text
    assert "Send 1" not in text
    assert analyst.post(f"{page(asked)}tell/", {"count": 1}).status_code == 403
