"""One row for every act. Rows are added and never changed."""

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone


class NeverChanged(TypeError):
    """A row of the record was to be changed or taken away."""


class Rows(models.QuerySet["Event"]):
    """Rows that are added and read, and nothing else."""

    def update(self, **_: Any) -> NoReturn:
        """Refused. Raises NeverChanged."""
        raise NeverChanged("What was done is recorded once.")

    def delete(self) -> NoReturn:
        """Refused. Raises NeverChanged."""
        raise NeverChanged("What was done is recorded for good.")


class Event(models.Model):
    """Somebody did something to something."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.TextField()
    """Who: an officer's mail address, or `NAME at the command line`."""
    what = models.CharField(max_length=60)
    """Which kind of act, such as `publish edition`."""
    which = models.TextField()
    """What it was done to, such as an edition's identity."""
    was = models.TextField(blank=True)
    became = models.TextField(blank=True)

    objects = Rows.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("which", "id")),)

    def __str__(self) -> str:
        return f"{self.by}: {self.what} {self.which}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises NeverChanged for one that is there already."""
        if self.pk is not None:
            raise NeverChanged("What was done is recorded once.")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refused. Raises NeverChanged."""
        raise NeverChanged("What was done is recorded for good.")
