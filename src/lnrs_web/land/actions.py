"""What is done to land that people keep. The record of it says which account and which land by their numbers, and
nothing else of either."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lnrs.errors import Problem
from lnrs.units import HA_M2
from lnrs_web.accounts import consents
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.queries import account_name
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record, record_each
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.land import consent, queries, waiting
from lnrs_web.land.models import NAME_LETTERS, KeptLand, WaitingLand
from lnrs_web.land.within import whole_of

MOST = 50
"""Land that one person keeps."""


def name_of(typed: str) -> str:
    """A name for land as it was typed, on one line. Raises LandRefused for none and for one that is too long."""
    name = " ".join(typed.split())
    if not name:
        raise LandRefused([Problem("name", "Your land has no name.", "Write one that you will know it by.")])
    if len(name) > NAME_LETTERS:
        what = f"The name has more than {NAME_LETTERS} letters."
        raise LandRefused([Problem("name", what, "Write a shorter one.")])
    return name


@transaction.atomic
def set_aside(what: waiting.Wanted) -> str:
    """Let land wait for an hour while somebody signs in, whoever that is; the text for the cookie that opens it."""
    queries.waited_too_long(timezone.now()).delete()
    row, cookie = waiting.seal(what)
    row.save(force_insert=True)
    return cookie


@transaction.atomic
def let_go(cookie: str) -> None:
    """Forget land that waits."""
    if ticket := waiting.ticket_of(cookie):
        WaitingLand.objects.filter(ticket=ticket).delete()


@transaction.atomic
def keep(what: waiting.Wanted, *, by: Person) -> KeptLand:
    """Put land into somebody's account.

    Raises LandRefused where they keep as much as anybody may, and where the words of consent are others by now.
    """
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if what.consent != consent.VERSION:
        raise LandRefused([Problem("consent", "What you agree to has changed since.", "Ask about your land again.")])
    if KeptLand.objects.filter(owner=by).count() >= MOST:
        raise LandRefused([Problem("land", f"You keep {MOST} already, which is the most.", "Delete one first.")])
    parcels, now = what.land, timezone.now()
    land = KeptLand.objects.create(
        owner=by,
        area=StrategyArea.objects.get(slug=what.area),
        edition=what.edition,
        name=name_of(what.name),
        parcels=json.loads(what.parcels),
        parcel_count=len(parcels),
        size_ha=whole_of(parcels).area / HA_M2,
        consent=consent.WORDS,
        consent_version=consent.VERSION,
        consented_at=now,
        opened_at=now,
    )
    consents.give(consent.PURPOSE, consent.VERSION, consent.WORDS, by=by)
    _record("keep land", land, by)
    return land


def _owners(action: Callable[..., None]) -> Callable[..., None]:
    """An action that is its owner's alone. Raises ValueError where anybody else does it."""

    @transaction.atomic
    @wraps(action)
    def done(land: KeptLand, *what: Any, by: Person) -> None:
        if land.owner_id != by.pk:
            raise ValueError("kept land is its owner's alone")
        action(land, *what, by=by)

    return done


@_owners
def rename(land: KeptLand, name: str, *, by: Person) -> None:
    """Give land another name. Raises LandRefused for none."""
    land.name = name_of(name)
    land.save(update_fields=["name"])
    _record("rename land", land, by)


@_owners
def note_opened(land: KeptLand, *, by: Person) -> None:  # noqa: ARG001  # whose it is has been looked at
    """Note that its owner looked at it, so that it is kept for longer."""
    KeptLand.objects.filter(pk=land.pk).update(opened_at=timezone.now())


@_owners
def delete(land: KeptLand, *, by: Person) -> None:
    """Take land out of somebody's account for good."""
    land.delete()
    _record("delete land", land, by)


@transaction.atomic
def forget(now: datetime, *, by: str) -> tuple[int, int]:
    """Delete land that waited for longer than its hour, and kept land that nobody opened for as long as was agreed;
    how many of each."""
    waited = queries.waited_too_long(now).delete()[0]
    unopened = queries.unopened(now).count()
    delete_unopened(queries.unopened(now), by)
    return waited, unopened


@transaction.atomic
def delete_unopened(lands: "QuerySet[KeptLand]", by: str) -> None:
    """Delete kept land that its owner has not opened for as long as was agreed."""
    gone = list(lands.defer("parcels"))
    for land in gone:
        land.delete()
    record_each("delete land unopened", [(str(land.public_id), "") for land in gone], by=by)


def _record(what: str, land: KeptLand, by: Person) -> None:
    record(what, str(land.public_id), by=account_name(by))
