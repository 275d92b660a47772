"""What moderators decided. Decisions and redactions are added and never changed."""

import uuid
from typing import Any, NoReturn

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey, Index, OneToOneField
from django.utils import timezone

from lnrs_web.analysis.redaction import CATEGORIES
from lnrs_web.engagement.models import Activity, Answer, Contribution


class Added(models.QuerySet[Any]):
    """Rows that are added and read, and go only with what they are of."""

    def update(self, **_: Any) -> NoReturn:
        """Refused. Raises TypeError."""
        raise TypeError("What was decided is written once.")


class WrittenOnce(models.Model):
    """A row that never changes."""

    objects = Added.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it. Raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError("What was decided is written once.")
        super().save(*args, **kwargs)


class Lock(models.Model):
    """A moderator is at work on a contribution: others see who, and wait or take it over when the time is up."""

    contribution = OneToOneField(Contribution, on_delete=CASCADE, related_name="lock")
    by = models.TextField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.by} until {self.until}"


class Bulk(models.Model):
    """One decision on many contributions."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = ForeignKey(Activity, on_delete=PROTECT, related_name="bulks")
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.TextField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)


class Decision(WrittenOnce):
    """What became of a contribution, why, and who decided it."""

    class What(models.TextChoices):
        """What was decided."""

        PUBLISH = "publish", "Publish as it is"
        REDACT = "redact", "Publish with words left out"
        REFUSE = "refuse", "Do not publish"
        SET_ASIDE = "set-aside", "Set aside as not genuine"
        ACCEPT = "accept", "Accept and count, without publishing"
        UNDO = "undo", "Go back to what was before"

    class Reason(models.TextChoices):
        """Why something is not published."""

        PERSONAL = "personal", "It says something private about somebody"
        ABUSE = "abuse", "It is abusive, or hateful"
        ACCUSATION = "accusation", "It accuses somebody of something"
        WILDLIFE = "wildlife", "It says where a protected animal lives"
        ELSEWHERE = "elsewhere", "It is about something else"
        ADVERTISING = "advertising", "It advertises something"
        TWICE = "twice", "It has been sent already"
        NOT_GENUINE = "not-genuine", "It is not genuine"
        OTHER = "other", "Another reason"

    contribution = ForeignKey(Contribution, on_delete=CASCADE, related_name="decisions")
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.TextField()
    what = models.CharField(max_length=10, choices=What.choices)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    words = models.TextField(blank=True)
    """To its writer."""
    was = models.CharField(max_length=15)
    became = models.CharField(max_length=15)
    bulk = ForeignKey(Bulk, on_delete=PROTECT, null=True, related_name="decisions")

    class Meta:
        ordering = ("id",)
        indexes = (Index(fields=("at",)),)

    def __str__(self) -> str:
        return f"{self.contribution}: {self.get_what_display()}"


class Redaction(WrittenOnce):
    """Characters `start` up to `end` of what somebody wrote that are not published."""

    decision = ForeignKey(Decision, on_delete=CASCADE, related_name="redactions")
    answer = ForeignKey(Answer, on_delete=CASCADE, null=True, related_name="redactions")
    """Nothing for the change that a representation seeks."""
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    category = models.CharField(max_length=20, choices=list(CATEGORIES.items()))

    class Meta:
        ordering = ("start",)
