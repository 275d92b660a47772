"""What is kept of briefings: boundaries and names that were brought in, what was made when, and who asked for it."""

import uuid

import shapely
from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey, Q, UniqueConstraint
from django.utils import timezone

from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions.models import Edition


class Kind(models.TextChoices):
    """The kinds of places that are briefed; the order is that in which they are told."""

    WARD = "ward", "ward"
    DIVISION = "division", "county electoral division"
    DISTRICT = "district", "district"
    CONSTITUENCY = "constituency", "constituency"


class Boundary(models.Model):
    """A place that was brought in. Those of one kind stand in the place of the edition's own of that kind."""

    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    wkb = models.BinaryField()
    """Its shape in metres of EPSG:27700."""
    source = models.CharField(max_length=200)
    """The file that it came in."""
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.TextField()

    class Meta:
        ordering = ("kind", "name", "code")
        verbose_name_plural = "boundaries"
        constraints = (UniqueConstraint(fields=("area", "kind", "code"), name="boundary_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    @property
    def shape(self) -> shapely.Geometry:
        """Its shape."""
        return shapely.from_wkb(bytes(self.wkb))


class Decider(models.Model):
    """A councillor or a Member of Parliament, in that office, as an officer brought it in."""

    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    office = models.CharField(max_length=200)
    """Such as `Councillor, Ashford Borough Council`."""
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.TextField()

    class Meta:
        ordering = ("kind", "code", "name")
        constraints = (UniqueConstraint(fields=("area", "kind", "code", "name"), name="decider_once"),)

    def __str__(self) -> str:
        return f"{self.office}: {self.name}"


class Run(models.Model):
    """Briefings of one area made together, from one edition and on one day."""

    class State(models.TextChoices):
        """How far it has got."""

        WAITING = "waiting", "waits for its turn"
        WORKING = "working", "being made"
        DONE = "done", "made"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    edition = ForeignKey(Edition, on_delete=PROTECT, related_name="+")
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.TextField()
    job = models.UUIDField(null=True)
    trouble = models.CharField(max_length=120, blank=True)
    """By what the work broke off last."""
    done_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            UniqueConstraint(fields=("area",), condition=Q(state__in=("waiting", "working")), name="one_run_at_work"),
        )

    def __str__(self) -> str:
        return f"{self.area.name}, {self.on}"


class Briefing(models.Model):
    """Two pages about one place."""

    run = ForeignKey(Run, on_delete=CASCADE, related_name="briefings")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    facts = models.JSONField()
    """What `facts.all_facts` says of it."""
    pdf = models.BinaryField(null=True)
    """Nothing until it has been made."""

    class Meta:
        ordering = ("kind", "name", "code")
        constraints = (UniqueConstraint(fields=("run", "kind", "code"), name="briefing_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.code}, {self.run}"


class Subscription(models.Model):
    """Somebody who wants the briefing of a place by mail, from when they have said so by the link in a mail."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.CharField(max_length=20)
    email = models.EmailField("mail address")
    """In small letters. The row goes with the subscription."""
    asked_at = models.DateTimeField(default=timezone.now)
    proven_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (UniqueConstraint(fields=("area", "kind", "code", "email"), name="subscription_once"),)
        indexes = (models.Index(fields=("proven_at", "asked_at"), name="subscription_proven"),)

    def __str__(self) -> str:
        return str(self.public_id)
