"""Public land at the desk: files are sent and looked at, land is published, reports are written and published."""

from collections.abc import Callable, Sequence
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from lnrs.errors import Problem
from lnrs.law import biodiversity_reports as law
from lnrs.law.periods import day_in_england
from lnrs_web.accounts.guard import for_officers, of_area, person_of
from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import areas_with, may, must
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.queries import done_to
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.boundaries.reading import open_form
from lnrs_web.exports.answers import pdf_response
from lnrs_web.pages.days import day_typed
from lnrs_web.pages.limits import computes
from lnrs_web.public_land import actions, paper
from lnrs_web.public_land.figures import figures_of
from lnrs_web.public_land.models import WORDS, DutyReport, Estate, PublicBody
from lnrs_web.public_land.sending import owners_of
from lnrs_web.strategy import queries as strategies

SECTION = "public_land_desk:all"
FORM = ("GET", "HEAD", "POST")
DAYS = {
    "first": "First day of the period",
    "last": "Last day of the period",
    "previous_last": "Last day of the period of the report before",
}
ROLES = (Role.EDITOR, Role.APPROVER)
View = Callable[..., HttpResponseBase]


def _shown(request: HttpRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    problems: Sequence[Problem] = context.get("problems", ())  # type: ignore[assignment]
    frame = {"section": SECTION, "wrong": {one.where for one in problems}}
    return render(request, f"public_land/desk/{template}.html", frame | context, status=status)


@require_safe
@for_officers
def all_areas(request: HttpRequest) -> HttpResponse:
    """The areas that an officer can send public land of."""
    mine = areas_with(person_of(request), *ROLES)
    return _shown(request, "all", areas=StrategyArea.objects.filter(pk__in=mine))


@csrf_exempt  # or a large file would be read before anybody asks who sends it: `_sent` is protected
@computes
@require_http_methods(FORM)
@of_area(*ROLES)
def bodies(request: HttpRequest, area: StrategyArea) -> HttpResponseBase:
    """The bodies of an area with their land; takes a file of more."""
    if request.method != "POST":
        return _of_bodies(request, area)
    try:
        open_form(request)
    except LandRefused as refused:
        return _of_bodies(request, area, refused.problems, refused.status)
    return _sent(request, area)


@csrf_protect
def _sent(request: HttpRequest, area: StrategyArea) -> HttpResponse:
    try:
        owners, file_name = owners_of(request)
        taken = actions.take_in(area, owners, file_name, by=person_of(request))
    except LandRefused as refused:
        return _of_bodies(request, area, refused.problems, refused.status)
    except actions.Refused as refused:
        return _of_bodies(request, area, refused.problems, 400)
    if len(taken) == 1:
        return redirect("public_land_desk:body", taken[0].public_id)
    return redirect("public_land_desk:bodies", area.slug)


def _of_bodies(
    request: HttpRequest, area: StrategyArea, problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponse:
    held = PublicBody.objects.filter(area=area).select_related("estate")
    given = {name: request.POST.get(name, "") for name in ("body", "column")} if request.method == "POST" else {}
    return _shown(request, "bodies", status, area=area, bodies=held, problems=problems, given=given)


def of_body(view: View) -> View:
    """A view for those with a role in the area of a body, which is given the body."""

    @for_officers
    @wraps(view)
    def found(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        one = get_object_or_404(PublicBody.objects.select_related("area", "estate"), public_id=public_id)
        must(person_of(request), *ROLES, area=one.area_id)
        return view(request, one)

    return found


@require_http_methods(FORM)
@of_body
def body(request: HttpRequest, one: PublicBody) -> HttpResponseBase:
    """A body's land in the current edition, to be looked at; says what the body is, publishes it, begins a report."""
    if request.method != "POST":
        return _of_body(request, one)
    who, step = person_of(request), request.POST.get("step", "")
    try:
        if step == "kind":
            actions.say_kind(one, request.POST.get("kind", ""), by=who)
        elif step == "publish":
            if request.POST.get("seen", "") != one.estate.sent_at.isoformat():
                raise actions.other_land()
            actions.publish_land(one, by=who)
        else:
            problems: list[Problem] = []
            typed = (day_typed(request.POST.get(name, ""), name, words, problems) for name, words in DAYS.items())
            first, last, previous = typed
            if problems:
                raise actions.Refused(problems)
            if first is None or last is None:
                raise actions.Refused([Problem("last", "The period lacks a day.", "Fill in both days.")])
            return redirect(
                "public_land_desk:report", actions.begin_report(one, first, last, previous, by=who).public_id
            )
    except actions.Refused as refused:
        return _of_body(request, one, refused.problems, 400)
    return redirect("public_land_desk:body", one.public_id)


def _of_body(
    request: HttpRequest, one: PublicBody, problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponse:
    edition = strategies.current(one.area.slug)
    reports = list(DutyReport.objects.filter(body=one))
    previous = max((report.last for report in reports), default=None)
    first = law.next_first(previous)
    return _shown(
        request,
        "body",
        status,
        body=one,
        area=one.area,
        edition=edition,
        figures=figures_of(edition, one.estate.land) if edition else None,
        kinds=PublicBody.Kind.choices,
        reports=reports,
        proposed={"first": first, "last": law.latest_end(previous), "previous_last": previous or ""},
        events=done_to(one.on_record),
        may_publish=may(person_of(request), Role.APPROVER, area=one.area_id),
        problems=problems,
    )


def of_report(view: View) -> View:
    """A view for those with a role in the area of a report, which is given the report."""

    @for_officers
    @wraps(view)
    def found(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        held = DutyReport.objects.select_related("body__area", "body__estate", "edition")
        one = get_object_or_404(held, public_id=public_id)
        must(person_of(request), *ROLES, area=one.body.area_id)
        return view(request, one)

    return found


@require_http_methods(FORM)
@of_report
def report(request: HttpRequest, one: DutyReport) -> HttpResponseBase:
    """A report: its deadlines, what is still lacking, and what the body says; saves and publishes it."""
    if request.method != "POST":
        return _of_report(request, one)
    who, typed = person_of(request), {name: request.POST.get(name, "") for name in WORDS}
    try:
        if request.POST.get("step") == "publish":
            if (edition := strategies.current(one.body.area.slug)) is None:
                raise actions.Refused([Problem("land", "The area has no published edition.", "Publish one first.")])
            if request.POST.get("seen", "") != actions.words_mark(one):
                raise actions.other_words()
            actions.publish_report(one, edition, by=who)
        else:
            actions.save_words(one, typed, by=who)
    except actions.Refused as refused:
        return _of_report(request, one, refused.problems, 400, typed if "actions" in request.POST else None)
    return redirect("public_land_desk:report", one.public_id)


def _of_report(
    request: HttpRequest,
    one: DutyReport,
    problems: Sequence[Problem] = (),
    status: int = 200,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    fields = [
        (name, heading, (typed or {}).get(name, getattr(one, name)))
        for name, heading in paper.TITLES.items()
        if name not in paper.GAIN or one.body.tells_net_gain
    ]
    return _shown(
        request,
        "report",
        status,
        report=one,
        body=one.body,
        area=one.body.area,
        fields=fields,
        gaps=actions.gaps_of(one),
        words_mark=actions.words_mark(one),
        late_days=law.lateness(one.last, day_in_england(one.published_at)) if one.published_at else 0,
        land_is_out=Estate.objects.filter(body=one.body, published_at__isnull=False).exists(),
        may_publish=may(person_of(request), Role.APPROVER, area=one.body.area_id),
        events=done_to(one.on_record),
        problems=problems,
    )


@require_safe
@of_report
def draft_pdf(request: HttpRequest, one: DutyReport) -> HttpResponse:  # noqa: ARG001
    """A report that is not published yet, to print and pass round."""
    edition = one.edition or strategies.current(one.body.area.slug)
    if edition is None:
        raise Http404
    file = paper.as_pdf(one, figures_of(edition, one.body.estate.land), edition)
    return pdf_response(file, f"draft-{one.body.slug}-{one.last.isoformat()}", private=True)
