"""From the page of an answer into somebody's account, by way of signing in.

The page of an answer knows nobody, so what it sends changes nothing of anyone's: the land is set aside, sealed, and the
key goes to the browser. Whoever signs in is shown what is to be kept, and keeps it with a form of their own.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from lnrs.errors import Problem
from lnrs.units import HA_M2
from lnrs_web.accounts.guard import for_people, person_of
from lnrs_web.boundaries import kept
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.boundaries.reading import open_form
from lnrs_web.land import actions, consent, queries, waiting
from lnrs_web.land.within import whole_of
from lnrs_web.pages.limits import limited
from lnrs_web.strategy import queries as strategies

COOKIE = "land"
PRIVATE = "no-store, private"


@limited("set land aside", times=20, seconds=600)
@csrf_exempt  # it changes nothing of anyone's and reads no cookie: only who signs in and says so again keeps anything
@require_POST
def set_aside(request: HttpRequest) -> HttpResponse:
    """Takes land that somebody wants kept from the page of an answer, and leads on to sign in; the form again, with
    every problem, where it cannot."""
    try:
        open_form(request)
        what = _wanted(request)
    except LandRefused as refused:
        return _asked_again(request, refused)
    answer = redirect("kept_land:keep")
    answer.set_cookie(
        COOKIE,
        actions.set_aside(what),
        max_age=int(waiting.WAITS.total_seconds()),
        path=reverse("kept_land:all"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    answer.headers["Cache-Control"] = PRIVATE
    return answer


def _wanted(request: HttpRequest) -> waiting.Wanted:
    """What the form asks to keep. Raises LandRefused with every problem."""
    problems, name, parcels = [], "", []
    try:
        parcels = kept.from_text(request.POST.get("land", ""))
    except LandRefused as refused:
        problems += [Problem("land", one.what, one.do) for one in refused.problems]
    area, identity = request.POST.get("area", ""), request.POST.get("edition", "")
    edition = strategies.chosen(strategies.editions_of(area), identity)
    if edition is None and not problems:
        problems.append(Problem("land", "There is no such strategy here.", "Ask about your land again."))
    try:
        name = actions.name_of(request.POST.get("name", ""))
    except LandRefused as refused:
        problems += refused.problems
    if request.POST.get("consent") != str(consent.VERSION):
        problems.append(Problem("consent", "You have not said that we may keep it.", "Tick the box if we may."))
    if problems or edition is None:
        raise LandRefused(problems)
    return waiting.wanted(name, area, edition.identity, consent.VERSION, parcels)


def _asked_again(request: HttpRequest, refused: LandRefused) -> HttpResponse:
    wrong = {one.where for one in refused.problems}
    lost = bool(wrong - {"name", "consent"})
    given = {} if refused.status == 413 else {name: request.POST.get(name, "") for name in ("name", "area", "edition")}
    context = {
        "problems": refused.problems,
        "wrong": wrong,
        "lost": lost,
        "carried": "" if lost else request.POST["land"],
        "given": given | {"consent": "consent" not in wrong},
        "consent": consent,
    }
    answer = render(request, "land/keep_again.html", context, status=refused.status)
    answer.headers["Cache-Control"] = PRIVATE
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def keep(request: HttpRequest) -> HttpResponse:
    """Shows somebody who has signed in what is to be kept, and keeps it, or lets it go."""
    cookie = request.COOKIES.get(COOKIE, "")
    what = queries.waiting_with(cookie)
    if what is None:
        return render(request, "land/none_waiting.html", {"came": bool(cookie)}, status=404)
    if request.method != "POST":
        return _shown(request, what)
    answer = redirect("kept_land:all")
    if request.POST.get("answer") == "keep":
        try:
            land = actions.keep(what, by=person_of(request))
        except LandRefused as refused:
            return _shown(request, what, refused)
        answer = redirect("kept_land:opened", land.public_id)
    elif request.POST.get("answer") != "let go":
        return _shown(request, what, LandRefused([Problem("answer", "You have not said what to do.", "Choose one.")]))
    actions.let_go(cookie)
    answer.delete_cookie(COOKIE, path=reverse("kept_land:all"), samesite="Lax")
    return answer


def _shown(request: HttpRequest, what: waiting.Wanted, refused: LandRefused | None = None) -> HttpResponse:
    parcels = what.land
    context = {
        "what": what,
        "area": next(one.area for one in strategies.editions_of(what.area)),
        "parcel_count": len(parcels),
        "size_ha": whole_of(parcels).area / HA_M2,
        "consent": consent,
        "problems": refused.problems if refused else (),
    }
    return render(request, "land/keep.html", context, status=refused.status if refused else 200)
