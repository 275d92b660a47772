"""Other sites' pages may read open data: nothing of it is anyone's, and no cookie is asked for (the Fetch standard's
CORS protocol)."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

OPEN = re.compile(r"/(?:ogc|api|tiles|open-data)(?:/|$)|/[-\w]+/editions/[^/]+/.", re.ASCII)
"""Paths of open data, and of the files of editions."""
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-Modified-Since, If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
}
EXPOSED = "Accept-Ranges, Content-Crs, Content-Length, Content-Range, ETag, Link"


def cross_origin(answer: Answer) -> Answer:
    """Answers as before, with leave to read those of open data from any other site's page."""

    def answer_with_leave(request: HttpRequest) -> HttpResponse:
        if not OPEN.match(request.path_info):
            return answer(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={**PREFLIGHT, "Allow": "GET, HEAD, OPTIONS"})
        else:
            response = answer(request)
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return answer_with_leave
