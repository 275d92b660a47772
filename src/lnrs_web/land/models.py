"""Land that somebody asked us to keep, and land that waits for an hour while its owner signs in."""

import json
import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey

from lnrs_web.accounts.models import Person
from lnrs_web.areas.models import StrategyArea
from lnrs_web.boundaries import text
from lnrs_web.boundaries.parcels import Parcel

NAME_LETTERS = 80
UNOPENED = timedelta(days=730)
"""How long land is kept that its owner does not open: two years."""


class KeptLand(models.Model):
    """Land in somebody's account. Its owner sees it and nobody else does."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = ForeignKey(Person, on_delete=CASCADE, related_name="kept_land")
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    edition = models.TextField()
    """Identity of the edition that had answered when the land was kept."""
    name = models.CharField(max_length=NAME_LETTERS)
    parcels = models.JSONField()
    """GeoJSON on the National Grid (EPSG:27700), each parcel with its reference and notes."""
    parcel_count = models.PositiveSmallIntegerField()
    size_ha = models.FloatField()
    """Hectares, where parcels lie on one another once."""
    consent = models.TextField()
    """The words that were agreed to."""
    consent_version = models.PositiveSmallIntegerField()
    consented_at = models.DateTimeField()
    kept_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField()
    """When its owner last looked at it."""

    class Meta:
        ordering = ("name", "id")
        verbose_name_plural = "kept land"
        indexes = (models.Index(fields=("opened_at",)),)

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def land(self) -> list[Parcel]:
        """The parcels."""
        return text.parcels_of(json.dumps(self.parcels))

    @property
    def until(self) -> datetime:
        """When it is deleted unless it is opened before."""
        return self.opened_at + UNOPENED


class WaitingLand(models.Model):
    """Land that somebody wants kept and who has yet to sign in. It is sealed, and the key is in their browser alone."""

    ticket = models.UUIDField(default=uuid.uuid4, primary_key=True, editable=False)
    sealed = models.BinaryField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "waiting land"

    def __str__(self) -> str:
        return str(self.ticket)
