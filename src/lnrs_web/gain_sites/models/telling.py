"""Words between somebody who looks for units and the owner of a site, passed on without addresses; needs."""

import uuid

from django.db import models
from django.db.models import CASCADE, PROTECT, CheckConstraint, ForeignKey, Q
from django.utils import timezone

from lnrs.bng.tables import MODULES
from lnrs_web.accounts.models import Person
from lnrs_web.areas.models import StrategyArea
from lnrs_web.gain_sites.models.site import GainSite


class Enquiry(models.Model):
    """What somebody asks the owner of a site, and what is answered. It goes with either account."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = ForeignKey(GainSite, on_delete=CASCADE, related_name="enquiries")
    asker = ForeignKey(Person, on_delete=CASCADE, related_name="gain_site_enquiries")
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-last_at",)
        verbose_name_plural = "enquiries"
        indexes = (models.Index(fields=("last_at",)),)

    def __str__(self) -> str:
        return str(self.public_id)


class Letter(models.Model):
    """One message of an enquiry."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enquiry = ForeignKey(Enquiry, on_delete=CASCADE, related_name="letters")
    by_owner = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.public_id)


class Need(models.Model):
    """Units that somebody says a development needs, so that landowners see what is asked for. The public pages add them
    up and say nobody's name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    person = ForeignKey(Person, on_delete=CASCADE, related_name="needed_units")
    module = models.CharField(max_length=12, choices=[(one, one) for one in MODULES])
    habitat = models.TextField()
    units = models.PositiveBigIntegerField()
    """Ten-thousandths of a unit, before spatial risk."""
    district = models.CharField(max_length=100, blank=True)
    said_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-id",)
        constraints = (CheckConstraint(condition=Q(units__gt=0), name="needed_units_are_some"),)
        indexes = (models.Index(fields=("said_at",)),)

    def __str__(self) -> str:
        return str(self.public_id)
