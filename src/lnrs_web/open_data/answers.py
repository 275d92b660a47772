"""What every answer of open data has in common: its form, what is wrong said as a list, its name for caches."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
SCHEMA_JSON, OPENAPI_JSON = "application/schema+json", "application/vnd.oai.openapi+json;version=3.0"
PROBLEM = "application/problem+json"

WRITTEN = 1
"""Which way of writing answers this is: another gives every answer another name for caches."""
A_WHILE, FOR_EVER = "public, max-age=300", "public, max-age=31536000, immutable"


class Refused(Exception):
    """What was asked cannot be answered: what is wrong, each with the parameter that it is about."""

    def __init__(self, problems: Sequence[tuple[str, str]], status: int = 400) -> None:
        """`problems` are pairs of a parameter's name and what is wrong with it."""
        super().__init__("; ".join(f"{name}: {words}" for name, words in problems))
        self.problems, self.status = list(problems), status


def problem(status: int, problems: Sequence[tuple[str, str]]) -> HttpResponse:
    """Problem details (RFC 9457) with every problem listed."""
    listed = [{"parameter": name, "detail": words} for name, words in problems]
    detail = " ".join(f"{name}: {words}." if name else f"{words}." for name, words in problems)
    title = HTTPStatus(status).phrase
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, "problems": listed}
    return JsonResponse(content, status=status, content_type=PROBLEM, headers={"Cache-Control": "no-store"})


def form_asked_for(request: HttpRequest, forms: Mapping[str, str]) -> str:
    """Which of the forms that a page has is asked for: by `f`, or else by the Accept header, or else the first.

    `forms` are media types by their short names. Raises Refused.
    """
    if asked := request.GET.get("f"):
        if asked not in forms:
            raise Refused([("f", f"{asked!r} is not one of {', '.join(forms)}")])
        return asked
    wanted = request.get_preferred_type([media.partition(";")[0] for media in forms.values()])
    if wanted is None:
        # an Accept that names plain JSON is content with any of its kinds
        wanted = request.get_preferred_type([JSON]) and next(iter(forms.values())).partition(";")[0]
    for name, media in forms.items():
        if wanted == media.partition(";")[0]:
            return name
    raise Refused([("Accept", f"this is to be had as {', '.join(forms.values())}")], status=406)


def open_data(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that is read only, and says what is wrong as problem details, or as a page to who reads pages."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            response: HttpResponseBase = problem(405, [("", "open data is only read: GET, HEAD or OPTIONS")])
            response["Allow"] = "GET, HEAD, OPTIONS"
            return response
        try:
            response = view(request, *args, **parts)
        except Refused as refused:
            response = _wrong(request, refused.status, refused.problems)
        except Http404:
            if _reads_pages(request):
                raise
            response = problem(404, [("", "there is nothing at this address")])
        patch_vary_headers(response, ["Accept"])
        return response

    return answered


def _reads_pages(request: HttpRequest) -> bool:
    return request.GET.get("f") == "html" or (
        "f" not in request.GET and request.get_preferred_type([JSON, HTML]) == HTML
    )


def _wrong(request: HttpRequest, status: int, problems: Sequence[tuple[str, str]]) -> HttpResponse:
    if not _reads_pages(request):
        return problem(status, problems)
    response = render(request, "open_data/wrong.html", {"problems": problems}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def kept(
    request: HttpRequest, make: Callable[[], HttpResponseBase], *parts: str, lasting: bool = False
) -> HttpResponseBase:
    """An answer with a name for caches, or only that it has not changed.

    The name is made of what was asked and of `parts`: the identities of the editions that the answer rests on, which
    never change. Where it is `lasting` the answer at this address is the same for ever.
    """
    asked = [WRITTEN, request.build_absolute_uri(), request.headers.get("Accept", ""), *parts]
    etag = f'"{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]}"'
    response: HttpResponseBase = get_conditional_response(request, etag=etag) or make()
    if response.status_code in (200, 304):
        response["ETag"] = etag
        response["Cache-Control"] = FOR_EVER if lasting else A_WHILE
    return response


def as_json(content: Any, media: str = JSON) -> HttpResponse:
    """Plain values as JSON."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return HttpResponse(text, content_type=media)


def known_only(request: HttpRequest, names: Sequence[str] = ("f",)) -> list[tuple[str, str]]:
    """What is wrong with the names of parameters: one that is not known, and one that is given twice."""
    wrong = [
        (name, f"is not a parameter here; there are {', '.join(names)}") for name in request.GET if name not in names
    ]
    twice = [(name, "is given more than once") for name, values in request.GET.lists() if len(values) > 1]
    zero = [(name, "holds a zero byte") for name, values in request.GET.lists() if any("\x00" in one for one in values)]
    return wrong + twice + zero
