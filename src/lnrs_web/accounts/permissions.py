"""Who may do what. Every action asks here; a page that shows a button asks here too.

`may(who, Role.MODERATOR, area=40, activity="spring-2027")` is true for a moderator of area 40, or of that activity
alone, and for the area's officers and administrators: an officer may all that any role may. Only agreeing to what
oneself asked for is nobody's (`procedure.publishing`).
"""

from django.db.models import Q

from lnrs.model import areas
from lnrs_web.accounts.models import ALL_AREAS, Membership, MembershipSet, Person, Role

AT_THE_DESK = tuple(role for role in Role.values if role != Role.MEMBER)
"""The roles that have work at the desk."""


class NotAllowed(Exception):
    """Somebody may not do what they asked to do; the text says what, in words for them."""


def may(who: object, *roles: object, area: int, activity: str = "") -> bool:
    """Whether somebody holds one of some roles, or is an officer, for an area (1 to 48) and an activity in it."""
    held = _held(who)
    if held is None:
        return False
    here = Q(area=None) | Q(area=area)
    return held.filter(here, role__in=(*roles, Role.OFFICER), activity__in={"", activity}).exists()


def must(who: object, *roles: object, area: int, activity: str = "") -> None:
    """Raises NotAllowed where somebody may not (`may`)."""
    if not may(who, *roles, area=area, activity=activity):
        names = " or ".join(["an officer", *(f"{_a(Role(role).label)}" for role in roles if role != Role.OFFICER)])
        raise NotAllowed(f"You are not {names} of {name_of(area)}. An officer of the area can invite you to be one.")


def areas_with(who: object, *roles: object) -> frozenset[int]:
    """The numbers of the areas for the whole of which somebody holds one of some roles, or is an officer."""
    held = _held(who)
    if held is None:
        return frozenset()
    found = set(held.filter(role__in=(*roles, Role.OFFICER), activity="").values_list("area", flat=True))
    return frozenset(area.lnrs_id for area in areas() if None in found or area.lnrs_id in found)


def named_with(who: object, *roles: object) -> frozenset[tuple[int | None, str]]:
    """Each single activity, by the number of its area and its public name, for which alone somebody holds one of some
    roles, or is an officer; beside those of `areas_with`."""
    held = _held(who)
    if held is None:
        return frozenset()
    named = held.filter(role__in=(*roles, Role.OFFICER)).exclude(activity="")
    return frozenset(named.values_list("area", "activity"))


def areas_of(who: object) -> frozenset[int]:
    """The numbers of the areas that somebody is an officer of."""
    return areas_with(who)


def roles_of(who: object) -> frozenset[str]:
    """Every role that somebody holds, for whatever area or activity."""
    held = _held(who)
    return frozenset() if held is None else frozenset(held.values_list("role", flat=True))


def is_at_the_desk(who: object) -> bool:
    """Whether somebody has work at the desk, for any area or activity."""
    held = _held(who)
    return held is not None and held.filter(role__in=AT_THE_DESK).exists()


def is_officer(who: object) -> bool:
    """Whether somebody is an officer of any area."""
    return bool(areas_of(who))


def is_administrator(who: object) -> bool:
    """Whether somebody is an officer of all areas."""
    held = _held(who)
    return held is not None and held.filter(role=Role.OFFICER, area=None, activity="").exists()


def must_be_officer_of(area: int, who: object) -> None:
    """Raises NotAllowed where somebody is no officer of an area."""
    if area not in areas_of(who):
        raise NotAllowed(f"You are not an officer of {name_of(area)}. Whoever runs the site can make you one.")


def name_of(area: int | None) -> str:
    """What an area is called."""
    return ALL_AREAS if area is None else next((one.name for one in areas() if one.lnrs_id == area), f"area {area}")


def _held(who: object) -> MembershipSet | None:
    if not isinstance(who, Person) or not who.is_active or who.pk is None:
        return None
    return Membership.objects.filter(person=who).in_force()


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
