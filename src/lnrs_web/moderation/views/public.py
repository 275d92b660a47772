"""What everyone reads: what was said and done, the criteria of a sift, and what moderators took out."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lnrs_web.editions.models import Measure, Priority
from lnrs_web.engagement.models import Activity
from lnrs_web.engagement.queries import received
from lnrs_web.engagement.views.frame import activity_or_404, shown
from lnrs_web.moderation import queries
from lnrs_web.strategy import queries as strategies


@require_safe
def said_and_done(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """You said, we did: every answer, with how many it is to and what changed in the strategy."""
    found = activity_or_404(area, slug)
    rows = [(one, count, _parts(found, one.change)) for one, count in queries.said_and_done(found)]
    current = strategies.current(area)
    changed = found.edition and current and found.edition != current
    return shown(
        request,
        found.area,
        "moderation/said_and_done.html",
        activity=found,
        rows=rows,
        received_count=received(found).count(),
        criteria=found.criteria.all(),
        before=found.edition if changed else None,
        after=current if changed else None,
    )


@require_safe
def moderation(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """What moderators did not publish, why, month by month."""
    found = activity_or_404(area, slug)
    return shown(request, found.area, "moderation/removed.html", activity=found, months=queries.removed_by_month(found))


def _parts(activity: Activity, change: str) -> list[tuple[str, str, str]]:
    """Kind, reference and words of each part of the strategy that changed, of those that there are."""
    current = strategies.current(activity.area.slug)
    refs = [one.strip() for one in change.split(",") if one.strip()]
    if not current or not refs:
        return []
    found = [("measure", one.ref, one.measure) for one in Measure.objects.filter(edition=current, ref__in=refs)]
    return found + [
        ("priority", one.ref, one.priority) for one in Priority.objects.filter(edition=current, ref__in=refs)
    ]
