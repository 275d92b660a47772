"""The pages that belong to no area."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lnrs_web.editions import queries

GOOD_FOR = timedelta(days=180)


@require_safe
def choose_area(request: HttpRequest) -> HttpResponse:
    """The front page: the areas with a strategy that everyone may read."""
    return render(request, "pages/choose_area.html", {"editions": queries.current_editions()})


@require_safe
def about(request: HttpRequest, page: str) -> HttpResponse:
    """A page about the site itself, which says who runs it and how to reach them."""
    known = {"operator": settings.OPERATOR, "contact": settings.CONTACT, "authorities": queries.current_editions()}
    return render(request, f"pages/{page}.html", known)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to tell of a weakness of the site (RFC 9116)."""
    lines = [
        f"Contact: mailto:{settings.CONTACT}" if settings.CONTACT else f"Contact: {_whole(request, '/contact/')}",
        f"Expires: {timezone.now() + GOOD_FOR:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: en",
        f"Canonical: {_whole(request, request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _whole(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`ok`, or 503 where the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})
