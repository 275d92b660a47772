"""The pages on which a strategy is read from end to end: its prose, wider benefits, funding and words."""

from django.http import Http404, HttpRequest, HttpResponse

from lnrs_web.editions.models import Edition
from lnrs_web.strategy import benefits, figures, glossary, prose, queries
from lnrs_web.strategy.commenting import commented_at, links_to
from lnrs_web.strategy.frame import of_edition, of_edition_now, page

STATEMENT = "statement/index.html"


@of_edition_now(commented_at)
def summary(request: HttpRequest, edition: Edition, address: str) -> HttpResponse:
    """The strategy's own summary and its chapters; the statement alone where an edition carries no prose."""
    chapters = prose.chapters_of(edition)
    own = next((one for one in chapters if one.name == "summary"), None)
    return page(
        request,
        edition,
        "strategy:summary",
        "strategy/summary.html",
        summary=own,
        words=own.html_with(links_to(address, edition, own)) if own else "",
        takes_comments=bool(address),
        others=[one for one in chapters if one.name != "summary"],
        figures=figures.summary(edition),
        statement=STATEMENT,
    )


@of_edition_now(commented_at)
def chapter(request: HttpRequest, edition: Edition, address: str, name: str) -> HttpResponse:
    """One chapter of the strategy's prose, with the ones before and after it."""
    chapters = prose.chapters_of(edition)
    names = [one.name for one in chapters]
    if name not in names:
        raise Http404
    place = names.index(name)
    return page(
        request,
        edition,
        "strategy:summary",
        "strategy/chapter.html",
        chapter=chapters[place],
        words=chapters[place].html_with(links_to(address, edition, chapters[place])),
        takes_comments=bool(address),
        before=chapters[place - 1] if place else None,
        after=chapters[place + 1] if place + 1 < len(chapters) else None,
        statement=STATEMENT,
    )


@of_edition
def wider_benefits(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What people gain beside nature, and what gives it."""
    found = benefits.benefits(edition)
    return page(request, edition, "strategy:benefits", "strategy/benefits.html", benefits=found)


@of_edition
def funding(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every scheme and market that may pay, and for which measures."""
    schemes = queries.funding_by_scheme(edition)
    routes = [route for named in schemes.values() for route, _ in named]
    latest = None if any(one.verified for one in routes) else max((one.checked for one in routes), default=None)
    return page(request, edition, "strategy:funding", "strategy/funding.html", schemes=schemes, told_of_all=latest)


@of_edition
def words_explained(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The words of a strategy that need explaining."""
    return page(request, edition, "strategy:glossary", "strategy/glossary.html", words=glossary.words())
