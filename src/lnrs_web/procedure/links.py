"""The links that authorities are mailed: whoever holds one may reply for the authority it was made for."""

import uuid

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from lnrs_web.procedure.models import Serving

SIGNER = Signer(salt="a reply in the procedure")


def token_of(serving: Serving) -> str:
    """What stands for a serving in its link; nobody can make one up."""
    return SIGNER.sign(serving.public_id.hex)


def serving_of(token: str) -> Serving | None:
    """The serving that a link is for; nothing for one that was made up or changed."""
    try:
        public_id = uuid.UUID(SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    found = Serving.objects.select_related("act__procedure", "act__authority", "act__edition__area")
    return found.filter(public_id=public_id).first()


def link_to(serving: Serving) -> str:
    """The whole address, for a mail."""
    return f"{settings.ADDRESS}{reverse('reply:page', args=[token_of(serving)])}"
