"""One decision on many: counted, decided, undone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.models import Role
from lnrs_web.config.ids import read_id
from lnrs_web.engagement.models import Contribution
from lnrs_web.engagement.permissions import must_work_on
from lnrs_web.moderation import queries
from lnrs_web.moderation.actions import bulk as bulks
from lnrs_web.moderation.actions.deciding import Taken, Undecided
from lnrs_web.moderation.models import Bulk, Decision
from lnrs_web.moderation.views.asking import page
from lnrs_web.moderation.views.responses import SECTION, WHAT

MOST = 2000


@require_POST
@for_officers
def decide(request: HttpRequest) -> HttpResponse:
    """Says how many a decision would be about, and decides when that is confirmed."""
    post, who = request.POST, person_of(request)
    if post.get("every"):
        rows = queries.found(who, queries.Filters.asked(post))
    else:
        wanted = [found for one in post.getlist("chosen") if (found := read_id(one))]
        rows = queries.everything(who).filter(pk__in=wanted).order_by("received_at", "reference", "id")
    chosen = list(rows[: MOST + 1])
    problems = _problems(chosen, post.get("what", ""))
    if not problems and post.get("seen"):
        try:
            done = bulks.decide_all(
                chosen[0].activity,
                chosen,
                post.get("what", ""),
                seen=post["seen"],
                by=who,
                reason=post.get("reason", ""),
                words=post.get("words", "")[:2000],
            )
            return redirect("moderation:bulk", done.public_id)
        except bulks.Changed:
            problems = [Problem("Contributions", "some came, went or changed since you saw them.", "Look again.")]
        except Taken as taken:
            problems = [Problem("Taken", str(taken), "Nothing was decided. Leave it out, or wait.")]
        except Undecided as undecided:
            problems = list(undecided.problems)
    shown = {"chosen": chosen, "asked": post, "what": WHAT, "reasons": Decision.Reason.choices, "problems": problems}
    shown |= {"seen": bulks.mark_of(chosen), "filters": queries.Filters.asked(post)}
    what = dict(WHAT).get(post.get("what", ""), "")
    status = 400 if problems else 200
    return page(request, "bulk", SECTION, status, **shown, what_words=what, chosen_ids=post.getlist("chosen"))


@require_safe
@for_officers
def done(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was decided on many at once, with the way back."""
    return page(request, "bulk_done", SECTION, bulk=_bulk(request, public_id), undone="undone" in request.GET)


@require_POST
@for_officers
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Puts all of them back."""
    try:
        bulks.undo(_bulk(request, public_id), by=person_of(request))
    except Taken as taken:
        found = _bulk(request, public_id)
        problem = Problem("Taken", str(taken), "Nothing was put back. Wait until it is free.")
        return page(request, "bulk_done", SECTION, 409, bulk=found, problems=[problem])
    return redirect("moderation:bulk", public_id)


def _bulk(request: HttpRequest, public_id: UUID) -> Bulk:
    found = get_object_or_404(Bulk.objects.select_related("activity__area"), public_id=public_id)
    must_work_on(found.activity, Role.MODERATOR, by=person_of(request))
    return found


def _problems(chosen: list[Contribution], what: str) -> list[Problem]:
    problems = []
    if not chosen:
        problems.append(Problem("Contributions", "none is chosen.", "Go back and tick some."))
    if len(chosen) > MOST:
        problems.append(Problem("Contributions", f"more than {MOST:,} are chosen.", "Narrow the queue down."))
    if len({one.activity_id for one in chosen}) > 1:
        problems.append(Problem("Contributions", "they are of several activities.", "Choose one activity first."))
    if what not in dict(WHAT) or what == Decision.What.REDACT:
        problems.append(Problem("Decision", "none is chosen that can be made on many.", "Choose one."))
    return problems
