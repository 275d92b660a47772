"""Land in somebody's account: to be seen by its owner. To anyone else it is not there."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lnrs_web.accounts.guard import for_people, person_of
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.land import actions, queries
from lnrs_web.land.answer import answer
from lnrs_web.land.files import file_of
from lnrs_web.land.keeping import COOKIE
from lnrs_web.land.models import NAME_LETTERS, KeptLand
from lnrs_web.land.paying import asked_of
from lnrs_web.land.since import since
from lnrs_web.land.views import SECTION, pay_table, told
from lnrs_web.pages.limits import limited
from lnrs_web.strategy import queries as strategies
from lnrs_web.strategy.frame import edition_asked_for, page

computes = limited("compute", times=30, seconds=60)
"""As over land that is posted, and counted with it: here reading works something out."""


@require_safe
@for_people
def all_of_it(request: HttpRequest) -> HttpResponse:
    """All land that somebody keeps, with the edition that would answer now."""
    owner = person_of(request)
    kept = list(queries.kept_by(owner))
    current = {slug: strategies.current(slug) for slug in {one.area.slug for one in kept}}
    context = {
        "kept": [(one, current[one.area.slug]) for one in kept],
        "waiting": queries.waiting_with(request.COOKIES.get(COOKIE, "")),
        "most": actions.MOST,
    }
    return render(request, "land/kept.html", context)


def of_own(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that is given land of the person who asks; 404 for anybody else's."""

    @for_people
    @wraps(view)
    def found(request: HttpRequest, public_id: UUID, **parts: str) -> HttpResponseBase:
        if (land := queries.kept(person_of(request), public_id)) is None:
            raise Http404
        return view(request, land, **parts)

    return found


@computes
@require_safe
@of_own
def opened(request: HttpRequest, land: KeptLand) -> HttpResponse:
    """What the current edition says of the land, or the one that `?edition=` names, and what was otherwise in the one
    that had answered when the land was kept."""
    edition = edition_asked_for(request, land.area.slug)
    parcels = land.land
    found = answer(edition, parcels)
    before = strategies.chosen(strategies.editions_of(land.area.slug), land.edition)
    actions.note_opened(land, by=land.owner)
    return page(
        request,
        edition,
        SECTION,
        "land/opened.html",
        land=land,
        since=since(before, found, parcels) if before and before != edition else None,
        **told(found, asked_of(dict(request.GET.lists()))),
    )


@computes
@require_safe
@of_own
def file(request: HttpRequest, land: KeptLand, ending: str) -> HttpResponse:
    """The same as a file."""
    edition = edition_asked_for(request, land.area.slug)
    actions.note_opened(land, by=land.owner)
    return file_of(answer(edition, land.land), ending)


@computes
@require_safe
@of_own
def what_pays(request: HttpRequest, land: KeptLand, form: str) -> HttpResponseBase:
    """What pays for the measures on it, as a table."""
    edition = edition_asked_for(request, land.area.slug)
    actions.note_opened(land, by=land.owner)
    return pay_table(request, answer(edition, land.land), form)


@require_http_methods(["GET", "HEAD", "POST"])
@of_own
def rename(request: HttpRequest, land: KeptLand) -> HttpResponse:
    """Asks for another name, and gives it."""
    context = {"land": land, "typed": land.name, "most": NAME_LETTERS}
    if request.method != "POST":
        return render(request, "land/rename.html", context)
    try:
        actions.rename(land, request.POST.get("name", ""), by=land.owner)
    except LandRefused as refused:
        context |= {"problems": refused.problems, "typed": request.POST.get("name", "")}
        return render(request, "land/rename.html", context, status=refused.status)
    return redirect("kept_land:all")


@require_http_methods(["GET", "HEAD", "POST"])
@of_own
def delete(request: HttpRequest, land: KeptLand) -> HttpResponse:
    """Asks whether the land is to go, and deletes it."""
    if request.method != "POST":
        return render(request, "land/delete.html", {"land": land})
    actions.delete(land, by=land.owner)
    return redirect("kept_land:all")
