"""Asking for the newsletter, confirming it, leaving, and sending one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import must
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.newsletter import queries
from lnrs_web.newsletter.links import CONFIRM, LEAVE, link
from lnrs_web.newsletter.models import Letter, LetterPage, Subscription
from lnrs_web.newsroom.models import Piece
from lnrs_web.outbox.actions import forget, post
from lnrs_web.outbox.mailboxes import may_be_asked
from lnrs_web.outbox.models import Message

SITE = "the site"


@transaction.atomic
def ask(area: StrategyArea, email: str, now: datetime) -> None:
    """Have somebody mailed how to confirm, at most once a day, and only as often as a mailbox may be asked; nothing to
    one who has confirmed. Whoever typed the address is told the same whichever it was."""
    this = {"area": area, "email": email.strip().lower()}
    if not may_be_asked(email, Subscription.objects.exclude(**this), now):
        return
    words = queries.words_of(area)
    said = {"words": words, "asked_at": now}
    one, _ = Subscription.objects.get_or_create(**this, defaults=said)
    if one.confirmed_at is None:
        Subscription.objects.filter(pk=one.pk, confirmed_at=None).update(**said)
        text = (
            f"Somebody, we hope you, asked for the newsletter about nature recovery in {area.name}.\n\n"
            f"If it was you, open this and press the button:\n\n    {link(CONFIRM, 'newsletter:confirm', one)}\n\n"
            "If it was not, do nothing: nothing more is sent, and the address is deleted within a week.\n"
        )
        key = f"newsletter {one.public_id} confirm {timezone.localdate(now)}"
        post(to=one.email, subject=f"Confirm the newsletter of {area.name}", text=text, key=key, by=SITE)


@transaction.atomic
def confirm(one: Subscription, now: datetime) -> None:
    """From now on the newsletter goes to this address."""
    if Subscription.objects.filter(pk=one.pk, confirmed_at=None).update(confirmed_at=now):
        record("confirm newsletter", str(one), by=SITE, area=one.area_id)


@transaction.atomic
def leave(one: Subscription) -> None:
    """Delete a subscription; what waits to be sent to it is sent no more, and what was sent forgets the address."""
    which = str(one)
    _delete(one)
    record("leave newsletter", which, by=SITE, area=one.area_id)


@transaction.atomic
def delete_unconfirmed(rows: "QuerySet[Subscription]", by: str) -> None:  # noqa: ARG001  # recorded with the rule
    """Delete addresses that nobody confirmed, and who was asked."""
    for one in rows:
        _delete(one)


def _delete(one: Subscription) -> None:
    sent = Letter.objects.filter(area=one.area_id).values_list("public_id", flat=True)
    one.delete()
    forget(Message.objects.filter(key__in=[_key(letter, one) for letter in sent]))
    forget(Message.objects.filter(key__startswith=f"newsletter {one.public_id} confirm "))


class SentBefore(ValueError):
    """A page that is chosen was in a newsletter already, or nobody would read it: it is sent once."""


@transaction.atomic
def send(area: StrategyArea, subject: str, greeting: str, pieces: Sequence[Piece], *, by: Person) -> Letter:
    """Send pages to everyone who has confirmed; a job posts the mails.

    Raises NotAllowed, and SentBefore where a page was sent before.
    """
    must(by, Role.EDITOR, area=area.pk)
    StrategyArea.objects.select_for_update(no_key=True).get(pk=area.pk)
    if not pieces or LetterPage.objects.filter(page__in=[one.pk for one in pieces]).exists():
        raise SentBefore("Choose pages that were in no newsletter.")
    if not queries.confirmed(area):
        raise SentBefore("Nobody has asked for the newsletter yet.")
    letter = Letter.objects.create(area=area, subject=subject, text=_text(area, greeting, pieces))
    letter.readers = queries.readers(letter).count()
    letter.save(update_fields=["readers"])
    LetterPage.objects.bulk_create(LetterPage(letter=letter, page=one) for one in pieces)
    deliver.enqueue(letter.pk)
    record("send newsletter", f"newsletter {letter.public_id}", by=by.email, became=subject, area=area.pk)
    return letter


def _text(area: StrategyArea, greeting: str, pieces: Sequence[Piece]) -> str:
    parts = [greeting.strip()] if greeting.strip() else []
    for one in pieces:
        parts.append(f"{one.title}\n{one.summary}\n{settings.ADDRESS}{one.address_in(area.slug)}")
    return "\n\n".join(parts)


@task()
def deliver(letter: int) -> int:
    """Post a newsletter, by its number, to everyone who has confirmed; how many. Whoever has it already gets no other:
    a mail's key is posted once."""
    one = Letter.objects.select_related("area").get(pk=letter)
    readers = list(queries.readers(one))
    for reader in readers:
        way_out = link(LEAVE, "newsletter:leave", reader)
        goodbye = f"You have this because you asked for it. To leave, with one press of a button:\n{way_out}\n"
        text = f"{one.text}\n\n--\n{goodbye}"
        with transaction.atomic():
            if Subscription.objects.select_for_update(no_key=True).filter(pk=reader.pk).first():  # has not left since
                key = _key(one.public_id, reader)
                post(to=reader.email, subject=one.subject, text=text, key=key, by=SITE, unsubscribe=way_out)
    return len(readers)


def _key(letter: UUID, reader: Subscription) -> str:
    return f"newsletter {letter} {reader.public_id}"
