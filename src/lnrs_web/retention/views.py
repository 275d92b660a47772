"""How long things are kept, in words for everyone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lnrs_web.retention.rules import FOR_GOOD, in_words, rules


@require_safe
def how_long(request: HttpRequest) -> HttpResponse:
    """The rules, as they are carried out."""
    known = {"rules": [(rule, in_words(rule.kept)) for rule in rules()], "operator": settings.OPERATOR}
    known |= {"for_good": FOR_GOOD, "contact": settings.CONTACT}
    return render(request, "retention/how_long.html", known)
