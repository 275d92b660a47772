"""The procedure at the desk: where it stands, what is due, and a form for each act."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lnrs.law.acts import Kind, KindOfAct
from lnrs.law.provisions import PROVISIONS
from lnrs.law.review import Subject
from lnrs.law.stages import Actor
from lnrs.model import Area, areas
from lnrs_web.accounts import guard
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.permissions import areas_of
from lnrs_web.areas.queries import area_or_404, slug_of
from lnrs_web.audit.queries import done_to
from lnrs_web.procedure import actions, entries, timeline
from lnrs_web.procedure.actions import Refused
from lnrs_web.procedure.letters import TIME, last_day_of
from lnrs_web.procedure.models import Act, Document
from lnrs_web.procedure.queries import Known, asked_publication, editions_of, message_of

SECTION = "procedure:all"
FORM = ("GET", "HEAD", "POST")


def of_area_for(*roles: object) -> Callable[[guard.View], guard.View]:
    """A view for officers of an area, of any of the 48, and those with one of some roles in it."""
    return guard.of_area(*roles, called=area_or_404)


of_area = of_area_for()
"""A view for officers of an area alone."""


def shown(request: HttpRequest, area: Area, template: str, status: int = 200, **context: object) -> HttpResponse:
    """A page of the desk about the procedure of an area."""
    frame = {"section": SECTION, "area": area, "slug": slug_of(area)}
    return render(request, f"procedure/desk/{template}.html", frame | context, status=status)


@require_safe
@for_officers
def all_areas(request: HttpRequest) -> HttpResponse:
    """The procedures of an officer's areas; an administrator's are those that have begun or have an edition."""
    mine = areas_of(person_of(request))
    known = [Known(area) for area in areas() if area.lnrs_id in mine]
    if len(known) == len(areas()):
        known = [one for one in known if one.procedure or editions_of(one.area).exists()]
    return render(
        request, "procedure/desk/all.html", {"section": SECTION, "known": [(one, slug_of(one.area)) for one in known]}
    )


@require_safe
@of_area
def overview(request: HttpRequest, area: Area) -> HttpResponse:
    """Where the procedure is, what is due when and by whom, and what may be done next."""
    known = Known(area)
    return shown(
        request,
        area,
        "overview",
        known=known,
        steps=timeline.steps(known),
        waiting=[one for one in known.findings if one.waits],
        asked=asked_publication(known.procedure),
        responsible=Actor.RESPONSIBLE_AUTHORITY,
    )


@require_safe
@of_area
def findings(request: HttpRequest, area: Area) -> HttpResponse:
    """What every rule of procedure says today, with what people decided."""
    return shown(request, area, "findings", known=Known(area))


@require_http_methods(FORM)
@of_area
def enter(request: HttpRequest, area: Area, kind: str) -> HttpResponse:
    """Asks for an act, shows what would be recorded and what the law says of it, and records it."""
    if (row := actions.kind_named(kind)) is None:
        raise Http404
    if row.kind is Kind.PUBLISHED:
        return redirect("procedure:publish", slug_of(area))
    if request.method != "POST":
        return _form(request, row, Known(area))
    files = request.FILES.getlist("files")
    documents = actions.keep_documents(area, files, by=person_of(request)) if files else []
    known = Known(area)
    read = entries.read(row, request.POST, known, documents)
    if read.entry is None or request.POST.get("step") == "change":
        return _form(request, row, known, read)
    if request.POST.get("step") != "record":
        said = entries.said_of(read.entry, known)
        on_behalf = row.by is Actor.SUPPORTING_AUTHORITY
        carried = _carried(request, read)
        return shown(request, area, "check", row=row, entry=read.entry, said=said, carried=carried, on_behalf=on_behalf)
    first, *_ = actions.enter(area, read.entry, by=person_of(request))
    return redirect("procedure:act", slug_of(area), first.public_id)


CARRIED = ("on", "authority", "words", "grounds", "in_writing", "explained", *entries.DATES, "subjects", "how", "proof")


def _carried(request: HttpRequest, read: entries.Read) -> list[tuple[str, str]]:
    """What a page carries on to the next: names and values of fields that are not shown."""
    typed = [(name, value) for name in (*CARRIED, "edition") for value in request.POST.getlist(name)]
    return [*typed, *(("document", str(one.public_id)) for one in read.documents), ("once", str(uuid4()))]


def _form(request: HttpRequest, row: KindOfAct, known: Known, read: entries.Read | None = None) -> HttpResponse:
    authorities = entries.those_for(row, known)
    is_given = row.kind in entries.GIVEN
    chosen = set(request.POST.getlist("authority"))
    if request.method != "POST":
        if (asked := request.GET.get("authority", "")) or not is_given:
            chosen = {str(one.public_id) for one in authorities if one.name == asked}
        else:
            chosen = {str(one.public_id) for one in authorities}
    problems = read.problems if read and request.POST.get("step") != "change" else ()
    return shown(
        request,
        known.area,
        "enter",
        status=400 if problems else 200,
        row=row,
        known=known,
        authorities=authorities,
        chosen=chosen,
        typed=request.POST,
        picked={"grounds": request.POST.getlist("grounds"), "subjects": request.POST.getlist("subjects")},
        problems=problems,
        wrong={one.where for one in problems},
        documents=read.documents if read else (),
        is_given=is_given,
        is_review_notice=row.kind is Kind.REVIEW_NOTICE,
        subjects=list(Subject) if row.kind is Kind.REVIEW_ENDED else (),
        words=entries.WORDS.get(row.kind, ""),
        editions=editions_of(known.area) if is_given else (),
    )


@require_safe
@of_area
def act(request: HttpRequest, area: Area, public_id: UUID) -> HttpResponse:
    """One act: what was recorded, what the law says of it, its documents, how it was served, what was done to it."""
    known = Known(area)
    found = next((one for one in known.every_act if one.public_id == public_id), None)
    if found is None:
        raise Http404
    serving = getattr(found, "serving", None)
    message = message_of(serving) if serving else None
    kind, counts = found.row.kind, known.day_of(found)
    return shown(
        request,
        area,
        "act",
        act=found,
        said=known.said_of(found),
        serving=serving,
        message=message,
        counts=counts,
        last=last_day_of(kind, counts) if kind in TIME else None,
        time=PROVISIONS[TIME[kind]] if kind in TIME else None,
        lost=known.is_lost(found),
        not_out=bool(message and not message.sent_at and not known.is_lost(found)),
        events=done_to(str(public_id)),
    )


@require_http_methods(FORM)
@of_area
def withdraw(request: HttpRequest, area: Area, public_id: UUID) -> HttpResponse:
    """Asks why an act is withdrawn, and withdraws it."""
    found = get_object_or_404(Act, procedure__area=area.lnrs_id, public_id=public_id)
    if request.method != "POST":
        return shown(request, area, "withdraw", act=found)
    try:
        actions.withdraw(found, request.POST.get("because", ""), by=person_of(request))
    except Refused as refused:
        return shown(request, area, "withdraw", status=400, act=found, problems=refused.problems)
    return redirect("procedure:act", slug_of(area), public_id)


@require_http_methods(FORM)
@of_area
def judge(request: HttpRequest, area: Area, rule: str) -> HttpResponse:
    """Puts before a person what the law leaves to one, and records what they decide and why."""
    about = request.GET.get("about", "")
    judged = next((one for one in Known(area).findings if (one.finding.rule, one.finding.about) == (rule, about)), None)
    if judged is None:
        raise Http404
    if request.method != "POST":
        return shown(request, area, "judge", judged=judged)
    typed = {"outcome": request.POST.get("outcome", ""), "why": request.POST.get("why", "")}
    try:
        actions.judge(area, judged.finding, **typed, by=person_of(request))
    except Refused as refused:
        return shown(request, area, "judge", status=400, judged=judged, problems=refused.problems, typed=typed)
    return redirect("procedure:area", slug_of(area))


@require_safe
@of_area
def document(request: HttpRequest, area: Area, public_id: UUID) -> FileResponse:  # noqa: ARG001
    """A document as it came."""
    return file_answer(get_object_or_404(Document, procedure__area=area.lnrs_id, public_id=public_id))


def file_answer(found: Document) -> FileResponse:
    """A document to be saved, never shown as a page of the site's own."""
    answer = FileResponse(found.file.open("rb"), as_attachment=True, filename=found.name)
    answer.headers["Content-Type"] = (
        "application/pdf" if found.name.lower().endswith(".pdf") else "application/octet-stream"
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
