"""What was asked of the worker: to take in a file, or back, or to look for campaigns and themes."""

import uuid

from django.db import models
from django.db.models import CASCADE, SET_NULL, ForeignKey, Q, UniqueConstraint
from django.utils import timezone

from lnrs_web.accounts.models import Person
from lnrs_web.engagement.models import Activity
from lnrs_web.moderation.models.bringing_in import Batch


class Work(models.Model):
    """One thing to be done after the answer has been given, and how far it is. What comes of it is written in the same
    transaction in which it is done: it is whole, or there is nothing of it."""

    class Kind(models.TextChoices):
        """What is to be done."""

        TAKE_IN = "take-in", "take in a file"
        TAKE_BACK = "take-back", "take back what came of a file"
        LOOK = "look", "look for campaigns and themes"

    class State(models.TextChoices):
        """How far it has got."""

        WAITING = "waiting", "waiting its turn"
        WORKING = "working", "at work"
        DONE = "done", "done"
        REFUSED = "refused", "not done"

    OPEN = ("waiting", "working")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    activity = ForeignKey(Activity, on_delete=CASCADE, related_name="work")
    batch = ForeignKey(Batch, on_delete=CASCADE, null=True, related_name="work")
    """The file, where one is taken in, or back."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=100, blank=True)
    """What is being done, in words."""
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    """Of how many that is; 0 before it is known."""
    problems = models.JSONField(default=list)
    """Why it was not done: where, what, and what to do."""
    outcome = models.CharField(max_length=200, blank=True)
    """What came of it, in words."""
    job = models.UUIDField(null=True)
    """The job of the worker."""
    by = ForeignKey(Person, on_delete=SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "work"
        constraints = (
            UniqueConstraint(
                fields=("batch", "kind"),
                condition=Q(batch__isnull=False, state__in=("waiting", "working")),
                name="work_once_a_batch",
            ),
            UniqueConstraint(
                fields=("activity",),
                condition=Q(kind="look", state__in=("waiting", "working")),
                name="work_once_an_activity",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether it waits or is at work."""
        return self.state in self.OPEN
