"""What is odd about a signature when it comes. Nobody who signs is told: what is odd is set aside for an officer."""

import time

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from lnrs_web.pages.counters import counters_in
from lnrs_web.pages.limits import address_of, client_of
from lnrs_web.petition.mailboxes import PASSING, domain_of
from lnrs_web.petition.models import Petition, Watch
from lnrs_web.petition.networks import figures_of, range_of

TRAP, BEGUN = "web_address", "begun"
QUICKEST_S, LONGEST_S, HOUR_S = 3, 24 * 3600, 3600
_signer = signing.TimestampSigner(salt="lnrs_web.petition.begun")


def begun_now(petition: Petition) -> str:
    """What a form holds, so that it is known when it was opened."""
    return _signer.sign(str(petition.pk))


def signals_of(request: HttpRequest, petition: Petition, mail: str) -> list[str]:
    """Why a signature is set aside, in words; nothing where it is not."""
    found = []
    if request.POST.get(TRAP):
        found.append("A field was filled in that people do not see")
    if (age := _age(request.POST.get(BEGUN, ""), petition)) is None:
        found.append("It came without the form")
    elif age < QUICKEST_S:
        found.append("It came within seconds of the form being opened")
    domain, address = domain_of(mail), figures_of(address_of(request))
    if domain in PASSING:
        found.append("Anybody can open mailboxes of this domain")
    watched = Watch.objects.filter(petition=petition)
    found += [f"Watched for: {one.told}" for one in watched if _is_watched(one, domain, address)]
    if _is_busy(request, petition):
        found.append(f"More than {petition.hourly_limit} came from one network address within an hour")
    return found


def _is_watched(one: Watch, domain: str, address: str) -> bool:
    if one.kind == Watch.Kind.DOMAIN:
        return one.value == domain
    first, last = range_of(one.value)
    return first <= address <= last


def _age(text: str, petition: Petition) -> float | None:
    """How many seconds ago a form was opened; nothing where it was not this petition's, or yesterday."""
    try:
        if _signer.unsign(text, max_age=LONGEST_S) != str(petition.pk):
            return None
    except signing.BadSignature:
        return None
    return time.time() - signing.b62_decode(text.rsplit(":", 2)[1])


def _is_busy(request: HttpRequest, petition: Petition) -> bool:
    allowed = round(petition.hourly_limit * settings.LIMITS)
    what = f"petition {petition.pk}"
    return bool(allowed and counters_in(settings.COUNTERS).wait_s(what, client_of(request), allowed, HOUR_S))
