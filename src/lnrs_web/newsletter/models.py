"""Who asked for the newsletter of an area, and what was sent."""

import uuid

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey, OneToOneField, UniqueConstraint
from django.utils import timezone
from wagtail.models import Page

from lnrs_web.areas.models import StrategyArea


class Subscription(models.Model):
    """A mail address to which an area's newsletter goes once it is confirmed. It is deleted when its owner leaves."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="subscriptions")
    email = models.EmailField("mail address")
    """In small letters."""
    words = models.TextField()
    """What was agreed to, as it was shown."""
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (UniqueConstraint(fields=("area", "email"), name="subscription_once_an_area"),)

    def __str__(self) -> str:
        return f"subscription {self.public_id}"


class Letter(models.Model):
    """One newsletter, as it was sent."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="letters")
    subject = models.CharField(max_length=120)
    text = models.TextField()
    """All but how to leave, which is each reader's own."""
    sent_at = models.DateTimeField(default=timezone.now)
    readers = models.PositiveIntegerField(default=0)
    """How many had confirmed when it was sent."""

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.subject


class LetterPage(models.Model):
    """A page that was in a newsletter. It is in no other."""

    letter = ForeignKey(Letter, on_delete=CASCADE, related_name="pages")
    page = OneToOneField(Page, on_delete=CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"page {self.page_id}"
