"""Files of letters, mails and tables on their way in."""

import uuid

from django.db import models
from django.db.models import CASCADE, PROTECT, SET_NULL, ForeignKey, UniqueConstraint
from django.utils import timezone

from lnrs_web.engagement.models import Activity, Contribution


class Batch(models.Model):
    """One file: kept as it came, looked at, and taken in whole or not at all. The same file comes in once."""

    class State(models.TextChoices):
        """How far it has got."""

        REFUSED = "refused", "has to be mended"
        STAGED = "staged", "looked at, not taken in"
        COMMITTED = "committed", "taken in"
        ROLLED_BACK = "rolled-back", "taken back"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = ForeignKey(Activity, on_delete=PROTECT, related_name="batches")
    channel = models.CharField(max_length=10, choices=Contribution.Channel.choices)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    data = models.BinaryField()
    state = models.CharField(max_length=12, choices=State.choices)
    problems = models.JSONField(default=list)
    """Where, what, and what to do."""
    remarks = models.JSONField(default=list)
    arrived_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.TextField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "batches"
        constraints = (
            UniqueConstraint(
                fields=("activity", "sha256"),
                condition=models.Q(state__in=("staged", "committed")),
                name="file_once_an_activity",
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class BatchRow(models.Model):
    """A row of a file, as it was read, and the contribution that it became."""

    batch = ForeignKey(Batch, on_delete=CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    raw = models.JSONField()
    skipped = models.TextField(blank=True)
    """Why it is not taken in: it is there already."""
    contribution = ForeignKey(Contribution, on_delete=SET_NULL, null=True, related_name="brought_in_by")

    class Meta:
        ordering = ("number",)
        constraints = (UniqueConstraint(fields=("batch", "number"), name="batch_row_once"),)
