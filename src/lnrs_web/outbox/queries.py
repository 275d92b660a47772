"""Reading what waits, what was sent, and what was not."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lnrs_web.outbox.models import Message, Suppression

State = Message.State
DEALT_WITH = (State.SENT, State.GIVEN_UP, State.HELD_BACK)


def is_suppressed(address: str) -> bool:
    """Whether nothing is sent to an address."""
    return Suppression.objects.filter(address=address.strip().lower()).exists()


def sent_today() -> int:
    """How many messages have been sent since midnight."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    return Message.objects.filter(state=State.SENT, sent_at__gte=midnight).count()


def sent_in_a_minute() -> int:
    """How many messages have been sent in the minute that ends now."""
    return Message.objects.filter(state=State.SENT, sent_at__gte=timezone.now() - timedelta(minutes=1)).count()


def messages(state: str) -> "QuerySet[Message]":
    """The messages that are in a state, the latest first."""
    return Message.objects.filter(state=state)


def posted_before(then: datetime) -> "QuerySet[Message]":
    """The messages that are older and dealt with, and still say to whom they were or what they said."""
    old = Message.objects.filter(posted_at__lt=then, state__in=DEALT_WITH)
    return old.exclude(to="", subject="", text="")


def with_links(then: datetime) -> "QuerySet[Message]":
    """The messages that were not sent, were posted before a time, and still hold links to this site."""
    old = Message.objects.filter(posted_at__lt=then, state__in=(State.GIVEN_UP, State.HELD_BACK))
    return old.filter(text__contains=f"{settings.ADDRESS}/").order_by("pk")


def how_many() -> dict[str, int]:
    """How many messages are in each state."""
    found = dict(Message.objects.order_by().values_list("state").annotate(Count("id")))
    return {state: found.get(state, 0) for state in State.values}


def mail_age_s() -> float | None:
    """How long ago the oldest message was due that is not sent, in seconds; nothing where none is."""
    left = Message.objects.filter(state__in=(State.WAITING, State.HANDING_OVER), due_at__lte=timezone.now())
    return _age_s(left.order_by("due_at").values_list("due_at", flat=True).first())


def jobs() -> "QuerySet[DBTaskResult]":
    """The jobs that are there, done or not, the latest first."""
    return DBTaskResult.objects.order_by("-enqueued_at")


def jobs_age_s() -> float | None:
    """How long the oldest job that may begin has waited, in seconds; nothing where none does."""
    first = DBTaskResult.objects.ready().order_by("enqueued_at").first()
    return _age_s(first.enqueued_at if first else None)


def given_up() -> tuple[int, int]:
    """How many messages and how many jobs have been given up, and wait for somebody to look at them."""
    dead_jobs = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count()
    return Message.objects.filter(state=State.GIVEN_UP).count(), dead_jobs


def _age_s(then: datetime | None) -> float | None:
    return (timezone.now() - then).total_seconds() if then else None
