"""What a contribution is about: a place on the ground, or a part of the strategy."""

import shapely
from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey, Index

from lnrs import gridref
from lnrs_web.editions.models import Edition
from lnrs_web.engagement.models.contributions import Contribution


class Location(models.Model):
    """One thing that a contribution is about. Shapes are WKB in metres of EPSG:27700 with their box."""

    class Kind(models.TextChoices):
        """What it is."""

        POINT = "point", "a point"
        LINE = "line", "a line"
        AREA = "area", "an area"
        ZONE = "zone", "a parish, ward or district"
        POLYGON = "polygon", "a place on the local habitat map"
        MEASURE = "measure", "a measure"
        PRIORITY = "priority", "a priority"
        PARAGRAPH = "paragraph", "a part of the statement"

    contribution = ForeignKey(Contribution, on_delete=CASCADE, related_name="locations")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    edition = ForeignKey(Edition, on_delete=PROTECT, null=True, related_name="+")
    """The edition whose polygon, measure, priority or paragraph it is."""
    ref = models.CharField(max_length=80, blank=True)
    """Of a zone `kind:code`; of a polygon its number on the map (`pm_loc_id`); of a measure or a priority its
    reference; of a chapter its name; of a paragraph `chapter.number`, counted from 1."""
    called = models.CharField(max_length=200, blank=True)
    """It in words, as its writer was shown it or typed it."""
    quote = models.TextField(blank=True)
    """Of a paragraph its words, as they were when it was chosen."""
    digest = models.CharField(max_length=16, blank=True)
    """Of a paragraph the hash of its words (strategy.prose), by which it is found in another edition."""
    wkb = models.BinaryField(null=True)
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)
    precision_m = models.FloatField(default=0)
    """Side of the square that was given for a point, in metres; 0 where it was given exactly."""
    parish = models.CharField(max_length=20, blank=True)
    """Code of the parish in which its middle lies."""
    parish_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (Index(fields=("kind", "ref")), Index(fields=("parish",)))

    def __str__(self) -> str:
        return self.called or self.get_kind_display()

    @property
    def shape(self) -> shapely.Geometry | None:
        """Its shape; nothing for a part of the strategy without a place."""
        found = shapely.from_wkb(bytes(self.wkb)) if self.wkb else None
        return None if found is None or found.is_empty else found

    @property
    def is_of_another_edition(self) -> bool:
        """Whether it is a part of another edition than the one that its activity is about."""
        parts = (self.Kind.POLYGON, self.Kind.MEASURE, self.Kind.PRIORITY, self.Kind.PARAGRAPH)
        return self.kind in parts and self.edition_id != self.contribution.activity.edition_id

    @property
    def in_words(self) -> str:
        """What it is, what it is called or where it is, and in which parish."""
        shape, kind = self.shape, self.Kind
        if self.kind not in (kind.POINT, kind.LINE, kind.AREA) or shape is None:
            return self.called or self.get_kind_display()
        at = gridref.place_name(shape.centroid.x, shape.centroid.y)
        where = self.called or (at if self.kind == kind.POINT else f"near {at}" if at else "")
        what = "" if self.kind == kind.POINT and where else self.get_kind_display().capitalize()
        parish = f"in {self.parish_name}" if self.parish_name and self.parish_name not in where else ""
        return " ".join(part for part in (what, where, parish) if part)
