"""What the metric of a listing says of each place, where its file has shapes."""

import shapely
from django.db import models
from django.db.models import CASCADE, ForeignKey, UniqueConstraint

from lnrs.significance import Action
from lnrs_web.gain_sites.models.site import Version

WORK = {Action.BASELINE: "as it is", Action.CREATION: "created", Action.ENHANCEMENT: "enhanced"}


class Claim(models.Model):
    """The strategic significance that a metric claims for a habitat of one parcel, hedgerow or tree. It is seen by the
    owner and by officers alone."""

    version = ForeignKey(Version, on_delete=CASCADE, related_name="claims")
    position = models.PositiveIntegerField()
    ref = models.TextField()
    action = models.CharField(max_length=12, choices=[(str(one), words) for one, words in WORK.items()])
    habitat = models.TextField()
    level = models.CharField(max_length=6)
    """`high`, `medium` or `low`."""
    wkb = models.BinaryField()
    """EPSG:27700."""

    class Meta:
        ordering = ("position",)
        constraints = (UniqueConstraint(fields=("version", "position"), name="gain_site_claim_once"),)

    def __str__(self) -> str:
        return f"{self.ref}, {self.habitat}, {self.get_action_display()}"

    @property
    def shape(self) -> shapely.Geometry:
        """The parcel, the line or the trees."""
        return shapely.from_wkb(bytes(self.wkb))
