"""Reading briefings: the last that were made of an area, and who waits for them."""

from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from lnrs_web.briefings.models import Briefing, Run, Subscription

UNPROVEN_KEPT = timedelta(days=14)
"""How long somebody has to say by the link in the mail that they want a briefing."""


def last_run(area: str) -> Run | None:
    """The briefings of an area that everyone reads: those that were made last, whole."""
    runs = Run.objects.filter(area__slug=area, state=Run.State.DONE)
    return runs.select_related("area", "edition__area").order_by("-id").first()


def briefings_of(run: Run) -> "QuerySet[Briefing]":
    """Every briefing of a run, without what it says."""
    return run.briefings.defer("facts", "pdf").order_by("kind", "name", "code")


def briefing(run: Run, kind: str, code: str) -> Briefing | None:
    """One of them, without its document."""
    return run.briefings.filter(kind=kind, code=code).defer("pdf").first()


def how_far(run: Run) -> tuple[int, int]:
    """How many briefings of a run are made, and of how many."""
    found = run.briefings.aggregate(all=Count("pk"), made=Count("pk", filter=Q(pdf__isnull=False)))
    return found["made"], found["all"]


def runs_of(areas: frozenset[int]) -> "QuerySet[Run]":
    """The runs of some areas, the last first."""
    return Run.objects.filter(area__in=areas).select_related("area", "edition")


def subscribers(run: Run) -> "QuerySet[Subscription]":
    """Who wants the briefings of a run's area, and has proved it."""
    return Subscription.objects.filter(area=run.area_id, proven_at__isnull=False)


def briefing_for(one: Subscription) -> Briefing | None:
    """The briefing that somebody asked for, as everyone reads it; None where no such place is briefed any more."""
    run = last_run(one.area.slug)
    return briefing(run, one.kind, one.code) if run else None


def unproven(now: datetime) -> "QuerySet[Subscription]":
    """Subscriptions that nobody said yes to in time."""
    return Subscription.objects.filter(proven_at=None, asked_at__lt=now - UNPROVEN_KEPT).order_by("pk")
