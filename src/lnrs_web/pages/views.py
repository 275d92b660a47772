"""The pages that belong to no area."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lnrs_web.editions import queries


@require_safe
def choose_area(request: HttpRequest) -> HttpResponse:
    """The front page: the areas with a strategy that everyone may read."""
    return render(request, "pages/choose_area.html", {"editions": queries.current_editions()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the site can be used by everyone."""
    return render(request, "pages/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the site keeps of its readers."""
    return render(request, "pages/privacy.html")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`ok`, or 503 where the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})
