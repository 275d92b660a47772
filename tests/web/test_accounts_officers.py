"""Who is an officer of what, said at the command line; and what an account keeps, seen and deleted by its owner."""

import json

import pytest
from django.core.management import call_command

from lnrs.errors import NotFound
from lnrs.model import areas
from lnrs_web.accounts import actions, permissions
from lnrs_web.accounts.models import Membership, Person
from lnrs_web.audit.models import Event, NeverChanged
from lnrs_web.audit.queries import done_to

from .people import ELSEWHERE, KENT, officer, person, signed_in

pytestmark = pytest.mark.django_db


def test_an_officer_is_added_listed_and_removed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("add_officer", "Ada@Example.org", "--area", "kent-and-medway")
    call_command("add_officer", "ada@example.org", "--all-areas")
    call_command("list_officers")
    said = capsys.readouterr().out
    assert "ada@example.org is an officer of Kent and Medway, and signs in at /account/sign-in/.\n" in said
    assert "ada@example.org  all areas  since " in said
    call_command("remove_officer", "ada@example.org", "--all-areas")
    assert [one.of for one in Membership.objects.in_force()] == ["Kent and Medway"]
    assert [(one.what, one.was, one.became) for one in done_to("ada@example.org")] == [
        ("add officer", "", "Kent and Medway"),
        ("add officer", "", "all areas"),
        ("remove officer", "all areas", ""),
    ]


def test_the_same_officer_again_changes_nothing() -> None:
    for _ in range(2):
        call_command("add_officer", "ada@example.org", "--area", "kent-and-medway")
        call_command("add_officer", "ada@example.org", "--all-areas")
    assert (Membership.objects.count(), Event.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("command", "words", "why"),
    [
        ("add_officer", ["nonsense", "--all-areas"], "nonsense: is not a mail address."),
        ("add_officer", ["a@example.org", "--area", "narnia"], "narnia: is no strategy area. One of: "),
        ("remove_officer", ["a@example.org", "--all-areas"], "a@example.org: is no officer of all areas."),
    ],
)
def test_what_cannot_be_is_told(command: str, words: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        call_command(command, *words)
    assert left.value.code == 12
    assert why in capsys.readouterr().err
    assert not Person.objects.exists()


def test_every_area_of_england_has_a_name_for_the_command() -> None:
    assert [actions.area_named(slug).lnrs_id for slug in ("kent-and-medway",)] == [KENT]
    with pytest.raises(NotFound) as told:
        actions.area_named("")
    assert str(told.value).count(", ") == len(areas()) - 1


def test_an_officer_acts_for_an_area_and_an_administrator_for_all() -> None:
    here, everywhere, nobody = officer(KENT), officer(None, "root@example.org"), person()
    assert permissions.areas_of(here) == {KENT}
    assert permissions.areas_of(everywhere) == {area.lnrs_id for area in areas()}
    assert permissions.areas_of(nobody) == permissions.areas_of(None) == frozenset()
    assert permissions.is_administrator(everywhere)
    assert not permissions.is_administrator(here)
    permissions.must_be_officer_of(KENT, here)
    for who in (here, nobody, None):
        with pytest.raises(permissions.NotAllowed):
            permissions.must_be_officer_of(ELSEWHERE, who)
    here.is_active = False
    assert not permissions.is_officer(here)
    assert permissions.areas_of(here) == frozenset()


def test_an_owner_sees_everything_that_is_kept_and_no_secret() -> None:
    who = officer()
    answer = signed_in(who).get("/account/my-data.json")
    kept = json.loads(answer.text)
    assert kept["mail address"] == who.email
    assert kept["memberships"][0]["area"] == KENT
    assert "secret" not in answer.text
    assert person("other@example.org").email not in answer.text


def test_an_owner_deletes_the_account_and_nobody_elses() -> None:
    who, other = officer(), person("other@example.org")
    client = signed_in(who)
    asked = client.get("/account/delete/")
    assert "You have a role" in asked.text
    assert Person.objects.count() == 2, "to look at the page deletes nothing"
    done = client.post("/account/delete/", follow=True)
    assert "Your account is deleted" in done.text
    assert list(Person.objects.all()) == [other]
    assert client.get("/account/").status_code == 302
    assert [one.what for one in done_to(who.email)] == ["add officer", "remove officer"]
    with pytest.raises(ValueError, match="owner"):
        actions.delete_account(other, by=person("third@example.org"))


def test_what_was_done_is_never_changed() -> None:
    officer()
    event = Event.objects.get()
    for change in (event.save, event.delete, Event.objects.all().delete, lambda: Event.objects.update(by="x")):
        with pytest.raises(NeverChanged):
            change()
