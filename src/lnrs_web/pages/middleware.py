"""What every answer tells a browser never to do. Referrers and sniffing are Django's own middleware's (settings)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Style and pictures from this site alone, and no script at all."""


def content_security_policy(answer: Answer) -> Answer:
    """Answers as before, with the policy on each that has none of its own."""

    def answer_with_policy(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return answer_with_policy
