"""Units for a development: what sites offer, and how the rules come to what has to be bought."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lnrs_web.config.clock import today
from lnrs_web.gain_sites import habitats, need
from lnrs_web.gain_sites.refused import ListingRefused
from lnrs_web.gain_sites.views.public import of_register, without_page
from lnrs_web.pages.limits import limited
from lnrs_web.strategy.frame import edition_asked_for

ON_A_PAGE = 20
FIELDS = ("units", "habitat", "place", "nca")
matches = limited("match units", times=60, seconds=60)


@matches
@require_safe
def find(request: HttpRequest, area: str) -> HttpResponse:
    """Asks what a development needs, and says which sites could make it good, reckoned step by step."""
    edition = edition_asked_for(request, area)
    typed = {name: request.GET.get(name, "") for name in FIELDS}
    context: dict[str, Any] = {"typed": typed, "known": habitats.every_habitat(), "answer": None}
    if not any(typed.values()):
        return of_register(request, edition, "find", **context)
    try:
        asked = need.read(edition, typed, today())
    except ListingRefused as refused:
        wrong = {one.where for one in refused.problems}
        return of_register(request, edition, "find", status=400, problems=refused.problems, wrong=wrong, **context)
    if isinstance(asked, need.Ambiguous):
        choices = [(name, urlencode(typed | {"habitat": name})) for name in asked.names]
        return of_register(request, edition, "find", choices=choices, **context)
    context["answer"] = answer = need.answer(edition, asked)
    page = Paginator(answer.offers, ON_A_PAGE).get_page(request.GET.get("p"))
    return of_register(request, edition, "find", page=page, query=without_page(request), **context)
