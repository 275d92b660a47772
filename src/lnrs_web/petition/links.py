"""What stands in the links of letters. It is worked out from the signature with the site's secret, so nothing more than
the signature is written when somebody signs, and nobody can make one up."""

import base64
import hashlib
import hmac

from django.conf import settings
from django.urls import reverse

from lnrs_web.petition.models import Signature
from lnrs_web.petition.problems import NoSuchLink

SIGN, STOP = "sign", "stop"
"""What a link is for: to prove, and look at, a signature; to end mail about the petition."""


def token_of(one: Signature, purpose: str) -> str:
    """What a link of a signature holds."""
    return f"{one.pk}-{_code(one, purpose)}"


def link_of(one: Signature, purpose: str) -> str:
    """The whole address of a link."""
    page = {SIGN: "petition:link", STOP: "petition:stop"}[purpose]
    return settings.ADDRESS + reverse(page, args=[one.petition.area.slug, token_of(one, purpose)])


def signature_of(token: str, purpose: str) -> Signature:
    """The signature of a link. Raises NoSuchLink."""
    number, _, code = token.partition("-")
    if not number.isdecimal() or not number.isascii() or len(number) > 18:
        raise NoSuchLink
    found = Signature.objects.select_related("petition__area").filter(pk=int(number), is_anonymous=False).first()
    if found is None or not hmac.compare_digest(code.encode(), _code(found, purpose).encode()):
        raise NoSuchLink
    return found


def _code(one: Signature, purpose: str) -> str:
    said = f"{purpose} {one.pk} {one.mail_key}"
    digest = hmac.new(b"petition link" + settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()
