"""A petition, what state it is in, and what is written to those who signed and asked for it."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey, UniqueConstraint
from django.utils import timezone

from lnrs_web.areas.models import StrategyArea

TITLE_LETTERS, WORDS_LETTERS = 150, 5_000
TARGET = 80_000
HOURLY_LIMIT = 30


class Petition(models.Model):
    """One petition of one area. `counted` is what pages show: `actions.counting` moves it."""

    class State(models.TextChoices):
        """How far it has got; `FOLLOWS` says what may follow what."""

        DRAFT = "draft", "draft"
        OPEN = "open", "open"
        CLOSED = "closed", "closed"
        ANONYMISED = "anonymised", "closed, and nobody who signed is known any more"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=TITLE_LETTERS)
    """What it asks for, in a line."""
    asks = models.TextField()
    """What it asks for, and of whom."""
    background = models.TextField(blank=True)
    eligible = models.CharField(max_length=200)
    """Who may sign, after the word `I`: `live, work or study in Kent and Medway`."""
    controller = models.CharField(max_length=200)
    """The body that answers for the petition, and for what it keeps of people."""
    controller_contact = models.CharField(max_length=200)
    is_example = models.BooleanField(default=False)
    target = models.PositiveIntegerField(default=TARGET)
    milestones = models.JSONField(default=list)
    """Pairs of a number of signatures and what happens then, in words, the smaller number first."""
    hourly_limit = models.PositiveSmallIntegerField(default=HOURLY_LIMIT)
    """Signatures from one network address in an hour; more are set aside, and nobody is told."""
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.TextField()
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    """When it closes by itself."""
    closed_at = models.DateTimeField(null=True)
    anonymised_at = models.DateTimeField(null=True)
    counted = models.PositiveIntegerField(default=0)
    """Proved signatures, as they were last counted."""
    counted_at = models.DateTimeField(null=True)
    """When `counted` last changed."""
    areas_at = models.DateTimeField(null=True)
    """When its counts by area were last published."""
    areas_total = models.PositiveIntegerField(default=0)
    """Signatures that were counted then."""

    class Meta:
        ordering = ("area", "-made_at")
        constraints = (UniqueConstraint(fields=("area", "slug"), name="petition_once_in_an_area"),)

    def __str__(self) -> str:
        return self.title

    @property
    def on_record(self) -> str:
        """What it is called in the record of who did what."""
        return f"petition {self.area.slug} {self.slug}"

    def is_open(self, now: datetime) -> bool:
        """Whether it can be signed."""
        return self.state == self.State.OPEN and (self.closes_at is None or now < self.closes_at)

    def ended_at(self) -> datetime | None:
        """When it closed, or will."""
        return self.closed_at or self.closes_at


FOLLOWS: dict[str, tuple[str, ...]] = {
    str(Petition.State.DRAFT): (str(Petition.State.OPEN),),
    str(Petition.State.OPEN): (str(Petition.State.CLOSED),),
    str(Petition.State.CLOSED): (str(Petition.State.ANONYMISED),),
    str(Petition.State.ANONYMISED): (),
}
"""Which states may follow each."""


class Update(models.Model):
    """A mail to those who signed and asked to hear what becomes of the petition."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = ForeignKey(Petition, on_delete=CASCADE, related_name="updates")
    subject = models.CharField(max_length=TITLE_LETTERS)
    text = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.TextField()
    sent_at = models.DateTimeField(null=True)
    """When an officer had it sent; letters are then posted some at a time."""
    sent_by = models.TextField(blank=True)
    done_to = models.BigIntegerField(default=0)
    """The number of the last signature whose letter is posted."""
    posted = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-written_at",)

    def __str__(self) -> str:
        return self.subject
