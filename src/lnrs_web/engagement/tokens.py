"""Links that are mailed. What a link holds is random; the table has its hash alone."""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from lnrs_web.engagement.models import Contribution, VerificationToken

PROOF, BACK = "proof", "back"
"""What a link is for, as VerificationToken.Purpose has it."""
KEPT = {PROOF: timedelta(days=14), BACK: timedelta(days=365)}
MOST_OF_ONE = 5
"""Letters that one contribution may cause."""
MOST_TO_ONE = 20
"""Letters that one mailbox may be sent in a day, whoever asks for them."""


class NoSuchLink(Exception):
    """A link is not known here, or its time is over."""


def room_for_one(contribution: Contribution, key: str) -> bool:
    """Whether one more letter may go to a mailbox because of a contribution."""
    today = VerificationToken.objects.filter(mail_key=key, made_at__gt=timezone.now() - timedelta(days=1))
    return contribution.tokens.count() < MOST_OF_ONE and today.count() < MOST_TO_ONE


def new_token(contribution: Contribution, purpose: str, key: str) -> str:
    """What a new link holds."""
    text = secrets.token_urlsafe(24)
    VerificationToken.objects.create(
        contribution=contribution,
        purpose=purpose,
        hash=_hash(text),
        mail_key=key,
        until=timezone.now() + KEPT[purpose],
    )
    return text


def token_of(text: str, purpose: str) -> VerificationToken:
    """The row of a link. Raises NoSuchLink."""
    found = VerificationToken.objects.select_related("contribution__activity__area")
    one = found.filter(hash=_hash(text), purpose=purpose, until__gt=timezone.now()).first()
    if one is None:
        raise NoSuchLink
    return one


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
