"""Where postcodes lie, as one release of a public table says; the one that is complete holds for the whole site."""

from django.db import models
from django.db.models import CASCADE, ForeignKey, Q, UniqueConstraint


class PostcodeRelease(models.Model):
    """One table of postcodes. While it is taken in it is not in use, and the one before still is."""

    source = models.TextField()
    """Who made it and what it is called, such as `OS Code-Point Open`."""
    version = models.TextField()
    """Which one it is: the name of its file, unless whoever took it in said more."""
    sha256 = models.CharField(max_length=64)
    in_use = models.BooleanField(default=False)
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.TextField()

    class Meta:
        constraints = (UniqueConstraint(fields=("in_use",), condition=Q(in_use=True), name="one_release_in_use"),)


class Postcode(models.Model):
    """One postcode, written with a space before its last three, and its place in metres of EPSG:27700."""

    release = ForeignKey(PostcodeRelease, on_delete=CASCADE, related_name="postcodes")
    postcode = models.CharField(max_length=8)
    easting_m = models.PositiveIntegerField()
    northing_m = models.PositiveIntegerField()
    ended = models.CharField(max_length=7, blank=True)
    """Year and month since when it is no longer used, `2015-06`; nothing while it is."""

    class Meta:
        constraints = (UniqueConstraint(fields=("release", "postcode"), name="postcode_once"),)
