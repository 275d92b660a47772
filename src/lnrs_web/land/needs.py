"""What an edition's measures ask to be paid for, in the words of `lnrs.funding`."""

from collections.abc import Collection, Iterator

from lnrs.funding.links import Need, Route
from lnrs_web.editions.models import Edition, FundingRoute, Measure, MetricHabitat


def needs(edition: Edition, measures: Collection[Measure]) -> Iterator[Need]:
    """The need of each measure: the metric's habitats that the edition says it makes, and the routes that it names."""
    routes = {one.ref: Route(one.scheme, one.name) for one in FundingRoute.objects.filter(edition=edition)}
    habitats: dict[str, list[tuple[str, str]]] = {}
    for row in MetricHabitat.objects.filter(edition=edition, measure__in=[one.ref for one in measures]):
        habitats.setdefault(row.measure, []).append((row.metric_habitat, row.intervention))
    for one in measures:
        named = tuple(routes[ref] for ref in one.funding if ref in routes)
        yield Need(one.ref, tuple(habitats.get(one.ref, ())), named)
