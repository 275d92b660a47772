"""A gain site, and every version of what its owner said of it. Everyone sees the last one that an officer agreed to."""

import json
import uuid
from datetime import date, timedelta

import shapely
from django.db import models
from django.db.models import CASCADE, PROTECT, SET_NULL, CheckConstraint, ForeignKey, Q, UniqueConstraint
from django.utils import timezone

from lnrs.bng.tables import MODULES, SIZE_UNIT, Module
from lnrs_web.accounts.models import Person
from lnrs_web.areas.models import StrategyArea
from lnrs_web.boundaries import text
from lnrs_web.boundaries.parcels import Parcel
from lnrs_web.gain_sites import parts

SURVEY_GOOD_FOR = timedelta(days=730)
"""After two years a survey is said to be old: what is usual advice for ecological surveys, not law."""
CHARACTER_AREAS = 159
"""National Character Areas of England, numbered from 1."""


class Stage(models.TextChoices):
    """How far a site has come."""

    PROSPECTIVE = "prospective", "prospective"
    SURVEYED = "surveyed", "surveyed"
    REGISTERED = "registered", "registered nationally"


class Agreement(models.TextChoices):
    """What secures a site (Environment Act 2021 s.100)."""

    NONE = "", "none yet"
    OBLIGATION = "planning obligation", "planning obligation (section 106)"
    COVENANT = "conservation covenant", "conservation covenant"


class GainSite(models.Model):
    """Land on which habitat is made or made better, for developments elsewhere."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    """Its name in addresses and on certificates, such as `GS-00001`."""
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    owner = ForeignKey(Person, on_delete=SET_NULL, null=True, related_name="gain_sites")
    """Whose listing it is; nobody's where it came from the national register, or the account is gone."""
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    shown = models.OneToOneField("Version", on_delete=PROTECT, null=True, related_name="shown_of")
    """The version that everyone sees."""
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.TextField(blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ("reference",)
        constraints = (
            CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="gain_site_withdrawn_whole",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_offered(self) -> bool:
        """Whether units can be reserved."""
        return self.shown_id is not None and self.withdrawn_at is None

    @property
    def standing(self) -> str:
        """Prospective, surveyed, registered nationally or withdrawn; `not public` before an officer has agreed."""
        if self.withdrawn_at:
            return "withdrawn"
        return str(self.shown.get_stage_display()) if self.shown else "not public"


class Version(models.Model):
    """What is said of a site, as it was sent to be looked at. Only a draft is ever changed."""

    class State(models.TextChoices):
        """What has become of it."""

        DRAFT = "draft", "draft"
        WAITING = "waiting", "waits for an officer"
        SHOWN = "shown", "public"
        RETURNED = "returned", "sent back"
        REPLACED = "replaced", "replaced by a later one"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = ForeignKey(GainSite, on_delete=CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    name = models.CharField(max_length=80)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.PROSPECTIVE)
    national_reference = models.CharField(max_length=40, blank=True)
    about = models.TextField(blank=True)
    agreement = models.CharField(max_length=30, choices=Agreement.choices, blank=True)
    responsible_body = models.CharField(max_length=200, blank=True)
    secured_from = models.DateField(null=True)
    secured_until = models.DateField(null=True)
    works_begin_on = models.DateField(null=True)
    surveyed_on = models.DateField(null=True)
    character_area = models.PositiveSmallIntegerField(null=True)
    """Number of the National Character Area, as its owner says: the site has no map of them."""
    parcels = models.JSONField(default=dict)
    """GeoJSON on the National Grid (EPSG:27700); empty where no boundary has been given."""
    size_m2 = models.PositiveBigIntegerField(default=0)
    easting_m = models.FloatField(default=0.0)
    northing_m = models.FloatField(default=0.0)
    districts = models.JSONField(default=list)
    """Names of the districts that it lies in, that of its middle first."""
    units_from = models.CharField(max_length=200, blank=True)
    """The file and its SHA-256 that the habitats were read from; nothing where they were typed."""
    findings = models.JSONField(default=list)
    """What was found in that file, in sentences."""
    metric_m2 = models.PositiveBigIntegerField(default=0)
    """Square metres of the habitats in that file, as they are before; 0 where they were typed."""
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(blank=True)
    because = models.TextField(blank=True)
    """Why it was sent back."""

    class Meta:
        ordering = ("site", "number")
        constraints = (
            UniqueConstraint(fields=("site", "number"), name="gain_site_version_once"),
            UniqueConstraint(fields=("site",), condition=Q(state="shown"), name="gain_site_shown_once"),
            UniqueConstraint(
                fields=("site",), condition=Q(state__in=("draft", "waiting")), name="gain_site_one_in_work"
            ),
        )

    def __str__(self) -> str:
        return f"{self.site.reference}, version {self.number}"

    @property
    def land(self) -> list[Parcel]:
        """The parcels; none where no boundary has been given."""
        return text.parcels_of(json.dumps(self.parcels)) if self.parcels else []

    @property
    def shape(self) -> shapely.Geometry:
        """All of its land as one shape (EPSG:27700)."""
        return shapely.union_all([one.shape for one in self.land])

    @property
    def size_ha(self) -> float:
        """Hectares, where parcels lie on one another once."""
        return self.size_m2 / 10_000

    @property
    def metric_ha(self) -> float:
        """Hectares of the habitats in its metric's file."""
        return self.metric_m2 / 10_000

    def survey_is_old(self, today: date) -> bool:
        """Whether the survey was made longer ago than is usually relied on."""
        return self.surveyed_on is not None and self.surveyed_on + SURVEY_GOOD_FOR < today


class HabitatLine(models.Model):
    """A habitat that a version says will be made or made better, with its units."""

    class Work(models.TextChoices):
        """How it comes about."""

        CREATED = "created", "created"
        ENHANCED = "enhanced", "enhanced"

    version = ForeignKey(Version, on_delete=CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    module = models.CharField(max_length=12, choices=[(one, one) for one in MODULES])
    habitat = models.TextField()
    """As the metric labels it."""
    condition = models.CharField(max_length=40)
    work = models.CharField(max_length=10, choices=Work.choices)
    size = models.PositiveBigIntegerField()
    """Ten-thousandths of a hectare, or of a kilometre."""
    units = models.PositiveBigIntegerField()
    """Ten-thousandths of a unit: what is gained, less what was there before."""
    why = models.JSONField(default=list)
    """The units explained term by term, in lines; nothing where they were typed."""
    levels = models.JSONField(default=dict)
    """Ten-thousandths of the size that the metric counts as of high, medium and low strategic significance; nothing
    where they were typed."""

    class Meta:
        ordering = ("position",)
        constraints = (
            UniqueConstraint(fields=("version", "position"), name="gain_site_line_once"),
            CheckConstraint(condition=Q(units__gt=0, size__gt=0), name="gain_site_line_has_units"),
        )

    def __str__(self) -> str:
        return f"{self.habitat}, {self.condition}"

    @property
    def size_in_words(self) -> str:
        """Such as `1.5 ha`."""
        return self.measured(self.size)

    def measured(self, size: int) -> str:
        """Ten-thousandths of its unit in words."""
        return f"{parts.number(size)}\u00a0{SIZE_UNIT[self.of_module]}"

    @property
    def of_module(self) -> Module:
        """The module, as the metric knows it."""
        return next(one for one in MODULES if one == self.module)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """By which lines are one stock."""
        return self.module, self.habitat, self.condition, self.work
