"""The pages of a strategy."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from lnrs_web.editions.models import Edition
from lnrs_web.strategy import documents, figures, mapped_land, maps, queries
from lnrs_web.strategy.frame import of_edition, page


@of_edition
def area_home(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The first page of a strategy."""
    found = {
        "figures": figures.summary(edition),
        "counts": queries.counts(edition),
        "map": maps.shown(maps.of_area(edition)),
    }
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
    measures = queries.measures_for(found)
    served = [one.measure for one in measures]
    return page(
        request,
        edition,
        "strategy:priorities",
        "strategy/priority.html",
        priority=found,
        theme=queries.theme_of(found),
        map=maps.shown(maps.of_priority(found)) if figures.area_ha_by(edition, "priority").get(ref) else None,
        measures=measures,
        area_ha=figures.area_ha_by(edition, "priority").get(ref),
        by_kind=mapped_land.by_zones(served),
        who=list(dict.fromkeys(name for one in served for name in one.who)),
        funding=queries.funding_of(*served),
        metric_habitats=sorted({one.metric_habitat for one in queries.metric_habitats_of(*served)}),
        species=queries.species_helped_by(*served),
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
        map=maps.shown(maps.of_measure(found)) if found.mapped else None,
        by_kind=mapped_land.by_zones([found]),
    )


@of_edition
def species(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every species priority by group."""
    return page(request, edition, "strategy:species", "strategy/species.html", groups=queries.species_by_group(edition))


@of_edition
def downloads(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The statement to read, everything of the edition to take away, and how to cite it."""
    path = f"{reverse('strategy:area', args=[edition.area.slug])}?edition={edition.identity}"
    answer = page(
        request,
        edition,
        "strategy:downloads",
        "strategy/downloads.html",
        parts=documents.parts_of(edition),
        formats=documents.other_formats(edition),
        citation=documents.citation(edition, request.build_absolute_uri(path)),
    )
    answer["Cache-Control"] = "no-cache"  # it says which formats have been made by now
    return answer
