"""Petitions at the desk: begun, changed, opened and closed, counted anew; paper; mail to those who signed."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_officers, of_area, person_of
from lnrs_web.accounts.permissions import areas_with, may, must
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.queries import done_to
from lnrs_web.petition import counts, forms, queries
from lnrs_web.petition.actions import counting, course, papers, writing
from lnrs_web.petition.models import PaperBatch, Petition, Update
from lnrs_web.petition.models.petitions import HOURLY_LIMIT, TARGET
from lnrs_web.petition.problems import Refused
from lnrs_web.petition.views.desk_frame import FORM, ROLES, of_petition, shown

AGO = "petition_desk:petition"


@require_safe
@for_officers
def every(request: HttpRequest) -> HttpResponse:
    """The petitions of somebody's areas, and where one can be begun."""
    who = person_of(request)
    areas = StrategyArea.objects.filter(pk__in=areas_with(who, *ROLES))
    found = [(one, Petition.objects.filter(area=one).order_by("-made_at"), may(who, area=one.pk)) for one in areas]
    return shown(request, "all", found=found)


@require_http_methods(FORM)
@of_area(*ROLES)
def new(request: HttpRequest, area: StrategyArea) -> HttpResponseBase:
    """Begins a petition."""
    must(person_of(request), area=area.pk)
    start = {"target": TARGET, "hourly_limit": HOURLY_LIMIT, "eligible": f"live, work or study in {area.name}"}
    if request.method != "POST":
        return shown(request, "form", area, typed=start, is_new=True)
    slug, said, problems = forms.petition_of(request.POST, is_new=True)
    if not problems:
        try:
            made = course.make(area, slug, said, by=person_of(request))
        except Refused as refused:
            problems = list(refused.problems)
        else:
            return redirect(AGO, made.public_id)
    return shown(request, "form", area, problems=problems, is_new=True)


@require_http_methods(FORM)
@of_petition
def change(request: HttpRequest, one: Petition) -> HttpResponseBase:
    """Changes what is said of a petition."""
    must(person_of(request), area=one.area_id)
    if request.method != "POST":
        return shown(request, "form", petition=one, typed=_typed(one), is_new=False)
    _, said, problems = forms.petition_of(request.POST, is_new=False)
    if not problems:
        try:
            course.change(one, said, by=person_of(request))
        except Refused as refused:
            problems = list(refused.problems)
        else:
            return redirect(AGO, one.public_id)
    return shown(request, "form", petition=one, problems=problems, is_new=False)


def _typed(one: Petition) -> dict[str, object]:
    last = timezone.localdate(one.closes_at - timedelta(seconds=1)) if one.closes_at else ""
    rows = [f"{count}: {words}" for count, words in one.milestones]
    said = {name: getattr(one, name) for name in (*course.WORDS, "target", "hourly_limit")}
    return said | {"milestones": "\n".join(rows), "closes_on": str(last)}


@require_http_methods(FORM)
@of_petition
def petition(request: HttpRequest, one: Petition) -> HttpResponseBase:
    """A petition with its numbers; opens it, closes it, counts it anew and puts the count right."""
    problems: tuple[Problem, ...] = ()
    recounted = None
    if request.method == "POST":
        step, who = request.POST.get("step", ""), person_of(request)
        try:
            if step == "recount":
                must(who, area=one.area_id)
                recounted = counting.recount(one)
            elif step in STEPS:
                STEPS[step](one, by=who)
                return redirect(AGO, one.public_id)
        except Refused as refused:
            problems = refused.problems
        one.refresh_from_db()
    now = timezone.now()
    return shown(
        request,
        "petition",
        petition=one,
        problems=problems,
        totals=counts.totals_of(one),
        states=queries.by_state(one),
        domains=queries.busiest_domains(one, now),
        networks=len(queries.busiest_networks(one, now)),
        recounted=recounted,
        events=done_to(one.on_record).order_by("-id")[:50],
    )


STEPS = {"open": course.open_it, "close": course.close, "repair": counting.repair}


@require_http_methods(FORM)
@of_petition
def paper(request: HttpRequest, one: Petition) -> HttpResponseBase:
    """Signatures on paper: batches that were entered, and one more."""
    problems: list[Problem] = []
    if request.method == "POST":
        post, who = request.POST, person_of(request)
        try:
            if batch := post.get("cancel", ""):
                why = forms.line_of(post, "why", 300, problems)
                if not problems and batch.isdecimal():
                    papers.cancel(get_object_or_404(PaperBatch, petition=one, pk=int(batch[:18])), why, by=who)
            else:
                day = forms.date_of(post, "received_on", problems)
                source = forms.line_of(post, "source", 200, problems)
                scans = forms.line_of(post, "scan_reference", 100, problems)
                names = forms.number_of(post, "names", problems, least=1, most=1_000_000)
                refused = forms.number_of(post, "refused", problems, most=1_000_000)
                if not problems and day:
                    papers.enter(one, day, source, scans, names, refused, by=who)
        except Refused as error:
            problems += error.problems
        if not problems:
            return redirect("petition_desk:paper", one.public_id)
    batches = PaperBatch.objects.filter(petition=one)
    totals = counts.totals_of(one)
    return shown(request, "paper", petition=one, problems=problems, batches=batches, totals=totals)


@require_http_methods(FORM)
@of_petition
def updates(request: HttpRequest, one: Petition) -> HttpResponseBase:
    """Mail to those who signed and asked for it: written, looked at, sent."""
    must(person_of(request), area=one.area_id)
    problems: list[Problem] = []
    if request.method == "POST":
        post, who = request.POST, person_of(request)
        try:
            if (number := post.get("send", "")).isdecimal():
                writing.send(get_object_or_404(Update, petition=one, pk=int(number[:18])), by=who)
            else:
                subject = forms.line_of(post, "subject", 150, problems)
                text = forms.text_of(post, "text", problems)
                if not problems:
                    writing.write(one, subject, text, by=who)
        except Refused as error:
            problems += error.problems
        if not problems:
            return redirect("petition_desk:updates", one.public_id)
    written = Update.objects.filter(petition=one)
    return shown(request, "updates", petition=one, problems=problems, updates=written, readers=writing.readers(one))
