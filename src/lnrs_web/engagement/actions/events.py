"""What was held and said where no screen was."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.engagement.models import Event, EventPin

Pin = tuple[float, float, str]
"""Easting and northing in metres of EPSG:27700, and what was said."""


@transaction.atomic
def keep_event(
    area: StrategyArea, pins: Sequence[Pin], *, by: Person, event: Event | None = None, **fields: Any
) -> Event:
    """Record something that was held, or correct the record of it. Raises NotAllowed."""
    must_be_officer_of(area.lnrs_id, by)
    if event is None:
        event = Event.objects.create(area=area, made_by=by.email, **fields)
        record("record event", str(event.public_id), by=by.email, became=event.title, area=event.area_id)
    else:
        must_be_officer_of(event.area_id, by)
        was = f"{event.title}, {event.held_on}, {event.attendance} came, {event.pins.count()} pins"
        for name, value in fields.items():
            setattr(event, name, value)
        event.save()
        event.pins.all().delete()
        became = f"{event.title}, {event.held_on}, {event.attendance} came, {len(pins)} pins"
        record("correct event", str(event.public_id), by=by.email, was=was, became=became, area=event.area_id)
    EventPin.objects.bulk_create(
        EventPin(event=event, easting_m=easting, northing_m=northing, words=words) for easting, northing, words in pins
    )
    return event
