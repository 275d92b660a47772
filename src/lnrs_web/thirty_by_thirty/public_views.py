"""30 by 30 of an area for everyone: what counts, what if, one candidate, and tables to take away."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from lnrs.errors import NotFound
from lnrs.thirty_by_thirty.candidates import ASKS, SOURCE
from lnrs.thirty_by_thirty.counting import WANTED, Portion
from lnrs.thirty_by_thirty.rows import lacks
from lnrs_web.config.clock import today
from lnrs_web.editions.models import Edition, Measure
from lnrs_web.exports.answers import table_response
from lnrs_web.pages.limits import limited
from lnrs_web.strategy.frame import edition_asked_for, of_edition_now, page
from lnrs_web.thirty_by_thirty import tables
from lnrs_web.thirty_by_thirty.account import Account, account_of, changed, held, supposed
from lnrs_web.thirty_by_thirty.chart import chart, in_words
from lnrs_web.thirty_by_thirty.models import DESIGNATIONS, OWNERS, Candidate, Sea
from lnrs_web.thirty_by_thirty.picture import maps, of_place

SECTION = "thirty:account"
MOST_SHOWN = 100
"""Candidates that the page lists; the table has them all."""
MOST_STEPS = 3
"""Steps told of each protected landscape."""
MOST_SUPPOSED = 20
exports = limited("export", times=30, seconds=60)
supposes = limited("30 by 30 what if", times=30, seconds=60)


@of_edition_now(changed)
def account(request: HttpRequest, edition: Edition, _: str) -> HttpResponse:
    """What counts of an area's land, what could, and what is missing."""
    found = account_of(edition, today())
    of_ha = found.whole.place.of_ha or 0.0
    able = [one for one in found.pieces if one.standing.status != "counts"]
    return page(
        request,
        edition,
        SECTION,
        "thirty_by_thirty/account.html",
        found=found,
        sea_source=Sea.objects.filter(area=edition.area_id).values_list("source", flat=True).first() or "",
        map=maps(edition, found),
        chart=chart(found.way, of_ha, edition.area.name) if of_ha else "",
        chart_words=in_words(found.way, of_ha, edition.area.name) if of_ha else "",
        owners=[(words, found.whole.by_owner[code]) for code, words in OWNERS],
        designations=[(dict(DESIGNATIONS)[code], one) for code, one in found.whole.by_designation.items()],
        lacking=[(test, found.whole.lacking_ha[test], alone) for test, alone in found.whole.one_lacking_ha.items()],
        beacons=[(one, _steps(one.steps, one.count.place.code)) for one in found.beacons],
        way=[(one, one.counts_ha / of_ha if of_ha else 0.0) for one in found.way],
        listed=_listed(found),
        more=max(len(found.pieces) - MOST_SHOWN, 0),
        open=able[:MOST_SHOWN],
        closed_off=max(len(able) - MOST_SHOWN, 0),
        measures=Measure.objects.filter(edition=edition, mapped=True),
        asks=ASKS,
        source=SOURCE,
        wanted=WANTED,
    )


def _steps(steps: tuple[Portion, ...], own: str) -> list[tuple[Portion, str]]:
    """The land that would raise the share of a protected landscape most nearly; not the landscape itself."""
    found = [one for one in steps if one.piece.candidate.ref != own][:MOST_STEPS]
    return [(one, lacks(one.piece.standing.lacks)) for one in found]


def _listed(found: Account) -> list[tuple[object, str, str]]:
    kinds = dict(DESIGNATIONS)
    return [(one, kinds[one.candidate.designation], lacks(one.standing.lacks)) for one in found.pieces[:MOST_SHOWN]]


@supposes
@require_safe
def scenario(request: HttpRequest, area: str) -> HttpResponse:
    """The share if candidates, and the land of measures, counted too."""
    edition = edition_asked_for(request, area)
    refs = list(dict.fromkeys(request.GET.getlist("suppose")))[:MOST_SUPPOSED]
    asked = request.GET.getlist("measure")[:MOST_SUPPOSED]
    measures = [one for one in Measure.objects.filter(edition=edition, mapped=True) if one.ref in asked]
    try:
        found = supposed(edition, today(), refs, measures) if refs or measures else None
    except NotFound:
        raise Http404 from None
    named = list(Candidate.objects.filter(area=edition.area_id, number__in=_numbers(refs)))
    land, sea = found or (None, None)
    context = {"found": land, "sea": sea, "named": named, "measures": measures, "on": today(), "wanted": WANTED}
    return page(request, edition, SECTION, "thirty_by_thirty/scenario.html", **context)


def _numbers(refs: list[str]) -> list[int]:
    return [int(ref[1:]) for ref in refs if ref[1:].isdecimal()]


@of_edition_now(changed)
def candidate(request: HttpRequest, edition: Edition, _: str, ref: str) -> HttpResponse:
    """One candidate: how it stands, and every answer with its evidence, those that were replaced too."""
    asked = held(edition.area_id, _numbers([ref[:8]]))
    if not asked or (one := asked[0]).ref != ref:
        raise Http404
    answers = [given for given in one.assessments.all() if given.undone_at is None]
    by_test = [(test, asks, [given for given in answers if given.test == test]) for test, asks in ASKS.items()]
    stands = one.stands
    context = {"one": one, "stands": stands, "lacks": lacks(stands.lacks), "by_test": by_test, "on": today()}
    map_of_it = of_place(edition, one.name, [one.shape])
    return page(request, edition, SECTION, "thirty_by_thirty/candidate.html", map=map_of_it, **context)


@exports
@require_safe
def table(request: HttpRequest, area: str, what: str, form: str) -> HttpResponseBase:
    """The places or the candidates as a table."""
    found = account_of(edition_asked_for(request, area), today(), with_way=False)
    if what == "places":
        return table_response(request, f"30-by-30-{area}", tables.PLACES, tables.places(found), form)
    return table_response(request, f"30-by-30-candidates-{area}", tables.CANDIDATES, tables.candidates(found), form)


@exports
@require_safe
def land(request: HttpRequest, area: str) -> HttpResponse:
    """The land that is counted as each candidate's own."""
    found = account_of(edition_asked_for(request, area), today(), with_way=False)
    answer = JsonResponse(tables.geojson(found), content_type="application/geo+json")
    answer.headers["Content-Disposition"] = f'attachment; filename="30-by-30-{area}-{date.isoformat(found.on)}.geojson"'
    return answer
