"""Mail that is to be sent."""

from django.db import models
from django.utils import timezone


class Message(models.Model):
    """A letter to one address."""

    to = models.EmailField()
    subject = models.TextField()
    text = models.TextField()
    key = models.CharField(max_length=200, unique=True)
    """What the letter is about: the same key again is the same letter."""
    by = models.TextField()
    posted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.key
