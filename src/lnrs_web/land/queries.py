"""Reading kept land: always somebody's own."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from lnrs_web.accounts.models import Person
from lnrs_web.land import waiting
from lnrs_web.land.models import UNOPENED, KeptLand, WaitingLand


def kept_by(owner: Person) -> "QuerySet[KeptLand]":
    """All land that somebody keeps, by its name, without its edges."""
    return KeptLand.objects.filter(owner=owner).select_related("area").defer("parcels")


def kept(owner: Person, public_id: UUID) -> KeptLand | None:
    """One of somebody's own; nothing where it is another's, whoever asks."""
    return KeptLand.objects.filter(owner=owner, public_id=public_id).select_related("area").first()


def waiting_with(cookie: str) -> waiting.Wanted | None:
    """The land that a cookie opens, within its hour."""
    ticket = waiting.ticket_of(cookie)
    row = WaitingLand.objects.filter(ticket=ticket, until__gt=timezone.now()).first() if ticket else None
    return waiting.unseal(row, cookie) if row else None


def waited_too_long(now: datetime) -> "QuerySet[WaitingLand]":
    """Land that nobody signed in for within its hour."""
    return WaitingLand.objects.filter(until__lte=now)


def unopened(now: datetime) -> "QuerySet[KeptLand]":
    """Kept land that its owner has not opened for as long as was agreed."""
    return KeptLand.objects.filter(opened_at__lte=now - UNOPENED)
