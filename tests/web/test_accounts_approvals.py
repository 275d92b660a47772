"""Four eyes: what one person asks for, another approves; once, in time, and in the transaction of the act."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lnrs_web.accounts import approvals
from lnrs_web.accounts.models import Approval, Person, Role
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.outbox.models import Message

from .people import ELSEWHERE, KENT, holder, officer, person

pytestmark = pytest.mark.django_db


def ask(who: Person, on_terms: str = "") -> Approval:
    return approvals.ask("freeze", "a thing", area=KENT, page="https://x/", on_terms=on_terms, by=who)


def test_an_act_needs_two_people_and_is_done_once() -> None:
    asker, other = officer(), holder(Role.APPROVER)
    with pytest.raises(NotAllowed):
        approvals.must_be_approved("freeze", "a thing", by=other)
    asked = ask(asker)
    with pytest.raises(NotAllowed):
        approvals.must_be_approved("freeze", "a thing", by=other)
    approvals.approve(asked, by=other)
    with pytest.raises(NotAllowed):
        approvals.must_be_approved("freeze", "another thing", by=other)
    approvals.must_be_approved("freeze", "a thing", by=other)
    with pytest.raises(NotAllowed):
        approvals.must_be_approved("freeze", "a thing", by=other)


@pytest.mark.parametrize(
    "who",
    [
        lambda: officer(),
        lambda: holder(Role.EDITOR),
        lambda: holder(Role.APPROVER, area=ELSEWHERE),
        lambda: holder(Role.APPROVER, activity="spring"),
        lambda: person(),
    ],
    ids=["the asker", "an editor", "an approver elsewhere", "an approver of one activity", "a person"],
)
def test_nobody_else_approves(who) -> None:
    asked = ask(officer())
    with pytest.raises(NotAllowed):
        approvals.approve(asked, by=who())


def test_what_is_asked_is_good_for_fourteen_days() -> None:
    asked, other = ask(officer()), holder(Role.APPROVER)
    approvals.approve(asked, by=other)
    Approval.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotAllowed):
        approvals.must_be_approved("freeze", "a thing", by=other)
    assert approvals.open_for("freeze", "a thing") is None
    assert ask(officer()).pk != asked.pk


def test_what_somebody_asked_who_has_left_is_not_done() -> None:
    asker, other = officer(), holder(Role.APPROVER)
    asked = ask(asker)
    approvals.approve(asked, by=other)
    asker.memberships.update(ends_at=timezone.now())
    with pytest.raises(NotAllowed):
        approvals.must_be_approved("freeze", "a thing", by=other)
    asker.delete()
    with pytest.raises(NotAllowed, match="has left"):
        approvals.approve(asked, by=other)


def test_the_same_question_is_asked_once_and_other_terms_are_another_question() -> None:
    asker, other = officer(), holder(Role.APPROVER)
    first = ask(asker)
    assert ask(asker) == first
    assert Message.objects.count() == 1
    again = ask(asker, "other terms")
    assert again != first
    with pytest.raises(NotAllowed, match="not asked any more"):
        approvals.approve(first, by=other)


def test_those_who_could_approve_are_written_to_and_nobody_else() -> None:
    asker = officer()
    holder(Role.APPROVER, email="yes@example.org")
    officer(None, "root@example.org")
    officer(ELSEWHERE, "elsewhere@example.org")
    holder(Role.APPROVER, activity="spring", email="spring@example.org")
    holder(Role.EDITOR, email="editor@example.org")
    gone = holder(Role.APPROVER, email="gone@example.org")
    gone.is_active = False
    gone.save()
    ask(asker)
    assert {one.to for one in Message.objects.all()} == {"yes@example.org", "root@example.org"}


def test_only_its_asker_or_an_approver_closes_a_question() -> None:
    asked = ask(officer())
    with pytest.raises(NotAllowed):
        approvals.take_back(asked, by=holder(Role.EDITOR))
    approvals.take_back(asked, by=holder(Role.APPROVER))
    assert approvals.open_for("freeze", "a thing") is None
