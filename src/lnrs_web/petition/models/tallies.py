"""Numbers that are shown: by the hour, by area, and those on paper, which are counted apart."""

import uuid

from django.db import models
from django.db.models import CASCADE, ForeignKey, UniqueConstraint
from django.utils import timezone

from lnrs_web.petition.models.petitions import Petition


class HourTally(models.Model):
    """How many signatures were counted at the end of an hour, in the whole petition: never by area."""

    petition = ForeignKey(Petition, on_delete=CASCADE, related_name="hours", db_index=False)
    hour = models.DateTimeField()
    """When the hour began."""
    counted = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "hour tallies"
        ordering = ("hour",)
        constraints = (UniqueConstraint(fields=("petition", "hour"), name="petition_hour_once"),)

    def __str__(self) -> str:
        return f"{self.counted} by {self.hour}"


class AreaTally(models.Model):
    """How many signatures an area has, as it was last published: rounded (`suppression`), and no other number is
    kept."""

    petition = ForeignKey(Petition, on_delete=CASCADE, related_name="areas", db_index=False)
    kind = models.CharField(max_length=20)
    """`ward`, `district` or `constituency`."""
    code = models.CharField(max_length=20)
    """The area's code; nothing for signatures from outside, or from where nobody knows."""
    at_least = models.PositiveIntegerField(null=True)
    """Rounded down to five, so that 0 stands for fewer than five; nothing where it is withheld."""

    class Meta:
        verbose_name_plural = "area tallies"
        constraints = (UniqueConstraint(fields=("petition", "kind", "code"), name="petition_area_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.code}: {self.at_least}"


class PaperBatch(models.Model):
    """Signatures on paper, as an officer entered them: sheets that were scanned, and how many names on them hold. It is
    entered once; a mistake is cancelled, with why, and entered anew."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = ForeignKey(Petition, on_delete=CASCADE, related_name="papers")
    received_on = models.DateField()
    source = models.CharField(max_length=200)
    """Who brought them, or from which event; no name of anybody who signed."""
    scan_reference = models.CharField(max_length=100)
    """Where the scans are kept."""
    names = models.PositiveIntegerField()
    """Names on the sheets."""
    refused = models.PositiveIntegerField(default=0)
    """Names that do not count: unreadable, twice, without a postcode."""
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.TextField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.TextField(blank=True)
    why_cancelled = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "paper batches"
        ordering = ("-received_on", "-entered_at")
        constraints = (
            UniqueConstraint(
                fields=("petition", "scan_reference"), condition=models.Q(cancelled_at=None), name="petition_scan_once"
            ),
        )

    def __str__(self) -> str:
        return self.scan_reference

    @property
    def accepted(self) -> int:
        """Names that count."""
        return self.names - self.refused
