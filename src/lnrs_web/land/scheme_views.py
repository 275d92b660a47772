"""Every scheme that is known, for everybody: its actions, their rates on the day, sources, and for which measures."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from lnrs.funding.combining import rules
from lnrs.funding.links import offers_for
from lnrs.funding.listing import EVERYTHING, row_of
from lnrs.funding.tables import Action, Rate, Scheme, actions, rate_on
from lnrs.funding.words import marks_of, rate_words
from lnrs_web.editions.models import Edition, Measure
from lnrs_web.exports.answers import table_response
from lnrs_web.land.needs import needs
from lnrs_web.pages.limits import limited
from lnrs_web.strategy.frame import edition_asked_for, of_edition_now, page

SECTION = "strategy:funding"
exports = limited("export", times=30, seconds=60)

Told = tuple[Action, Rate | None, str, tuple[str, ...], list[str]]
"""An action, its rate, that in words, its marks, and the references of the measures that it may pay for."""


def _today(_: Edition) -> str:
    return timezone.localdate().isoformat()


@of_edition_now(_today)
def schemes(request: HttpRequest, edition: Edition, today: str) -> HttpResponse:
    """All schemes, and what of them becomes stale changes with the day."""
    day = timezone.localdate().fromisoformat(today)
    found: dict[str, tuple[Scheme, list[Told]]] = {}
    measures = _measures_of(edition)
    for action in actions().values():
        rate = rate_on(action.code, day)
        marks = marks_of(rate, day) if rate else ()
        told = (action, rate, rate_words(action, rate), marks, measures.get(action.code, []))
        found.setdefault(action.scheme.key, (action.scheme, []))[1].append(told)
    context = {
        "day": day,
        "schemes": [(scheme, scheme.source.stale(day), told) for scheme, told in found.values()],
        "rules": rules(),
        "permanent": "",  # another day has other rates
    }
    return page(request, edition, SECTION, "land/schemes.html", **context)


def _measures_of(edition: Edition) -> dict[str, list[str]]:
    """The references of the measures that each action may pay for, by the action's code."""
    found: dict[str, list[str]] = {}
    for need in needs(edition, list(Measure.objects.filter(edition=edition))):
        for offer in offers_for(need, edition.as_of):
            found.setdefault(offer.action.code, []).append(need.ref)
    return found


@exports
@require_safe
def table(request: HttpRequest, area: str, form: str) -> HttpResponseBase:
    """The same as a table: a row for each action."""
    edition = edition_asked_for(request, area)
    return table_response(request, f"schemes-{area}", ("measures", *EVERYTHING), _rows(edition), form)


def _rows(edition: Edition) -> Iterator[tuple[object, ...]]:
    day, measures = timezone.localdate(), _measures_of(edition)
    for action in actions().values():
        row = row_of(action, rate_on(action.code, day), day)
        yield (measures.get(action.code, []), *(row[name] for name in EVERYTHING))
