"""What came on paper, by mail, by telephone or at an event; and the screen at an event."""

from typing import Any
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.config.ids import read_id
from lnrs_web.engagement import consent, draft_cookie, queries
from lnrs_web.engagement.actions.entering import Entered, take_in
from lnrs_web.engagement.actions.events import keep_event
from lnrs_web.engagement.desk.reading import read_event, read_moment
from lnrs_web.engagement.desk.views import both, own, show
from lnrs_web.engagement.locating import read_places
from lnrs_web.engagement.models import Activity, Contribution, Event, QuestionSet
from lnrs_web.engagement.reading import plain, read_answer, read_you
from lnrs_web.outbox.mailboxes import read_mail

CHANNELS = [(code, words) for code, words in Contribution.Channel.choices if code != "web"]


@both
@for_officers
def enter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One contribution typed in, with the version of the questions that its writer had."""
    found = own(request, public_id, Role.MODERATOR)
    version = request.POST.get("form") or request.GET.get("form") or ""
    sets = found.question_sets.all()
    chosen = sets.filter(version=int(version)).first() if version.isdecimal() and len(version) < 4 else None
    questions = chosen or sets.latest("version")
    if request.method != "POST":
        now = timezone.localtime()
        given = {"channel": "letter", "sent_on": f"{now:%Y-%m-%d}", "sent_time": f"{now:%H:%M}"}
        return _form(request, found, questions, given, [])
    what, problems = _read(request, found, questions)
    if problems or what is None:
        return _form(request, found, questions, request.POST, problems)
    made = take_in(found, what, by=person_of(request), question_set=questions)
    return show(request, "entered", activity=found, made=made, version=questions.version)


def _read(request: HttpRequest, activity: Activity, questions: QuestionSet) -> tuple[Entered | None, list[Problem]]:
    """What was typed in. A person who wrote on paper cannot be asked again, so nothing that is empty is refused."""
    post, answers = request.POST, {}
    problems: list[Problem] = []
    sent_at = read_moment(post, "sent", "12:00", problems)
    if sent_at and sent_at > timezone.now():
        problems.append(Problem("sent_on", "It is still to come.", "Enter when it came in."))
    for one in questions.questions.all():
        one.required = False
        field = f"q-{one.code}"
        text, picked, wrong = read_answer(one, post.get(field, ""), post.getlist(field), field)
        problems += wrong
        answers[one.code] = text if one.is_text else picked
    you, wrong = read_you(activity, post)
    problems += [one for one in wrong if post.get(one.where)]
    mail = post.get("mail", "").strip()
    try:
        mail = read_mail(mail) if mail else ""
    except ValueError as error:
        problems.append(Problem("mail", f"{error}."))
    locations = []
    if post.get("place", "").strip():
        try:
            locations = read_places(activity.edition, {"way": "named", "place": post["place"]}, {})
        except LandRefused as refused:
            problems += refused.problems
    if post.get("channel") not in dict(CHANNELS):
        problems.append(Problem("channel", "Choose how it came."))
    if not any(answers.values()) and not post.get("change_sought", "").strip() and not post.get("stance"):
        problems.append(Problem("channel", "Nothing has been answered.", "Type in what it says."))
    if problems or sent_at is None:
        return None, problems
    event = Event.objects.filter(activity=activity, public_id=read_id(post.get("event", ""))).first()
    return Entered(
        channel=post["channel"],
        sent_at=sent_at,
        answers=answers,
        mail=mail,
        stance=post.get("stance", "") if post.get("stance") in Contribution.Stance.values else "",
        change_sought=plain(post.get("change_sought", "")),
        may_publish=bool(post.get("may_publish")),
        may_name=bool(post.get("may_name")),
        sensitive_place=bool(post.get("sensitive_place")),
        event=event,
        locations=locations,
        **you,
    ), []


def _form(
    request: HttpRequest, activity: Activity, questions: QuestionSet, given: Any, problems: list[Problem]
) -> HttpResponse:
    rows = [
        (one, given.get(f"q-{one.code}", ""), given.getlist(f"q-{one.code}") if hasattr(given, "getlist") else [])
        for one in questions.questions.all()
    ]
    return show(
        request,
        "enter",
        status=400 if problems else 200,
        activity=activity,
        questions=questions,
        versions=activity.question_sets.all(),
        rows=rows,
        given=given,
        problems=problems,
        channels=CHANNELS,
        events=activity.events.all(),
        respondents=Contribution.Respondent.choices,
        stances=Contribution.Stance.choices,
        consent=consent,
    )


@both
@for_officers
def event(request: HttpRequest, public_id: UUID | None = None) -> HttpResponse:
    """An event that was held, recorded or corrected."""
    who = person_of(request)
    held = (
        get_object_or_404(Event.objects.select_related("area", "activity"), public_id=public_id) if public_id else None
    )
    number = request.POST.get("area") or request.GET.get("area") or ""
    area = held.area if held else get_object_or_404(StrategyArea, lnrs_id=int(number) if number.isdecimal() else 0)
    must_be_officer_of(area.lnrs_id, who)
    activities = Activity.objects.filter(area=area)
    context = {"event": held, "area": area, "activities": activities}
    if request.method != "POST":
        return show(request, "event", given=_as_given(held) if held else {"attendance": "0"}, **context)
    values, pins, problems = read_event(request.POST)
    chosen = request.POST.get("activity", "")
    values["activity"] = activities.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    if problems:
        return show(request, "event", status=400, given=request.POST, problems=problems, **context)
    kept = keep_event(area, pins, by=who, event=held, **values)
    return redirect("say_desk:event", kept.public_id)


def _as_given(event: Event) -> dict[str, Any]:
    pins = "\n".join(f"{one.easting_m:.0f} {one.northing_m:.0f}: {one.words}" for one in event.pins.all())
    return {
        "title": event.title,
        "place": event.place,
        "held_on": event.held_on.isoformat(),
        "attendance": str(event.attendance),
        "organisations": "\n".join(event.organisations),
        "notes": event.notes,
        "is_public": event.is_public,
        "activity": str(event.activity_id or ""),
        "pins": pins,
    }


@require_POST
@for_officers
def kiosk(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Makes this browser a kiosk of an activity, and signs its maker out, so that nobody comes to the desk by it."""
    found = own(request, public_id, Role.MODERATOR)
    who = person_of(request)
    chosen = found.events.filter(public_id=read_id(request.POST.get("event", ""))).first()
    if not queries.activity_of(found.area.slug, found.slug):
        return redirect("say_desk:activity", public_id)
    record("make kiosk", str(found.public_id), by=who.email, became=chosen.title if chosen else "", area=found.area_id)
    logout(request)
    response = redirect("say:kiosk", found.area.slug, found.slug)
    draft_cookie.remember_kiosk(response, found, str(chosen.public_id) if chosen else "", who.email)
    return response
