"""The pages about editions: which there are, and what changed from one to another."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from lnrs_web.editions.models import Edition
from lnrs_web.strategy import queries
from lnrs_web.strategy.changes import changes
from lnrs_web.strategy.frame import of_edition, page

SECTION = "strategy:versions"


@of_edition
def versions(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every edition of the area that everyone may see, and what to compare."""
    return _versions(request, edition)


@of_edition
def choose(request: HttpRequest, edition: Edition) -> HttpResponse:
    """On to what changed between the two editions chosen; back, with the reason, where they cannot be compared."""
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    known = {one.identity for one in queries.editions_of(edition.area.slug)}
    if before not in known or after not in known:
        return _versions(request, edition, before, after, "Choose two editions from the lists")
    if before == after:
        return _versions(request, edition, before, after, "The two are the same edition. Choose two different ones")
    return redirect(reverse("strategy:changes", args=[edition.area.slug, before, after]))


def _versions(
    request: HttpRequest, edition: Edition, before: str = "", after: str = "", wrong: str = ""
) -> HttpResponse:
    editions = queries.editions_of(edition.area.slug)
    return page(
        request,
        edition,
        SECTION,
        "strategy/versions.html",
        editions=list(zip(editions, [*editions[1:], None], strict=True)),
        chosen_before=before or (editions[1].identity if len(editions) > 1 else ""),
        chosen_after=after or editions[0].identity,
        wrong=wrong,
        status=400 if wrong else 200,
    )


@require_safe
def between(request: HttpRequest, area: str, before: str, after: str) -> HttpResponse:
    """What changed from one edition to another of the same area; the page is of the later of the two named."""
    known = {one.identity: one for one in queries.editions_of(area)}
    if before not in known or after not in known or before == after:
        raise Http404
    one, other = known[before], known[after]
    found = changes(one, other)
    return page(request, other, SECTION, "strategy/changes.html", before=one, after=other, changes=found)
