"""Officers invite people by mail to a role, and end what they may do."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lnrs_web.accounts import inviting
from lnrs_web.accounts.inviting import Offer
from lnrs_web.accounts.models import Invitation, Membership, Organisation, Person, Role
from lnrs_web.accounts.permissions import NotAllowed, may
from lnrs_web.audit.models import Event
from lnrs_web.audit.queries import done_to
from lnrs_web.outbox.models import Message

from .people import ELSEWHERE, KENT, holder, officer, person, signed_in

pytestmark = pytest.mark.django_db

GUEST = "guest@example.org"


def link() -> str:
    """The address in the last mail, on this site."""
    found = re.search(r"http://\S+?(/account/invitations/\S+/)", Message.objects.latest("id").text)
    assert found
    return found[1]


def invited(client: Client, **other: str) -> str:
    given = {"email": GUEST.upper(), "role": "moderator", "area": str(KENT), "activity": ""} | other
    assert client.post("/desk/people/invite/", given).status_code == 302
    return link()


def test_an_invitation_is_mailed_opened_and_accepted() -> None:
    host = officer()
    Organisation.objects.create(name="Ashford", kind="supporting authority", area=KENT, added_by="a test")
    there = invited(signed_in(host), organisation=str(Organisation.objects.get().pk), activity="spring")
    mail = Message.objects.get()
    assert (mail.to, mail.subject) == (GUEST, "You are invited to be moderator of Kent and Medway, for spring")
    guest = signed_in(person(GUEST))
    page = guest.get(there).text
    assert f"{host.email} invites you to be moderator of Kent and Medway, for spring, for Ashford." in page
    assert not Membership.objects.filter(person__email=GUEST).exists(), "a scanner that opens links accepts nothing"
    assert guest.post(there).status_code == 302
    who = Person.objects.get(email=GUEST)
    assert may(who, Role.MODERATOR, area=KENT, activity="spring")
    assert not may(who, Role.MODERATOR, area=KENT)
    assert [(one.what, one.by) for one in done_to(GUEST)] == [("invite", host.email), ("accept invitation", GUEST)]
    assert "used, taken back, or is too old" in guest.get(there).text
    assert guest.post(there).status_code == 403


def test_the_key_of_a_link_is_not_in_the_table_of_invitations() -> None:
    there = invited(signed_in(officer()))
    assert there.split("/")[-2] not in str(Invitation.objects.values().get())


def test_who_has_not_signed_in_is_led_there_and_back() -> None:
    there = invited(signed_in(officer()))
    page = Client().get(there).text
    assert "Sign in to accept" in page
    assert f"/account/sign-in/?next={there.replace('/', '%2F')}" in page
    Client().post(there)
    assert Invitation.objects.get().is_open


def test_only_the_owner_of_the_address_accepts() -> None:
    there = invited(signed_in(officer()))
    other = signed_in(person("eve@example.org"))
    assert "the invitation was sent to another address" in other.get(there).text
    answer = other.post(there)
    assert answer.status_code == 403
    assert "There is a problem" in answer.text
    assert Invitation.objects.get().is_open


def test_an_invitation_of_somebody_who_has_left_is_no_use() -> None:
    host = officer()
    there = invited(signed_in(host), role="officer")
    Membership.objects.filter(person=host).delete()
    refused = signed_in(person(GUEST)).post(there)
    assert refused.status_code == 403
    assert "Whoever invited you has left" in refused.text
    assert not Membership.objects.filter(person__email=GUEST).exists()


def test_an_invitation_that_is_too_old_taken_back_or_replaced_is_no_use() -> None:
    host, guest = signed_in(officer()), signed_in(person(GUEST))
    old = invited(host)
    new = invited(host)
    assert guest.post(old).status_code == 403
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert guest.post(new).status_code == 403
    back = invited(host)
    shown = host.get("/desk/people/").text
    assert GUEST in shown
    assert host.post(f"/desk/people/invitations/{Invitation.objects.first().public_id}/withdraw/").status_code == 302  # type: ignore[union-attr]
    assert guest.post(back).status_code == 403
    assert "Nobody is invited just now." in host.get("/desk/people/").text
    assert not may(Person.objects.get(email=GUEST), Role.MODERATOR, area=KENT)


def test_a_link_that_was_never_sent_is_not_found() -> None:
    assert Client().get("/account/invitations/nothing/").status_code == 404


def test_every_mistake_in_the_form_is_told_and_what_was_typed_stays() -> None:
    client = signed_in(officer())
    elsewhere = Organisation.objects.create(name="Leeds", kind="partner", area=ELSEWHERE, added_by="a test")
    wrong = {
        "email": "nobody",
        "role": "king",
        "area": str(ELSEWHERE),
        "organisation": str(elsewhere.pk),
        "activity": "a b",
    }
    answer = client.post("/desk/people/invite/", wrong)
    assert answer.status_code == 400
    assert answer.text.count('<li><a href="#id_') == 5
    assert 'value="nobody"' in answer.text
    assert not Invitation.objects.exists()
    assert not Message.objects.exists()


def test_who_signs_signs_for_an_organisation() -> None:
    client = signed_in(officer())
    form = {"email": GUEST, "role": "signatory", "area": str(KENT), "activity": ""}
    page = client.post("/desk/people/invite/", form)
    assert page.status_code == 400
    assert "Choose for which organisation they sign, or add it first" in page.text
    with pytest.raises(NotAllowed, match="say of which"):
        inviting.invite(Offer(GUEST, Role.SIGNATORY, KENT), by=officer())
    swale = Organisation.objects.create(name="Swale", kind="supporting authority", area=KENT, added_by="a test")
    invited(client, role="signatory", organisation=str(swale.pk))
    assert Invitation.objects.get().organisation == swale


def test_officers_invite_to_their_own_area_and_administrators_to_all() -> None:
    here, root = officer(), officer(None, "root@example.org")
    for area in (ELSEWHERE, None):
        with pytest.raises(NotAllowed):
            inviting.invite(Offer(GUEST, Role.APPROVER, area), by=here)
        inviting.invite(Offer(GUEST, Role.APPROVER, area), by=root)
    with pytest.raises(NotAllowed):
        inviting.invite(Offer(GUEST, Role.APPROVER, KENT), by=holder(Role.APPROVER))


def test_an_officer_ends_what_somebody_may_do_and_it_stays_on_record() -> None:
    host, guest = officer(), holder(Role.MODERATOR, email=GUEST)
    held, client = guest.memberships.get(), signed_in(host)
    page = f"/desk/people/{held.public_id}/end/"
    assert "guest@example.org is moderator of Kent and Medway, and will not be" in client.get(page).text
    assert may(guest, Role.MODERATOR, area=KENT)
    client.post(page)
    assert not may(guest, Role.MODERATOR, area=KENT)
    assert Membership.objects.filter(person=guest).exists()
    before = Event.objects.count()
    client.post(page)
    assert Event.objects.count() == before, "to end it again changes nothing"
    assert signed_in(officer(ELSEWHERE, "other@example.org")).get(page).status_code == 403
    assert client.get("/desk/people/00000000-0000-0000-0000-000000000000/end/").status_code == 404


def test_nobody_ends_their_own_charge_of_an_area() -> None:
    host = officer()
    answer = signed_in(host).post(f"/desk/people/{host.memberships.get().public_id}/end/")
    assert answer.status_code == 403
    assert "Let another officer do it." in answer.text


def test_an_organisation_is_added_with_what_the_law_has_it_do() -> None:
    client = signed_in(officer())
    given = {"name": "Ashford  Borough Council", "kind": "supporting authority", "area": str(KENT)}
    for _ in range(2):
        assert client.post("/desk/people/organisations/", given).status_code == 302
    page = client.get("/desk/people/organisations/").text
    assert page.count('<th scope="row">Ashford Borough Council</th>') == 1
    assert "may object in time" in page
    assert client.post("/desk/people/organisations/", {}).status_code == 400
    assert done_to("Ashford Borough Council").count() == 1


def test_an_editor_has_no_say_in_who_may_do_what() -> None:
    client = signed_in(holder(Role.EDITOR))
    for page in ("", "invite/", "organisations/"):
        assert client.get(f"/desk/people/{page}").status_code == 403
