"""What every page of an edition has in common: which edition it shows, its parts, and where else to go.

Each shows the current edition, or the one that `?edition=` names.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lnrs.nutrients.catchments import catchments
from lnrs_web.editions.models import Edition
from lnrs_web.strategy import addresses, kept_pages, prose, queries, zones

MENU = (
    (
        "The strategy",
        (
            ("strategy:area", "Overview"),
            ("strategy:summary", "In words"),
            ("strategy:priorities", "Priorities"),
            ("strategy:measures", "Measures"),
            ("strategy:species", "Species"),
            ("strategy:benefits", "Wider benefits"),
            ("strategy:funding", "Who pays"),
            ("strategy:glossary", "Words explained"),
        ),
    ),
    ("Places", (("atlas:map", "Map"), ("strategy:zones", "My place"), ("briefings:all", "Briefings"))),
    ("Take part", (("say:all", "Have your say"), ("petition:all", "Petitions"), ("newsroom:all", "Find out more"))),
    (
        "Are we getting there",
        (("delivery:projects", "Delivery"), ("thirty:account", "30 by 30"), ("targets:area", "Targets")),
    ),
    (
        "Land",
        (
            ("land:start", "My land"),
            ("planning:start", "Planning check"),
            ("gain:sites", "Gain sites"),
            ("nutrients:page", "Nutrient credits"),
            ("public_land:bodies", "Public land"),
        ),
    ),
    ("To take away", (("strategy:downloads", "Documents and data"), ("strategy:versions", "Editions"))),
    ("How it is made", (("timeline:page", "Procedure"),)),
)
"""The parts of a strategy's site in groups: the name of each part's first page, and what it is called."""
SECTIONS = tuple(part for _, parts in MENU for part in parts)
CREDITS = "nutrients:page"


def menu_of(area: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """The menu of a strategy area, by its number: credits are for areas with a catchment in which nutrients count."""
    has_credits = any(area in one.areas for one in catchments())
    return [(group, [part for part in parts if has_credits or part[0] != CREDITS]) for group, parts in MENU]


def edition_asked_for(request: HttpRequest, area: str) -> Edition:
    """The edition that a request is about, which everyone may see.

    Raises Http404 where there is none.
    """
    return _one_of(queries.editions_of(area), request)


def of_edition(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A view that only reads, and is given the edition asked for in place of the area's name. Its pages are kept."""
    return _kept(view, lambda _: ())


def of_edition_now(
    now_of: Callable[[Edition], str],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponseBase]]:
    """As `of_edition`, for a view whose pages depend on what `now_of` says of the edition too: it is asked each time,
    and given to the view after the edition."""
    return lambda view: _kept(view, lambda edition: (now_of(edition),))


def _kept(
    view: Callable[..., HttpResponse], besides: Callable[[Edition], tuple[str, ...]]
) -> Callable[..., HttpResponseBase]:
    @require_safe
    @wraps(view)
    def found(request: HttpRequest, area: str, **parts: str) -> HttpResponseBase:
        editions = queries.editions_of(area)
        edition = _one_of(editions, request)
        also = besides(edition)
        return kept_pages.answer(request, editions, lambda: view(request, edition, *also, **parts), also)

    return found


def _one_of(editions: Sequence[Edition], request: HttpRequest) -> Edition:
    """The edition that `?edition=` names, or the current one. Raises Http404 where there is none."""
    if (edition := queries.chosen(editions, request.GET.get("edition", ""))) is None:
        raise Http404
    return edition


def page(request: HttpRequest, edition: Edition, section: str, template: str, **context: Any) -> HttpResponse:
    """A page of an edition, which names it; one that is not current points to the same page in the current one.

    `section` is one of SECTIONS; `status` in the context is the answer's.
    """
    frame = {
        "edition": edition,
        "area": edition.area,
        "section": section,
        "menu": menu_of(edition.area_id),
        "permanent": "" if section in OF_THEIR_OWN_TIME else _with_query(request, edition=edition.identity),
        "current": None,
    }
    if edition.stage != Edition.Stage.PUBLISHED:
        current = queries.chosen(queries.editions_of(edition.area.slug), "")
        frame |= {"current": current, "now_at": _now_at(request, section, current) if current else ""}
    status = context.pop("status", 200)
    return render(request, template, frame | context, status=status)


KEPT = ("place", "name", "q", "kind", "p", "about", "by", "stance", "parish")
"""What is asked of a page that its lasting address, and that of the same page in the current edition, keeps."""
OF_THEIR_OWN_TIME = (
    "briefings:all",
    "delivery:projects",
    *("gain:sites", "newsroom:all", CREDITS, "petition:all", "public_land:bodies", "say:all"),
    *("targets:area", "thirty:account", "timeline:page"),
)
"""Sections that change while an edition does not: they have no lasting address."""


def _with_query(request: HttpRequest, **asked: str) -> str:
    """The page's own address with other things asked of it; what it shows is kept."""
    asked = {name: value for name in KEPT if (value := request.GET.get(name, ""))} | asked
    return f"{request.path}?{urlencode(asked, safe=',')}" if asked else request.path


def _now_at(request: HttpRequest, section: str, current: Edition) -> str:
    """The same page in the current edition, or that edition's first page where it has no such page."""
    one_of: dict[str, Callable[..., object]] = {
        "strategy:priorities": queries.priority,
        "strategy:measures": queries.measure,
        "strategy:zones": zones.named,
        "strategy:summary": prose.chapter,
    }
    parts = dict(request.resolver_match.kwargs) if request.resolver_match else {}
    parts.pop("area", "")
    if parts and section in one_of and one_of[section](current, **parts) is None:
        return addresses.address("strategy:area", current)
    return _with_query(request)
