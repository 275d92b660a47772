"""What was found on a project's land: records, in the batches in which they came and can be taken back."""

import uuid

from django.db import models
from django.db.models import CASCADE, ForeignKey
from django.utils import timezone

from lnrs_web.delivery.models.project import Project


class Batch(models.Model):
    """Records that came together, by a form or in a file."""

    class State(models.TextChoices):
        """What has become of it."""

        WAITING = "waiting", "waits for an officer"
        SHOWN = "shown", "public"
        RETURNED = "returned", "sent back"
        TAKEN_BACK = "taken back", "taken back"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = ForeignKey(Project, on_delete=CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    file_name = models.CharField(max_length=120, blank=True)
    """Nothing where the record was typed."""
    sha256 = models.CharField(max_length=64, blank=True)
    lines = models.PositiveIntegerField()
    """How many records came, whatever became of them."""
    by = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(blank=True)
    because = models.TextField(blank=True)

    class Meta:
        ordering = ("-number",)
        verbose_name_plural = "batches"
        constraints = (models.UniqueConstraint(fields=("project", "number"), name="batch_of_project_once"),)

    def __str__(self) -> str:
        return f"{self.project.reference}, batch {self.number}"


class Record(models.Model):
    """One thing that was found or measured."""

    batch = ForeignKey(Batch, on_delete=CASCADE, related_name="records")
    position = models.PositiveIntegerField()
    on = models.DateField()
    what = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=18, decimal_places=6)
    unit = models.CharField(max_length=40)
    by_whom = models.CharField(max_length=200)
    """The body or the group that found it, as everyone reads it."""

    class Meta:
        ordering = ("on", "batch", "position")
        constraints = (models.UniqueConstraint(fields=("batch", "position"), name="record_of_batch_once"),)

    def __str__(self) -> str:
        return f"{self.on}: {self.what}"
