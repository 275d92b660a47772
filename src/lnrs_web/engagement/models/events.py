"""Meetings, walks and stalls: what was said where no screen was."""

import uuid

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey

from lnrs_web.areas.models import StrategyArea
from lnrs_web.engagement.models.activities import Activity


class Event(models.Model):
    """Something that was held, with who came and what was said."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="events")
    activity = ForeignKey(Activity, on_delete=PROTECT, null=True, related_name="events")
    """What it was held for."""
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=160)
    held_on = models.DateField()
    attendance = models.PositiveIntegerField()
    organisations = models.JSONField(default=list)
    """Names of the bodies that came."""
    notes = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.TextField()

    class Meta:
        ordering = ("-held_on", "-id")

    def __str__(self) -> str:
        return self.title


class EventPin(models.Model):
    """A pin that people put into a map at an event: a point in metres of EPSG:27700, and what they said."""

    event = ForeignKey(Event, on_delete=CASCADE, related_name="pins")
    easting_m = models.FloatField()
    northing_m = models.FloatField()
    words = models.TextField()

    class Meta:
        ordering = ("id",)
