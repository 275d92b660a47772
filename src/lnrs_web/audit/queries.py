"""Reading what was done."""

from django.db.models import QuerySet

from lnrs_web.audit.models import Event


def done_to(which: str) -> "QuerySet[Event]":
    """What was done to a thing, the first first."""
    return Event.objects.filter(which=which)
