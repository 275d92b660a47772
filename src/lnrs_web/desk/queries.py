"""What an officer sees at the desk."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from lnrs.model import Area, areas
from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import areas_with
from lnrs_web.desk.models import Upload
from lnrs_web.desk.permissions import READERS
from lnrs_web.editions.models import Edition, Measure, Place, Priority, Site, Species

UPLOADS_SHOWN = 20


@dataclass(frozen=True)
class Shelf:
    """An area and its editions, the latest first."""

    area: Area
    editions: list[Edition]


def shelves(who: Person) -> list[Shelf]:
    """The areas whose editions somebody reads, with them; an administrator's areas are those that have any."""
    mine = areas_with(who, *READERS)
    held: dict[int, list[Edition]] = {}
    for edition in Edition.objects.filter(area__in=mine).select_related("area"):
        held.setdefault(edition.area_id, []).append(edition)
    few = len(mine) < len(areas())
    return [
        Shelf(area, held.get(area.lnrs_id, []))
        for area in areas()
        if area.lnrs_id in held or (few and area.lnrs_id in mine)
    ]


def uploads(who: Person) -> "QuerySet[Upload]":
    """The latest uploads that somebody may see."""
    return Upload.objects.filter(Q(by=who) | Q(area__in=areas_with(who, Role.EDITOR))).select_related("by", "edition")[
        :UPLOADS_SHOWN
    ]


def counts(edition: Edition) -> list[tuple[str, int]]:
    """How much of each thing an edition has, with the words for it."""
    kinds: dict[str, type[Priority | Measure | Species | Site]] = {
        "priority,priorities": Priority,
        "measure": Measure,
        "species,species": Species,
        "area of particular importance,areas of particular importance": Site,
    }
    held = [(words, kind.objects.filter(edition=edition).count()) for words, kind in kinds.items()]
    return [*held, ("place on the map,places on the map", Place.objects.filter(piece__edition=edition).count())]


def queue_age_s() -> float | None:
    """How long the oldest upload that nobody has dealt with has waited, in seconds; nothing where there is none."""
    waiting = Upload.objects.filter(state__in=(Upload.State.WAITING, Upload.State.WORKING)).order_by("id").first()
    return (timezone.now() - waiting.sent_at).total_seconds() if waiting else None
