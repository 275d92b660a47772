"""Telling people by mail that what they sent has been answered."""

from collections.abc import Sequence
from itertools import groupby

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from lnrs_web.accounts.models import Person
from lnrs_web.audit.actions import record
from lnrs_web.engagement.answers import WITH_ANSWERS
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.engagement.permissions import must_work_on
from lnrs_web.moderation import letters
from lnrs_web.moderation.models import Told
from lnrs_web.outbox.actions import post_each
from lnrs_web.pages.words import counted

BY_OFFICERS = (Contribution.Channel.MAIL, Contribution.Channel.LETTER, Contribution.Channel.PHONE)
"""What comes so is entered by officers alone; at a kiosk anybody may type anybody's address."""


class NotThatMany(Exception):
    """Others are due a mail than those that were counted."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{counted(count, 'person,people')} would be mailed now.")


def due(activity: Activity) -> "QuerySet[Contribution]":
    """Contributions with an answer that everyone may read and their writer has not been mailed of, or one that was
    changed since; where its writer proved the mail address, or an officer took it from their letter. Those of one
    address stand together."""
    new = Q()
    for answer in WITH_ANSWERS:
        new |= Q(**{f"{answer}__shown": True}) & (Q(told=None) | Q(**{f"{answer}__at__gt": F("told__at")}))
    new |= Q(codings__code__response__shown=True, codings__at__gt=F("told__at"))
    theirs = Q(mail_proved_at__isnull=False) | Q(channel__in=BY_OFFICERS)
    found = Contribution.objects.filter(new, theirs, activity=activity, state__in=Contribution.COUNTED)
    return found.exclude(mail="").order_by("mail_key", "received_at", "id").distinct()


def mails_due(activity: Activity) -> int:
    """How many people would be mailed: one mail an address."""
    return due(activity).order_by().values("mail_key").distinct().count()


@transaction.atomic
def tell(activity: Activity, count: int, *, by: Person) -> int:
    """Mail each person once, of all that they sent. `count` is how many the officer was told that it is. Gives it.
    Raises NotAllowed, and NotThatMany with nothing sent."""
    must_work_on(activity, by=by)
    Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    people = [list(sent) for _, sent in groupby(due(activity), lambda one: one.mail_key)]
    if len(people) != count:
        raise NotThatMany(len(people))
    if not people:
        return 0
    now = timezone.now()
    post_each((_letter(activity, sent, f"{now:%Y%m%dT%H%M%S.%f}") for sent in people), by=by.email)
    Told.objects.bulk_create(
        (Told(contribution=one, at=now) for sent in people for one in sent),
        update_conflicts=True,
        unique_fields=("contribution",),
        update_fields=("at",),
    )
    name = str(activity.public_id)
    record("tell writers of answers", name, by=by.email, became=f"{count} mails", area=activity.area_id)
    return count


def _letter(activity: Activity, sent: Sequence[Contribution], when: str) -> dict[str, str]:
    """To the address as it was written last."""
    newest, references = sent[-1], [str(one.reference) for one in sent]
    return {"to": newest.mail, "key": f"answered {newest.id} {when}"} | letters.answered(activity, references)
