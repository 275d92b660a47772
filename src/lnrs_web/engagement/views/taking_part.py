"""Taking part, one thing a page. What is written on a page is kept before the next one comes."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lnrs.errors import Problem
from lnrs_web.boundaries.drawing import may_be_drawn
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.boundaries.reading import open_form
from lnrs_web.engagement import consent, evidence, queries, reading
from lnrs_web.engagement.actions import drafts
from lnrs_web.engagement.drawn import drawn_again, outline_of
from lnrs_web.engagement.locating import read_places, way_of
from lnrs_web.engagement.models import Contribution, Location
from lnrs_web.engagement.shaping import MOST
from lnrs_web.engagement.steps import SUBJECTS, Step, after, before, polygon_of, step_named, steps_of, to_do
from lnrs_web.engagement.subjects import subject_in
from lnrs_web.engagement.views.frame import is_kiosk, of_draft, shown, to
from lnrs_web.pages.limits import limited
from lnrs_web.strategy import prose
from lnrs_web.strategy import queries as strategies

IN_WORDS = {"any": "a point, a line or an area", "point": "a point", "line": "a line", "area": "an area"}
writes = limited("take part", times=300, seconds=600, methods=("POST",))


@writes
@csrf_exempt  # only the browser's own signed cookie opens a draft, and it is not sent along from other sites
@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def step(request: HttpRequest, draft: Contribution, name: str) -> HttpResponse:
    """One page of taking part."""
    if draft.state != Contribution.State.DRAFT:
        return to("yours", draft.activity)
    steps = steps_of(draft, kiosk=is_kiosk(request, draft))
    if (here := step_named(steps, name)) is None:
        raise Http404
    if request.method != "POST":
        return _page(request, draft, steps, here, _kept(draft, here))
    try:
        open_form(request)
        problems = _TAKEN[here.kind](request, draft, here)
    except LandRefused as refused:
        too_much = refused.status == 413
        given = _kept(draft, here) if too_much else request.POST
        return _page(request, draft, steps, here, given, refused.problems, refused.status)
    if problems:
        return _page(request, draft, steps, here, request.POST, problems, 400)
    if request.POST.get("stay"):  # a file was added or taken out
        return to("step", draft.activity, here.name)
    if request.POST.get("to") == "check" or not (to_come := after(steps, here)):
        return to("check", draft.activity)
    left = to_do(draft, steps)
    return to("step", draft.activity, to_come.name) if left else to("check", draft.activity)


def _page(
    request: HttpRequest,
    draft: Contribution,
    steps: list[Step],
    here: Step,
    given: Any,
    problems: Any = (),
    status: int = 200,
) -> HttpResponse:
    response = shown(
        request,
        draft.activity.area,
        "engagement/step.html",
        draft=draft,
        activity=draft.activity,
        step=here,
        subject=draft.locations.filter(kind__in=SUBJECTS).first() if here.kind == "question" else None,
        number=steps.index(here) + 1,
        count=len(steps),
        back=before(steps, here),
        to_check="check" in (request.GET.get("to"), None if status == 413 else request.POST.get("to")),
        kiosk=is_kiosk(request, draft),
        given=given,
        chosen=given.getlist("answer") if hasattr(given, "getlist") else given.get("chosen", ()),
        problems=problems,
        wrong={one.where for one in problems},
        fields=f"engagement/fields/{here.kind}.html",
        prefix="land" if here.kind == "place" else "say",
        status=status,
        **offered(draft, here),
    )
    return may_be_drawn(response) if here.kind == "place" and draft.activity.edition_id else response


def _kept(draft: Contribution, here: Step) -> dict[str, Any]:
    """What a page shows that was written before."""
    if here.question:
        one = draft.answers.filter(question=here.question).first()
        return {"answer": one.text if one else "", "chosen": one.chosen if one else []}
    if here.kind == "consent":
        said = "consent" in draft.done or "everything" in draft.done
        return {"may_publish": ("yes" if draft.may_publish else "no") if said else "", "may_name": draft.may_name}
    if here.kind == "about":
        one = draft.locations.filter(kind__in=SUBJECTS).first()
        if one is None:
            return {"about": "whole" if "about" in draft.done else ""}
        return {"about": "kept"} if _only_by_a_link(one) else {"about": one.kind, one.kind: one.ref}
    if here.kind == "place":
        kept, polygon = draft.locations.exclude(kind__in=SUBJECTS), polygon_of(draft)
        way = "none" if polygon and not kept.exists() else ""
        drawn = drawn_again(kept) or _outline(draft, polygon)
        return {"way": way, "drawn": drawn, "sensitive_place": draft.sensitive_place}
    return {
        name: getattr(draft, name)
        for name in ("stance", "change_sought", "name", "organisation", "respondent", "postcode", "mail")
    }


def _outline(draft: Contribution, polygon: Location | None) -> str:
    """What a map begins with on which somebody corrects a place of the local habitat map."""
    return outline_of(polygon) if polygon and "area" in draft.activity.shapes else ""


def _only_by_a_link(one: Location) -> bool:
    """Whether a part of the strategy is none of those that the page offers to choose from."""
    return one.kind == one.Kind.POLYGON or bool(one.digest) or one.is_of_another_edition


def offered(draft: Contribution, here: Step) -> dict[str, Any]:
    """What a page offers to choose from."""
    edition = draft.activity.edition
    if here.kind == "about" and edition:
        chapters = strategies.contents(edition)
        one = draft.locations.filter(kind__in=SUBJECTS).first()
        return {
            "contents": chapters,
            "paragraphs": prose.chapters_of(edition),
            "held": one if one and _only_by_a_link(one) else None,
        }
    if here.kind == "stance":
        return {"stances": Contribution.Stance.choices}
    if here.kind == "place":
        kept = draft.locations.exclude(kind__in=SUBJECTS)
        shapes = draft.activity.shapes
        return {
            "parishes": queries.parishes_of(edition),
            "places": kept,
            "polygon": polygon_of(draft),
            "draws": " ".join(shapes),
            "drawn_in_words": IN_WORDS[draft.activity.takes_shapes],
            "most": MOST,
            "largest_mb": 10,
        }
    if here.kind == "evidence":
        files = draft.attachments.filter(removed_at=None)
        return {
            "files": files,
            "types": evidence.TYPES,
            "accept": evidence.ACCEPT,
            "most": evidence.MOST,
            "largest_mb": evidence.LARGEST_BYTES // 1_000_000,
        }
    if here.kind == "you":
        return {"respondents": Contribution.Respondent.choices}
    return {"consent": consent}


Taken = Callable[[HttpRequest, Contribution, Step], list[Problem]]


def _question(request: HttpRequest, draft: Contribution, here: Step) -> list[Problem]:
    assert here.question
    given = request.POST.getlist("answer")
    text, chosen, problems = reading.read_answer(here.question, given[0] if given else "", given, "answer")
    if not problems:
        drafts.answer(draft, here.name, here.question, text, chosen)
    return problems


def _about(request: HttpRequest, draft: Contribution, here: Step) -> list[Problem]:
    kind = request.POST.get("about", "")
    if kind == "whole":
        drafts.locate(draft, here.name, [], subject=True)
        return []
    if kind == "kept" and draft.locations.filter(kind__in=SUBJECTS).exists():
        drafts.note(draft, here.name)
        return []
    subject = subject_in(draft.activity.edition, f"{kind}:{request.POST.get(kind, '')}")
    if subject is None or subject.kind not in SUBJECTS:
        said = kind in SUBJECTS
        return [Problem(kind if said else "about", "Choose which one." if said else "Choose what it is about.")]
    drafts.locate(draft, here.name, [subject], subject=True)
    return []


def _place(request: HttpRequest, draft: Contribution, here: Step) -> list[Problem]:
    activity = draft.activity
    sensitive = bool(request.POST.get("sensitive_place"))
    way, polygon = way_of(request.POST), polygon_of(draft)
    may_be_empty = activity.asks_place != activity.Asked.MUST or polygon is not None
    kept = draft.locations.exclude(kind__in=SUBJECTS)
    there = kept.exists()
    if way == "drawn" and request.POST.get("drawn", "").strip() == (drawn_again(kept) or _outline(draft, polygon)):
        way = "kept" if there else "none" if polygon else way  # nothing on the map was touched
    if (way in ("", "kept") and there) or (not way and may_be_empty):
        drafts.note(draft, here.name, sensitive_place=sensitive)
        return []
    if way == "none" and may_be_empty:
        drafts.locate(draft, here.name, [], subject=False)
        return []
    places = read_places(activity.edition, request.POST, request.FILES, activity.shapes)
    drafts.locate(draft, here.name, places, subject=False)
    drafts.note(draft, here.name, sensitive_place=sensitive)
    return []


def _evidence(request: HttpRequest, draft: Contribution, here: Step) -> list[Problem]:
    if out := request.POST.get("out", ""):
        drafts.detach(draft, out)
        return []
    problems = []
    for file in request.FILES.getlist("file"):
        if draft.attachments.filter(removed_at=None).count() >= evidence.MOST:
            problems.append(Problem("file", f"At most {evidence.MOST} files can be sent."))
            break
        try:
            drafts.attach(draft, evidence.read_file(file))
        except ValueError as error:
            problems.append(Problem("file", f"{error}."))
    must = draft.activity.asks_evidence == draft.activity.Asked.MUST
    if (
        must
        and not problems
        and not request.POST.get("stay")
        and not draft.attachments.filter(removed_at=None).exists()
    ):
        problems.append(Problem("file", "Choose a file."))
    if not problems:
        drafts.note(draft, here.name)
    return problems


def _fields(read: Callable[[HttpRequest, Contribution], tuple[dict[str, Any], list[Problem]]]) -> Taken:
    def taken(request: HttpRequest, draft: Contribution, here: Step) -> list[Problem]:
        values, problems = read(request, draft)
        if not problems:
            drafts.note(draft, here.name, **values)
        return problems

    return taken


_TAKEN: dict[str, Taken] = {
    "question": _question,
    "about": _about,
    "place": _place,
    "evidence": _evidence,
    "stance": _fields(lambda request, _: reading.read_stance(request.POST)),
    "change": _fields(lambda request, _: reading.read_change(request.POST)),
    "you": _fields(lambda request, draft: reading.read_you(draft.activity, request.POST)),
    "consent": _fields(lambda request, draft: reading.read_consent(draft.activity, request.POST)),
    "mail": _fields(lambda request, draft: reading.read_address(draft.activity, request.POST)),
}
"""What takes what a page of each kind was sent with, and gives what is wrong."""
