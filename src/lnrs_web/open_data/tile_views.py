"""Vector tiles of editions. An edition never changes, and so neither does a tile of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers

from lnrs_web.editions.models import Edition
from lnrs_web.editions.queries import seen_by_everyone
from lnrs_web.open_data import ogc, tiles
from lnrs_web.open_data.answers import FOR_EVER, Refused, as_json, kept, known_only, open_data

MVT = "application/vnd.mapbox-vector-tile"


def _archive(identity: str, name: str) -> tuple[Edition, tiles.Archive]:
    edition = get_object_or_404(seen_by_everyone().select_related("area"), identity=identity)
    if name not in (found := tiles.archives_of(edition)):
        raise Http404
    return edition, found[name]


@open_data
def all_archives(request: HttpRequest, identity: str) -> HttpResponseBase:
    """Which archives an edition has."""
    edition = get_object_or_404(seen_by_everyone().select_related("area"), identity=identity)

    def content() -> dict[str, Any]:
        found = {name: _described(request, edition, one) for name, one in tiles.archives_of(edition).items()}
        return {"edition": ogc.edition_of(edition), "tilesets": found}

    return _plain(request, content, edition)


@open_data
def tilejson(request: HttpRequest, identity: str, name: str) -> HttpResponseBase:
    """TileJSON of an archive."""
    edition, archive = _archive(identity, name)
    return _plain(request, lambda: _described(request, edition, archive), edition)


def _plain(request: HttpRequest, content: Any, edition: Edition) -> HttpResponseBase:
    if wrong := known_only(request, ()):
        raise Refused(wrong)
    return kept(request, lambda: as_json(content()), edition.identity, lasting=True)


def _described(request: HttpRequest, edition: Edition, archive: tiles.Archive) -> dict[str, Any]:
    first = request.build_absolute_uri(reverse("open_data:tile", args=(edition.identity, archive.name, 0, 0, 0)))
    file = reverse("edition-file", args=(edition.area.slug, edition.identity, f"tiles/{archive.name}.pmtiles"))
    described = tiles.tilejson(archive, first.removesuffix("/0/0/0.mvt") + "/{z}/{x}/{y}.mvt")
    return {**described, "edition": ogc.edition_of(edition), "pmtiles": request.build_absolute_uri(file)}


@open_data
def tile(request: HttpRequest, identity: str, name: str, z: int, x: int, y: int) -> HttpResponseBase:
    """One tile; 204 where the archive has none, 404 beyond its zooms."""
    _, archive = _archive(identity, name)
    first, last = tiles.zooms(archive.path)
    if not first <= z <= last or max(x, y) >= 2**z:
        raise Http404
    is_zipped = tiles.is_zipped(archive.path) and takes_gzip(request.headers.get("Accept-Encoding", ""))
    etag = f'"{archive.sha256[:24]}-{z}-{x}-{y}{"-gzip" if is_zipped else ""}"'
    response = get_conditional_response(request, etag=etag) or _sent(archive, z, x, y, is_zipped)
    response["ETag"], response["Cache-Control"] = etag, FOR_EVER
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header takes gzip.

    >>> takes_gzip("br, gzip"), takes_gzip("gzip;q=0"), takes_gzip("")
    (True, False, False)
    """
    for part in accepted.lower().split(","):
        coding, _, quality = part.replace(" ", "").partition(";q=")
        if coding in ("gzip", "*"):
            return not quality or quality.strip("0.") != ""
    return False


def _sent(archive: tiles.Archive, z: int, x: int, y: int, is_zipped: bool) -> HttpResponse:
    content = tiles.tile(archive.path, z, x, y)
    if content is None:
        return HttpResponse(status=204)
    if tiles.is_zipped(archive.path) and not is_zipped:
        content = tiles.unzipped(content)
    response = HttpResponse(content, content_type=MVT)
    if is_zipped:
        response["Content-Encoding"] = "gzip"
    return response
