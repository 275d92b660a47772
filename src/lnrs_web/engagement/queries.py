"""What pages ask of activities and contributions."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions.models import Edition, Zone
from lnrs_web.engagement.content import content_of
from lnrs_web.engagement.models import Activity, Contribution, Location

State = Contribution.State

DRAFTS_KEPT = timedelta(days=60)
"""How long what somebody began and never sent is kept."""


def area_with(slug: str) -> StrategyArea | None:
    """The area with a name in addresses."""
    return StrategyArea.objects.filter(slug=slug).first()


def activities_of(area: StrategyArea, subject: Location | None = None) -> dict[str, list[Activity]]:
    """The activities that everyone may see, under `open`, `announced` and `closed`. For who would speak of a place of
    the local habitat map, corrections come first."""
    found: dict[str, list[Activity]] = {"open": [], "announced": [], "closed": []}
    for one in Activity.objects.filter(area=area, released_at__isnull=False).select_related("area"):
        found[one.stage].append(one)
    on_the_map = subject is not None and subject.kind == Location.Kind.POLYGON
    found["open"].sort(key=lambda one: (on_the_map and one.kind != Activity.Kind.CORRECTIONS, one.ends_at))
    found["announced"].sort(key=lambda one: one.opens_at)
    return found


def activity_of(area: str, slug: str) -> Activity | None:
    """An activity that everyone may see."""
    found = Activity.objects.filter(area__slug=area, slug=slug, released_at__isnull=False)
    return found.select_related("area", "edition").first()


def asking_about_words(area: int) -> list[Activity]:
    """The activities of an area that are open and take comments on the strategy's words."""
    kinds = (Activity.Kind.COMMENTS, Activity.Kind.CORRECTIONS, Activity.Kind.REPRESENTATIONS)
    found = Activity.objects.filter(area=area, released_at__isnull=False, edition__isnull=False, kind__in=kinds)
    return [one for one in found if one.is_open()]


def received(activity: Activity) -> "QuerySet[Contribution]":
    """What has been received and counts."""
    return Contribution.objects.filter(activity=activity, state__in=Contribution.COUNTED)


def published(activity: Activity) -> "QuerySet[Contribution]":
    """What everyone may read, the latest first."""
    if not activity.publishes:
        return Contribution.objects.none()
    found = Contribution.objects.filter(activity=activity, state=State.PUBLISHED, may_publish=True)
    return found.select_related("activity", "question_set").order_by("-received_at", "reference", "id")


def parishes_of(edition: Edition | None) -> list[Zone]:
    """Every parish of an edition, by name."""
    if edition is None:
        return []
    return list(Zone.objects.filter(edition=edition, kind=Zone.Kind.PARISH).defer("wkb").order_by("name"))


def old_drafts(now: datetime) -> "QuerySet[Contribution]":
    """What nobody sent in time, and what was sent and its mail address never proved, taken back since or not."""
    unproved = Q(state__in=(State.DRAFT, State.WAITING)) | Q(state=State.WITHDRAWN, received_at=None)
    return Contribution.objects.filter(unproved, begun_at__lt=now - DRAFTS_KEPT).order_by("pk")


def given_by(mail: str) -> list[dict[str, Any]]:
    """All that was given with this very mail address and proved, as plain data."""
    found = Contribution.objects.filter(mail__iexact=mail, mail_proved_at__isnull=False)
    return [
        {
            "activity": one.activity.title,
            "reference": one.reference,
            "state": one.get_state_display(),
            "received_at": one.received_at,
            **content_of(one),
        }
        for one in found.select_related("activity", "question_set")
    ]
