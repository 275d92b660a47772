"""Who may do what. Every action asks here; a page that shows a button asks here too."""

from lnrs.model import areas
from lnrs_web.accounts.models import Officer, Person


class NotAllowed(Exception):
    """Somebody may not do what they asked to do; the text says what, in words for them."""


def is_officer(who: object) -> bool:
    """Whether somebody is an officer of any area."""
    return isinstance(who, Person) and who.is_active and who.offices.exists()


def is_administrator(who: object) -> bool:
    """Whether somebody is an officer of all areas."""
    return isinstance(who, Person) and who.is_active and who.offices.filter(area=None).exists()


def areas_of(who: object) -> frozenset[int]:
    """The numbers of the areas that somebody may act for."""
    if not isinstance(who, Person) or not who.is_active:
        return frozenset()
    held = set(Officer.objects.filter(person=who).values_list("area", flat=True))
    return frozenset(area.lnrs_id for area in areas() if None in held or area.lnrs_id in held)


def must_be_officer_of(area: int, who: object) -> None:
    """Raises NotAllowed where somebody is no officer of an area."""
    if area not in areas_of(who):
        name = next((one.name for one in areas() if one.lnrs_id == area), f"area {area}")
        raise NotAllowed(f"You are not an officer of {name}. Whoever runs the site can make you one.")
