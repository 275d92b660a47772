"""Checking what was written, sending it, and what comes after."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lnrs.errors import Problem
from lnrs_web.engagement import consent, draft_cookie
from lnrs_web.engagement.actions import drafts, returning, sending
from lnrs_web.engagement.answers import answers_to
from lnrs_web.engagement.models import Contribution
from lnrs_web.engagement.pictures_of_places import has_map, picture_of_own
from lnrs_web.engagement.sensitive import grain_of
from lnrs_web.engagement.steps import SUBJECTS, Step, polygon_of, problems_of, steps_of, to_do
from lnrs_web.engagement.views.frame import is_kiosk, of_draft, shown, to
from lnrs_web.outbox.mailboxes import read_mail
from lnrs_web.pages.limits import limited

State = Contribution.State
TRAP = "web_address"
sends = limited("send", times=40, seconds=600, methods=("POST",))
mails = limited("mail a link", times=10, seconds=600, methods=("POST",))


@sends
@csrf_exempt  # as every page of taking part
@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def check(request: HttpRequest, draft: Contribution) -> HttpResponse:
    """Everything that was written, each with a link to change it; and the button that sends it."""
    if draft.state != State.DRAFT:
        return to("sent", draft.activity)
    kiosk = is_kiosk(request, draft)
    steps = steps_of(draft, kiosk=kiosk)
    left = to_do(draft, steps)
    if request.method == "POST" and not left:
        try:
            sent = sending.send(draft, trap=request.POST.get(TRAP, ""))
        except drafts.Closed:
            return shown(request, draft.activity.area, "engagement/too_late.html", activity=draft.activity, status=409)
        response = to("sent", draft.activity)
        draft_cookie.remember(response, sent)
        return response
    problems = problems_of(left) if request.method == "POST" else []
    return shown(
        request,
        draft.activity.area,
        "engagement/check.html",
        draft=draft,
        activity=draft.activity,
        mapped=has_map(draft),
        rows=[(one, [] if one in left else said_on(draft, one), one in left) for one in steps],
        left=left,
        problems=problems,
        kiosk=kiosk,
        consent=consent,
        trap=TRAP,
        grain_m=grain_of(draft) if draft.may_publish else 0,
        status=400 if problems else 200,
    )


def said_on(draft: Contribution, step: Step) -> list[str]:
    """What was written on a page, in lines."""
    if step.question:
        one = draft.answers.filter(question=step.question).select_related("question").first()
        return one.words.splitlines() if one else []
    lines: dict[str, list[Any]] = {
        "about": [line for one in draft.locations.filter(kind__in=SUBJECTS) for line in (one.called, quoted(one.quote))]
        or ["The whole strategy"],
        "place": [one.in_words for one in draft.locations.exclude(kind__in=SUBJECTS)]
        or (["All of that place, as the map has it"] if polygon_of(draft) else []),
        "stance": [draft.get_stance_display()] if draft.stance else [],
        "change": draft.change_sought.splitlines(),
        "evidence": [one.name for one in draft.attachments.filter(removed_at=None)],
        "you": [
            draft.name,
            draft.get_respondent_display() if draft.respondent else "",
            draft.organisation,
            draft.postcode,
        ],
        "consent": ["Yes, with my name" if draft.may_name else "Yes, without my name" if draft.may_publish else "No"],
        "mail": [draft.mail],
    }
    return [one for one in lines[step.kind] if one]


def quoted(words: str) -> str:
    """The words of a paragraph in quotation marks, in one line; nothing where there are none."""
    return f"“{' '.join(words.split())}”" if words else ""


@require_safe
@of_draft
def own_map(request: HttpRequest, draft: Contribution) -> HttpResponse:  # noqa: ARG001
    """A picture of the places that somebody has given, for their own browser alone."""
    if (drawn := picture_of_own(draft)) is None:
        raise Http404
    return HttpResponse(drawn.svg, "image/svg+xml; charset=utf-8")


@require_safe
@of_draft
def sent(request: HttpRequest, draft: Contribution) -> HttpResponse:
    """What happens next: a mail to open, or a reference."""
    if draft.state == State.DRAFT:
        return to("check", draft.activity)
    waits = draft.state == State.WAITING or (draft.state == State.QUARANTINED and not draft.received_at)
    kiosk = is_kiosk(request, draft)
    return shown(
        request,
        draft.activity.area,
        "engagement/sent.html",
        draft=draft,
        activity=draft.activity,
        waits=waits and bool(draft.mail),
        kiosk=kiosk,
    )


@mails
@csrf_exempt  # as every page of taking part
@require_POST
@of_draft
def again(request: HttpRequest, draft: Contribution) -> HttpResponse:
    """Mails the link once more. The answer is the same whether it may or not."""
    sending.mail_proof_again(draft)
    return shown(
        request,
        draft.activity.area,
        "engagement/sent.html",
        draft=draft,
        activity=draft.activity,
        waits=True,
        mailed=True,
    )


@mails
@csrf_exempt  # as every page of taking part
@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def later(request: HttpRequest, draft: Contribution) -> HttpResponse:
    """Mails the way back to a draft to whoever writes it."""
    problems, mailed, typed = [], False, request.POST.get("mail", draft.mail)
    if request.method == "POST":
        try:
            sending.mail_way_back(draft, read_mail(typed))
            mailed = True
        except ValueError as error:
            problems = [Problem("mail", f"{error}.")]
    context = {"draft": draft, "activity": draft.activity, "problems": problems, "mailed": mailed, "typed": typed}
    return shown(request, draft.activity.area, "engagement/later.html", status=400 if problems else 200, **context)


@csrf_exempt  # as every page of taking part
@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def leave(request: HttpRequest, draft: Contribution) -> HttpResponse:
    """Deletes a draft, or closes what was sent, so that nobody finds it on this device."""
    if request.method != "POST":
        return shown(request, draft.activity.area, "engagement/leave.html", draft=draft, activity=draft.activity)
    kiosk = is_kiosk(request, draft)
    drafts.forget(draft)
    response = to("kiosk" if kiosk else "activity", draft.activity)
    draft_cookie.forget(response, draft.activity)
    return response


@require_safe
@of_draft
def yours(request: HttpRequest, draft: Contribution) -> HttpResponse:
    """What somebody sent, as they may see and change it."""
    if draft.state == State.DRAFT:
        return to("check", draft.activity)
    if draft.state == State.WAITING:
        return to("sent", draft.activity)
    rows = [(one, said_on(draft, one)) for one in steps_of(draft)]
    return shown(
        request,
        draft.activity.area,
        "engagement/yours.html",
        draft=draft,
        activity=draft.activity,
        rows=rows,
        mapped=has_map(draft),
        answers=answers_to(draft),
    )


@sends
@csrf_exempt  # as every page of taking part
@require_POST
@of_draft
def change(request: HttpRequest, draft: Contribution) -> HttpResponse:
    """Opens what was sent to be changed. It stays as it is until the change is sent."""
    try:
        begun = returning.change(draft)
    except drafts.Closed:
        return shown(request, draft.activity.area, "engagement/too_late.html", activity=draft.activity, status=409)
    response = to("check", draft.activity)
    draft_cookie.remember(response, begun)
    return response


@sends
@csrf_exempt  # as every page of taking part
@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def withdraw(request: HttpRequest, draft: Contribution) -> HttpResponse:
    """Asks whether what was sent is to be withdrawn, and withdraws it."""
    if draft.state in (State.DRAFT, State.WITHDRAWN):
        return to("yours", draft.activity)
    if request.method == "POST":
        returning.withdraw(draft)
        return to("yours", draft.activity)
    return shown(request, draft.activity.area, "engagement/withdraw.html", draft=draft, activity=draft.activity)
