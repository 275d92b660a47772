"""What everyone sees of petitions. No page here sets a cookie or asks for one; each is kept until a number moves."""

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lnrs_web.editions.models import Edition
from lnrs_web.exports.answers import table_response
from lnrs_web.newsroom import cards
from lnrs_web.newsroom.sharing import Shared
from lnrs_web.pages.limits import limited
from lnrs_web.pages.middleware import SCRIPT_POLICY
from lnrs_web.petition import chart, consent, counts, queries, telling
from lnrs_web.petition.actions import publishing_areas
from lnrs_web.petition.actions.signing import MOST_MAILS
from lnrs_web.petition.models import Petition
from lnrs_web.strategy.frame import edition_asked_for, of_edition_now, page

SECTION = "petition:all"
COUNT_KEPT_S = 10
exports = limited("export", times=30, seconds=60)


def petition_or_404(area: str, slug: str) -> Petition:
    """A petition that everyone may see. Raises Http404."""
    if (found := queries.shown_to_all(area, slug)) is None:
        raise Http404
    return found


def shown(request: HttpRequest, edition: Edition, petition: Petition, name: str, **context: object) -> HttpResponse:
    """A page about a petition."""
    known = {"petition": petition, "totals": counts.totals_of(petition), "open": petition.is_open(timezone.now())}
    return page(request, edition, SECTION, f"petition/{name}.html", **known | context)


@of_edition_now(queries.changed)
def every(request: HttpRequest, edition: Edition, _: str) -> HttpResponse:
    """The petitions of an area, with their numbers."""
    now = timezone.now()
    found = [(one, counts.totals_of(one), one.is_open(now)) for one in counts.petitions_of(edition.area_id)]
    return page(request, edition, SECTION, "petition/all.html", found=found)


@of_edition_now(queries.changed)
def petition(request: HttpRequest, edition: Edition, _: str, slug: str) -> HttpResponse:
    """A petition: what it asks for, how many have signed, how far that is."""
    one = petition_or_404(edition.area.slug, slug)
    totals = counts.totals_of(one)
    drawn = chart.progress(one, totals)
    known = {"chart": drawn, "milestones": counts.milestones(one, totals), "shared": shared(one)}
    return with_ways_to_tell(request, edition, one, "petition", signed=False, **known)


def shared(one: Petition) -> Shared:
    """What other sites and programs show when somebody sends the petition's address on."""
    path = reverse("petition:petition", args=[one.area.slug, one.slug])
    card_of_it = reverse("petition:card", args=[one.area.slug, one.slug])
    words = f"{one.title}. A petition in {one.area.name}, with a map of the area."
    return Shared(settings.ADDRESS + path, one.title, one.asks, settings.ADDRESS + card_of_it, words)


