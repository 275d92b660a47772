"""The words of an edition: a row for each thing that can be found."""

from django.db import models
from django.db.models import CASCADE, ForeignKey, Index, OneToOneField

from lnrs_web.editions.models import Edition


class Text(models.Model):
    """Something that can be found by its words. The index over the stems is kept by the database (migration 0002)."""

    class Kind(models.TextChoices):
        """What kind of thing it is, in the order in which kinds are offered."""

        PRIORITY = "priority", "Priorities"
        MEASURE = "measure", "Measures"
        SPECIES = "species", "Species"
        BENEFIT = "benefit", "Wider benefits"
        FUNDING = "funding", "Funding"
        CHAPTER = "chapter", "The strategy in words"
        WORD = "word", "Words explained"
        ZONE = "zone", "Places"
        SITE = "site", "Sites of importance"
        DOCUMENT = "document", "Documents and data"
        PAGE = "page", "Find out more"

    edition = ForeignKey(Edition, on_delete=CASCADE, related_name="texts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ref = models.TextField(blank=True)
    """Its reference in the strategy, by which it is found exactly."""
    title = models.TextField()
    body = models.TextField(blank=True)
    title_stems = models.TextField()
    """The words of the title as `words.stems` has them."""
    body_stems = models.TextField(blank=True)
    target = models.JSONField()
    """Its page: `page` is the name, `parts` those of its path, `asked` its query, `anchor` the place on the page."""

    class Meta:
        indexes = (Index(fields=("edition", "kind")),)


class Lexicon(models.Model):
    """Every word of an edition once, in small letters, to say what may have been meant by one that is not there."""

    edition = OneToOneField(Edition, on_delete=CASCADE, related_name="lexicon")
    words = models.JSONField()
