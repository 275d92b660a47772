"""Who decides in a place: whoever an officer brought in by name, or else the office alone."""

from collections.abc import Sequence
from typing import Any

import shapely

from lnrs_web.briefings.grounds import Ground
from lnrs_web.briefings.models import Decider, Kind
from lnrs_web.editions.models import Edition


def decides_in_all(edition: Edition, grounds: Sequence[Ground]) -> list[dict[str, Any]]:
    """For each place the `people` with their offices, and the `office` in words, which is there without any."""
    people: dict[tuple[str, str], list[dict[str, str]]] = {}
    for one in Decider.objects.filter(area=edition.area):
        people.setdefault((one.kind, one.code), []).append({"name": one.name, "office": one.office})
    districts = [one for one in grounds if one.kind == Kind.DISTRICT]
    return [
        {"people": people.get((one.kind, one.code), []), "office": office_of(one, _district_of(one, districts))}
        for one in grounds
    ]


def office_of(ground: Ground, district: str) -> str:
    """Who decides, by office.

    >>> office_of(Ground("constituency", "C1", "Wye", shapely.Point()), "")
    'the Member of Parliament for Wye'
    """
    if ground.kind == Kind.CONSTITUENCY:
        return f"the Member of Parliament for {ground.name}"
    if ground.kind == Kind.DISTRICT:
        return f"the council of {ground.name}"
    if ground.kind == Kind.DIVISION:
        return f"the county councillor for {ground.name}"
    return f"the councillors for {ground.name}" + (f" on the council of {district}" if district else "")


def _district_of(ground: Ground, districts: Sequence[Ground]) -> str:
    if ground.kind != Kind.WARD:
        return ""
    middle = shapely.point_on_surface(ground.shape)
    return next((one.name for one in districts if shapely.intersects(one.shape, middle)), "")
