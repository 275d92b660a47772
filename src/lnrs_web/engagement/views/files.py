"""A file that somebody sent, as an answer: it may be anything, so a browser saves it and never shows it as a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from lnrs_web.engagement.models import Attachment

POLICY = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def to_be_saved(file: Attachment) -> HttpResponse:
    """The file under its own name."""
    response = HttpResponse(bytes(file.file.data), content_type=file.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    return response
