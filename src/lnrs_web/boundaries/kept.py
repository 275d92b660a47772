"""Land that a page hands back to its reader in a hidden field, so that the site need not keep it. It is signed: only
land that was looked at when it first came is taken again without a look."""

from collections.abc import Sequence

from django.core import signing

from lnrs.errors import Problem
from lnrs_web.boundaries import text
from lnrs_web.boundaries.parcels import LandRefused, Parcel

_SIGNER = "lnrs_web.boundaries.land"


def as_text(parcels: Sequence[Parcel]) -> str:
    """The parcels as signed text for a hidden field."""
    return signing.Signer(salt=_SIGNER).sign(text.geojson(parcels))


def from_text(carried: str) -> list[Parcel]:
    """The parcels of text that `as_text` wrote.

    Raises LandRefused for any other.
    """
    try:
        return text.parcels_of(signing.Signer(salt=_SIGNER).unsign(carried))
    except signing.BadSignature:
        what = "The land that this page carried is not as it was sent."
        raise LandRefused([Problem("way", what, "Give it again.")]) from None
