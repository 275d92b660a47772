"""Who else may do what, decided by officers: they invite by mail, and end what somebody may do."""

import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lnrs_web.accounts.models import DOES, INVITATION_GOOD_FOR, Invitation, Membership, Organisation, Person, Role
from lnrs_web.accounts.permissions import NotAllowed, areas_of, is_administrator, must_be_officer_of
from lnrs_web.audit.actions import record
from lnrs_web.outbox.actions import post


@dataclass(frozen=True)
class Offer:
    """What somebody is invited to: a role for an area (1 to 48, or none for all) or for one activity in it."""

    email: str
    role: str
    area: int | None
    organisation: Organisation | None = None
    activity: str = ""


def must_have_charge_of(area: int | None, who: Person) -> None:
    """Raises NotAllowed for one who does not decide who may do what for an area, or (None) for all."""
    if area is not None:
        must_be_officer_of(area, who)
    elif not is_administrator(who):
        raise NotAllowed("Only an administrator decides who may do what for all areas.")


def _has_charge_of(area: int | None, who: Person | None) -> bool:
    return is_administrator(who) if area is None else area in areas_of(who)


@transaction.atomic
def invite(offer: Offer, *, by: Person) -> Invitation:
    """Invite the owner of a mail address to a role, by a link in a mail.

    An earlier invitation to the same gives way to this. Raises NotAllowed.
    """
    must_have_charge_of(offer.area, by)
    if offer.organisation and offer.organisation.area not in (None, offer.area):
        raise NotAllowed(f"{offer.organisation} belongs to another area.")
    if offer.role == Role.SIGNATORY and offer.organisation is None:
        raise NotAllowed("A signatory is one of an organisation: say of which.")
    email, now, key = offer.email.lower(), timezone.now(), secrets.token_urlsafe(24)
    said = {"email": email, "role": offer.role, "area": offer.area, "activity": offer.activity}
    Invitation.objects.filter(answered_at=None, **said).update(answered_at=now)
    made = Invitation.objects.create(
        key_sha256=digest(key),
        organisation=offer.organisation,
        invited_by=by.email,
        expires_at=now + INVITATION_GOOD_FOR,
        **said,
    )
    post(
        to=email,
        subject=f"You are invited to be {made.in_words}",
        text=(
            f"{by.email} invites you to be {made.in_words}"
            f"{f', for {offer.organisation}' if offer.organisation else ''}, on Local nature recovery.\n\n"
            f"In this role one {DOES[offer.role]}.\n\n"
            "Open this page and press the button on it:\n\n"
            f"    {settings.ADDRESS}{reverse('invitation', args=[key])}\n\n"
            f"It is good until {made.expires_at:%-d %B %Y}, once, and for {email} alone. If you did not expect it, do "
            "nothing.\n"
        ),
        key=f"invitation {made.public_id}",
        by=by.email,
    )
    record("invite", email, by=by.email, became=made.in_words, area=offer.area)
    return made


def found_by(key: str) -> Invitation | None:
    """The invitation of a link."""
    return Invitation.objects.select_related("organisation").filter(key_sha256=digest(key)).first()


@transaction.atomic
def accept(invitation: Invitation, *, by: Person) -> Membership:
    """Take up an invitation. Raises NotAllowed where it is somebody else's, or cannot be accepted any more."""
    found = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
    if by.email != found.email:
        raise NotAllowed("This invitation was sent to another mail address. Sign in with the address that it came to.")
    if not found.is_open:
        raise NotAllowed("This invitation was used, taken back, or is too old. Ask whoever sent it for another.")
    if not _has_charge_of(found.area, Person.objects.filter(email=found.invited_by).first()):
        raise NotAllowed("Whoever invited you has left. Ask an officer of the area for another invitation.")
    same = {"role": found.role, "area": found.area, "activity": found.activity}
    before = by.memberships.in_force().filter(**same).first()
    held = before or by.memberships.create(organisation=found.organisation, added_by=found.invited_by, **same)
    found.answered_at, found.membership = timezone.now(), None if hasattr(held, "invitation") else held
    found.save(update_fields=["answered_at", "membership"])
    if before is None:
        record("accept invitation", by.email, by=by.email, became=held.in_words, area=held.area)
    return held


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Person) -> None:
    """Take an invitation back. Raises NotAllowed."""
    must_have_charge_of(invitation.area, by)
    found = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
    if found.answered_at is None:
        found.answered_at = timezone.now()
        found.save(update_fields=["answered_at"])
        record("withdraw invitation", found.email, by=by.email, was=found.in_words, area=found.area)


@transaction.atomic
def end(membership: Membership, *, by: Person) -> None:
    """End what somebody may do, from now on. Raises NotAllowed, also for one's own charge of an area."""
    must_have_charge_of(membership.area, by)
    found = Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
    if found.person_id == by.pk and found.role == Role.OFFICER:
        raise NotAllowed("Nobody ends their own charge of an area. Let another officer do it.")
    if found in Membership.objects.in_force():
        found.ends_at = timezone.now()
        found.save(update_fields=["ends_at"])
        record("end membership", found.person.email, by=by.email, was=found.in_words, area=found.area)


@transaction.atomic
def add_organisation(name: str, kind: str, *, area: int | None, by: Person) -> Organisation:
    """Add a body that takes part in an area's strategy, or (None) in all. One of that name is given as it is.

    Raises NotAllowed.
    """
    must_have_charge_of(area, by)
    made, new = Organisation.objects.get_or_create(
        name=" ".join(name.split()), area=area, defaults={"kind": kind, "added_by": by.email}
    )
    if new:
        record("add organisation", made.name, by=by.email, became=made.get_kind_display(), area=area)
    return made


def digest(key: str) -> str:
    """What is kept of a link's key."""
    return hashlib.sha256(key.encode()).hexdigest()
