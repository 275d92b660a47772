"""The files of an edition, as they were published."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from lnrs.edition import manifest as manifests
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.formats import parcels
from lnrs_web.editions.models import Edition
from lnrs_web.editions.queries import seen_by_everyone
from lnrs_web.editions.ranges import send

TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".gpkg": "application/geopackage+sqlite3",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".pmtiles": "application/vnd.pmtiles",
    ".png": "image/png",
}


STATEMENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The statement carries its own style sheet within it, so that it is one file; no script may run there either."""


@require_safe
def file(request: HttpRequest, area: str, identity: str, path: str) -> HttpResponseBase:
    """A file of a published edition; only those that its manifest lists, and the manifest, are there."""
    return file_of(request, get_object_or_404(seen_by_everyone(), area__slug=area, identity=identity), path)


def file_of(request: HttpRequest, edition: Edition, path: str) -> HttpResponseBase:
    """A file of an edition, whoever may see it. Raises Http404 for one that its manifest does not list."""
    folder = folder_of(edition)
    listed = {entry.path: entry.sha256 for entry in manifests.read(folder).files}
    listed[manifests.FILE] = edition.identity
    if path not in listed:
        raise Http404
    there = folder / path
    response = send(request, there, listed[path], TYPES.get(there.suffix, "application/octet-stream"))
    if there.suffix == ".html":
        response.headers["Content-Security-Policy"] = STATEMENT_POLICY
    return response


@require_safe
def other_format(request: HttpRequest, area: str, identity: str, name: str) -> HttpResponseBase:
    """The map of a published edition in another format, made now where nobody asked for it before."""
    edition = get_object_or_404(seen_by_everyone(), area__slug=area, identity=identity)
    wanted = next((one for one in parcels.FORMATS if one.name == name), None)
    if wanted is None or parcels.refused(edition, name):
        raise Http404
    parcel = parcels.made(edition, wanted)
    response = send(request, parcel.path, parcel.sha256, "application/zip")
    response.headers["Cache-Control"] = "public, max-age=86400"  # made anew by other software it may differ
    response.headers["Content-Disposition"] = f'attachment; filename="{edition.identity}-{name}"'
    return response
