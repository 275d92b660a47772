"""Pictures in the sizes that pages show, and files that readers take away."""

from mimetypes import guess_type

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from lnrs_web.newsroom.models import Download

FOR_GOOD = "public, max-age=31536000, immutable"
TYPES = ("image/jpeg", "image/png", "image/webp")
DOWNLOAD_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:  # noqa: ARG001
    """A picture in one size; never the one that was sent. Raises Http404."""
    kind, path = guess_type(name)[0], f"images/{name}"
    if kind not in TYPES or not default_storage.exists(path):
        raise Http404
    return FileResponse(default_storage.open(path), content_type=kind, headers={"Cache-Control": FOR_GOOD})


@require_safe
def download(request: HttpRequest, number: int, mark: str, name: str) -> FileResponse:  # noqa: ARG001
    """A file to be kept, never shown within the site. Raises Http404."""
    found = Download.objects.filter(pk=number).first()
    if found is None or (found.mark, found.filename) != (mark, name):
        raise Http404
    if not found.file.storage.exists(found.file.name):
        raise Http404
    kind = guess_type(name)[0] or "application/octet-stream"
    headers = {"Content-Security-Policy": DOWNLOAD_POLICY}
    return FileResponse(found.file.open(), as_attachment=True, filename=name, content_type=kind, headers=headers)
