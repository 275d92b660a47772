"""Who may do what: a role for an area or one activity, from a day to a day."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lnrs_web.accounts.models import DOES, STATUTORY, Membership, Organisation, Person, Role
from lnrs_web.accounts.permissions import NotAllowed, areas_of, areas_with, is_at_the_desk, is_officer, may, must

from .people import ELSEWHERE, KENT, holder, officer, person


@pytest.mark.django_db
def test_an_officer_holds_every_role_in_every_activity_of_the_area() -> None:
    who = officer()
    assert all(may(who, role, area=KENT, activity="spring") for role in Role)
    assert not any(may(who, role, area=ELSEWHERE) for role in Role)


@pytest.mark.django_db
def test_a_role_is_good_for_its_area_and_no_other_role() -> None:
    who = holder(Role.MODERATOR)
    assert may(who, Role.MODERATOR, area=KENT)
    assert may(who, Role.ANALYST, Role.MODERATOR, area=KENT, activity="spring")
    assert not may(who, Role.APPROVER, area=KENT)
    assert not may(who, Role.MODERATOR, area=ELSEWHERE)
    assert not is_officer(who)
    assert areas_of(who) == frozenset()
    assert areas_with(who, Role.MODERATOR) == {KENT}
    with pytest.raises(NotAllowed, match="You are not an officer or an approver of Kent and Medway"):
        must(who, Role.APPROVER, area=KENT)
    must(who, Role.MODERATOR, area=KENT)


@pytest.mark.django_db
def test_a_role_for_one_activity_is_good_for_that_alone() -> None:
    who = holder(Role.MODERATOR, activity="spring")
    assert may(who, Role.MODERATOR, area=KENT, activity="spring")
    assert not may(who, Role.MODERATOR, area=KENT, activity="autumn")
    assert not may(who, Role.MODERATOR, area=KENT)
    assert areas_with(who, Role.MODERATOR) == frozenset()
    assert is_at_the_desk(who)


@pytest.mark.django_db
def test_a_member_of_an_organisation_has_no_desk() -> None:
    who = holder(Role.MEMBER)
    assert not is_at_the_desk(who)
    assert may(who, Role.MEMBER, area=KENT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begins_h", "ends_h", "good"), [(-2, None, True), (-2, 1, True), (-2, -1, False), (1, None, False), (1, 2, False)]
)
def test_a_role_is_good_from_when_it_begins_until_it_ends(begins_h: int, ends_h: int | None, good: bool) -> None:
    who, now = holder(Role.APPROVER), timezone.now()
    ends_at = None if ends_h is None else now + timedelta(hours=ends_h)
    who.memberships.update(begins_at=now + timedelta(hours=begins_h), ends_at=ends_at)
    assert may(who, Role.APPROVER, area=KENT) is good


@pytest.mark.django_db
def test_nobody_without_an_account_that_is_open_may_anything() -> None:
    who = officer()
    who.is_active = False
    for one in (who, None, Person(), person("reader@example.org")):
        assert not may(one, *Role, area=KENT)
        assert not is_at_the_desk(one)


@pytest.mark.django_db
def test_nobody_has_the_same_open_role_twice() -> None:
    for area in (KENT, None):
        who = holder(Role.EDITOR, area=area)
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(person=who, role=Role.EDITOR, area=area, added_by="a test")


@pytest.mark.django_db
def test_an_organisation_has_the_part_that_the_law_gives_it() -> None:
    for kind in Organisation.Kind:
        body = Organisation.objects.create(name=f"A {kind}", kind=kind, area=KENT, added_by="a test")
        assert bool(body.statutory_role) == (kind in STATUTORY)
    assert set(DOES) == set(map(str, Role))


def plainly(held: list[tuple[str, int | None, str]], role: str, area: int, activity: str) -> bool:
    """What `may` says, written out."""
    return any(r in (role, "officer") and a in (None, area) and act in ("", activity) for r, a, act in held)


ROLES, AREAS, ACTIVITIES = (
    st.sampled_from([str(one) for one in Role]),
    st.sampled_from([1, 40]),
    st.sampled_from(["", "s"]),
)


class May(TestCase):
    """`may` beside its plain twin."""

    @given(st.lists(st.tuples(ROLES, st.none() | AREAS, ACTIVITIES), unique=True, max_size=4), ROLES, AREAS, ACTIVITIES)
    def test_may_is_as_written_out_plainly(
        self, held: list[tuple[str, int | None, str]], role: str, area: int, activity: str
    ) -> None:
        who = Person.objects.create_user("any@example.org")
        for one_role, one_area, one_activity in held:
            Membership.objects.create(
                person=who, role=one_role, area=one_area, activity=one_activity, added_by="a test"
            )
        assert may(who, role, area=area, activity=activity) == plainly(held, role, area, activity)
        who.delete()
