"""The figures and the map of England to take away."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from lnrs_web.editions.ranges import send
from lnrs_web.editions.views import TYPES
from lnrs_web.england import areas, downloads, queries
from lnrs_web.england.actions import folder_of
from lnrs_web.england.figures import HABITAT, LAND, Figure, Values
from lnrs_web.england.frame import of_edition, page
from lnrs_web.england.models import ENGLAND, EnglandEdition
from lnrs_web.exports.answers import table_response


@of_edition
def data(request: HttpRequest, edition: EnglandEdition) -> HttpResponse:
    """Everything to take away: figures as CSV, layers as GeoParquet, and how to read them."""
    layers = []
    for name, words in downloads.LAYERS.items():
        parts = downloads.parts_of(edition, name)
        layers.append((name, words, edition.counts.get(name, 0), len(parts), sum(one.file.size_bytes for one in parts)))
    older = queries.seen_by_everyone().exclude(pk=edition.pk)
    return page(
        request,
        edition,
        "england:data",
        "england/data.html",
        tables=downloads.tables_of(edition),
        layers=layers,
        others=downloads.others_of(edition),
        readme=downloads.readme(edition, _files_address(request, "measures")),
        older=older,
    )


@of_edition
def layer(request: HttpRequest, edition: EnglandEdition, layer: str) -> HttpResponse:
    """The GeoParquet files of a layer, by area."""
    if layer not in downloads.LAYERS:
        raise Http404
    shown = areas.shown(edition)
    by_area: dict[int, list[downloads.Part]] = {number: [] for number in shown}
    for part in downloads.parts_of(edition, layer):
        by_area[part.lnrs_id].append(part)
    rows = [(shown[number], parts, sum(one.file.size_bytes for one in parts)) for number, parts in by_area.items()]
    found: dict[str, Any] = {"layer": layer, "words": downloads.LAYERS[layer], "rows": rows}
    return page(request, edition, "england:data", "england/layer.html", **found)


@of_edition
def files(request: HttpRequest, edition: EnglandEdition, layer: str) -> HttpResponse:
    """The addresses of all GeoParquet files of a layer, one a line, for wget."""
    if layer not in downloads.LAYERS:
        raise Http404
    text = downloads.listing(edition, layer, _file_address(request, edition))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@of_edition
def readme(request: HttpRequest, edition: EnglandEdition) -> HttpResponse:
    """How DuckDB and GeoPandas read the GeoParquet files."""
    text = downloads.readme(edition, _files_address(request, "measures"))
    return HttpResponse(text, content_type="text/markdown; charset=utf-8")


def _file_address(request: HttpRequest, edition: EnglandEdition) -> Callable[[str], str]:
    def address(path: str) -> str:
        return request.build_absolute_uri(reverse("england:file", args=[edition.identity, path]))

    return address


def _files_address(request: HttpRequest, layer_name: str) -> str:
    return request.build_absolute_uri(reverse("england:files", args=[layer_name]))


@require_safe
def file(request: HttpRequest, identity: str, path: str) -> HttpResponseBase:
    """A file of an England edition that was published; only those that its record lists, and the record, are there."""
    edition = get_object_or_404(queries.seen_by_everyone(), identity=identity)
    listed = downloads.files_of(edition)
    if path not in listed:
        raise Http404
    there = folder_of(edition) / path
    return send(request, there, listed[path].sha256, TYPES.get(there.suffix, "application/octet-stream"))


@of_edition
def compare_csv(request: HttpRequest, edition: EnglandEdition) -> HttpResponseBase:
    """The figures by which areas are compared, as CSV."""
    return _csv(request, edition, "england-areas", LAND, queries.land(edition))


@of_edition
def habitat_csv(request: HttpRequest, edition: EnglandEdition, slug: str) -> HttpResponseBase:
    """The figures of one habitat in every area, as CSV."""
    name = queries.habitat_names(edition.identity).get(slug)
    if name is None:
        raise Http404
    found = queries.habitat_in_areas(edition, name)
    values = {number: one.values for number, one in found.items()}
    return _csv(request, edition, f"england-{slug}", HABITAT, values, habitat=name)


def _csv(
    request: HttpRequest,
    edition: EnglandEdition,
    name: str,
    figures: tuple[Figure, ...],
    values: dict[int, Values],
    habitat: str = "",
) -> HttpResponseBase:
    """England first, then the areas by name; each row says its edition and date, and whether it is invented."""
    names = {ENGLAND: ("England", "")}
    names |= {number: (one.area.name, one.status_words) for number, one in areas.shown(edition).items()}
    about = ["lnrs_id", "area", "status", *(["habitat"] if habitat else [])]
    columns = [*about, *(one.key for one in figures), "edition", "as_of", "invented"]

    def rows() -> Iterable[list[object]]:
        for number, (area, status) in names.items():
            own = values.get(number, {})
            first = [number, area, status, *([habitat] if habitat else [])]
            yield [*first, *(own.get(one.key) for one in figures), edition.identity, edition.as_of, edition.invented]

    return table_response(request, name, columns, rows(), "csv")
