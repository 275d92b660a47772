"""A file of the national register taken in: every row is told what became of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lnrs_web.audit.actions import record
from lnrs_web.config.clock import now
from lnrs_web.editions.queries import current_editions
from lnrs_web.gain_sites import national
from lnrs_web.gain_sites.models import GainSite, NationalSite
from lnrs_web.gain_sites.national import Read, Wrong
from lnrs_web.strategy.here import in_area

NEW, CHANGED, SAME, ELSEWHERE, REFUSED = "new", "changed", "as it was", "left out", "refused"


@dataclass(frozen=True)
class Told:
    """What became of a row."""

    row: int
    reference: str
    outcome: str
    words: str = ""

    def __str__(self) -> str:
        more = f", {self.words}" if self.words else ""
        return f"row {self.row}: {self.reference or 'no reference'}: {self.outcome}{more}"


@transaction.atomic
def take_in(data: bytes, *, by: str) -> list[Told]:
    """Take a file in, whole; what became of each row, in order. Sites that it does not name stay as they were.

    Raises ListingRefused for what is no such file.
    """
    digest = hashlib.sha256(data).hexdigest()
    rows = national.read(data)
    listed = dict(
        GainSite.objects.exclude(shown__national_reference="")
        .filter(shown__isnull=False)
        .values_list("shown__national_reference", "reference")
    )
    editions = list(current_editions())
    told = [_taken(one, digest, listed, editions) for one in rows]
    counts = {
        outcome: sum(one.outcome == outcome for one in told) for outcome in (NEW, CHANGED, SAME, ELSEWHERE, REFUSED)
    }
    record("import national gain sites", digest, by=by, became=", ".join(f"{name} {n}" for name, n in counts.items()))
    return told


def _taken(one: Read | Wrong, digest: str, listed: dict[str, str], editions: Sequence[Any]) -> Told:
    if isinstance(one, Wrong):
        return Told(one.row, one.reference, REFUSED, one.why)
    edition = next((each for each in editions if in_area(each, one.easting_m, one.northing_m)), None)
    if edition is None:
        return Told(one.row, one.reference, ELSEWHERE, "it lies in no area that has a strategy here")
    values: dict[str, Any] = {name: value for name, value in vars(one).items() if name not in ("row", "reference")}
    values["area_id"] = edition.area_id
    known = NationalSite.objects.select_for_update(of=("self",), no_key=True).filter(reference=one.reference).first()
    also = f"listed here as {listed[one.reference]}" if one.reference in listed else ""
    seen = {"read_from": digest, "seen_at": now()}
    if known is None:
        NationalSite.objects.create(reference=one.reference, **values, **seen)
        return Told(one.row, one.reference, NEW, also)
    differs = [name for name, value in values.items() if getattr(known, name) != value]
    for name, value in (values | seen).items():
        setattr(known, name, value)
    known.save()
    if differs:
        return Told(one.row, one.reference, CHANGED, ", ".join([*differs, also] if also else differs).replace("_", " "))
    return Told(one.row, one.reference, SAME, also)
