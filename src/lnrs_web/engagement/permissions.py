"""Whose work an activity is: its area's officers', and that of those with a role for the area or for it alone."""

from django.db.models import Q, QuerySet

from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import areas_with, may, must, named_with
from lnrs_web.engagement.models import Activity

READERS = (Role.MODERATOR, Role.ANALYST)
"""Whose work it is to read what people send in."""


def must_work_on(activity: Activity, *roles: object, by: Person) -> None:
    """Raises NotAllowed for somebody who is no officer of an activity's area and has none of some roles for it."""
    must(by, *roles, area=activity.area_id, activity=activity.slug)


def works_on(activity: Activity, *roles: object, who: Person) -> bool:
    """Whether `must_work_on` would let somebody."""
    return may(who, *roles, area=activity.area_id, activity=activity.slug)


def activities_with(who: Person, *roles: object) -> "QuerySet[Activity]":
    """The activities that somebody is an officer of, or has one of some roles for."""
    mine = Q(area__in=areas_with(who, *roles))
    for area, slug in named_with(who, *roles):
        mine |= Q(slug=slug) if area is None else Q(area=area, slug=slug)
    return Activity.objects.filter(mine).select_related("area")
