"""Queues, and one contribution as a moderator sees it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import roles_of
from lnrs_web.analysis.redaction import CATEGORIES
from lnrs_web.engagement.models import Contribution
from lnrs_web.engagement.permissions import READERS, activities_with, works_on
from lnrs_web.engagement.pictures_of_places import has_map, picture_of_own
from lnrs_web.moderation import forms, queries
from lnrs_web.moderation.actions import deciding
from lnrs_web.moderation.duplicates import others_of
from lnrs_web.moderation.models import Campaign, Decision, Lock
from lnrs_web.moderation.views.asking import contribution_of, page

SECTION = "moderation:queue"
WHAT = [one for one in Decision.What.choices if one[0] != Decision.What.UNDO]


@require_safe
@for_officers
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, by queue and activity, the longest waiting first."""
    who, filters = person_of(request), queries.Filters.asked(request.GET)
    roles, mine = roles_of(who), activities_with(who, *READERS)
    rows = Paginator(queries.found(who, filters), queries.SHOWN).get_page(request.GET.get("p"))
    others, said = others_of(list(rows)), queries.beginnings(list(rows))
    return page(
        request,
        "queue",
        SECTION,
        filters=filters,
        queue_words=queries.QUEUES[filters.queue],
        counts=queries.counts(who, filters),
        rows=rows,
        shown=[(one, others[one.pk], said.get(one.pk, "")) for one in rows],
        campaign=Campaign.objects.filter(activity__in=mine, pk=filters.campaign).first(),
        is_moderator=Role.MODERATOR in roles or Role.OFFICER in roles,
        now=timezone.now(),
        activities=mine,
        channels=Contribution.Channel.choices,
        what=WHAT,
        reasons=Decision.Reason.choices,
    )


@require_safe
@for_officers
def contribution(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that somebody sent, what may have to be left out, and what was decided."""
    return _shown(request, contribution_of(request, pk))


@require_safe
@for_officers
def places(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A picture of the places of a contribution, exactly as they were given."""
    if (drawn := picture_of_own(contribution_of(request, pk))) is None:
        raise Http404
    return HttpResponse(drawn.svg, "image/svg+xml; charset=utf-8")


@require_POST
@for_officers
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Takes a contribution to decide on, for 15 minutes."""
    found = contribution_of(request, pk)
    try:
        deciding.take(found, by=person_of(request))
    except deciding.Taken as taken:
        return _shown(request, found, [Problem("Taken", str(taken), "Choose another, or wait.")], 409)
    return redirect("moderation:contribution", pk)


@require_POST
@for_officers
def let_go(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lets others have a contribution."""
    deciding.let_go(contribution_of(request, pk), by=person_of(request))
    return redirect("moderation:queue")


@require_POST
@for_officers
def take_next(request: HttpRequest) -> HttpResponse:
    """Takes the contribution that has waited longest and that nobody has."""
    who = person_of(request)
    filters = queries.Filters.asked(request.POST)
    held = Lock.objects.filter(until__gt=timezone.now()).exclude(by=who.email).values("contribution")
    mine = activities_with(who, Role.MODERATOR)
    for one in queries.found(who, filters).filter(activity__in=mine).exclude(pk__in=held)[:5]:
        try:
            deciding.take(one, by=who)
        except deciding.Taken:
            continue
        return redirect("moderation:contribution", one.pk)
    return redirect("moderation:queue")


@require_POST
@for_officers
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Shows how it would be published, or decides."""
    found = contribution_of(request, pk)
    _, spans, problems = forms.parts_of(found, request.POST)
    who, post = person_of(request), request.POST
    try:
        deciding.take(found, by=who)
        if problems:
            return _shown(request, found, problems, 400)
        if "look" in post:
            return _shown(request, found)
        deciding.decide(
            found,
            post.get("what", ""),
            by=who,
            reason=post.get("reason", ""),
            words=post.get("words", "")[:2000],
            spans=spans,
            revision=int(post["revision"]) if post.get("revision", "").isdecimal() else None,
        )
    except deciding.Taken as taken:
        return _shown(
            request, found, [Problem("Taken", str(taken), "Nothing was decided. Look at it again later.")], 409
        )
    except deciding.Undecided as undecided:
        return _shown(request, found, list(undecided.problems), 400)
    return redirect("moderation:contribution", pk)


def _shown(
    request: HttpRequest, found: Contribution, problems: list[Problem] | None = None, status: int = 200
) -> HttpResponse:
    post = request.POST if request.method == "POST" and "what-shown" in request.POST else None
    parts, _, _ = forms.parts_of(found, post)
    lock = Lock.objects.filter(contribution=found, until__gt=timezone.now()).first()
    answers = [one for one in found.answers.select_related("question") if not one.question.is_text]
    held = set(found.codings.values_list("code", flat=True))
    scores = dict(found.scores.values_list("criterion", "met"))
    letter = getattr(found, "campaign_letter", None)
    who = person_of(request)
    return page(
        request,
        "contribution",
        SECTION,
        status,
        contribution=found,
        problems=problems or [],
        parts=parts,
        revision=found.revisions.count(),
        answers=answers,
        locations=found.locations.select_related("edition", "contribution__activity"),
        mapped=has_map(found),
        attachments=found.attachments.all(),
        decisions=found.decisions.select_related("bulk"),
        codings=found.codings.select_related("code"),
        codes=[(one, one.pk in held) for one in found.activity.codes.all()],
        criteria=[(one, scores.get(one.pk, False)) for one in found.activity.criteria.all()],
        letter=letter,
        others=others_of([found])[found.pk],
        lock=lock,
        mine=lock is not None and lock.by == who.email,
        is_moderator=works_on(found.activity, Role.MODERATOR, who=who),
        is_analyst=works_on(found.activity, Role.ANALYST, who=who),
        looked=post is not None and "look" in post,
        what=WHAT,
        chosen=post.get("what", "") if post else "",
        reason=post.get("reason", "") if post else "",
        words=post.get("words", "") if post else "",
        reasons=Decision.Reason.choices,
        categories=CATEGORIES.items(),
    )
