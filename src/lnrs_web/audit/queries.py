"""Reading what was done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lnrs_web.audit import chain
from lnrs_web.audit.models import Event


def done_to(which: str) -> "QuerySet[Event]":
    """What was done to a thing, the first first."""
    return Event.objects.filter(which=which)


def last() -> Event | None:
    """The row that was added last."""
    return Event.objects.order_by("-id").first()


def broken() -> Iterator[tuple[int, str]]:
    """The number of each row that is not as it was written, with what is wrong, from the first on."""
    rows: Iterator[dict[str, Any]] = Event.objects.order_by("id").values(*chain.FIELDS, "digest").iterator(2000)
    return chain.broken(rows)


def holds(digest: str) -> bool:
    """Whether a row with a digest is there: none is missing up to it where the chain is whole."""
    return Event.objects.filter(digest=digest).exists()


@dataclass(frozen=True)
class Asked:
    """Which acts somebody looks for; what is empty leaves nothing out. `by` and `which` are parts of what is written,
    whole days from `since` to `until` count."""

    by: str = ""
    what: str = ""
    which: str = ""
    since: date | None = None
    until: date | None = None


def acts(areas: Iterable[int], asked: Asked, *, whole_site: bool = False) -> "QuerySet[Event]":
    """The acts of some areas (1 to 48), or of the whole site, that somebody looks for; the last first."""
    found = Event.objects.all() if whole_site else Event.objects.filter(area__in=areas)
    found = found.filter(by__icontains=asked.by, which__icontains=asked.which)
    if asked.what:
        found = found.filter(what=asked.what)
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since))
    if asked.until:
        found = found.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    return found.order_by("-id")


def kinds(areas: Iterable[int], *, whole_site: bool = False) -> list[str]:
    """Every kind of act that was done in some areas, or anywhere."""
    found = acts(areas, Asked(), whole_site=whole_site)
    return sorted(found.order_by().values_list("what", flat=True).distinct())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
