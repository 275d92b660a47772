"""What strategic significance is told from: the land that an edition maps measures on, and what habitats they make."""

from collections import defaultdict

import shapely

from lnrs.significance import Makes, MappedLand
from lnrs_web.editions.located import touching
from lnrs_web.editions.models import Edition, MetricHabitat, Piece, Place


def mapped_land(edition: Edition, land: shapely.Geometry) -> list[MappedLand]:
    """The pieces of land that touch the land, each with the references of its measures."""
    pieces: list[Piece] = touching(Piece.objects.filter(edition=edition), land)
    measures: dict[int, set[str]] = defaultdict(set)
    for piece, ref in Place.objects.filter(piece__in=pieces).values_list("piece_id", "measure__ref"):
        measures[piece].add(ref)
    return [MappedLand(frozenset(measures[piece.pk]), piece.shape) for piece in pieces]


def table_of(edition: Edition) -> list[Makes]:
    """Which measure makes which habitat of the metric."""
    rows = MetricHabitat.objects.filter(edition=edition)
    return [Makes(one.measure, one.metric_habitat, one.intervention) for one in rows]
