"""An edition and what it holds, a row for everything that has a page or a place. Rows are written once, by
`actions.import_edition`, and never changed; only how far the edition has got is."""

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey, Index, Q, UniqueConstraint

from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions.located import Located


class Edition(models.Model):
    """Everything that a strategy published at one time. Its files are in a folder of the name of its identity."""

    class Stage(models.TextChoices):
        """How far an edition has got on this site, whatever it says of itself."""

        IMPORTED = "imported", "imported, not published"
        PUBLISHED = "published", "published"
        SUPERSEDED = "superseded", "superseded by another edition"

    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="editions")
    identity = models.TextField(unique=True)
    """Area, the authority's own name for the edition, and figures that change with any byte of it."""
    title = models.TextField()
    name = models.TextField()
    """The authority's own name for it, such as `consultation-draft-2`."""
    status = models.CharField(max_length=30)
    """What it says of itself: draft, consultation draft, final or published."""
    as_of = models.DateField()
    """The date at which data and law were read."""
    invented = models.BooleanField()
    replaces = models.TextField(blank=True)
    """Identity of the edition that it corrects or supersedes."""
    software = models.TextField()
    size_bytes = models.BigIntegerField()
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.IMPORTED)
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.TextField()
    published_at = models.DateTimeField(null=True)
    """When it last became the edition that the area's pages show."""

    class Meta:
        ordering = ("-as_of", "-id")
        constraints = (
            UniqueConstraint(fields=("area",), condition=Q(stage="published"), name="one_published_edition_an_area"),
        )

    def __str__(self) -> str:
        return self.identity


class OfEdition(models.Model):
    """A row of one edition. `position` keeps the order of the edition's own table."""

    edition = ForeignKey(Edition, on_delete=CASCADE)
    position = models.PositiveIntegerField()

    class Meta:
        abstract = True
        ordering = ("position",)


class Theme(OfEdition):
    """A chapter of the strategy."""

    prefix = models.CharField(max_length=6)
    name = models.TextField()
    aim = models.TextField()
    colour = models.CharField(max_length=7)


class Priority(OfEdition):
    """A biodiversity priority (Environment Act 2021 s.106(2))."""

    ref = models.CharField(max_length=30)
    theme = models.CharField(max_length=6)
    kind = models.CharField(max_length=20)
    priority = models.TextField()
    why = models.TextField()
    wider_benefits = models.JSONField()
    national_objectives = models.JSONField()
    no_measure_because = models.TextField(blank=True)

    class Meta(OfEdition.Meta):
        constraints = (UniqueConstraint(fields=("edition", "ref"), name="priority_once"),)
        verbose_name_plural = "priorities"


class Measure(OfEdition):
    """A potential measure: a proposal, never an obligation on anyone."""

    ref = models.CharField(max_length=30)
    measure = models.TextField()
    detail = models.TextField()
    action = models.CharField(max_length=20)
    mapped = models.BooleanField()
    priorities = models.JSONField()
    habitat = models.TextField(blank=True)
    principles = models.JSONField()
    who = models.JSONField()
    wider_benefits = models.JSONField()
    funding = models.JSONField()
    not_mapped_because = models.TextField(blank=True)
    guidance_url = models.TextField(blank=True)
    because = models.TextField(blank=True)
    """Of its rule: why the measure belongs where it is mapped."""
    rule = models.JSONField()
    """Its rule in sentences; none for a wider measure."""

    class Meta(OfEdition.Meta):
        constraints = (UniqueConstraint(fields=("edition", "ref"), name="measure_once"),)


class Species(OfEdition):
    """A species priority, and how it is helped."""

    ref = models.TextField()
    common_name = models.TextField()
    scientific_name = models.TextField()
    group = models.TextField()
    why = models.TextField()
    helped_by = models.CharField(max_length=40)
    measures = models.JSONField()

    class Meta(OfEdition.Meta):
        verbose_name_plural = "species"


class FundingRoute(OfEdition):
    """A scheme or market that may pay for a measure."""

    ref = models.TextField()
    scheme = models.TextField()
    name = models.TextField()
    summary = models.TextField()
    url = models.TextField(blank=True)
    checked = models.DateField()
    verified = models.BooleanField()


class MetricHabitat(OfEdition):
    """Which habitat of the statutory biodiversity metric a measure makes."""

    measure = models.CharField(max_length=30)
    metric_habitat = models.TextField()
    intervention = models.CharField(max_length=20)


