"""Sending what was written, and proving the mail address that came with it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lnrs_web.audit.actions import record
from lnrs_web.engagement import letters, tokens
from lnrs_web.engagement.actions import WRITER
from lnrs_web.engagement.actions.receiving import receive
from lnrs_web.engagement.actions.returning import apply_change
from lnrs_web.engagement.mailboxes import mail_key
from lnrs_web.engagement.models import Contribution, VerificationToken
from lnrs_web.outbox.actions import post

State = Contribution.State
QUICKEST = timedelta(seconds=4)
"""Nobody reads, writes and checks in less."""


@transaction.atomic
def send(draft: Contribution, *, trap: str = "") -> Contribution:
    """Send a draft that is complete; `trap` is what the field held that people do not see. What has been sent already
    is given as it is. Where a mail address came with it, that has to be proved."""
    held = Contribution.objects.select_for_update(of=("self",), no_key=True)
    draft = held.select_related("activity__area", "question_set").get(pk=draft.pk)
    if draft.state != State.DRAFT:
        return draft
    if draft.changes_id:
        return apply_change(draft)
    now = timezone.now()
    draft.sent_at, draft.late = now, now >= draft.activity.ends_at
    if now - draft.begun_at < QUICKEST:
        draft.signals = [*draft.signals, "Sent within seconds of being begun"]
    if trap:
        draft.signals = [*draft.signals, "A field was filled in that people do not see"]
        draft.state = State.QUARANTINED
        draft.save()
        record("set contribution aside", str(draft.id), by=WRITER, became=draft.state, area=draft.activity.area_id)
        return draft
    if draft.mail:
        draft.state = State.WAITING
        draft.save()
        _mail_proof(draft)
        return draft
    return receive(draft, by=WRITER)


@transaction.atomic
def mail_proof_again(contribution: Contribution) -> None:
    """Mail the link once more, unless enough have been mailed. Who asks is told the same either way."""
    if contribution.state == State.WAITING:
        _mail_proof(contribution)


@transaction.atomic
def mail_way_back(contribution: Contribution, mail: str) -> None:
    """Mail somebody the link to what they have begun, unless enough have been mailed."""
    key = mail_key(mail)
    if tokens.room_for_one(contribution, key):
        letter = letters.way_back(
            contribution,
            _link("back", contribution.activity.area.slug, tokens.new_token(contribution, tokens.BACK, key)),
        )
        post(to=mail, key=f"back {contribution.id} {contribution.tokens.count()}", by=WRITER, **letter)


@transaction.atomic
def prove(text: str) -> Contribution:
    """Take the mail address of what a link belongs to as proved, and receive it. The second time nothing changes.
    Raises NoSuchLink."""
    token = tokens.token_of(text, tokens.PROOF)
    found = Contribution.objects.select_for_update(of=("self",), no_key=True).select_related("activity__area")
    contribution = found.get(pk=token.contribution_id)
    if contribution.state != State.WAITING:
        return contribution
    now = timezone.now()
    VerificationToken.objects.filter(pk=token.pk).update(used_at=now)
    contribution.mail_proved_at = now
    receive(contribution, by=WRITER)
    mail_receipt(contribution)
    return contribution


def mail_receipt(contribution: Contribution) -> None:
    """Mail the reference and the way back to the writer of what has just been received."""
    back = _link(
        "back", contribution.activity.area.slug, tokens.new_token(contribution, tokens.BACK, contribution.mail_key)
    )
    post(to=contribution.mail, key=f"receipt {contribution.id}", by=WRITER, **letters.receipt(contribution, back))


def _mail_proof(contribution: Contribution) -> None:
    if tokens.room_for_one(contribution, contribution.mail_key):
        link = _link(
            "proof",
            contribution.activity.area.slug,
            tokens.new_token(contribution, tokens.PROOF, contribution.mail_key),
        )
        key = f"proof {contribution.id} {contribution.tokens.count()}"
        post(to=contribution.mail, key=key, by=WRITER, **letters.proof(contribution, link))


def _link(what: str, area: str, token: str) -> str:
    return f"{settings.ADDRESS}{reverse(f'say:{what}', args=[area, token])}"
