"""What an authority finds behind its link: the draft, its dates, a form to reply with, and receipts of its replies.

Looking changes nothing, so a mail scanner that follows the link replies for nobody. The link is the permission:
the page knows no cookie.
"""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from lnrs.edition import manifest as manifests
from lnrs.errors import Problem
from lnrs.law.acts import KINDS, Kind
from lnrs.law.periods import day_in_england
from lnrs_web.config import clock
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.views import file_of
from lnrs_web.pages.limits import limited
from lnrs_web.procedure import actions, links
from lnrs_web.procedure.actions import Entry
from lnrs_web.procedure.entries import said_of
from lnrs_web.procedure.letters import PASSING, WHAT, last_day_of
from lnrs_web.procedure.models import Act, Serving
from lnrs_web.procedure.queries import Known
from lnrs_web.procedure.views import file_answer

PRIVATE = "private, no-store"
TYPED = ("answer", "words", "grounds", "name", "position", "copied")
MOST_LETTERS = 50_000


def _serving(token: str) -> Serving:
    found = links.serving_of(token)
    if found is None:
        raise Http404
    return found


def _is_over(serving: Serving) -> bool:
    """Whether the act was entered by mistake, or the authority is one no more."""
    authority = serving.act.authority
    return bool(serving.act.withdrawn_at or (authority and authority.withdrawn_at))


@limited("reply in the procedure", times=30, seconds=600, methods=("POST",))
@csrf_exempt  # the secret is in the address; no cookie is read
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Shows what was given, and takes a reply: written, checked, sent."""
    serving, now = _serving(token), clock.now()
    known = Known(serving.act.procedure.of, day_in_england(now))
    if _is_over(serving):
        return _shown(request, known, serving, token, "withdrawn", status=410)
    if request.method != "POST":
        return _shown(request, known, serving, token, "page")
    entry, problems = _read(request, serving, known)
    if entry is None or request.POST.get("step") == "change":
        again = [] if request.POST.get("step") == "change" else problems
        return _shown(request, known, serving, token, "page", status=400 if again else 200, problems=again)
    if request.POST.get("step") != "send":
        carried = [(name, value) for name in TYPED for value in request.POST.getlist(name)]
        said = said_of(entry, known)
        return _shown(request, known, serving, token, "check", entry=entry, said=said, carried=carried)
    actions.reply(serving, entry, at=now)
    return redirect("reply:page", token)


def _read(request: HttpRequest, serving: Serving, known: Known) -> tuple[Entry | None, list[Problem]]:
    typed, passing = request.POST, PASSING[Kind(serving.act.kind)]
    kind = {"content": passing.content, "object": passing.notice}.get(typed.get("answer", ""))
    problems = []
    if kind is None:
        problems.append(Problem("answer", "You have not said what your authority replies.", "Choose one."))
    words = typed.get("words", "").replace("\x00", "").strip()
    allowed = {str(one) for one in KINDS[passing.notice].grounds}
    grounds = tuple(one for one in typed.getlist("grounds") if one in allowed)
    if kind is passing.notice and not grounds:
        problems.append(Problem("grounds", "No ground is chosen.", "Choose one or more."))
    if kind is passing.notice and not words:
        problems.append(Problem("words", "There are no reasons.", "Write them down: the law asks for them."))
    if len(words) > MOST_LETTERS:
        most = f"At most {MOST_LETTERS:,} letters can be sent here."
        problems.append(Problem("words", most, "Send the rest as a letter, and say so."))
    name, position = (typed.get(one, "").replace("\x00", "").strip() for one in ("name", "position"))
    if not name:
        problems.append(Problem("name", "It is not signed.", "Give your name."))
    if not position:
        problems.append(Problem("position", "Your position is missing.", "Say for whom, and as what, you sign."))
    if len(name) + len(position) > 190:
        problems.append(Problem("name", "Name and position are too long.", "Shorten them to 190 letters together."))
    copies = kind is Kind.ADVISORY_NOTICE and typed.get("copied") == "yes"
    again = next(
        (
            one
            for one in _replies(known, serving)
            if kind and (one.kind, one.words, one.on) == (kind.value, words, known.on)
        ),
        None,
    )
    if again:
        problems.append(Problem("answer", "This very reply has come in already.", "There is nothing more to send."))
    if problems or kind is None or serving.act.authority is None:
        return None, problems
    is_notice = kind is passing.notice
    return (
        Entry(
            kind=kind,
            on=known.on,
            authorities=(serving.act.authority,),
            words=words,
            grounds=grounds if is_notice else (),
            in_writing=True,
            explained=True if is_notice else None,
            said_by=f"{name}, {position}",
            also=(Kind.NOTICE_COPIED.value,) if copies else (),
        ),
        [],
    )


def _replies(known: Known, serving: Serving) -> list[Act]:
    """What the authority has said since it was given this."""
    passing = PASSING[Kind(serving.act.kind)]
    kinds = {passing.content.value, passing.notice.value, passing.answered.value, passing.settled.value}
    return [
        act
        for act in known.acts
        if act.authority_id == serving.act.authority_id and act.kind in kinds and act.on >= serving.act.on
    ]


def _shown(
    request: HttpRequest, known: Known, serving: Serving, token: str, template: str, status: int = 200, **more: object
) -> HttpResponse:
    kind, edition = Kind(serving.act.kind), serving.act.edition
    later = [
        act
        for act in known.acts
        if act.kind == serving.act.kind and act.authority_id == serving.act.authority_id and act.on > serving.act.on
    ]
    problems = more.get("problems") or ()
    context = {
        "area": known.area,
        "act": serving.act,
        "what": WHAT[kind],
        "last": last_day_of(kind, known.day_of(serving.act)),
        "given": known.day_of(serving.act),
        "is_draft": kind is Kind.DRAFT_GIVEN,
        "grounds": KINDS[PASSING[kind].notice].grounds,
        "picked": request.POST.getlist("grounds"),
        "typed": request.POST,
        "wrong": {one.where for one in problems},  # type: ignore[attr-defined]
        "on": known.on,
        "token": token,
        "later": later,
        "replies": [(act, known.said_of(act)) for act in _replies(known, serving)],
        "files": manifests.read(folder_of(edition)).files if edition and template == "page" else (),
    }
    answer = render(request, f"procedure/reply/{template}.html", context | more, status=status)
    answer.headers["Cache-Control"] = PRIVATE
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
def document(request: HttpRequest, token: str, public_id: UUID) -> FileResponse:  # noqa: ARG001
    """A document that went with the draft."""
    serving = _serving(token)
    found = serving.act.documents.filter(public_id=public_id).first()
    if found is None or _is_over(serving):
        raise Http404
    return file_answer(found)


@require_safe
def file(request: HttpRequest, token: str, path: str) -> HttpResponseBase:
    """A file of the draft edition."""
    serving = _serving(token)
    if serving.act.edition is None or _is_over(serving):
        raise Http404
    answer = file_of(request, serving.act.edition, path)
    answer.headers["Cache-Control"] = PRIVATE
    return answer
