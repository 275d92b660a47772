"""What moderators see."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from lnrs_web.accounts.models import Person
from lnrs_web.engagement.models import Activity, Answer, Contribution
from lnrs_web.engagement.permissions import READERS, activities_with
from lnrs_web.moderation.models import Decision, Response

State = Contribution.State
QUEUES = {
    "waiting": "To be looked at",
    "unread": "Published, and not looked at yet",
    "quarantine": "Set aside",
    "published": "Published",
    "not-published": "Not published",
    "received": "Received, not to be published",
    "all": "All",
}
SHOWN = 50


@dataclass(frozen=True)
class Filters:
    """What is looked for."""

    queue: str = "waiting"
    activity: int | None = None
    channel: str = ""
    words: str = ""

    @classmethod
    def asked(cls, given: Mapping[str, str]) -> "Filters":
        """As an address says it; what is none is left out."""
        queue, activity = given.get("queue", ""), given.get("activity", "")
        return cls(
            queue=queue if queue in QUEUES else "waiting",
            activity=int(activity) if activity.isdecimal() and len(activity) < 10 else None,
            channel=given.get("channel", "") if given.get("channel") in Contribution.Channel.values else "",
            words=given.get("find", "").replace("\x00", "").strip()[:100],
        )


def everything(who: Person) -> "QuerySet[Contribution]":
    """What has been sent in the activities that are somebody's work."""
    sent = Contribution.objects.filter(activity__in=activities_with(who, *READERS))
    return sent.exclude(state__in=(State.DRAFT, State.WAITING)).select_related("activity__area", "lock")


def found(who: Person, filters: Filters) -> "QuerySet[Contribution]":
    """The contributions of a queue, the longest waiting first."""
    rows = narrowed(everything(who), filters)
    return rows.filter(_queue(filters.queue)).order_by("received_at", "sent_at", "id")


def narrowed(rows: "QuerySet[Contribution]", filters: Filters) -> "QuerySet[Contribution]":
    """Those of an activity, a channel, and with words in them or a reference."""
    if filters.activity:
        rows = rows.filter(activity=filters.activity)
    if filters.channel:
        rows = rows.filter(channel=filters.channel)
    if filters.words:
        said = Answer.objects.filter(contribution=OuterRef("pk"), text__icontains=filters.words)
        rows = rows.filter(Q(reference__iexact=filters.words) | Exists(said))
    return rows


def counts(who: Person, filters: Filters) -> list[tuple[str, str, int]]:
    """Each queue with its words and how many are in it, under the other filters."""
    rows = narrowed(everything(who), filters)
    counted = rows.aggregate(**{name.replace("-", "_"): Count("pk", filter=_queue(name)) for name in QUEUES})
    return [(name, words, counted[name.replace("-", "_")]) for name, words in QUEUES.items()]


def _queue(name: str) -> Q:
    looked_at = Exists(Decision.objects.filter(contribution=OuterRef("pk")))
    match name:
        case "waiting":
            return Q(state=State.IN_MODERATION)
        case "unread":
            return Q(state=State.PUBLISHED) & ~Q(looked_at)
        case "quarantine":
            return Q(state=State.QUARANTINED)
        case "published" | "not-published" | "received":
            return Q(state=name)
    return Q()


def removed_by_month(activity: Activity) -> list[tuple[object, list[tuple[str, int]], int]]:
    """For everyone: for each month, the latest first, why things were not published, and how many were published with
    words left out."""
    decided = Decision.objects.filter(contribution__activity=activity).exclude(what=Decision.What.UNDO)
    rows = decided.annotate(month=TruncMonth("at", tzinfo=timezone.get_default_timezone()))
    months: dict[object, Counter[str]] = {}
    for month, what, reason, many in rows.values_list("month", "what", "reason").annotate(many=Count("pk")):
        here = months.setdefault(month, Counter())
        if what == Decision.What.REFUSE:
            here[str(Decision.Reason(reason).label)] += many
        elif what == Decision.What.REDACT:
            here["left out"] += many
    return [
        (month, sorted((why, n) for why, n in here.items() if why != "left out"), here["left out"])
        for month, here in sorted(months.items(), key=lambda one: str(one[0]), reverse=True)
    ]


def sifted(activity: Activity) -> list[tuple[Contribution, int, bool]]:
    """Contributions that count with their points, the most first, and whether every question was answered."""
    criteria = {one.pk: one.points for one in activity.criteria.all()}
    rows = Contribution.objects.filter(activity=activity, state__in=Contribution.COUNTED).prefetch_related("scores")
    found = []
    for one in rows:
        scores = list(one.scores.all())
        points = sum(criteria.get(score.criterion_id, 0) for score in scores if score.met)
        found.append((one, points, len(scores) == len(criteria)))
    return sorted(found, key=lambda row: (-row[1], str(row[0].reference)))


def said_and_done(activity: Activity) -> list[tuple[Response, int]]:
    """For everyone: the answers that are shown, with how many contributions each is to, the most first."""
    rows = Response.objects.filter(activity=activity, shown=True).select_related("code", "campaign", "contribution")
    rows = rows.filter(Q(contribution=None) | Q(contribution__state__in=Contribution.COUNTED))
    found = []
    for one in rows:
        many = one.code.codings if one.code else one.campaign.letters if one.campaign else None
        found.append((one, many.count() if many else 1))
    return sorted(found, key=lambda row: (-row[1], row[0].pk))
