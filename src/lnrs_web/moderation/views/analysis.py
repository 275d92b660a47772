"""Analysis at the desk: campaigns, themes, answers, who has not been heard."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.models import Role
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.engagement.permissions import READERS, activities_with, must_work_on, works_on
from lnrs_web.moderation import forms, queries
from lnrs_web.moderation.actions import analysing, telling, working
from lnrs_web.moderation.coverage import coverage_of
from lnrs_web.moderation.models import Campaign, Code, Response, Suggestion, Told, Work
from lnrs_web.moderation.views.asking import activity_of, contribution_of, page
from lnrs_web.moderation.views.working import progress

SECTION = "moderation:activities"


@require_safe
@for_officers
def activities(request: HttpRequest) -> HttpResponse:
    """The activities that are somebody's work."""
    return page(request, "activities", SECTION, activities=activities_with(person_of(request), *READERS))


@require_safe
@for_officers
def activity(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Campaigns, themes and suggestions of an activity."""
    return _activity(request, activity_of(request, public_id))


def _activity(
    request: HttpRequest, found: Activity, problems: Sequence[Problem] = (), problems_at: str = ""
) -> HttpResponse:
    campaigns = found.campaigns.annotate(size=Count("letters")).select_related("response").order_by("-size", "id")
    return page(
        request,
        "analysis",
        SECTION,
        400 if problems else 200,
        activity=found,
        problems=problems,
        problems_at=problems_at,
        campaigns=campaigns,
        codes=found.codes.annotate(size=Count("codings")).select_related("response"),
        suggestions=found.suggestions.filter(code=None).annotate(size=Count("contributions")).order_by("-size", "id"),
        criteria=found.criteria.all(),
        is_analyst=works_on(found, Role.ANALYST, who=person_of(request)),
        is_officer=works_on(found, who=person_of(request)),
        mails_due=telling.mails_due(found),
        told=Told.objects.filter(contribution__activity=found).aggregate(count=Count("id"), last=Max("at")),
        **progress(request, found.work.filter(kind=Work.Kind.LOOK).first()),
    )


@require_POST
@for_officers
def look(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Has campaigns found and themes suggested, by the worker."""
    working.ask_to_look(activity_of(request, public_id), by=person_of(request))
    return redirect("moderation:activity", public_id)


@require_POST
@for_officers
def tell(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Has those mailed whose contributions have been answered, if they are as many as the officer read."""
    found = activity_of(request, public_id)
    asked = request.POST.get("count", "")
    try:
        telling.tell(found, int(asked) if asked.isdecimal() and len(asked) < 9 else -1, by=person_of(request))
    except telling.NotThatMany as error:
        problem = Problem("How many", str(error), "Look again, then send.")
        return _activity(request, found, [problem], "tell")
    return redirect("moderation:activity", public_id)


@require_POST
@for_officers
def accept(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Names a suggested theme."""
    found = get_object_or_404(Suggestion.objects.select_related("activity__area"), public_id=public_id)
    must_work_on(found.activity, *READERS, by=person_of(request))
    try:
        analysing.accept(found, request.POST.get("name", ""), by=person_of(request))
    except analysing.CannotSay as error:
        return _activity(request, found.activity, error.problems, "suggestions")
    return redirect("moderation:activity", found.activity.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def campaign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A campaign: its text, what people added, and the one answer to all of them."""
    found = get_object_or_404(Campaign.objects.select_related("activity__area"), public_id=public_id)
    must_work_on(found.activity, *READERS, by=person_of(request))
    letters = found.letters.select_related("contribution")
    shown = {
        "campaign": found,
        "size": letters.count(),
        "identical": letters.filter(added=[], left_out=0).count(),
        "added": queries.added_in(letters),
        "codes": queries.codes_of(found),
        "waiting": letters.filter(contribution__state=Contribution.State.IN_MODERATION).count(),
    }
    return _answering(request, found.activity, {"campaign": found}, "campaign", shown)


@require_POST
@for_officers
def code_campaign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Says which themes all the letters of a campaign are about."""
    found = get_object_or_404(Campaign.objects.select_related("activity__area"), public_id=public_id)
    must_work_on(found.activity, *READERS, by=person_of(request))
    analysing.code_campaign(found, _codes_asked(request, found.activity), by=person_of(request))
    return redirect("moderation:campaign", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def code(request: HttpRequest, public_id: UUID, slug: str) -> HttpResponse:
    """A theme: what is coded as it, by whom, and the answer to it."""
    found = get_object_or_404(Code, activity=activity_of(request, public_id), slug=slug)
    codings = found.codings.select_related("contribution").order_by("contribution__received_at")
    shown = {"code": found, "codings": codings[:200], "size": codings.count()}
    return _answering(request, found.activity, {"code": found}, "code", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The answer to one contribution, which its writer reads too."""
    found = contribution_of(request, pk)
    if not found.stands:
        raise Http404
    parts, _, _ = forms.parts_of(found)
    return _answering(
        request, found.activity, {"contribution": found}, "answer", {"contribution": found, "parts": parts}
    )


@require_POST
@for_officers
def code_as(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Says which themes a contribution is about."""
    found = contribution_of(request, pk)
    analysing.code_as(found, _codes_asked(request, found.activity), by=person_of(request))
    return redirect("moderation:contribution", pk)


def _codes_asked(request: HttpRequest, activity: Activity) -> list[Code]:
    """The themes that are ticked, and one that is written."""
    codes = list(activity.codes.filter(slug__in=request.POST.getlist("code")))
    try:
        if name := request.POST.get("name", "").strip():
            codes.append(analysing.make_code(activity, name, by=person_of(request)))
    except analysing.CannotSay:
        pass  # a name of signs alone names nothing
    return codes


@require_safe
@for_officers
def coverage(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who has been heard, and who has not."""
    found = activity_of(request, public_id)
    return page(request, "coverage", SECTION, activity=found, coverage=coverage_of(found, found.edition))


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def sift(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The questions of a sift, and the points of each contribution."""
    found, problems = activity_of(request, public_id), list[Problem]()
    typed = "\n".join(f"{one.points} {one.words}" for one in found.criteria.all())
    if request.method == "POST":
        typed = request.POST.get("criteria", "")
        wanted = []
        for line in filter(None, map(str.strip, typed.splitlines())):
            points, _, words = line.partition(" ")
            if not (points.isdecimal() and 0 < int(points[:4]) <= 100 and words.strip()):
                problems.append(
                    Problem("Questions", f"“{line[:60]}” does not begin with points.", "Write: 2 Is it in a gap?")
                )
            else:
                wanted.append((words.strip(), int(points)))
        try:
            if not problems:
                analysing.set_criteria(found, wanted, by=person_of(request))
                return redirect("moderation:sift", public_id)
        except analysing.CannotSay as error:
            problems = list(error.problems)
    rows = queries.sifted(found)
    shown = {"activity": found, "typed": typed, "rows": rows, "problems": problems, "criteria": found.criteria.all()}
    shown |= {"is_analyst": works_on(found, Role.ANALYST, who=person_of(request))}
    return page(request, "sift", SECTION, 400 if problems else 200, **shown)


@require_POST
@for_officers
def score(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answers the questions of the sift for a contribution."""
    found = contribution_of(request, pk)
    yes = set(request.POST.getlist("met"))
    met = {one: str(one.pk) in yes for one in found.activity.criteria.all()}
    analysing.score(found, met, by=person_of(request))
    return redirect("moderation:contribution", pk)


def _answering(
    request: HttpRequest, activity: Activity, to: dict[str, object], template: str, shown: dict[str, object]
) -> HttpResponse:
    post, problems = request.POST, list[Problem]()
    response = Response.objects.filter(activity=activity, **to).first()
    if request.method == "POST":
        words = {name: post.get(name, "") for name in ("said", "did", "change")}
        try:
            analysing.answer(activity, to, **words, shown=bool(post.get("shown")), by=person_of(request))
            return redirect(request.path)
        except analysing.CannotSay as error:
            problems, response = list(error.problems), Response(**words, shown=bool(post.get("shown")))
    shown |= {"activity": activity, "response": response, "problems": problems}
    who = person_of(request)
    shown |= {"is_officer": works_on(activity, who=who), "is_analyst": works_on(activity, Role.ANALYST, who=who)}
    return page(request, template, SECTION, 400 if problems else 200, **shown)
