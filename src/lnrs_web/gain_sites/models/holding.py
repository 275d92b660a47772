"""The stock of units of a site by habitat, and who holds how much of it."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import PROTECT, SET_NULL, CheckConstraint, F, ForeignKey, Q, UniqueConstraint
from django.utils import timezone

from lnrs.bng.tables import MODULES
from lnrs_web.accounts.models import Person
from lnrs_web.gain_sites.models.site import GainSite, HabitatLine

RESERVED_FOR = timedelta(days=28)
"""How long units are kept for somebody who reserves them."""


class Stock(models.Model):
    """What a site offers of one habitat, in ten-thousandths of a unit. The database itself refuses that more is held
    than is offered."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = ForeignKey(GainSite, on_delete=PROTECT, related_name="stocks")
    module = models.CharField(max_length=12, choices=[(one, one) for one in MODULES])
    habitat = models.TextField()
    condition = models.CharField(max_length=40)
    work = models.CharField(max_length=10, choices=HabitatLine.Work.choices)
    offered = models.PositiveBigIntegerField(default=0)
    reserved = models.PositiveBigIntegerField(default=0)
    allocated = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("site", "module", "habitat", "condition", "work")
        constraints = (
            UniqueConstraint(fields=("site", "module", "habitat", "condition", "work"), name="gain_site_stock_once"),
            CheckConstraint(
                condition=Q(offered__gte=F("reserved") + F("allocated")), name="gain_site_stock_not_exceeded"
            ),
        )

    def __str__(self) -> str:
        return f"{self.site.reference}: {self.habitat}, {self.condition}, {self.work}"

    @property
    def available(self) -> int:
        """Ten-thousandths of a unit that nobody holds."""
        return self.offered - self.reserved - self.allocated

    @property
    def held(self) -> int:
        """Ten-thousandths of a unit that are reserved or allocated."""
        return self.reserved + self.allocated

    @property
    def key(self) -> tuple[str, str, str, str]:
        """By which lines of a listing are one stock."""
        return self.module, self.habitat, self.condition, self.work


class Holding(models.Model):
    """Units of one stock that somebody holds for a development: reserved for a time, then allocated for good."""

    class State(models.TextChoices):
        """How it stands."""

        RESERVED = "reserved", "reserved"
        ALLOCATED = "allocated", "allocated"
        GIVEN_UP = "given up", "given up"
        LAPSED = "lapsed", "lapsed"
        ANNULLED = "annulled", "annulled"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stock = ForeignKey(Stock, on_delete=PROTECT, related_name="holdings")
    person = ForeignKey(Person, on_delete=SET_NULL, null=True, related_name="held_units")
    """Who reserved it; the public pages do not say."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.RESERVED)
    units = models.PositiveBigIntegerField()
    """Ten-thousandths of a unit that are held, before spatial risk."""
    need = models.PositiveBigIntegerField(null=True)
    """Ten-thousandths of a unit that the development has to make good, where it came from a search."""
    need_habitat = models.TextField(blank=True)
    counts_for = models.CharField(max_length=8, blank=True)
    """The multiplier of spatial risk at which it was reserved, such as `0.75`."""
    why = models.JSONField(default=list)
    """How the units were worked out, in lines."""
    development = models.CharField(max_length=200)
    planning_reference = models.CharField(max_length=60, blank=True)
    planning_authority = models.CharField(max_length=120)
    reserved_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(blank=True)
    because = models.TextField(blank=True)
    """Why it was given up, or on what evidence it was allocated."""
    allocated_at = models.DateTimeField(null=True)
    allocated_by = models.TextField(blank=True)
    code = models.CharField(max_length=20, unique=True, null=True)  # many have none
    """What its certificate is looked up by."""

    class Meta:
        ordering = ("-id",)
        constraints = (
            CheckConstraint(condition=Q(units__gt=0), name="held_units_are_some"),
            CheckConstraint(
                condition=~Q(state="allocated") | (Q(allocated_at__isnull=False, code__isnull=False)),
                name="held_units_allocated_whole",
            ),
        )

    def __str__(self) -> str:
        return str(self.public_id)
