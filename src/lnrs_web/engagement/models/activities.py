"""What people are asked to take part in."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import PROTECT, F, ForeignKey, Q, UniqueConstraint
from django.utils import timezone

from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions.models import Edition

SHAPES = ("point", "line", "area")


class Activity(models.Model):
    """Something that people are asked for between two moments. Nothing is deleted once anybody has taken part."""

    class Kind(models.TextChoices):
        """What people are asked for."""

        COMMENTS = "comments", "comments on the map"
        SURVEY = "survey", "survey"
        IDEAS = "ideas", "ideas"
        NOMINATIONS = "nominations", "nominations of sites"
        CORRECTIONS = "corrections", "corrections"
        REPRESENTATIONS = "representations", "formal representations"

    class Publication(models.TextChoices):
        """What everyone may read of what was contributed."""

        NOTHING = "nothing", "Nothing is published but a report"
        WORDS = "words", "What people say is published, and never their names"
        NAMES = "names", "What people say is published, with the names of those who want that"

    class Moderation(models.TextChoices):
        """When moderators look at it."""

        BEFORE = "before", "Before it is published"
        AFTER = "after", "After it is published"

    class Asked(models.TextChoices):
        """Whether something is asked of people."""

        NO = "no", "not asked"
        MAY = "may", "asked, and may be left empty"
        MUST = "must", "asked, and has to be answered"

    class Shapes(models.TextChoices):
        """What people may draw, or give by coordinates, where a place is asked for."""

        ANY = "any", "Points, lines and areas"
        POINT = "point", "Points only"
        LINE = "line", "Lines only"
        AREA = "area", "Areas only"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="activities")
    edition = ForeignKey(Edition, on_delete=PROTECT, null=True, related_name="activities")
    """The edition that it is about; nothing where it is about none yet."""
    kind = models.CharField(max_length=20, choices=Kind.choices)
    slug = models.SlugField(max_length=80)
    """Its name in addresses; never changes once it has been opened."""
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    """What people should know first: paragraphs with an empty line between them."""
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    """The first moment at which it is closed."""
    released_at = models.DateTimeField(null=True)
    """When an officer let it be seen; before that it is a draft of the desk."""
    ended_at = models.DateTimeField(null=True)
    """When an officer closed it before its time."""
    publication = models.CharField(max_length=10, choices=Publication.choices, default=Publication.WORDS)
    moderation = models.CharField(max_length=10, choices=Moderation.choices, default=Moderation.BEFORE)
    asks_place = models.CharField(max_length=4, choices=Asked.choices, default=Asked.NO)
    takes_shapes = models.CharField(max_length=5, choices=Shapes.choices, default=Shapes.ANY)
    asks_evidence = models.CharField(max_length=4, choices=Asked.choices, default=Asked.NO)
    asks_name = models.CharField(max_length=4, choices=Asked.choices, default=Asked.MAY)
    asks_mail = models.CharField(max_length=4, choices=Asked.choices, default=Asked.MUST)
    """A mail address that is given has to be proved."""
    asks_postcode = models.CharField(max_length=4, choices=Asked.choices, default=Asked.MAY)
    asks_respondent = models.CharField(max_length=4, choices=Asked.choices, default=Asked.MAY)
    """Which kind of respondent somebody is, and for which organisation."""
    per_person = models.PositiveSmallIntegerField(default=0)
    """How many of one person are taken; the next are set aside. 0 for any number."""
    published_to_m = models.PositiveIntegerField(default=0)
    """Side of the square to which places are published, in metres; 0 for as they were given."""
    sensitive_species = models.JSONField(default=list)
    """Names of species. A contribution that names one is published to a square of 1 km at the finest."""
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.TextField()

    class Meta:
        ordering = ("-opens_at", "-id")
        verbose_name_plural = "activities"
        constraints = (
            UniqueConstraint(fields=("area", "slug"), name="activity_once_an_area"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="activity_opens_before_it_closes"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime:
        """The first moment at which it is closed, by its date or by an officer."""
        return min(self.closes_at, self.ended_at) if self.ended_at else self.closes_at

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether people can begin to take part."""
        now = now or timezone.now()
        return self.released_at is not None and self.opens_at <= now < self.ends_at

    @property
    def is_over(self) -> bool:
        """Whether it was seen by everyone and is closed."""
        return self.released_at is not None and self.ends_at <= timezone.now()

    @property
    def is_ahead(self) -> bool:
        """Whether it is announced and has not begun."""
        return self.released_at is not None and timezone.now() < self.opens_at and not self.is_over

    @property
    def stage(self) -> str:
        """In a word: `draft`, `announced`, `open` or `closed`."""
        if self.released_at is None:
            return "draft"
        return "open" if self.is_open() else "closed" if self.is_over else "announced"

    @property
    def publishes(self) -> bool:
        """Whether anything of what people say is published."""
        return self.publication != self.Publication.NOTHING

    @property
    def is_formal(self) -> bool:
        """Whether it takes formal representations, which are numbered without gaps."""
        return self.kind == self.Kind.REPRESENTATIONS

    @property
    def shapes(self) -> tuple[str, ...]:
        """What people may draw: `point`, `line`, `area`."""
        return SHAPES if self.takes_shapes == self.Shapes.ANY else (self.takes_shapes,)
