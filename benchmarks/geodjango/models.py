"""The tables that the site keeps, with their shapes as GeoDjango's geometry fields. Nothing is ever written to them."""

from django.contrib.gis.db import models


class Located(models.Model):
    """A row of an edition with a shape."""

    edition_id = models.BigIntegerField()
    place = models.GeometryField(srid=27700)

    class Meta:
        abstract = True
        managed = False


class Zone(Located):
    """A district, parish and the like."""

    code = models.TextField()

    class Meta(Located.Meta):
        db_table = "editions_zone"


class Site(Located):
    """An area of particular importance."""

    number = models.PositiveIntegerField()

    class Meta(Located.Meta):
        db_table = "editions_site"


class Opportunity(Located):
    """An area that could become of particular importance."""

    number = models.PositiveIntegerField()

    class Meta(Located.Meta):
        db_table = "editions_opportunity"


class Piece(Located):
    """A piece of land that one measure or more is mapped on."""

    class Meta(Located.Meta):
        db_table = "editions_piece"


class Measure(models.Model):
    """A potential measure."""

    ref = models.TextField()
    measure = models.TextField()

    class Meta:
        managed = False
        db_table = "editions_measure"


class Place(models.Model):
    """A measure on a piece of land."""

    number = models.PositiveIntegerField()
    piece = models.ForeignKey(Piece, on_delete=models.DO_NOTHING)
    measure = models.ForeignKey(Measure, on_delete=models.DO_NOTHING)

    class Meta:
        managed = False
        db_table = "editions_place"
