"""How often one reader may ask for what costs the site work, and how large a request may be.

`@limited("try", times=60, seconds=60)` over a view answers 429 and Retry-After to the 61st within a minute; what many
views need is ready below it: `@computes`, `@searches`, `@prints`, `@serves_data`.
"""

import hashlib
import hmac
import ipaddress
import math
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from lnrs_web.pages.counters import counters_in

View = Callable[..., HttpResponseBase]

NETWORK_BITS = 64
"""A household or an office has at least as much of IPv6 to itself."""


def limited(what: str, *, times: int, seconds: int = 60, methods: tuple[str, ...] = ()) -> Callable[[View], View]:
    """A view that one reader may ask for so often; `methods` are those that count, all where none is named.

    Views of the same `what` are counted together.
    """

    def of(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: object, **parts: object) -> HttpResponseBase:
            if (not methods or request.method in methods) and (wait_s := _wait_s(request, what, times, seconds)):
                return too_often(request, wait_s)
            return view(request, *args, **parts)

        return counted

    return of


computes = limited("compute", times=30, seconds=60, methods=("POST",))
"""Over views that work something out for land that is posted."""

searches = limited("search", times=120, seconds=60)
"""Over views that search text."""

prints = limited("print", times=30, seconds=60)
"""Over views that make a document to print."""

serves_data = limited("open data", times=600, seconds=60)
"""Over interfaces that programs read page by page."""


def too_often(request: HttpRequest, wait_s: float) -> HttpResponse:
    """The answer to one who asks too often: when to ask again, in words, or in JSON for a program."""
    wait = max(1, math.ceil(wait_s))
    if request.accepts("text/html"):
        response = render(request, "429.html", {"wait_s": wait}, status=429)
    else:
        response = JsonResponse({"status": 429, "title": "Too many requests", "retry_after_s": wait}, status=429)
    response.headers["Retry-After"] = str(wait)
    response.headers["Cache-Control"] = "no-store"
    return response


def client_of(request: HttpRequest) -> str:
    """Who is asking, to count by: a code made of the network address with the site's secret, from which the address
    cannot be read back."""
    address = address_of(request)
    return hmac.new(settings.SECRET_KEY.encode(), _network(address).encode(), hashlib.sha256).hexdigest()[:24]


def address_of(request: HttpRequest) -> str:
    """The network address that a request is from.

    Behind proxies it is the one that the outermost of our own proxies saw (LNRS_PROXY says how many there are): what
    anyone writes into X-Forwarded-For before it is not believed.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        address = passed[-settings.PROXIES] if len(passed) >= settings.PROXIES else address
    return address


def _network(address: str) -> str:
    """An IPv4 address, or the network of an IPv6 address."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, NETWORK_BITS), strict=False))


def _wait_s(request: HttpRequest, what: str, times: int, seconds: int) -> float:
    allowed = math.ceil(times * settings.LIMITS)
    return counters_in(settings.COUNTERS).wait_s(what, client_of(request), allowed, seconds) if allowed else 0.0
