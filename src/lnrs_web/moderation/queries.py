"""What moderators see."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from lnrs_web.accounts.models import Person
from lnrs_web.engagement.models import Activity, Answer, Contribution
from lnrs_web.engagement.permissions import READERS, activities_with
from lnrs_web.moderation.models import Campaign, CampaignLetter, Code, Coding, Decision, Response

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
    campaign: int | None = None

    @property
    def fields(self) -> dict[str, str]:
        """As an address and a form say it; what is not looked for is left out."""
        given = {"queue": self.queue, "activity": self.activity, "channel": self.channel, "find": self.words}
        return {name: str(value) for name, value in (given | {"campaign": self.campaign}).items() if value}

    @property
    def query(self) -> str:
        """The fields as the end of an address."""
        return urlencode(self.fields)

    @property
    def query_of_others(self) -> str:
        """The same without the queue, to go on with another."""
        return urlencode({name: value for name, value in self.fields.items() if name != "queue"})

    @classmethod
    def asked(cls, given: Mapping[str, str]) -> "Filters":
        """As an address says it; what is none is left out."""
        queue = given.get("queue", "")
        return cls(
            queue=queue if queue in QUEUES else "waiting",
            activity=_number(given.get("activity", "")),
            campaign=_number(given.get("campaign", "")),
            channel=given.get("channel", "") if given.get("channel") in Contribution.Channel.values else "",
            words=given.get("find", "").replace("\x00", "").strip()[:100],
        )


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def everything(who: Person) -> "QuerySet[Contribution]":
    """What has been sent in the activities that are somebody's work."""
    sent = Contribution.objects.filter(activity__in=activities_with(who, *READERS))
    return sent.exclude(state__in=(State.DRAFT, State.WAITING)).select_related("activity__area", "lock")


def found(who: Person, filters: Filters) -> "QuerySet[Contribution]":
    """The contributions of a queue, the longest waiting first."""
    rows = narrowed(everything(who), filters)
    return rows.filter(_queue(filters.queue)).order_by("received_at", "sent_at", "reference", "id")


def narrowed(rows: "QuerySet[Contribution]", filters: Filters) -> "QuerySet[Contribution]":
    """Those of an activity, a campaign, a channel, and with words in them or a reference."""
    if filters.activity:
        rows = rows.filter(activity=filters.activity)
    if filters.campaign:
        rows = rows.filter(campaign_letter__campaign=filters.campaign)
    if filters.channel:
        rows = rows.filter(channel=filters.channel)
    if filters.words:
        said = Answer.objects.filter(contribution=OuterRef("pk"), text__icontains=filters.words)
        rows = rows.filter(Q(reference__iexact=filters.words) | Exists(said))
    return rows


def beginnings(rows: Sequence[Contribution]) -> dict[object, str]:
    """What each of some contributions says first, where it says anything in words of its own."""
    said = Answer.objects.filter(contribution__in=rows).exclude(text="").order_by("-question__position")
    return dict(said.values_list("contribution", "text"))


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


def added_in(letters: "QuerySet[CampaignLetter]") -> list[tuple[tuple[str, ...], list[Contribution]]]:
    """What was added to the text of a campaign, with the letters that add just that, the most first."""
    found: dict[tuple[str, ...], list[Contribution]] = {}
    for one in letters.order_by("contribution__reference", "id"):
        if one.added:
            found.setdefault(tuple(one.added), []).append(one.contribution)
    return sorted(found.items(), key=lambda row: -len(row[1]))


def codes_of(campaign: Campaign) -> list[tuple[Code, int]]:
    """Each theme of the activity, with how many letters of a campaign are coded as it."""
    coded = Coding.objects.filter(contribution__campaign_letter__campaign=campaign).values_list("code")
    many = dict(coded.order_by().annotate(many=Count("pk")))
    return [(one, many.get(one.pk, 0)) for one in campaign.activity.codes.all()]


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
