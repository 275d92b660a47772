"""Views that are for some people only."""

from collections.abc import Callable
from functools import wraps

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from lnrs.model import Area
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import NotAllowed, is_at_the_desk, must
from lnrs_web.areas.models import StrategyArea

View = Callable[..., HttpResponseBase]

PICTURE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""The code to scan for an authenticator app is a picture within its page, so that no other address holds the secret."""


def for_people(view: View) -> View:
    """A view for those who have signed in; anyone else is asked to. What they may not do is answered 403, with why."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **parts: object) -> HttpResponseBase:
        try:
            return view(request, *args, **parts)
        except NotAllowed as refusal:
            return _refused(request, str(refusal))

    return guarded


def for_officers(view: View) -> View:
    """A view for officers, and others with a role at the desk, who have a second factor; whoever has none is led to set
    it up. For which area, and in which role, the view itself asks (`permissions.must`)."""

    @for_people
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **parts: object) -> HttpResponseBase:
        if not is_at_the_desk(request.user):
            raise NotAllowed("The desk is for officers of a strategy area. Whoever runs the site can make you one.")
        if not is_mfa_enabled(request.user):
            return redirect("mfa_index")
        return view(request, *args, **parts)

    return guarded


def _with_an_edition(slug: str) -> StrategyArea:
    return get_object_or_404(StrategyArea, slug=slug)


def of_area(*roles: object, called: Callable[[str], StrategyArea | Area] = _with_an_edition) -> Callable[[View], View]:
    """A view for those with one of some roles in an area, and its officers, which is given the area in place of its
    name in the address. Which areas there are, `called` says; it raises Http404 for others."""

    def guarded(view: View) -> View:
        @for_officers
        @wraps(view)
        def found(request: HttpRequest, area: str, **parts: object) -> HttpResponseBase:
            one = called(area)
            must(person_of(request), *roles, area=one.lnrs_id)
            return view(request, one, **parts)

        return found

    return guarded


def person_of(request: HttpRequest) -> Person:
    """Who asks, within a view for those who have signed in. Raises TypeError elsewhere."""
    if not isinstance(request.user, Person):
        raise TypeError("only a view for people asks who it is")
    return request.user


def shows_picture(view: View) -> View:
    """A view whose page holds a picture of its own."""

    @wraps(view)
    def with_policy(request: HttpRequest, *args: object, **parts: object) -> HttpResponseBase:
        response = view(request, *args, **parts)
        response.headers["Content-Security-Policy"] = PICTURE_POLICY
        return response

    return with_policy


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "403.html", {"why": why}, status=403)
