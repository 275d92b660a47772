"""A project, and every version of what its owner said of it. Everyone sees the one that an officer agreed to."""

import json
import uuid

import shapely
from django.db import models
from django.db.models import CASCADE, PROTECT, SET_NULL, CheckConstraint, ForeignKey, Q, UniqueConstraint
from django.utils import timezone

from lnrs_web.accounts.models import Person
from lnrs_web.areas.models import StrategyArea
from lnrs_web.boundaries import text
from lnrs_web.boundaries.parcels import Parcel


class Status(models.TextChoices):
    """How far the work has come."""

    PLANNED = "planned", "planned"
    UNDER_WAY = "under way", "under way"
    DELIVERED = "delivered", "delivered"
    STOPPED = "stopped", "stopped"


class Source(models.TextChoices):
    """Where money comes from."""

    PUBLIC = "public", "public scheme or grant"
    NET_GAIN = "net gain", "biodiversity net gain"
    NUTRIENTS = "nutrients", "nutrient credits"
    CHARITY = "charity", "charity or lottery"
    PRIVATE = "private", "company or private giver"
    OWN = "own", "the project’s own means"


class Project(models.Model):
    """Work on land, or for it, by which somebody delivers measures of a strategy."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    """Its name in addresses, such as `DP-00001`."""
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    owner = ForeignKey(Person, on_delete=SET_NULL, null=True, related_name="delivery_projects")
    """Who added it; nobody where the account is gone."""
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
                name="project_withdrawn_whole",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_public(self) -> bool:
        """Whether everyone sees it."""
        return self.shown_id is not None and self.withdrawn_at is None


class Version(models.Model):
    """What is said of a project, as it was sent to be looked at. Only a draft is ever changed."""

    class State(models.TextChoices):
        """What has become of it."""

        DRAFT = "draft", "draft"
        WAITING = "waiting", "waits for an officer"
        SHOWN = "shown", "public"
        RETURNED = "returned", "sent back"
        REPLACED = "replaced", "replaced by another"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = ForeignKey(Project, on_delete=CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    name = models.CharField(max_length=80)
    lead = models.CharField(max_length=200)
    """The body that does it, as everyone is to read it."""
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    about = models.TextField(blank=True)
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    edition = models.TextField(blank=True)
    """Identity of the edition from which measures and priorities were chosen."""
    measures = models.JSONField(default=dict)
    """References of measures, each with the parcels that it is carried out on; an empty list is all of the land."""
    priorities = models.JSONField(default=list)
    """References of priorities that all of the project serves, beside those of its measures."""
    parcels = models.JSONField(default=dict)
    """GeoJSON on the National Grid (EPSG:27700); empty where no boundary has been given."""
    size_m2 = models.PositiveBigIntegerField(default=0)
    easting_m = models.FloatField(default=0.0)
    northing_m = models.FloatField(default=0.0)
    districts = models.JSONField(default=list)
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(blank=True)
    because = models.TextField(blank=True)
    """Why it was sent back."""

    class Meta:
        ordering = ("project", "number")
        constraints = (
            UniqueConstraint(fields=("project", "number"), name="project_version_once"),
            UniqueConstraint(fields=("project",), condition=Q(state="shown"), name="project_shown_once"),
            UniqueConstraint(
                fields=("project",), condition=Q(state__in=("draft", "waiting")), name="project_one_in_work"
            ),
        )
        indexes = (models.Index(fields=("state", "written_at"), name="project_version_age"),)

    def __str__(self) -> str:
        return f"{self.project.reference}, version {self.number}"

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
    def pence(self) -> int:
        """All of its money."""
        return sum(one.pence for one in self.funding.all())


class Funding(models.Model):
    """Money of one source for a version of a project."""

    version = ForeignKey(Version, on_delete=CASCADE, related_name="funding")
    position = models.PositiveIntegerField()
    source = models.CharField(max_length=10, choices=Source.choices)
    name = models.CharField(max_length=120, blank=True)
    """The scheme or the body, where it is to be known."""
    pence = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("position",)
        verbose_name_plural = "funding"
        constraints = (
            UniqueConstraint(fields=("version", "position"), name="project_funding_once"),
            CheckConstraint(condition=Q(pence__gt=0), name="project_funding_is_some"),
        )

    def __str__(self) -> str:
        return f"{self.get_source_display()}, {self.pence}"


class PhotoFile(models.Model):
    """A picture as the site shows it: drawn anew from what was sent, so that nothing but what is seen is in it."""

    sha256 = models.CharField(max_length=64, unique=True)
    data = models.BinaryField()
    """A JPEG without a place, a time, a camera or a name in it."""
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.sha256


class Photo(models.Model):
    """A picture that a version shows."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = ForeignKey(Version, on_delete=CASCADE, related_name="photos")
    position = models.PositiveIntegerField()
    file = ForeignKey(PhotoFile, on_delete=PROTECT, related_name="uses")
    alt = models.CharField(max_length=300)
    """What is to be seen, for those who do not see it."""
    taken_on = models.DateField(null=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            UniqueConstraint(fields=("version", "position"), name="project_photo_once"),
            CheckConstraint(condition=~Q(alt=""), name="project_photo_has_words"),
        )

    def __str__(self) -> str:
        return str(self.public_id)