@cards.draws
@require_safe
def card(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """The picture that other sites show of a petition. It has no number, so that it is never an old one."""
    one, edition = petition_or_404(area, slug), edition_asked_for(request, area)
    return cards.answer(edition, "Petition", one.title, is_example=one.is_example)


def with_ways_to_tell(
    request: HttpRequest, edition: Edition, one: Petition, name: str, *, signed: bool, **context: object
) -> HttpResponse:
    """A page on which somebody may tell a friend: it runs the script that opens the device's own list of ways."""
    answer = shown(request, edition, one, name, tell=telling.told(one, signed=signed), **context)
    answer.headers["Content-Security-Policy"] = SCRIPT_POLICY
    return answer


@of_edition_now(queries.changed)
def sent(request: HttpRequest, edition: Edition, _: str, slug: str) -> HttpResponse:
    """After signing: says to open the mail. It is the same page for whoever signed, whatever became of it."""
    one = petition_or_404(edition.area.slug, slug)
    return shown(request, edition, one, "sent", most=MOST_MAILS, kept=queries.UNPROVED_KEPT)


@of_edition_now(queries.changed)
def thanks(request: HttpRequest, edition: Edition, _: str, slug: str) -> HttpResponse:
    """After the button of the mail: thanks, the count, and words for a friend. The same page for all."""
    one = petition_or_404(edition.area.slug, slug)
    drawn = chart.progress(one, counts.totals_of(one))
    return with_ways_to_tell(request, edition, one, "thanks", signed=True, chart=drawn)


@of_edition_now(queries.changed)
def by_area(request: HttpRequest, edition: Edition, _: str, slug: str) -> HttpResponse:
    """Signatures by district, constituency and ward, rounded so that nobody shows."""
    one = petition_or_404(edition.area.slug, slug)
    tables = [(kind, _named(edition, one, kind)) for kind in (counts.DISTRICT, counts.CONSTITUENCY, counts.WARD)]
    return shown(
        request, edition, one, "areas", tables=tables, first=publishing_areas.FIRST, step=publishing_areas.STEP
    )


OUTSIDE = "Elsewhere, or not known"


def _named(edition: Edition, one: Petition, kind: str) -> list[tuple[str, counts.OfArea]]:
    """The areas of a kind by name, with what lies outside at the end."""
    names = queries.names_of(edition, kind)
    rows = [(names.get(each.code, each.code) if each.code else OUTSIDE, each) for each in counts.by_area(one, kind)]
    return sorted(rows, key=lambda row: (not row[1].code, row[0]))


@of_edition_now(queries.changed)
def by_hour(request: HttpRequest, edition: Edition, _: str, slug: str) -> HttpResponse:
    """How the count grew, day by day; the tables have it by the hour."""
    one = petition_or_404(edition.area.slug, slug)
    days = queries.days_of(one)
    return shown(request, edition, one, "history", days=list(reversed(days)), chart=chart.history(days))


@of_edition_now(queries.changed_or_uncounted)
def method(request: HttpRequest, edition: Edition, _: str, slug: str) -> HttpResponse:
    """How signatures are counted, how many do not count, and what is kept of those who sign."""
    one = petition_or_404(edition.area.slug, slug)
    known = {"uncounted": queries.uncounted(one), "consent": consent, "most": MOST_MAILS}
    kept = {
        "unproved": queries.UNPROVED_KEPT,
        "letters": queries.LETTERS_KEPT,
        "addresses": queries.ADDRESSES_KEPT,
        "whole": queries.ANONYMOUS_AFTER,
    }
    limits = {"first": publishing_areas.FIRST, "step": publishing_areas.STEP}
    return shown(request, edition, one, "method", kept=kept, **known, **limits)


@require_safe
def count_json(request: HttpRequest, area: str, slug: str) -> JsonResponse:  # noqa: ARG001
    """The count, for programs; kept for ten seconds by whatever lies between."""
    one = petition_or_404(area, slug)
    totals = counts.totals_of(one)
    answer = JsonResponse(
        {
            "title": one.title,
            "state": one.state,
            "online": totals.online,
            "on_paper": totals.paper,
            "target": totals.target,
            "as_of": totals.as_of.isoformat() if totals.as_of else None,
            "example": one.is_example,
        }
    )
    answer.headers["Cache-Control"] = f"public, max-age={COUNT_KEPT_S}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


AREA_COLUMNS = ("kind", "code", "name", "at_least", "in_words", "counted_at")


@exports
@require_safe
def areas_table(request: HttpRequest, area: str, slug: str, form: str) -> HttpResponseBase:
    """Signatures by area as a table, rounded as on the page."""
    one, edition = petition_or_404(area, slug), edition_asked_for(request, area)
    return table_response(request, f"petition-{slug}-areas", AREA_COLUMNS, _area_rows(edition, one), form)


def _area_rows(edition: Edition, one: Petition) -> Iterator[tuple[object, ...]]:
    for kind in counts.KINDS:
        for name, each in _named(edition, one, kind):
            yield (kind, each.code, name, each.at_least, each.in_words, one.areas_at)


HOUR_COLUMNS = ("hour_begins", "signed_online_by_its_end")


@exports
@require_safe
def hours_table(request: HttpRequest, area: str, slug: str, form: str) -> HttpResponseBase:
    """The count at the end of each hour in which it moved, for the whole petition and never by area."""
    one = petition_or_404(area, slug)
    rows = ((each.hour, each.counted) for each in queries.hours_of(one))
    return table_response(request, f"petition-{slug}-hours", HOUR_COLUMNS, rows, form)
