"""Find out more, for everyone."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lnrs_web.editions.models import Edition
from lnrs_web.newsroom import queries
from lnrs_web.newsroom.models import Piece
from lnrs_web.newsroom.sharing import shared
from lnrs_web.strategy import queries as strategy
from lnrs_web.strategy.frame import of_edition_now, page

SECTION = "newsroom:all"
ON_A_PAGE = 12
ON_THE_FRONT = 3
ABOUT = {
    "stories": "What people do for nature, and what came of it.",
    "news": "What is new about the strategy and those who carry it out.",
    "events": "Walks, work days and meetings, to come and over.",
    "guidance": "How to do what the strategy asks for, step by step.",
    "questions": "What many ask, and the answers.",
}


@of_edition_now(queries.changed)
def all_kinds(request: HttpRequest, edition: Edition, _: str) -> HttpResponse:
    """The newest of every kind."""
    now = timezone.now()
    parts = []
    for kind, model in queries.KINDS.items():
        found = queries.of_kind(edition.area_id, kind)
        found = queries.still_to_come(found, now) if kind == "events" else found
        parts.append((kind, model.kinds, ABOUT[kind], list(found[:ON_THE_FRONT]), found.count()))
    return page(request, edition, SECTION, "newsroom/all.html", parts=parts, any=any(part[4] for part in parts))


@of_edition_now(queries.changed)
def kind(request: HttpRequest, edition: Edition, _: str, kind: str) -> HttpResponse:
    """Every piece of a kind, page by page."""
    found, now = queries.of_kind(edition.area_id, kind), timezone.now()
    over = queries.over(found, now)[:ON_A_PAGE] if kind == "events" else ()
    found = queries.still_to_come(found, now) if kind == "events" else found
    pages = Paginator(found, ON_A_PAGE)
    number = request.GET.get("p", "1")
    if not (number.isascii() and number.isdecimal() and 1 <= int(number[:6]) <= pages.num_pages):
        raise Http404
    context = {"kind": kind, "name": queries.KINDS[kind].kinds, "about": ABOUT[kind], "over": over}
    return page(request, edition, SECTION, "newsroom/kind.html", pieces=pages.page(int(number)), **context)


@of_edition_now(queries.changed)
def piece(request: HttpRequest, edition: Edition, _: str, kind: str, slug: str) -> HttpResponse:
    """One piece."""
    if (found := queries.piece(edition.area_id, kind, slug)) is None:
        raise Http404
    return _shown(request, edition, found)


def _shown(request: HttpRequest, edition: Edition, found: Piece) -> HttpResponse:
    known = {"piece": found, "kind": found.kind, "name": found.kinds, "shared": shared(found, edition.area)}
    return page(request, edition, SECTION, f"newsroom/{found.kind}.html", **known)


def preview(request: HttpRequest, found: Piece) -> HttpResponse:
    """One piece as its editor has it before anybody else."""
    edition = strategy.chosen(strategy.editions_of(found.section.area.slug), "")
    if edition is None:
        return render(request, "newsroom/no_edition.html", status=409)
    return _shown(request, edition, found)
