"""Mail to those who signed and asked for it. Letters are posted some at a time, so that those by which people prove
their signatures never wait behind a hundred thousand others."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from lnrs.errors import Problem
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.audit.actions import record
from lnrs_web.outbox.actions import post_each
from lnrs_web.outbox.turns import EVERY_S
from lnrs_web.petition import letters
from lnrs_web.petition.models import Petition, Signature, Update
from lnrs_web.petition.problems import Refused

SHARE = 0.5
"""Of the mail that may be sent, how much is posted of updates at once; one letter a turn at least."""


def readers(petition: Petition) -> int:
    """How many would get an update now."""
    return _readers(petition.pk).count()


def _readers(petition: int) -> "QuerySet[Signature]":
    rows = Signature.objects.filter(petition=petition, state=Signature.State.SIGNED, wants_updates=True)
    return rows.exclude(mail="")


@transaction.atomic
def write(petition: Petition, subject: str, text: str, *, by: Person) -> Update:
    """Keep an update, which is not sent yet. Raises NotAllowed."""
    must_be_officer_of(petition.area_id, by)
    one = Update.objects.create(petition=petition, subject=subject, text=text, written_by=str(by))
    record("write petition update", petition.on_record, by=str(by), became=subject, area=petition.area_id)
    return one


@transaction.atomic
def send(update: Update, *, by: Person) -> None:
    """Have an update sent to all who asked for it. Raises NotAllowed, and Refused for one that is sent already, or
    where nobody is known any more."""
    must_be_officer_of(update.petition.area_id, by)
    one = Update.objects.select_for_update(of=("self",), no_key=True).select_related("petition__area").get(pk=update.pk)
    if one.sent_at is not None or one.petition.state not in (Petition.State.OPEN, Petition.State.CLOSED):
        raise Refused([Problem("update", "It is sent already, or cannot be sent.", "Look at it again.")])
    one.sent_at, one.sent_by = timezone.now(), str(by)
    one.save()
    petition = one.petition
    became = f"{one.subject}, to {readers(petition)}"
    record("send petition update", petition.on_record, by=str(by), became=became, area=petition.area_id)


def _key_of_news(update: int, to: Signature) -> str:
    return f"petition {to.petition_id} update {update} to {to.pk}"


def keys_of_news(one: Signature) -> list[str]:
    """The keys of the updates that may have been posted to whoever signed."""
    sent = Update.objects.filter(petition=one.petition_id, sent_at__isnull=False).values_list("pk", flat=True)
    return [_key_of_news(pk, one) for pk in sent]


def post_some(now: datetime) -> int:
    """Post the next letters of the update that has been sent for longest; how many. Others come after it, so that all
    together take no more than their share."""
    being_sent = Update.objects.filter(sent_at__isnull=False, finished_at=None).order_by("sent_at", "pk")
    return sum(_post_some(pk, now) for pk in list(being_sent.values_list("pk", flat=True)[:1]))


@transaction.atomic
def _post_some(pk: int, now: datetime) -> int:
    held = Update.objects.select_for_update(of=("self", "petition"), no_key=True).select_related("petition__area")
    one = held.get(pk=pk)
    at_once = max(1, round(settings.MAIL_A_MINUTE * EVERY_S / 60 * SHARE))
    rest = _readers(one.petition_id).filter(pk__gt=one.done_to).order_by("pk")
    some = list(rest.select_for_update(no_key=True)[:at_once])  # nobody leaves unnoticed meanwhile
    for signature in some:
        signature.petition = one.petition
    post_each(
        (letters.news(one, each) | {"to": each.mail, "key": _key_of_news(one.pk, each)} for each in some),
        by=one.sent_by,
    )
    if some:
        Update.objects.filter(pk=pk).update(done_to=some[-1].pk, posted=F("posted") + len(some))
    else:
        Update.objects.filter(pk=pk).update(finished_at=now)
    return len(some)
