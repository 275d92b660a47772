"""What the site keeps of a person, and who is an officer."""

from datetime import datetime, timedelta
from typing import Any

from django.core import serializers
from django.db.models import Exists, OuterRef, QuerySet

from lnrs_web.accounts.models import Membership, Person, Role

SECRET = frozenset({"data"})
"""Fields that are never given out: the secrets of a second factor."""


UNPROVEN_KEPT = timedelta(days=1)
"""How long an address that somebody typed is kept when no code sent to it comes back."""


def unproven(now: datetime) -> "QuerySet[Person]":
    """The accounts of addresses that were typed, and to which no code came back in time; an officer's is none."""
    old = Person.objects.filter(last_login=None, joined_at__lt=now - UNPROVEN_KEPT)
    return old.exclude(Exists(Membership.objects.filter(person=OuterRef("pk"))))


def officers() -> "QuerySet[Membership]":
    """Every officer, by mail address."""
    return Membership.objects.in_force().filter(role=Role.OFFICER).select_related("person")


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
    return kept


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in SECRET}
