"""What readers see of what editors write."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from lnrs_web.editions.models import Edition
from lnrs_web.newsroom.acts import IN_WORDS
from lnrs_web.newsroom.models import (
    AreaSection,
    EventPiece,
    GuidancePiece,
    NewsPiece,
    Piece,
    QuestionPiece,
    StoryPiece,
)

KINDS: dict[str, type[Piece]] = {
    one.kind: one for one in (StoryPiece, NewsPiece, EventPiece, GuidancePiece, QuestionPiece)
}
"""The kinds by their part of an address, in the order in which they are offered."""
ORDER = {"events": "begins_at", "questions": "title", "guidance": "title"}
NEWEST = "-first_published_at"


def changed(edition: Edition) -> str:
    """What readers see of an area, as a text that is another when any of it is another: pages, what was done to them,
    to pictures and to files, and the hour, since an event is over by itself.

    Acts are counted: of two at the same time the one that was begun first, and has the lower number and the earlier
    moment, may be there last.
    """
    section = AreaSection.objects.filter(area=edition.area_id).first()
    seen = section and Page.objects.live().child_of(section).aggregate(Count("pk"), Max("last_published_at"), Max("pk"))
    pages = PageLogEntry.objects.filter(action__in=IN_WORDS)
    files = ModelLogEntry.objects.filter(content_type__model__in=("picture", "download"))
    acts = [one.aggregate(Count("pk"), Max("pk")) for one in (pages, files)]
    return repr((seen, acts, f"{timezone.now():%Y-%m-%d %H}"))


def of_kind(area: int, kind: str) -> "QuerySet[Any]":
    """Every live piece of a kind in an area: of events the next first, of others the newest, or by title."""
    sections = AreaSection.objects.filter(area=area)
    model = KINDS[kind]
    found = model.objects.live().public()
    found = found.child_of(section) if (section := sections.first()) else found.none()
    return found.order_by(ORDER.get(kind, NEWEST), "pk")


def still_to_come(events: "QuerySet[Any]", now: datetime) -> "QuerySet[Any]":
    """Events that are not over."""
    return events.filter(ends_at__gte=now)


def over(events: "QuerySet[Any]", now: datetime) -> "QuerySet[Any]":
    """Events that are over, the last first."""
    return events.filter(ends_at__lt=now).order_by("-begins_at", "pk")


def piece(area: int, kind: str, slug: str) -> Piece | None:
    """A live piece by its names; nothing where there is none."""
    found: Piece | None = of_kind(area, kind).filter(slug=slug).first() if kind in KINDS else None
    return found


def everything(area: int) -> list[Piece]:
    """Every live piece of an area."""
    return [one for kind in KINDS for one in of_kind(area, kind)]


def latest(area: int, most: int, kinds: Iterable[str] = ("stories", "news")) -> list[Piece]:
    """The newest pieces of some kinds together."""
    found = [one for kind in kinds for one in of_kind(area, kind)[:most]]
    return sorted(found, key=lambda one: (one.first_published_at or timezone.now(), one.pk), reverse=True)[:most]
