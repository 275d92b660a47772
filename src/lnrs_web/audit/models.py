"""One row for every act. Rows are added and never changed: the database itself refuses it (migration 0002)."""

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone


class NeverChanged(TypeError):
    """A row of the record was to be changed or taken away, or added past `actions.record`."""


class Rows(models.QuerySet["Event"]):
    """Rows that are added, each after the one before (`actions.record_each`), and read, and nothing else."""

    def update(self, **_: Any) -> NoReturn:
        """Refused. Raises NeverChanged."""
        raise NeverChanged("What was done is recorded once.")

    def delete(self) -> NoReturn:
        """Refused. Raises NeverChanged."""
        raise NeverChanged("What was done is recorded for good.")

    def bulk_create(self, *_: Any, **__: Any) -> NoReturn:
        """Refused. Raises NeverChanged."""
        raise NeverChanged("Each row follows the one before.")

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        """Refused. Raises NeverChanged."""
        raise NeverChanged("What was done is recorded once.")


class Event(models.Model):
    """Somebody did something to something. `actions.record` writes it; `chain` says how rows hang together."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.TextField()
    """Who: an officer's mail address, `account UUID` for anyone else, or `NAME at the command line`."""
    what = models.CharField(max_length=60)
    """Which kind of act, such as `publish edition`."""
    which = models.TextField()
    """What it was done to, such as an edition's identity."""
    was = models.TextField(blank=True)
    became = models.TextField(blank=True)
    area = models.PositiveSmallIntegerField(null=True)
    """Number of the strategy area that it concerns; none where it concerns the site."""
    previous = models.CharField(max_length=64, unique=True)
    """Digest of the row before, of which there is one: none can be followed by two. Empty in the first row."""
    digest = models.CharField(max_length=64)

    objects = Rows.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("which", "id")),
            models.Index(fields=("area", "id"), name="audit_event_of_area"),
        )

    def __str__(self) -> str:
        return f"{self.by}: {self.what} {self.which}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises NeverChanged for one that is there already."""
        if not self._state.adding:
            raise NeverChanged("What was done is recorded once.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refused. Raises NeverChanged."""
        raise NeverChanged("What was done is recorded for good.")
