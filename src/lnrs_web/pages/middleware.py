"""What every answer tells a browser never to do, and what is never taken in: too much, and a letter that is none.

Referrers, sniffing and https are Django's own middleware's (settings).
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Style and pictures from this site alone, and no script at all: what a page has that says nothing else."""

SCRIPT_POLICY = f"{POLICY}; script-src 'self'"
"""A page that runs a file of the site's own, which asks nothing of anybody."""

MAP_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""A page with a map runs the site's own script and its worker, which read the site's own tiles."""

PERMISSIONS = ", ".join(
    f"{what}=()"
    for what in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
"""No page asks for any of these."""


LARGE = "/desk/upload/"
"""Where editions are sent; who sends is asked before any of it is read."""


def content_security_policy(answer: Answer) -> Answer:
    """Answers as before, with the policy on each that has none of its own.

    “Not modified” brings none: a browser would put it in place of the one that it keeps with the page.
    """

    def answer_with_policy(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.status_code != HTTPStatus.NOT_MODIFIED:
            response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return answer_with_policy


def asks_for_nothing(answer: Answer) -> Answer:
    """Answers as before, which ask for no part of the device; only what is open to other sites is embedded by them."""

    def answer_modestly(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        shared = "Access-Control-Allow-Origin" in response.headers
        response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if shared else "same-origin")
        return response

    return answer_modestly


def not_too_large(answer: Answer) -> Answer:
    """Answers as before; a request larger than its address takes is refused before any of it is read."""

    def answer_if_small(request: HttpRequest) -> HttpResponse:
        most = settings.MAX_UPLOAD_BYTES if request.path == LARGE else settings.MAX_REQUEST_BYTES
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > most:
            return render(request, "413.html", {"most_mb": most // 1_000_000}, status=413)
        return answer(request)

    return answer_if_small


class WithoutNull:
    """Takes the null letter out of what a form sends: nobody means it, and PostgreSQL keeps no text that has it.

    It comes after the middleware against forms of other sites, which has read the form by then. Where a view is exempt
    from that, so that nothing is read before it says how, the view looks after this too.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as before."""
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: object) -> None:
        """Take it out, before the view is called."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        if any("\0" in text for texts in request.POST.lists() for text in texts[1]):
            cleaned = request.POST.copy()
            for name, texts in request.POST.lists():
                cleaned.setlist(name, [text.replace("\0", "") for text in texts])
            request.POST = cleaned
