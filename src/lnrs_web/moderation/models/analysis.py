"""What people make of contributions: codes, campaigns, answers, and a sift."""

import uuid

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey, OneToOneField, UniqueConstraint
from django.utils import timezone

from lnrs_web.engagement.models import Activity, Contribution


class Code(models.Model):
    """A theme, as people name it."""

    activity = ForeignKey(Activity, on_delete=PROTECT, related_name="codes")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.TextField()

    class Meta:
        ordering = ("name",)
        constraints = (UniqueConstraint(fields=("activity", "slug"), name="code_once"),)

    def __str__(self) -> str:
        return self.name


class Coding(models.Model):
    """Somebody says that a contribution is about a theme."""

    contribution = ForeignKey(Contribution, on_delete=CASCADE, related_name="codings")
    code = ForeignKey(Code, on_delete=CASCADE, related_name="codings")
    suggested = models.BooleanField(default=False)
    """Whether the site suggested it, and a person accepted that."""
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.TextField()

    class Meta:
        ordering = ("code__name",)
        constraints = (UniqueConstraint(fields=("contribution", "code"), name="coding_once"),)


class Suggestion(models.Model):
    """A theme that the site suggests, with the words that speak for it. It counts for nothing until a person names
    and accepts it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = ForeignKey(Activity, on_delete=CASCADE, related_name="suggestions")
    words = models.JSONField()
    contributions = models.ManyToManyField(Contribution, related_name="suggestions")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    code = ForeignKey(Code, on_delete=CASCADE, null=True, related_name="suggestions")
    """What it was accepted as."""

    class Meta:
        ordering = ("id",)


class Campaign(models.Model):
    """Letters with one text, all counted, and answered once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = ForeignKey(Activity, on_delete=PROTECT, related_name="campaigns")
    text = models.TextField()
    """What they have in common."""
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("id",)


class CampaignLetter(models.Model):
    """A contribution that belongs to a campaign, with what its writer added."""

    campaign = ForeignKey(Campaign, on_delete=CASCADE, related_name="letters")
    contribution = OneToOneField(Contribution, on_delete=CASCADE, related_name="campaign_letter")
    added = models.JSONField(default=list)
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("id",)


class Response(models.Model):
    """What was said, in a few words, and what was done about it or why not: to a theme, a campaign or one
    contribution."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = ForeignKey(Activity, on_delete=PROTECT, related_name="responses")
    code = OneToOneField(Code, on_delete=PROTECT, null=True, related_name="response")
    campaign = OneToOneField(Campaign, on_delete=PROTECT, null=True, related_name="response")
    contribution = OneToOneField(Contribution, on_delete=PROTECT, null=True, related_name="response")
    said = models.TextField()
    did = models.TextField()
    change = models.CharField(max_length=200, blank=True)
    """Part of the strategy that changed for it: the reference of a measure or priority, with a comma between them."""
    shown = models.BooleanField(default=False)
    """Whether it is on the public page."""
    at = models.DateTimeField(default=timezone.now)
    by = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(code__isnull=False, campaign=None, contribution=None)
                | models.Q(code=None, campaign__isnull=False, contribution=None)
                | models.Q(code=None, campaign=None, contribution__isnull=False),
                name="response_to_one_thing",
            ),
        )


class Told(models.Model):
    """That the writer of a contribution was last mailed that it has been answered."""

    contribution = OneToOneField(Contribution, on_delete=CASCADE, related_name="told")
    at = models.DateTimeField()


class Criterion(models.Model):
    """A question of a sift that is answered yes or no."""

    activity = ForeignKey(Activity, on_delete=PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    words = models.TextField()
    points = models.PositiveSmallIntegerField(default=1)
    """What a yes is worth."""

    class Meta:
        ordering = ("position",)
        verbose_name_plural = "criteria"
        constraints = (UniqueConstraint(fields=("activity", "position"), name="criterion_once"),)


class Score(models.Model):
    """An answer to a question of the sift, for one contribution."""

    contribution = ForeignKey(Contribution, on_delete=CASCADE, related_name="scores")
    criterion = ForeignKey(Criterion, on_delete=PROTECT, related_name="scores")
    met = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    by = models.TextField()

    class Meta:
        constraints = (UniqueConstraint(fields=("contribution", "criterion"), name="score_once"),)
