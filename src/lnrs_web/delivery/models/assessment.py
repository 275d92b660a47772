"""The assessment of progress on each priority that a review has to make (SI 2023/341 reg 20), drafted from figures."""

import uuid

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey
from django.utils import timezone

from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions.models import Edition


class Assessment(models.Model):
    """A draft with the figures of the day it was begun, which an officer edits and puts among the procedure's
    documents."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    edition = ForeignKey(Edition, on_delete=PROTECT, related_name="+")
    on = models.DateField()
    """The day of its figures."""
    opening = models.TextField(blank=True)
    figures = models.JSONField(default=dict)
    """Of all measures together, as `progress.as_data` has them."""
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    begun_by = models.TextField()
    edited_at = models.DateTimeField(null=True)
    edited_by = models.TextField(blank=True)
    document = models.UUIDField(null=True)
    """The document of the procedure that was made of it; from then on it is not changed."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.area.name}, {self.on}"


class AssessmentPart(models.Model):
    """What is said of one priority."""

    assessment = ForeignKey(Assessment, on_delete=CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    ref = models.CharField(max_length=30)
    name = models.TextField()
    figures = models.JSONField()
    words = models.TextField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("assessment", "ref"), name="assessed_once"),)

    def __str__(self) -> str:
        return f"{self.assessment}, {self.ref}"
