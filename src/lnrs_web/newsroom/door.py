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
from lnrs_web.newsroom.calls import hashes_of_calls

EDITOR_POLICY = (
    "default-src 'none'; script-src 'self'{calls}; connect-src 'self'; style-src 'self'; "
    "style-src-elem 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
"""Wagtail's scripts, and of scripts within a page only the calls that are named (`calls`). Its editor of texts brings
style sheets along within the page, and a page is looked at beforehand within a frame. All of it is for the editors'
pages alone: what the public reads keeps the policy of every other page."""
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
    html = "" if response.streaming or "html" not in response["Content-Type"] else response.content.decode()
    calls = "".join(f" {one}" for one in hashes_of_calls(html))
    response.headers["Content-Security-Policy"] = EDITOR_POLICY.format(calls=calls)
    return response
