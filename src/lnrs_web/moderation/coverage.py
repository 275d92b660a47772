"""Who has been heard, and who has not: by parish, by kind of respondent, and by week."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from lnrs_web.editions.models import Edition, Zone
from lnrs_web.engagement.models import Activity, Contribution, Location


@dataclass(frozen=True)
class Share:
    """One bar of a picture, and one line of its table."""

    words: str
    count: int
    width: int
    """Of its bar in the picture; the longest is 260."""
    top: int
    """Where its bar begins."""

    @property
    def end(self) -> int:
        """Where its number stands."""
        return 310 + max(self.width, 20)


@dataclass(frozen=True)
class Coverage:
    """Contributions that count, each once in each table; parishes by every place that it is about."""

    whole: int
    people: int
    """By their mailbox; those without one are counted each as one."""
    kinds: list[Share]
    weeks: list[Share]
    parishes: list[Share]
    unheard_parishes: list[str]
    placed: int
    """How many are about a place in a parish."""

    @property
    def week_height(self) -> int:
        """Of the picture of weeks."""
        return 30 * len(self.weeks) + 10

    @property
    def parish_height(self) -> int:
        """Of the picture of parishes."""
        return 30 * len(self.parishes) + 10


def coverage_of(activity: Activity, edition: Edition | None) -> Coverage:
    """Who took part in an activity; the parishes nobody spoke of are those of an edition."""
    rows = Contribution.objects.filter(activity=activity, state__in=Contribution.COUNTED)
    mailboxes = set(rows.exclude(mail_key="").values_list("mail_key", flat=True))
    kinds: Counter[str] = Counter(rows.values_list("respondent", flat=True))
    weeks = Counter(_monday(timezone.localtime(at).date()) for at in rows.values_list("sent_at", flat=True) if at)
    about = Location.objects.filter(contribution__in=rows).exclude(parish="")
    pairs = set(about.values_list("parish", "parish_name", "contribution"))
    named = {code: name or code for code, name, _ in pairs}
    parishes = Counter(code for code, _, _ in pairs)
    every = {} if edition is None else dict(_parishes(edition))
    unheard = sorted(name for code, name in every.items() if code not in parishes)
    return Coverage(
        whole=rows.count(),
        people=len(mailboxes) + rows.filter(mail_key="").count(),
        kinds=_shares(
            {words: kinds[code] for code, words in Contribution.Respondent.choices} | {"Not said": kinds[""]}
        ),
        weeks=_shares(_every_week(weeks)),
        parishes=_shares({named[code]: count for code, count in parishes.most_common()}),
        unheard_parishes=unheard,
        placed=len({contribution for _, _, contribution in pairs}),
    )


def _parishes(edition: Edition) -> list[tuple[str, str]]:
    return list(Zone.objects.filter(edition=edition, kind=Zone.Kind.PARISH).values_list("code", "name"))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _every_week(weeks: Mapping[date, int]) -> dict[str, int]:
    """Those without anything too, from the first to the last."""
    if not weeks:
        return {}
    first, last = min(weeks), max(weeks)
    days = [first + timedelta(days=7 * at) for at in range((last - first).days // 7 + 1)]
    return {f"Week of {day.day} {day:%B %Y}": weeks.get(day, 0) for day in days}


def _shares(counts: Mapping[str, int]) -> list[Share]:
    most = max([*counts.values(), 1])
    return [Share(words, count, round(260 * count / most), at * 30) for at, (words, count) in enumerate(counts.items())]
