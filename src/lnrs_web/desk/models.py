"""An edition on its way in."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import SET_NULL, ForeignKey

from lnrs_web.accounts.models import Person
from lnrs_web.editions.models import Edition


class Upload(models.Model):
    """A zip that an officer sent, and what became of it. The row is kept; the zip goes when it has been dealt with."""

    class State(models.TextChoices):
        """How far it has got."""

        WAITING = "waiting", "waiting its turn"
        WORKING = "working", "being taken in"
        INCOMPLETE = "incomplete", "more files are needed"
        REFUSED = "refused", "not taken in"
        BROKEN = "broken", "broken off"
        DONE = "done", "taken in"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = ForeignKey(Person, on_delete=SET_NULL, null=True, related_name="uploads")
    file_name = models.TextField()
    size_bytes = models.BigIntegerField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    area = models.PositiveSmallIntegerField(null=True)
    """Number of the strategy area, as soon as the manifest has been read."""
    identity = models.TextField(blank=True)
    """The edition's, as soon as the manifest has been read."""
    edition = ForeignKey(Edition, on_delete=SET_NULL, null=True, related_name="uploads")
    problems = models.JSONField(default=list)
    """Everything that is wrong or missing: where, what, and what to do."""
    sent_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.file_name}, {self.get_state_display()}"

    @property
    def is_on_its_way(self) -> bool:
        """Whether it waits or is at work."""
        return self.state in (self.State.WAITING, self.State.WORKING)

    @property
    def zip(self) -> Path:
        """Where what was sent is."""
        return zip_of(self.public_id)


def zip_of(public_id: uuid.UUID) -> Path:
    """Where the zip of an upload is."""
    return Path(settings.UPLOADS) / f"{public_id}.zip"