class Figure(models.Model):
    """A table of figures of the map, each hectare counted once: rows of text as in the edition's CSV."""

    edition = ForeignKey(Edition, on_delete=CASCADE, related_name="figures")
    name = models.CharField(max_length=60)
    rows = models.JSONField()

    class Meta:
        constraints = (UniqueConstraint(fields=("edition", "name"), name="figure_once"),)


class Zone(Located):
    """A parish, ward, district or constituency, clipped to nothing: as its publisher draws it."""

    class Kind(models.TextChoices):
        """What kind of zone it is; the order is that in which they are told."""

        PARISH = "parish"
        WARD = "ward"
        DISTRICT = "district"
        CONSTITUENCY = "constituency"

    edition = ForeignKey(Edition, on_delete=CASCADE, related_name="zones")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.CharField(max_length=20)
    name = models.TextField()

    class Meta:
        indexes = (Index(fields=("edition", "kind", "name")),)


class Town(models.Model):
    """A city, town or village by its name: where its middle is, in metres of EPSG:27700."""

    edition = ForeignKey(Edition, on_delete=CASCADE, related_name="towns")
    name = models.TextField()
    kind = models.CharField(max_length=20)
    population = models.PositiveIntegerField()
    easting_m = models.FloatField()
    northing_m = models.FloatField()

    class Meta:
        indexes = (Index(fields=("edition", "name")),)

    @property
    def where(self) -> str:
        """Its middle, as the page about a place takes it."""
        return f"{self.easting_m:.0f},{self.northing_m:.0f}"


class EditionPostcode(models.Model):
    """A postcode that an edition brings itself; those of a sketch are nobody's. Metres of EPSG:27700."""

    edition = ForeignKey(Edition, on_delete=CASCADE, related_name="postcodes")
    postcode = models.CharField(max_length=8)
    easting_m = models.FloatField()
    northing_m = models.FloatField()

    class Meta:
        constraints = (UniqueConstraint(fields=("edition", "postcode"), name="edition_postcode_once"),)


class Site(Located):
    """An area of particular importance for biodiversity; sites of different types overlap."""

    edition = ForeignKey(Edition, on_delete=CASCADE, related_name="sites")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    name = models.TextField()
    ref = models.TextField()
    area_ha = models.FloatField()

    class Meta:
        constraints = (UniqueConstraint("edition", "number", name="site_once"),)


class Opportunity(Located):
    """An area that could become of particular importance; none overlaps another."""

    edition = ForeignKey(Edition, on_delete=CASCADE, related_name="opportunities")
    number = models.PositiveIntegerField()
    area_ha = models.FloatField()

    class Meta:
        constraints = (UniqueConstraint("edition", "number", name="opportunity_once"),)
        verbose_name_plural = "opportunities"


class Piece(Located):
    """A piece of land that one measure or more is mapped on."""

    edition = ForeignKey(Edition, on_delete=CASCADE, related_name="pieces")
    parcel = models.TextField()
    area_ha = models.FloatField()
    district = models.CharField(max_length=20, blank=True)
    """Code of the district in which a point on it lies; that of one only, where the point is on a boundary."""
    parish = models.CharField(max_length=20, blank=True)
    ward = models.CharField(max_length=20, blank=True)
    constituency = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = (
            Index(fields=("edition", "district")),
            Index(fields=("edition", "parish")),
            Index(fields=("edition", "ward")),
            Index(fields=("edition", "constituency")),
        )


class Place(models.Model):
    """One measure on one piece of land, and why."""

    edition = ForeignKey(Edition, on_delete=CASCADE, related_name="places")
    """That of its piece, here as well so that the places of an edition can be read in order from any of them on."""
    piece = ForeignKey(Piece, on_delete=CASCADE, related_name="places")
    measure = ForeignKey(Measure, on_delete=CASCADE, related_name="places")
    number = models.PositiveIntegerField()
    """Its number in the edition (pm_loc_id)."""
    score = models.FloatField(null=True)
    """0 to 1; nothing where it is withheld."""
    criteria = models.JSONField()
    """How it does by each criterion: name, value, unit, points, weight; value and points nothing where withheld."""
    joins = models.JSONField()
    """What it would join, as the edition's `joins` has it."""

    class Meta:
        constraints = (UniqueConstraint("edition", "number", name="place_once"),)
