"""What may have been said twice: by the same person, or of the same place, in the same activity."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from uuid import UUID

import shapely
from django.db.models import Q

from lnrs_web.analysis.same import NEAR_M, Who, same_people, same_places
from lnrs_web.engagement.models import Contribution, Location

Kind, State = Location.Kind, Contribution.State
NEVER = (State.DRAFT, State.WAITING, State.WITHDRAWN)
AT_ONCE = 200
"""Places that are asked about in one question: SQLite takes no more than a thousand."""
MOST = 2000
"""How many others are looked at, for all of what is asked together: a page costs no more, however many there are."""
PLACES = (Kind.POINT, Kind.LINE, Kind.AREA, Kind.POLYGON)
"""Kinds of location that are a place of their own; what is said of a whole parish is no duplicate."""


@dataclass(frozen=True)
class Others:
    """Contributions that may be duplicates of one."""

    people: list[Contribution] = field(default_factory=list)
    """From the same person."""
    places: list[Contribution] = field(default_factory=list)
    """Of the same place: 50 m apart at most, or areas that overlap by more than half."""


def others_of(rows: Sequence[Contribution]) -> dict[UUID, Others]:
    """For each of some contributions (a page of them) those others of its activity that may say the same, by reference.
    What was never sent, or is withdrawn, is none."""
    found = {one.pk: Others() for one in rows}
    for group in _people(rows):
        _note(found, group, lambda others: others.people)
    for group in _places(rows):
        _note(found, group, lambda others: others.places)
    return found


def _note(
    found: dict[UUID, Others], group: Sequence[Contribution], which: Callable[[Others], list[Contribution]]
) -> None:
    members = sorted({one.pk: one for one in group}.values(), key=lambda one: str(one.reference))
    for one in members:
        if one.pk in found:
            which(found[one.pk]).extend(other for other in members if other.pk != one.pk)


def _people(rows: Sequence[Contribution]) -> list[list[Contribution]]:
    wanted = Q(pk__in=[])
    for activity, some in _by_activity(rows).items():
        keys = {one.mail_key for one in some if one.mail_key}
        postcodes = {one.postcode for one in some if not one.mail_key and one.name and one.postcode}
        wanted |= Q(activity=activity, mail_key__in=keys) | Q(activity=activity, postcode__in=postcodes)
    near = Contribution.objects.exclude(state__in=NEVER).filter(wanted).order_by("received_at", "pk")[:MOST]
    return [
        [some[at] for at in group]
        for some in _by_activity([*near, *rows]).values()
        for group in same_people([Who(one.name, one.mail, one.postcode) for one in some])
    ]


def _places(rows: Sequence[Contribution]) -> list[list[Contribution]]:
    placed = Location.objects.filter(kind__in=PLACES, wkb__isnull=False).select_related("contribution")
    mine = list(placed.filter(contribution__in=rows)[:MOST])
    found = {one.pk: one for one in mine}
    for first in range(0, len(mine), AT_ONCE):
        near = reduce(or_, map(_near, mine[first : first + AT_ONCE]))
        others = placed.exclude(contribution__state__in=NEVER).filter(near).order_by("pk")[:MOST]
        found |= {one.pk: one for one in others}
    by_activity = defaultdict(list)
    for one in found.values():
        by_activity[one.contribution.activity_id].append(one)
    return [
        [some[at].contribution for at in group]
        for some in by_activity.values()
        for group in same_places([shapely.from_wkb(bytes(one.wkb or b"")) for one in some])
    ]


def _near(one: Location) -> Q:
    return Q(
        contribution__activity=one.contribution.activity_id,
        west__lte=(one.east or 0) + NEAR_M,
        east__gte=(one.west or 0) - NEAR_M,
        south__lte=(one.north or 0) + NEAR_M,
        north__gte=(one.south or 0) - NEAR_M,
    )


def _by_activity(rows: Iterable[Contribution]) -> dict[int, list[Contribution]]:
    found: defaultdict[int, list[Contribution]] = defaultdict(list)
    for one in {one.pk: one for one in rows}.values():
        found[one.activity_id].append(one)
    return found
