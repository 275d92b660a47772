"""What every page of England shares: its edition, its menu, and that it is kept once it was made."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lnrs_web.editions.queries import current_editions
from lnrs_web.england import queries
from lnrs_web.england.models import EnglandEdition
from lnrs_web.places.models import PostcodeRelease
from lnrs_web.strategy import kept_pages

MENU = (
    ("england:front", "England at a glance"),
    ("england:find", "Find a strategy"),
    ("england:map", "Map of the network"),
    ("england:corridor", "A corridor"),
    ("england:compare", "Areas compared"),
    ("england:habitats", "Habitats"),
    ("thirty_england:england", "30 by 30"),
    ("targets_england:england", "Targets"),
    ("england:data", "Data"),
)

WITHOUT_EDITION = ("england:front", "england:find", "thirty_england:england", "targets_england:england")
"""The pages of the menu that are there without an England edition."""

View = Callable[..., HttpResponse]


def of_england(view: View) -> View:
    """A page that may be there without an England edition: the view is given the current one, or None."""

    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        edition = queries.current()
        return _kept(request, edition, lambda: view(request, edition, **parts))

    return answered


def of_edition(view: View) -> View:
    """A page that is there only with an England edition; without one it says so."""

    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        edition = queries.current()
        if edition is None:
            return page(request, None, "", "england/nothing_yet.html", status=404)
        return _kept(request, edition, lambda: view(request, edition, **parts))

    return answered


def _kept(request: HttpRequest, edition: EnglandEdition | None, make: Callable[[], HttpResponse]) -> HttpResponseBase:
    """The page, made or kept: it depends on the England edition, on the strategies that are current on this site, and
    on the table of postcodes that is in use."""
    postcodes = PostcodeRelease.objects.filter(in_use=True).values_list("pk", flat=True).first()
    also = ("england", edition.identity if edition else "", str(postcodes or ""))
    return kept_pages.answer(request, list(current_editions()), make, also)


def page(
    request: HttpRequest,
    edition: EnglandEdition | None,
    section: str,
    template: str,
    *,
    status: int = 200,
    **found: Any,
) -> HttpResponse:
    """A page in the frame."""
    menu = [(name, words) for name, words in MENU if edition or name in WITHOUT_EDITION]
    context = {"edition": edition, "menu": menu, "section": section, **found}
    return render(request, template, context, status=status)
