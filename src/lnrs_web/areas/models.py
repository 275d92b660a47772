"""A strategy area, as the site knows it."""

from django.db import models


class StrategyArea(models.Model):
    """One of the 48 strategy areas of England (Environment Act 2021 s.104) that has an edition on this site."""

    lnrs_id = models.PositiveSmallIntegerField("number", primary_key=True)
    slug = models.SlugField(unique=True)
    """Its name in addresses, such as `kent-and-medway`; never changes."""
    name = models.CharField(max_length=100)
    responsible_authority = models.CharField(max_length=200)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
