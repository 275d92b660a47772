"""How the site is, as a page and for programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lnrs_web.status.queries import Status, status


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """How the site is, in words."""
    now = status()
    return render(request, "status/page.html", {"status": now}, status=_code(now))


@require_safe
@never_cache
def as_json(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """How the site is, for a program that watches it."""
    now = status()
    return JsonResponse(now.to_json(), status=_code(now))


def _code(now: Status) -> int:
    return 200 if now.database_answers else 503
