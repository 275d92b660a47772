"""What is done to planning checks: kept, and taken away. Anyone may ask, and nothing says who did."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

import shapely
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lnrs_web.editions.models import Edition
from lnrs_web.planning import queries
from lnrs_web.planning.models import SiteCheck, SiteHabitat
from lnrs_web.planning.proposals import Proposed

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and figures that nobody takes for another."""
KEY_LETTERS = 16
"""31 to the power of 16 keys: nobody finds one by trying."""


@transaction.atomic
def keep_check(
    edition: Edition, site: shapely.Geometry, proposed: Sequence[Proposed], *, name: str, notes: Sequence[str] = ()
) -> SiteCheck:
    """Keep what is asked of an edition about a site under a new key."""
    check = SiteCheck.objects.create(
        key=new_key(), edition=edition, made_at=timezone.now(), name=name, wkb=shapely.to_wkb(site), notes=list(notes)
    )
    SiteHabitat.objects.bulk_create(
        SiteHabitat(
            check_made=check,
            position=one.number,
            habitat=one.habitat.name,
            action=str(one.action),
            size=one.size,
            reference=one.reference,
            wkb=None if one.shape is None else shapely.to_wkb(one.shape),
        )
        for one in proposed
    )
    return check


@transaction.atomic
def ask_again(check: SiteCheck, edition: Edition) -> SiteCheck:
    """The same question of another edition, under a key of its own; the first stays as it is."""
    again = SiteCheck.objects.create(
        key=new_key(),
        edition=edition,
        made_at=timezone.now(),
        name=check.name,
        wkb=bytes(check.wkb),
        notes=check.notes,
    )
    fields = ("position", "habitat", "action", "size", "reference", "wkb")
    SiteHabitat.objects.bulk_create(
        SiteHabitat(check_made=again, **{field: getattr(one, field) for field in fields})
        for one in check.habitats.all()
    )
    return again


def new_key() -> str:
    """A key that cannot be guessed."""
    return "".join(secrets.choice(LETTERS) for _ in range(KEY_LETTERS))


@transaction.atomic
def remove_kept_too_long(now: datetime) -> list[str]:
    """Take away the checks that have been kept as long as is said; their keys."""
    return _removed(queries.kept_too_long(now))


@transaction.atomic
def remove_named(keys: Iterable[str]) -> list[str]:
    """Take away checks that somebody asks to be taken away; the keys of those that were there."""
    return _removed(SiteCheck.objects.filter(key__in=list(keys)))


def _removed(checks: "QuerySet[SiteCheck]") -> list[str]:
    keys = list(checks.values_list("key", flat=True))
    SiteCheck.objects.filter(key__in=keys).delete()
    return keys
