"""Signing, proving by mail that one did, and taking it back. Each is one short write, so that many can sign at once: a
row and a letter for each who signs, one changed row for each who proves. Counting comes later (`counting`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from lnrs_web.outbox.actions import forget, post_each
from lnrs_web.outbox.models import Message
from lnrs_web.outbox.queries import DEALT_WITH
from lnrs_web.petition import consent, letters
from lnrs_web.petition.actions import SIGNER
from lnrs_web.petition.actions.writing import keys_of_news
from lnrs_web.petition.mailboxes import domain_of, mail_key
from lnrs_web.petition.models import Petition, Signature
from lnrs_web.petition.problems import Closed

State = Signature.State
MOST_MAILS = 5
"""Letters that one mailbox is sent to have one signature proved, whoever asks for them."""
RENEWED_AFTER = timedelta(days=7)
"""Who signs again so long after the first time, and has not proved it, has as long as anybody to do so."""
LATE_PROOF = timedelta(hours=24)
"""A signature made before the petition closed can be proved for so long after it."""


@dataclass(frozen=True)
class Details:
    """What somebody who signs gives."""

    name: str
    postcode: str
    mail: str
    wants_updates: bool = False


def sign(petition: Petition, details: Details, *, address: str = "", signals: Sequence[str] = ()) -> None:
    """Keep a signature that counts once it is proved, and have the letter sent by which it is.

    With `signals` it is set aside, and nobody who signs can tell. Who has signed already, or waits, gets another letter
    while there may be one. Raises Closed.
    """
    now = timezone.now()
    if not petition.is_open(now):
        raise Closed
    key = mail_key(petition.pk, details.mail)
    known = Signature.objects.filter(petition=petition, mail_key=key).first()
    if known is None:
        try:
            _first(petition, details, key, address, signals, now)
            return
        except IntegrityError:  # from another window in the same moment
            known = Signature.objects.get(petition=petition, mail_key=key)
    _again(petition, known, details, address, signals)


@transaction.atomic
def _first(petition: Petition, details: Details, key: str, address: str, signals: Sequence[str], now: datetime) -> None:
    one = Signature.objects.create(
        petition=petition,
        name=details.name,
        mail=details.mail,
        mail_key=key,
        domain=domain_of(details.mail),
        postcode=details.postcode,
        wants_updates=details.wants_updates,
        consent_version=consent.VERSION,
        address=address,
        signals=list(signals),
        state=State.ASIDE if signals else State.WAITING,
        made_at=now,
    )
    _post(one, details.mail, letters.proof(petition, one))


@transaction.atomic
def _again(petition: Petition, known: Signature, details: Details, address: str, signals: Sequence[str]) -> None:
    one = Signature.objects.select_for_update(no_key=True).filter(pk=known.pk).first()
    if one is None:  # nobody had proved it, and its time was over just now
        return _first(petition, details, known.mail_key, address, signals, timezone.now())
    one.petition = petition
    taken_back = State.WITHDRAWN in (one.state, one.was)
    proved = one.proved_at is not None and not taken_back
    if not proved:
        one.name, one.postcode, one.mail, one.locality = details.name, details.postcode, details.mail, None
        one.wants_updates, one.consent_version = details.wants_updates, consent.VERSION
        if taken_back:
            anew = State.ASIDE if signals else State.WAITING
            if one.state == State.REMOVED:  # it stays out, and nobody who signs can tell
                one.was = anew
            else:
                one.state = anew
            one.proved_at, one.made_at = None, timezone.now()
            one.domain, one.address, one.signals = domain_of(details.mail), address, list(signals)
        elif timezone.now() - one.made_at > RENEWED_AFTER:
            one.made_at = timezone.now()
    may = one.mails < MOST_MAILS
    one.mails += may
    one.save()
    if may:
        _post(one, details.mail, letters.already(petition, one) if proved else letters.proof(petition, one))
    return None


def _post(one: Signature, to: str, letter: dict[str, str]) -> None:
    post_each([letter | {"to": to, "key": _keys_of(one)[-1]}], by=SIGNER)


def _keys_of(one: Signature) -> list[str]:
    """The keys of the letters by which a signature is proved, the last last."""
    return [f"petition {one.petition_id} signature {one.pk} {number}" for number in range(1, one.mails + 1)]


def prove(one: Signature) -> Petition:
    """Take a signature, of which somebody has the link, as its mailbox's owner's own; the second time nothing changes.
    One that is set aside stays so. Raises Closed where it comes too late."""
    now = timezone.now()
    if one.state == State.WITHDRAWN or not may_prove(one.petition, now):
        raise Closed
    rows = Signature.objects.filter(pk=one.pk, proved_at=None).exclude(state=State.WITHDRAWN)
    rows.update(
        state=Case(When(state=State.WAITING, then=Value(State.SIGNED)), default=F("state")),
        proved_at=now,
        mail=Case(When(wants_updates=True, then=F("mail")), default=Value("")),
    )
    return one.petition


def may_prove(petition: Petition, now: datetime) -> bool:
    """Whether a signature can still be proved: while the petition is open, and a day longer."""
    if petition.state not in (Petition.State.OPEN, Petition.State.CLOSED):
        return False
    ended = petition.ended_at()
    return ended is None or now < ended + LATE_PROOF


@transaction.atomic
def take_back(one: Signature) -> Petition:
    """Take a signature back, of which somebody has the link: it counts no more, and what it said is gone."""
    locked = Signature.objects.select_for_update(no_key=True).get(pk=one.pk)
    if locked.state == State.REMOVED:  # what an officer took out stays out, whatever becomes of it
        locked.was = State.WITHDRAWN
    else:
        locked.state = State.WITHDRAWN
    locked.name = locked.mail = locked.domain = locked.postcode = locked.address = ""
    locked.locality, locked.wants_updates, locked.signals = None, False, []
    locked.save()
    forget(Message.objects.filter(key__in=_keys_of(locked) + keys_of_news(locked)))
    return one.petition


@transaction.atomic
def stop_updates(one: Signature) -> Petition:
    """Write to somebody, who has the link, about the petition no more, and forget the address: at once, or once the
    signature is proved where it is not yet."""
    kept = Case(When(proved_at=None, then=F("mail")), default=Value(""))
    Signature.objects.filter(pk=one.pk).update(wants_updates=False, mail=kept)
    forget(Message.objects.filter(key__in=keys_of_news(one)))
    forget(Message.objects.filter(key__in=_keys_of(one), state__in=DEALT_WITH))
    return one.petition
