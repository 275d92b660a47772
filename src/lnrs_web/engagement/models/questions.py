"""What an activity asks. Once anybody has answered, a set of questions never changes; a new version takes its place."""

from typing import Any

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey, UniqueConstraint

from lnrs_web.engagement.models.activities import Activity


class AnsweredAlready(TypeError):
    """A question that somebody has answered was to be changed."""


class QuestionSet(models.Model):
    """One version of what an activity asks."""

    activity = ForeignKey(Activity, on_delete=PROTECT, related_name="question_sets")
    version = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.TextField()

    class Meta:
        ordering = ("version",)
        constraints = (UniqueConstraint(fields=("activity", "version"), name="question_set_once"),)

    def __str__(self) -> str:
        return f"{self.activity}, questions {self.version}"

    @property
    def is_answered(self) -> bool:
        """Whether anybody has begun to answer it."""
        return self.contributions.exists()


class Questions(models.QuerySet["Question"]):
    """Questions, which change as long as nobody has answered them."""

    def update(self, **changed: Any) -> int:
        """As Django's. Raises AnsweredAlready."""
        _must_be_unanswered(self.values_list("question_set", flat=True))
        return super().update(**changed)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's. Raises AnsweredAlready."""
        _must_be_unanswered(self.values_list("question_set", flat=True))
        return super().delete()


class Question(models.Model):
    """One question."""

    class Kind(models.TextChoices):
        """How it is answered."""

        SHORT = "short", "a line of text"
        LONG = "long", "a longer text"
        ONE = "one", "one of several"
        MANY = "many", "any of several"
        YES_NO = "yes-no", "yes or no"
        SCALE = "scale", "a scale"

    question_set = ForeignKey(QuestionSet, on_delete=CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    """Its name in addresses, tables and exports; the same in every version that asks the same."""
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    help = models.TextField(blank=True)
    required = models.BooleanField(default=False)
    options = models.JSONField(default=list)
    """What can be chosen, in order: objects with `code` and `words`. A scale's are its steps, `yes-no` has its own."""

    objects = Questions.as_manager()

    class Meta:
        ordering = ("position",)
        constraints = (
            UniqueConstraint(fields=("question_set", "code"), name="question_code_once"),
            UniqueConstraint(fields=("question_set", "position"), name="question_position_once"),
        )

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Django's. Raises AnsweredAlready."""
        _must_be_unanswered([self.question_set_id])
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """As Django's. Raises AnsweredAlready."""
        _must_be_unanswered([self.question_set_id])
        return super().delete(*args, **kwargs)

    @property
    def is_text(self) -> bool:
        """Whether it is answered in words."""
        return self.kind in (self.Kind.SHORT, self.Kind.LONG)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Code and words of everything that can be chosen."""
        if self.kind == self.Kind.YES_NO:
            return [("yes", "Yes"), ("no", "No")]
        return [(one["code"], one["words"]) for one in self.options]


def _must_be_unanswered(sets: Any) -> None:
    if QuestionSet.objects.filter(pk__in=list(sets), contributions__isnull=False).exists():
        raise AnsweredAlready("These questions have been answered: make a new version of them.")
