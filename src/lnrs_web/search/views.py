"""The page of the search."""

from django.http import HttpRequest, HttpResponse

from lnrs_web.editions.models import Edition
from lnrs_web.newsroom.queries import changed
from lnrs_web.pages.limits import searches
from lnrs_web.search import queries
from lnrs_web.search.models import Text
from lnrs_web.search.question import read
from lnrs_web.strategy.frame import of_edition_now, page

SECTION = "search:results"


@searches
@of_edition_now(changed)
def results(request: HttpRequest, edition: Edition, _: str) -> HttpResponse:
    """What an edition says of some words; help where it says nothing, and a form where none are given."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()
    kind = request.GET.get("kind", "")
    kind = kind if kind in Text.Kind.values else ""
    try:
        question = read(asked)
    except ValueError as error:
        wrong = f"{error}."
        return page(request, edition, SECTION, "search/results.html", asked=asked, wrong=wrong, status=400)
    if not question.sought:
        return page(request, edition, SECTION, "search/results.html", asked=asked)
    found = queries.found(edition, question, kind, _number(request.GET.get("p", "")))
    return page(
        request,
        edition,
        SECTION,
        "search/results.html",
        asked=asked,
        found=found,
        kind=kind,
        kind_words=Text.Kind(kind).label if kind else "",
        instead="" if found.total else queries.meant_instead(edition, question),
        indexed=bool(found.total) or queries.is_indexed(edition),
    )


def _number(text: str) -> int:
    """The number of a page; the first for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
