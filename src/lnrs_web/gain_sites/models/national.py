"""Sites of the national register of biodiversity gain sites, as a file of it had them."""

from django.db import models
from django.db.models import PROTECT, ForeignKey
from django.utils import timezone

from lnrs_web.areas.models import StrategyArea


class NationalSite(models.Model):
    """A site of the national register. It has hectares of habitats, and no units that could be sold here."""

    reference = models.CharField(max_length=40, unique=True)
    """Such as `BGS-090426001`."""
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    grid_reference = models.CharField(max_length=20)
    easting_m = models.FloatField()
    northing_m = models.FloatField()
    size_ha = models.CharField(max_length=20, blank=True)
    """As the register has it."""
    start_date = models.DateField(null=True)
    responsible_bodies = models.JSONField(default=list)
    habitats = models.JSONField(default=list)
    """Each with type, condition, size and work, as the register has them."""
    allocations = models.PositiveIntegerField(default=0)
    read_from = models.CharField(max_length=64)
    """SHA-256 of the file in which it was last seen."""
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("reference",)

    def __str__(self) -> str:
        return self.reference
