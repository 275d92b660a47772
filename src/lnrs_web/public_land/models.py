"""Public bodies, the land that they have, and their reports on the biodiversity duty."""

import json
import uuid
from datetime import date

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey, OneToOneField, UniqueConstraint

from lnrs.law import biodiversity_reports as law
from lnrs_web.areas.models import StrategyArea
from lnrs_web.boundaries import text
from lnrs_web.boundaries.parcels import Parcel
from lnrs_web.editions.models import Edition

NAME_LETTERS = 80
WORDS_LETTERS = 20_000


class PublicBody(models.Model):
    """A public body that has land in a strategy area."""

    class Kind(models.TextChoices):
        """What it is for the duty to report (NERC Act 2006 s.40A)."""

        PLANNING = "planning authority", "local planning authority"
        LOCAL = "local authority", "local authority that is no planning authority"
        PARISH = "parish council", "parish council"
        OTHER = "other", "another public body"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    slug = models.SlugField(max_length=100)
    name = models.CharField(max_length=NAME_LETTERS)
    kind = models.CharField(max_length=30, choices=Kind.choices, default=Kind.OTHER)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "public bodies"
        constraints = (UniqueConstraint(fields=("area", "slug"), name="one_body_of_a_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def on_record(self) -> str:
        """What it is called in the record of who did what."""
        return f"public land of {self.area.slug}: {self.name}"

    @property
    def law_kind(self) -> law.Kind:
        """Its kind in the words of the law's functions."""
        return self.kind

    @property
    def reports(self) -> bool:
        """Whether it has to publish biodiversity reports."""
        return law.must_report(self.law_kind)

    @property
    def tells_net_gain(self) -> bool:
        """Whether its report has to tell of biodiversity net gain."""
        return law.must_tell_net_gain(self.law_kind)


class Estate(models.Model):
    """The land of a body as an officer last sent it. It is for everyone once it is published."""

    body = OneToOneField(PublicBody, on_delete=CASCADE, related_name="estate")
    parcels = models.JSONField()
    """GeoJSON on the National Grid (EPSG:27700)."""
    parcel_count = models.PositiveSmallIntegerField()
    size_ha = models.FloatField()
    """Hectares, where parcels lie on one another once."""
    file_name = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    sent_by = models.TextField()
    published_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"land of {self.body}"

    @property
    def land(self) -> list[Parcel]:
        """The parcels."""
        return text.parcels_of(json.dumps(self.parcels))


class DutyReport(models.Model):
    """A report on the biodiversity duty: what the body says, and, once it is published, the figures as they were."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = ForeignKey(PublicBody, on_delete=PROTECT, related_name="duty_reports")
    first = models.DateField()
    last = models.DateField()
    previous_last = models.DateField(null=True)
    """The last day of the period of the report before; None for a first report."""
    actions = models.TextField(blank=True)
    plans = models.TextField(blank=True)
    gain_actions = models.TextField(blank=True)
    gain_results = models.TextField(blank=True)
    gain_plans = models.TextField(blank=True)
    other = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.TextField()
    published_at = models.DateTimeField(null=True)
    edition = ForeignKey(Edition, on_delete=PROTECT, null=True, related_name="+")
    """The edition that the figures of a published report come from."""
    figures = models.JSONField(null=True)

    class Meta:
        ordering = ("-last",)
        constraints = (UniqueConstraint(fields=("body", "last"), name="one_report_to_a_day"),)

    def __str__(self) -> str:
        return f"{self.body}, {self.first} to {self.last}"

    @property
    def on_record(self) -> str:
        """What it is called in the record of who did what."""
        return f"biodiversity report of {self.body.area.slug}: {self.body.name}, to {self.last.isoformat()}"

    @property
    def period(self) -> law.Period:
        """What it covers."""
        return law.Period(self.first, self.last)

    @property
    def due(self) -> date:
        """The last day on which it can be published in time."""
        return law.publish_by(self.last)

    @property
    def plans_until(self) -> date:
        """The last day of the five years that it tells plans for."""
        return law.plans_until(self.last)


WORDS = ("actions", "plans", "gain_actions", "gain_results", "gain_plans", "other")
"""What a body says in a report, by the names of its columns."""
