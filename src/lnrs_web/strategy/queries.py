"""What the pages of a strategy ask of the rows of an edition."""

from collections.abc import Iterable

from lnrs_web.editions.models import Edition, FundingRoute, Measure, MetricHabitat, Priority, Species, Theme, Zone
from lnrs_web.editions.queries import seen_by_everyone
from lnrs_web.strategy import figures
from lnrs_web.strategy.chapters import Chapter, Helped, Mapped, by_group, chapters, mapped


def editions_of(area: str) -> list[Edition]:
    """Every edition of an area that everyone may see, the newest first."""
    found = seen_by_everyone().filter(area__slug=area).select_related("area")
    return list(found.order_by("-published_at", "-id"))


def chosen(editions: Iterable[Edition], identity: str) -> Edition | None:
    """The edition with this identity, or without one that is published; nothing where there is none."""
    if not identity:
        return next((one for one in editions if one.stage == Edition.Stage.PUBLISHED), None)
    return next((one for one in editions if one.identity == identity), None)


def current(area: str) -> Edition | None:
    """The published edition of an area; nothing where there is none."""
    return chosen(editions_of(area), "")


def contents(edition: Edition) -> list[Chapter]:
    """The whole strategy: themes, priorities and measures, with mapped hectares."""
    return chapters(
        Theme.objects.filter(edition=edition),
        Priority.objects.filter(edition=edition),
        mapped(Measure.objects.filter(edition=edition), figures.area_ha_by(edition, "measure")),
        figures.area_ha_by(edition, "priority"),
    )


def counts(edition: Edition) -> dict[str, int]:
    """How many priorities, species, measures and zones an edition has.

    `placed` are the measures with land on the map, `unplaced` those whose rule no land meets, `wider` those that have
    no rule.
    """
    area_ha = figures.area_ha_by(edition, "measure")
    land = [area_ha.get(one.ref, 0.0) if one.mapped else None for one in Measure.objects.filter(edition=edition)]
    return {
        "priorities": Priority.objects.filter(edition=edition).count(),
        "species": Species.objects.filter(edition=edition).count(),
        "zones": Zone.objects.filter(edition=edition).count(),
        "measures": len(land),
        "placed": sum(bool(one) for one in land),
        "unplaced": land.count(0.0),
        "wider": land.count(None),
    }


def priority(edition: Edition, ref: str) -> Priority | None:
    """The priority with a reference."""
    return Priority.objects.filter(edition=edition, ref=ref).first()


def measure(edition: Edition, ref: str) -> Measure | None:
    """The measure with a reference."""
    return Measure.objects.filter(edition=edition, ref=ref).first()


def theme_of(priority: Priority) -> Theme | None:
    """The theme of a priority."""
    return Theme.objects.filter(edition=priority.edition, prefix=priority.theme).first()


def measures_for(priority: Priority) -> list[Mapped]:
    """Every measure that serves a priority, its own and those of others."""
    serving = [one for one in Measure.objects.filter(edition=priority.edition) if priority.ref in one.priorities]
    return mapped(serving, figures.area_ha_by(priority.edition, "measure"))


def priorities_of(measure: Measure) -> list[Priority]:
    """The priorities that a measure serves, its own first."""
    found = {one.ref: one for one in Priority.objects.filter(edition=measure.edition, ref__in=measure.priorities)}
    return [found[ref] for ref in measure.priorities if ref in found]


def funding_of(*measures: Measure) -> list[FundingRoute]:
    """The schemes and markets that may pay for measures of one edition."""
    refs = {ref for one in measures for ref in one.funding}
    return list(FundingRoute.objects.filter(edition__in={one.edition_id for one in measures}, ref__in=refs))


def metric_habitats_of(*measures: Measure) -> list[MetricHabitat]:
    """The habitats of the statutory biodiversity metric that measures of one edition make."""
    refs = {one.ref for one in measures}
    return list(MetricHabitat.objects.filter(edition__in={one.edition_id for one in measures}, measure__in=refs))


def species_helped_by(*measures: Measure) -> list[Species]:
    """The species priorities that name any of the measures of one edition."""
    refs = {one.ref for one in measures}
    found = Species.objects.filter(edition__in={one.edition_id for one in measures})
    return [one for one in found if not refs.isdisjoint(one.measures)]


def species_by_group(edition: Edition) -> dict[str, list[Helped]]:
    """Every species priority by its group, with the measures that help it."""
    measures = {one.ref: one for one in Measure.objects.filter(edition=edition)}
    return by_group(Species.objects.filter(edition=edition), measures)


def funding_by_scheme(edition: Edition) -> dict[str, list[tuple[FundingRoute, list[Measure]]]]:
    """Every funding route by its scheme, in the order of the strategy, with the measures that it may pay for."""
    measures = list(Measure.objects.filter(edition=edition))
    schemes: dict[str, list[tuple[FundingRoute, list[Measure]]]] = {}
    for route in FundingRoute.objects.filter(edition=edition):
        paid = [one for one in measures if route.ref in one.funding]
        schemes.setdefault(route.scheme, []).append((route, paid))
    return schemes
