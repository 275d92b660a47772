"""The questions of an activity at the desk. Each change makes a new version where somebody has answered the last."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.engagement.actions.activities import Asked, ask
from lnrs_web.engagement.desk.reading import read_question
from lnrs_web.engagement.desk.views import both, own, show
from lnrs_web.engagement.models import Activity, Question


def asked_now(activity: Activity) -> list[Asked]:
    """The latest version of the questions."""
    return [
        Asked(one.code, one.kind, one.text, one.help, one.required, tuple((o["code"], o["words"]) for o in one.options))
        for one in activity.question_sets.latest("version").questions.all()
    ]


@both
@for_officers
def question(request: HttpRequest, public_id: UUID, code: str = "") -> HttpResponse:
    """A question that is changed, or a new one."""
    found = own(request, public_id)
    now = asked_now(found)
    place = next((number for number, one in enumerate(now) if one.code == code), None)
    if code and place is None:
        raise Http404
    last = found.question_sets.latest("version")
    context = {"activity": found, "code": code, "kinds": Question.Kind.choices, "answered": last.is_answered}
    if request.method != "POST":
        held = now[place] if place is not None else None
        options = (
            "\n".join(f"{key} = {words}" if key != words else words for key, words in held.options) if held else ""
        )
        given = {name: getattr(held, name) for name in ("code", "kind", "text", "help", "required")} if held else {}
        return show(request, "question", given=given | {"options": options}, **context)
    made, problems = read_question(request.POST, {one.code for one in now} - {code})
    if problems:
        return show(request, "question", status=400, given=request.POST, problems=problems, **context)
    if place is None:
        now.append(made)
    else:
        now[place] = made
    ask(found, now, by=person_of(request))
    return redirect("say_desk:activity", public_id)


@require_POST
@for_officers
def arrange(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Moves a question up, or takes it out."""
    found = own(request, public_id)
    now = asked_now(found)
    place = next((number for number, one in enumerate(now) if one.code == code), None)
    if place is None:
        raise Http404
    one = now.pop(place)
    if request.POST.get("do") == "up":
        now.insert(max(place - 1, 0), one)
    elif request.POST.get("do") != "out":
        now.insert(place, one)
    ask(found, now, by=person_of(request))
    return redirect("say_desk:activity", public_id)
