"""What the site keeps of a person, and who is an officer."""

from datetime import datetime, timedelta
from typing import Any

from django.core import serializers
from django.db.models import Exists, OuterRef, Q, QuerySet

from lnrs_web.accounts.models import Invitation, Membership, Person, Role
from lnrs_web.accounts.signals import data_asked
from lnrs_web.audit.models import Event
from lnrs_web.outbox.models import Message, Suppression

SECRET = frozenset({"data"})
"""Fields that are never given out: the secrets of a second factor."""


UNPROVEN_KEPT = timedelta(days=1)
"""How long an address that somebody typed is kept when no code sent to it comes back."""


def unproven(now: datetime) -> "QuerySet[Person]":
    """The accounts of addresses that were typed, and to which no code came back in time; an officer's is none."""
    old = Person.objects.filter(last_login=None, joined_at__lt=now - UNPROVEN_KEPT)
    return old.exclude(Exists(Membership.objects.filter(person=OuterRef("pk"))))


UNUSED_KEPT = timedelta(days=30)
"""How long an invitation is kept of which nothing came; it is good for less."""


def unused_invitations(now: datetime) -> "QuerySet[Invitation]":
    """Invitations of which nothing came: too old, taken back, or given way to another."""
    return Invitation.objects.filter(membership=None, invited_at__lt=now - UNUSED_KEPT).order_by("pk")


def officers() -> "QuerySet[Membership]":
    """Every officer, by mail address."""
    return Membership.objects.in_force().filter(role=Role.OFFICER).select_related("person")


def officers_of(area: int) -> list[Person]:
    """Whom mail of an area (1 to 48) goes to: its own officers, or the administrators where it has none."""
    offices = officers().filter(person__is_active=True, activity="")
    own = offices.filter(area=area)
    return [office.person for office in (own if own.exists() else offices.filter(area=None))]


def account_name(person: Person) -> str:
    """Somebody without an office, as the record of what was done names them."""
    return f"account {person.public_id}"


def approvers_besides(email: str, *, area: int) -> list[Person]:
    """Those who could agree to what somebody, by mail address, asks for in an area (1 to 48)."""
    held = Membership.objects.in_force().filter(role__in=(Role.APPROVER, Role.OFFICER), activity="")
    held = held.filter(Q(area=None) | Q(area=area))
    return list(
        Person.objects.filter(pk__in=held.values("person"), is_active=True).exclude(email=email).order_by("email")
    )


def offices_of(person: Person) -> "QuerySet[Membership]":
    """What somebody may do, by area."""
    return person.memberships.in_force().select_related("organisation")


def all_about(person: Person) -> dict[str, Any]:
    """Everything that is kept under an account, in every table that names it."""
    kept: dict[str, Any] = {
        "mail address": person.email,
        "public id": str(person.public_id),
        "joined": person.joined_at.isoformat(),
        "last signed in": person.last_login.isoformat() if person.last_login else None,
    }
    for link in sorted(person._meta.related_objects, key=lambda one: one.related_model._meta.label):
        rows = link.related_model._default_manager.filter(**{link.field.name: person})
        if found := serializers.serialize("python", rows):
            name = str(link.related_model._meta.verbose_name_plural)
            kept[name] = [_plain(row["fields"]) for row in found]
    others = {
        "what you did, as it is on record": acts_of(person).values("at", "by", "what", "which", "was", "became"),
        "mail to you": Message.objects.filter(to__iexact=person.email).values("subject", "text", "posted_at", "state"),
        "why no mail goes to you": Suppression.objects.filter(address=person.email).values("reason", "at"),
        "invitations to you": Invitation.objects.filter(email=person.email).values(
            "role", "area", "activity", "invited_by", "invited_at", "expires_at", "answered_at"
        ),
    }
    kept |= {name: list(rows) for name, rows in others.items() if rows}
    for _, more in data_asked.send(sender=Person, person=person):
        kept |= more or {}
    return kept


def acts_of(person: Person) -> "QuerySet[Event]":
    """What somebody did, and what was done about them, as it is on record."""
    own = (person.email, account_name(person))
    return Event.objects.filter(Q(by__in=own) | Q(which=person.email))


def what_stays(person: Person) -> list[tuple[str, str]]:
    """What of somebody cannot be deleted with their account, and why, in words."""
    stays = []
    if offices_of(person).exists():
        stays.append(("You have a role", "it ends with the account. What you imported and published stays."))
    if (acts := acts_of(person).count()) and acts_of(person).filter(
        Q(by=person.email) | Q(which=person.email)
    ).exists():
        why = "who decided what for a strategy has to be shown for as long as the strategy can be questioned."
        stays.append((f"Your mail address, in the record of what was done ({acts})", why))
    elif acts:
        why = "it has a number in place of your name, and nothing else of you once the account is gone."
        stays.append((f"The record of what was done ({acts})", why))
    if Message.objects.filter(to__iexact=person.email).exists():
        stays.append(("The mail that we sent you", "it is the proof that we told you."))
    for _, more in data_asked.send(sender=Person, person=person):
        for what, rows in (more or {}).items():
            how = "it was given without the account: the link in its mail ends it, or it goes when its time is over."
            stays.append((f"{what[0].upper()}{what[1:]} ({len(rows)})", how))
    return stays


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in SECRET}
