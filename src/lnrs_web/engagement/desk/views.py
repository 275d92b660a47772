"""Activities at the desk: made, asked, opened, extended, closed and counted."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import areas_of, must_be_officer_of
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.queries import done_to
from lnrs_web.editions.models import Edition
from lnrs_web.editions.queries import current_editions
from lnrs_web.engagement.actions import activities as actions
from lnrs_web.engagement.desk.beginnings import QUESTIONS, beginning
from lnrs_web.engagement.desk.reading import SQUARES_M, read_activity, read_moment
from lnrs_web.engagement.models import Activity, Contribution, Event
from lnrs_web.engagement.permissions import READERS, activities_with, must_work_on, works_on
from lnrs_web.engagement.sensitive import USUAL
from lnrs_web.engagement.steps import step_named, steps_of
from lnrs_web.engagement.views.taking_part import offered

SECTION = "say_desk:activities"
both = require_http_methods(["GET", "HEAD", "POST"])


def show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the desk."""
    problems = context.get("problems", ())
    frame = {"section": SECTION, "wrong": {one.where for one in problems}}
    return render(request, f"engagement/desk/{template}.html", frame | context, status=status)


def own(request: HttpRequest, public_id: UUID, *roles: object) -> Activity:
    """An activity that is the work of who asks, by one of some roles. Raises Http404 and NotAllowed."""
    found = get_object_or_404(Activity.objects.select_related("area", "edition"), public_id=public_id)
    must_work_on(found, *roles, by=person_of(request))
    return found


@require_safe
@for_officers
def activities(request: HttpRequest) -> HttpResponse:
    """Every activity that is somebody's work, with what has come in; and the events of an officer's areas."""
    who = person_of(request)
    mine, found = areas_of(who), activities_with(who, *READERS)
    counted = Contribution.objects.filter(activity__in=found, state__in=Contribution.COUNTED)
    counts = dict(counted.values_list("activity").annotate(n=Count("id")))
    events = Event.objects.filter(area__in=mine).select_related("area")[:50]
    rows = [(one, counts.get(one.pk, 0)) for one in found]
    areas = StrategyArea.objects.filter(lnrs_id__in=mine)
    return show(
        request, "activities", rows=rows, events=events, areas=areas, is_officer=bool(mine), kinds=Activity.Kind.choices
    )


@both
@for_officers
def new(request: HttpRequest) -> HttpResponse:
    """A new activity: its kind and area are in the address, the rest in the form."""
    asked = request.POST if request.method == "POST" else request.GET
    kind, number = asked.get("kind", ""), asked.get("area", "")
    area = StrategyArea.objects.filter(lnrs_id=int(number)).first() if number.isdecimal() and len(number) < 3 else None
    if area is None or kind not in Activity.Kind.values:
        raise Http404
    must_be_officer_of(area.lnrs_id, person_of(request))
    if request.method != "POST":
        today = timezone.localdate().isoformat()
        given = {
            "edition": current_editions().filter(area=area).values_list("identity", flat=True).first() or "",
            "opens_on": today,
            "opens_time": "09:00",
            "closes_time": "23:59",
            "sensitive_species": "\n".join(USUAL),
        }
        return _form(request, area, kind, beginning(kind) | given)
    values, problems = read_activity(area, request.POST)
    if problems:
        return _form(request, area, kind, request.POST, problems)
    made = actions.make(area, QUESTIONS[kind], by=person_of(request), kind=kind, **values)
    return redirect("say_desk:activity", made.public_id)


