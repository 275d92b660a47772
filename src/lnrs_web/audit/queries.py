"""Reading what was done."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

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
