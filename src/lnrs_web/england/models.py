"""An England edition and its figures. Rows are written once, by `actions.import_england`; only how far the edition has
got on this site changes. Its files are in a folder of the name of its identity."""

from dataclasses import dataclass

from django.db import models
from django.db.models import CASCADE, ForeignKey, Q, UniqueConstraint

from lnrs_web.editions.located import Located

ENGLAND = 0
"""The number under which figures of the whole of England stand."""


@dataclass(frozen=True)
class Whole:
    """England, where other editions have their area."""

    name: str = "England"
    slug: str = "england"
    lnrs_id: int = ENGLAND
    responsible_authority: str = "The responsible authorities of the strategies that are joined"


class EnglandEdition(models.Model):
    """The strategies of England as one network at one date, as `lnrs network build` made it."""

    class Stage(models.TextChoices):
        """How far an edition has got on this site."""

        IMPORTED = "imported", "imported, not published"
        PUBLISHED = "published", "published"
        SUPERSEDED = "superseded", "superseded by another edition"

    identity = models.TextField(unique=True)
    """Name, date, and figures that change with any byte of it."""
    name = models.TextField()
    as_of = models.DateField()
    """The date that the network stands for."""
    invented = models.BooleanField()
    """Whether any strategy in it is invented: then so are England's figures."""
    software = models.TextField()
    settings = models.JSONField()
    """How it was measured: side of a cell, dispersal distance and the like."""
    counts = models.JSONField()
    """Rows of each layer."""
    size_bytes = models.BigIntegerField()
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.IMPORTED)
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.TextField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-as_of", "-id")
        constraints = (
            UniqueConstraint(fields=("stage",), condition=Q(stage="published"), name="one_published_england"),
        )

    def __str__(self) -> str:
        return self.identity

    @property
    def area(self) -> Whole:
        """What it is of."""
        return Whole()

    @property
    def title(self) -> str:
        """What it is."""
        return "England's nature recovery network"

    @property
    def status(self) -> str:
        """How final it is, in the place where a strategy's edition says so of itself."""
        return "what had been published by then, joined"


class EnglandArea(Located):
    """One of the 48 strategy areas in one edition: its generalised outline, and the strategy that was joined."""

    class Status(models.TextChoices):
        """How far its strategy has got."""

        PUBLISHED = "published", "Published"
        DRAFT = "draft", "Draft"
        UNKNOWN = "unknown", "Not told"
        NONE = "none", "None yet"

    edition = ForeignKey(EnglandEdition, on_delete=CASCADE, related_name="areas")
    lnrs_id = models.PositiveSmallIntegerField()
    slug = models.SlugField()
    name = models.TextField()
    responsible_authority = models.TextField()
    status = models.CharField(max_length=20, choices=Status.choices)
    """Of its strategy in this edition; none where no strategy of the area was joined."""
    title = models.TextField(blank=True)
    source = models.TextField(blank=True)
    """Where its strategy was read."""
    source_identity = models.TextField(blank=True)
    source_as_of = models.DateField(null=True)
    measures = models.PositiveIntegerField(default=0)
    """Measures that its strategy describes, mapped or not."""
    area_ha = models.FloatField()
    """As published with the 48 areas, not as the generalised outline has it."""
    important_ha = models.FloatField(null=True)
    become_ha = models.FloatField(null=True)
    measures_ha = models.FloatField(null=True)
    """Its land in each layer, counted once; nothing where no strategy of the area was joined."""

    class Meta:
        ordering = ("name",)
        constraints = (UniqueConstraint(fields=("edition", "lnrs_id"), name="england_area_once"),)

    def __str__(self) -> str:
        return self.name


class Extent(models.Model):
    """Hectares of one kind of land in an area, or in England where `lnrs_id` is 0; each hectare counted once."""

    edition = ForeignKey(EnglandEdition, on_delete=CASCADE, related_name="extents")
    lnrs_id = models.PositiveSmallIntegerField()
    layer = models.CharField(max_length=20)
    """important, become, measures, action, habitat, now or delivered."""
    about = models.TextField(blank=True)
    """Which action or habitat; nothing for a layer as a whole."""
    extent_ha = models.FloatField()
    share_of_area = models.FloatField()

    class Meta:
        constraints = (UniqueConstraint(fields=("edition", "lnrs_id", "layer", "about"), name="england_extent_once"),)


class HabitatFigure(models.Model):
    """Patches and connectedness of one habitat in an area, or in England where `lnrs_id` is 0: as it is now, and with
    every mapped measure delivered."""

    edition = ForeignKey(EnglandEdition, on_delete=CASCADE, related_name="habitats")
    lnrs_id = models.PositiveSmallIntegerField()
    habitat = models.TextField()
    state = models.CharField(max_length=20)
    """now or delivered."""
    extent_ha = models.FloatField()
    patches = models.PositiveIntegerField()
    mean_patch_ha = models.FloatField()
    largest_patch_ha = models.FloatField()
    mesh_ha = models.FloatField()
    """Effective mesh size."""
    connected_ha = models.FloatField()
    """Equivalent connected area."""

    class Meta:
        constraints = (
            UniqueConstraint(fields=("edition", "lnrs_id", "habitat", "state"), name="england_habitat_once"),
        )
