"""The links in mail by which somebody confirms, and leaves."""

import uuid

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from lnrs_web.newsletter.models import Subscription

CONFIRM, LEAVE = Signer(salt="confirm the newsletter"), Signer(salt="leave the newsletter")


def link(signer: Signer, page: str, one: Subscription) -> str:
    """The whole address of a page for a subscription, which nobody can make up."""
    return settings.ADDRESS + reverse(page, args=[one.area.slug, signer.sign(one.public_id.hex)])


class NotOurs(ValueError):
    """A link that this site did not make: it was cut off, or made up."""


def of(signer: Signer, token: str) -> Subscription | None:
    """The subscription that a link is for; nothing where there is none any more. Raises NotOurs."""
    try:
        public_id = uuid.UUID(signer.unsign(token))
    except (BadSignature, ValueError):
        raise NotOurs from None
    return Subscription.objects.select_related("area").filter(public_id=public_id).first()
