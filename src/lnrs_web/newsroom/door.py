"""The door to the editors' pages: who comes in, and what their browser may run there.

Every address of Wagtail's goes through `for_editors`, before anything of Wagtail's own is asked.
"""

from functools import wraps

from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_sameorigin

from lnrs_web.accounts.guard import View, for_officers, person_of
from lnrs_web.newsroom import access
from lnrs_web.newsroom.acts import recorded

EDITOR_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
"""Wagtail's scripts, and no script within a page. Its menus and hints place themselves by style within the page, and a
page is looked at beforehand within a frame: both are the editors' alone, the public's policy allows neither."""
READS = ("GET", "HEAD", "OPTIONS")


def for_editors(view: View) -> View:
    """A view of Wagtail's for the editors of an area, and its officers. What they do is done whole, and recorded."""

    @for_officers
    @xframe_options_sameorigin
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **parts: object) -> HttpResponseBase:
        person = person_of(request)
        access.give(person)
        if request.method in READS:
            return _answered(view, request, *args, **parts)
        with recorded(by=person.email):
            return _answered(view, request, *args, **parts)

    return guarded


def _answered(view: View, request: HttpRequest, *args: object, **parts: object) -> HttpResponseBase:
    """What a view answers, made to its end here, with the messages that Wagtail has for its editor."""
    messages = SessionStorage(request)
    request._messages = messages  # as Django's own middleware does for a whole site
    response = view(request, *args, **parts)
    if hasattr(response, "render") and not response.is_rendered:
        response = response.render()
    messages.update(response)
    response.headers["Content-Security-Policy"] = EDITOR_POLICY
    return response
