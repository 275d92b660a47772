"""A file that somebody sent, as an answer: it may be anything, so a browser saves it and never shows it as a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

POLICY = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def to_be_saved(data: bytes, name: str, media_type: str = "application/octet-stream") -> HttpResponse:
    """The file under its own name."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    return response