@both
@for_officers
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Changes what an activity says of itself."""
    found = own(request, public_id)
    if request.method != "POST":
        return _form(request, found.area, found.kind, _as_given(found), activity=found)
    values, problems = read_activity(found.area, request.POST, found)
    if problems:
        return _form(request, found.area, found.kind, request.POST, problems, activity=found)
    try:
        actions.edit(found, by=person_of(request), **values)
    except actions.NotPossible as refusal:
        problem = Problem("closes_on", str(refusal))
        return _form(request, found.area, found.kind, request.POST, [problem], activity=found)
    return redirect("say_desk:activity", public_id)


def _form(
    request: HttpRequest,
    area: StrategyArea,
    kind: str,
    given: Any,
    problems: list[Problem] | None = None,
    activity: Activity | None = None,
) -> HttpResponse:
    return show(
        request,
        "form",
        status=400 if problems else 200,
        area=area,
        kind=kind,
        kind_words=Activity.Kind(kind).label,
        activity=activity,
        given=given,
        problems=problems or [],
        editions=Edition.objects.filter(area=area),
        publications=Activity.Publication.choices,
        moderations=Activity.Moderation.choices,
        shapes=Activity.Shapes.choices,
        asks=[(f"asks_{name}", words, given.get(f"asks_{name}", "")) for name, words in _ASKS],
        asked=Activity.Asked.choices,
        squares=SQUARES_M,
    )


_ASKS = (
    ("place", "A place"),
    ("evidence", "Photographs and documents"),
    ("name", "The name"),
    ("respondent", "Whom somebody speaks for"),
    ("postcode", "The postcode"),
    ("mail", "A mail address, which is then proved"),
)


def _as_given(activity: Activity) -> dict[str, Any]:
    opens, closes = timezone.localtime(activity.opens_at), timezone.localtime(activity.closes_at)
    given = {field.name: getattr(activity, field.name) for field in activity._meta.fields}
    return given | {
        "opens_on": f"{opens:%Y-%m-%d}",
        "opens_time": f"{opens:%H:%M}",
        "closes_on": f"{closes:%Y-%m-%d}",
        "closes_time": f"{closes:%H:%M}",
        "edition": activity.edition.identity if activity.edition else "",
        "sensitive_species": "\n".join(activity.sensitive_species),
    }


@require_safe
@for_officers
def activity(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An activity: its dates, what it asks, what has come in, and what was done to it."""
    return _activity(request, own(request, public_id, *READERS))


def _activity(request: HttpRequest, found: Activity, refused: str = "", status: int = 200) -> HttpResponse:
    held = found.contributions.all()
    by_state = dict(held.values_list("state").order_by().annotate(n=Count("id")))
    standing = held.filter(state__in=Contribution.COUNTED)
    by_channel = dict(standing.values_list("channel").order_by().annotate(n=Count("id")))
    last, who = found.question_sets.latest("version"), person_of(request)
    return show(
        request,
        "activity",
        status=status,
        activity=found,
        is_officer=works_on(found, who=who),
        is_moderator=works_on(found, Role.MODERATOR, who=who),
        refused=refused,
        states=[(words, by_state[code]) for code, words in Contribution.State.choices if code in by_state],
        channels=[(words, by_channel[code]) for code, words in Contribution.Channel.choices if code in by_channel],
        standing=standing.count(),
        late=standing.filter(late=True).count(),
        questions=last.questions.all(),
        version=last.version,
        answered=last.is_answered,
        events=found.events.all(),
        done=done_to(str(found.public_id)),
    )


@require_safe
@for_officers
def preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The pages of taking part as people will see them, one after another. Nothing can be sent from here."""
    found = own(request, public_id, *READERS)
    draft = Contribution(activity=found, question_set=found.question_sets.latest("version"))
    steps = steps_of(draft)
    here = step_named(steps, request.GET.get("page", "")) or (steps[0] if steps else None)
    return show(
        request,
        "preview",
        activity=found,
        area=found.area,
        edition=found.edition,
        steps=steps,
        step=here,
        fields=f"engagement/fields/{here.kind}.html" if here else "",
        given={},
        chosen=(),
        **(offered(draft, here) if here else {}),
    )


def _decide(request: HttpRequest, public_id: UUID, act: Any, template: str) -> HttpResponse:
    found = own(request, public_id)
    if request.method != "POST":
        return show(request, template, activity=found)
    try:
        act(found, by=person_of(request))
    except actions.NotPossible as refusal:
        return _activity(request, found, str(refusal), 409)
    return redirect("say_desk:activity", public_id)


@both
@for_officers
def release(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Asks whether everyone may see an activity, and lets them."""
    return _decide(request, public_id, actions.release, "release")


@both
@for_officers
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Asks whether an activity is to be closed now, and closes it."""
    return _decide(request, public_id, actions.close, "close")


@both
@for_officers
def extend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Gives an activity a later closing time."""
    found = own(request, public_id)
    if request.method != "POST":
        return show(request, "extend", activity=found, given={"closes_time": "23:59"})
    problems: list[Problem] = []
    closes_at = read_moment(request.POST, "closes", "23:59", problems)
    try:
        if closes_at:
            actions.extend(found, closes_at, by=person_of(request))
            return redirect("say_desk:activity", public_id)
    except actions.NotPossible as refusal:
        problems.append(Problem("closes_on", str(refusal)))
    return show(request, "extend", status=400, activity=found, given=request.POST, problems=problems)
