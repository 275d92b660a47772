"""Land on its way into an account: sealed while its owner signs in, with a key that is in their browser and not here.

Who never signs in leaves a row that nobody can read, and that is deleted when its hour is over.
"""

import json
import uuid
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from django.utils import timezone

from lnrs_web.boundaries import text
from lnrs_web.boundaries.parcels import Parcel
from lnrs_web.land.models import WaitingLand

WAITS = timedelta(hours=1)


@dataclass(frozen=True)
class Wanted:
    """What somebody asked us to keep: `parcels` is GeoJSON, `edition` an identity, `consent` a version of its words."""

    name: str
    area: str
    edition: str
    consent: int
    parcels: str

    @property
    def land(self) -> list[Parcel]:
        """The parcels."""
        return text.parcels_of(self.parcels)


def wanted(name: str, area: str, edition: str, consent: int, parcels: Sequence[Parcel]) -> Wanted:
    """What is to be kept of parcels."""
    return Wanted(name, area, edition, consent, text.geojson(parcels))


def seal(what: Wanted) -> tuple[WaitingLand, str]:
    """A row that is not saved yet, and the only thing that opens it: the text for a cookie."""
    key = Fernet.generate_key()
    sealed = Fernet(key).encrypt(zlib.compress(json.dumps(asdict(what)).encode()))
    row = WaitingLand(sealed=sealed, until=timezone.now() + WAITS)
    return row, f"{row.ticket}.{key.decode()}"


def ticket_of(cookie: str) -> uuid.UUID | None:
    """Which row a cookie opens, where it has the form of one."""
    try:
        return uuid.UUID(cookie.partition(".")[0])
    except ValueError:
        return None


def unseal(row: WaitingLand, cookie: str) -> Wanted | None:
    """What a row holds; nothing for a key that is not its own."""
    try:
        packed = Fernet(cookie.partition(".")[2]).decrypt(bytes(row.sealed))
    except (ValueError, InvalidToken):
        return None
    return Wanted(**json.loads(zlib.decompress(packed)))
