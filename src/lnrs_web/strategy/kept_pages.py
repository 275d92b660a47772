"""A page that was made is given again: an edition never changes, so neither does what is said of it.

Each worker keeps some hundred pages in memory, compressed, for an hour at most.
"""

import gzip
import hashlib
from collections.abc import Callable, Sequence

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from lnrs_web.editions.models import Edition

CACHE = "pages"
HTML = "text/html; charset=utf-8"
COMPRESSION = 6

Kept = tuple[bytes, dict[str, str]]
"""A page, compressed, and its headers."""


def answer(
    request: HttpRequest, editions: Sequence[Edition], make: Callable[[], HttpResponse], also: Sequence[str] = ()
) -> HttpResponseBase:
    """The page that `make` gives, made or kept; only that it has not changed, to a browser that has it.

    It may depend on nothing but its whole address, on which of its area's `editions` is current, and on what `also`
    says. What is no page, or says how it is to be stored, passes through.
    """
    key = _key(request, editions, also)
    kept: Kept | None = caches[CACHE].get(key)
    if kept is None:
        made = make()
        if made.status_code != 200 or made.streaming or made["Content-Type"] != HTML or "Cache-Control" in made:
            return made
        kept = gzip.compress(made.content, COMPRESSION, mtime=0), dict(made.headers)
        caches[CACHE].set(key, kept)
    page = _page(request, *kept)
    return get_conditional_response(request, etag=page["ETag"], response=page)


def _key(request: HttpRequest, editions: Sequence[Edition], also: Sequence[str]) -> str:
    """Which page it is: its address, and the stages of the editions, on which its notices depend."""
    stages = [(one.pk, one.stage, one.published_at) for one in editions]
    return hashlib.sha256(repr((request.build_absolute_uri(), stages, also)).encode()).hexdigest()


def _page(request: HttpRequest, packed: bytes, headers: dict[str, str]) -> HttpResponse:
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        page = HttpResponse(packed, headers=headers | {"Content-Encoding": "gzip"})
    else:
        page = HttpResponse(gzip.decompress(packed), headers=headers)
    page["ETag"] = f'"{hashlib.sha256(packed).hexdigest()[:32]}"'
    page["Cache-Control"] = "no-cache"  # kept by the browser, and asked about each time
    patch_vary_headers(page, ["Accept-Encoding"])
    return page
