"""A planning check that was kept: what was asked, and of which edition. The answer is worked out from both, which never
change, and so never changes either."""

import shapely
from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey

from lnrs.significance import Action
from lnrs_web.editions.models import Edition


class SiteCheck(models.Model):
    """A red line boundary, asked about in one edition. Who has the key can read it."""

    key = models.CharField(max_length=20, unique=True)
    edition = ForeignKey(Edition, on_delete=PROTECT, related_name="site_checks")
    made_at = models.DateTimeField(db_index=True)
    name = models.TextField(blank=True)
    """What the person calls the development, such as its name or the application's reference."""
    wkb = models.BinaryField()
    """The land within the red line, polygons of EPSG:27700."""
    notes = models.JSONField(default=list)
    """What is to be known of how the land was read, by the names of `boundaries.parcels.Note`."""

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return self.key

    @property
    def shape(self) -> shapely.Geometry:
        """The land within the red line."""
        return shapely.from_wkb(bytes(self.wkb))


class SiteHabitat(models.Model):
    """A habitat of the metric on the site: there already, or proposed."""

    check_made = ForeignKey(SiteCheck, on_delete=CASCADE, related_name="habitats")
    position = models.PositiveIntegerField()
    """Number of its row, from 1."""
    habitat = models.TextField()
    """As the metric names it."""
    action = models.CharField(max_length=20, choices=[(str(one), str(one)) for one in Action])
    size = models.FloatField(null=True)
    """In the unit of the habitat, hectares or kilometres; nothing where it fills its parcel."""
    reference = models.TextField(blank=True)
    """The parcel it is on; anywhere on the site where there is none."""
    wkb = models.BinaryField(null=True)
    """The shape of that parcel."""

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.position}. {self.habitat} ({self.action})"

    @property
    def shape(self) -> shapely.Geometry | None:
        """The shape of its parcel."""
        return shapely.from_wkb(bytes(self.wkb)) if self.wkb is not None else None
