"""The pages of a strategy."""

from django.http import Http404, HttpRequest, HttpResponse

from lnrs_web.editions.models import Edition
from lnrs_web.strategy import documents, figures, mapped_land, queries
from lnrs_web.strategy.frame import of_edition, page


@of_edition
def area_home(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The first page of a strategy."""
    found = {"figures": figures.summary(edition), "counts": queries.counts(edition)}
    return page(request, edition, "strategy:area", "strategy/area.html", chapters=queries.contents(edition), **found)


@of_edition
def priorities(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every priority by theme."""
    return page(request, edition, "strategy:priorities", "strategy/priorities.html", chapters=queries.contents(edition))


@of_edition
def priority(request: HttpRequest, edition: Edition, ref: str) -> HttpResponse:
    """One priority."""
    if (found := queries.priority(edition, ref)) is None:
        raise Http404
    return page(
        request,
        edition,
        "strategy:priorities",
        "strategy/priority.html",
        priority=found,
        theme=queries.theme_of(found),
        measures=queries.measures_for(found),
        area_ha=figures.area_ha_by(edition, "priority").get(ref),
    )


@of_edition
def measures(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every measure by theme and priority."""
    found = {"chapters": queries.contents(edition), "counts": queries.counts(edition)}
    return page(request, edition, "strategy:measures", "strategy/measures.html", **found)


@of_edition
def measure(request: HttpRequest, edition: Edition, ref: str) -> HttpResponse:
    """One measure, and where it is mapped."""
    if (found := queries.measure(edition, ref)) is None:
        raise Http404
    return page(
        request,
        edition,
        "strategy:measures",
        "strategy/measure.html",
        measure=found,
        priorities=queries.priorities_of(found),
        funding=queries.funding_of(found),
        metric_habitats=queries.metric_habitats_of(found),
        species=queries.species_helped_by(found),
        figures=figures.of_measure(edition, ref),
        best=mapped_land.best_places(found),
        districts=mapped_land.by_district(found),
    )


@of_edition
def species(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every species priority by group."""
    return page(request, edition, "strategy:species", "strategy/species.html", groups=queries.species_by_group(edition))


@of_edition
def downloads(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The statement to read, and everything of the edition to take away."""
    return page(request, edition, "strategy:downloads", "strategy/downloads.html", parts=documents.parts_of(edition))


@of_edition
def versions(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every edition of the area that everyone may see."""
    return page(
        request, edition, "strategy:versions", "strategy/versions.html", editions=queries.editions_of(edition.area.slug)
    )
