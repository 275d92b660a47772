"""What is asked of newsletters."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from lnrs_web.areas.models import StrategyArea
from lnrs_web.newsletter.models import Letter, LetterPage, Subscription
from lnrs_web.newsroom import queries as newsroom
from lnrs_web.newsroom.models import Piece

UNCONFIRMED_KEPT = timedelta(days=7)
MOST = 30


def words_of(area: StrategyArea) -> str:
    """What somebody agrees to."""
    return (
        f"Send me the newsletter about nature recovery in {area.name} by mail. My address is kept for that alone, "
        "until I leave by the link in each newsletter."
    )


def readers(letter: Letter) -> "QuerySet[Subscription]":
    """To whom a newsletter goes: those who had confirmed when it was sent, and have not left."""
    found = Subscription.objects.filter(area=letter.area_id, confirmed_at__lte=letter.sent_at)
    return found.select_related("area").order_by("pk")


def confirmed(area: StrategyArea) -> int:
    """How many have confirmed."""
    return Subscription.objects.filter(area=area).exclude(confirmed_at=None).count()


def unsent(area: StrategyArea) -> list[Piece]:
    """The newest pages of an area that were in no newsletter."""
    sent = set(LetterPage.objects.filter(letter__area=area).values_list("page", flat=True))
    found = newsroom.latest(area.pk, MOST + len(sent), ("stories", "news", "events", "guidance"))
    return [one for one in found if one.pk not in sent][:MOST]


def unconfirmed(now: datetime) -> "QuerySet[Subscription]":
    """Addresses that were typed and never confirmed in time."""
    return Subscription.objects.filter(confirmed_at=None, asked_at__lt=now - UNCONFIRMED_KEPT).order_by("pk")
