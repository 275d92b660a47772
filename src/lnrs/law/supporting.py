"""Who the supporting authorities of a strategy are (SI 2023/341 reg 3)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lnrs.law.finding import Answer, counted, listed, met, not_met, not_taken
from lnrs.law.rules import rule

NATURAL_ENGLAND = "Natural England"


class BodyKind(StrEnum):
    """What an authority is."""

    COUNTY_COUNCIL = "county council"
    DISTRICT_COUNCIL = "district or borough council"
    UNITARY_COUNCIL = "unitary council"
    LONDON_BOROUGH = "London borough"
    CITY_OF_LONDON = "City of London"
    ISLES_OF_SCILLY = "Council of the Isles of Scilly"
    NATIONAL_PARK_AUTHORITY = "National Park authority"
    BROADS_AUTHORITY = "Broads Authority"
    DEVELOPMENT_CORPORATION = "development corporation with planning powers"
    OTHER = "other"


PLANNING_AUTHORITIES = frozenset(BodyKind) - {BodyKind.OTHER}
"""The kinds that are local planning authorities for all or some purposes."""


@dataclass(frozen=True)
class Body:
    """An authority, and whether any part of its area lies in the strategy area."""

    name: str
    kind: BodyKind
    in_area: bool = True


def supporting_authorities(
    bodies: Iterable[Body], responsible_authority: str, kinds: Collection[BodyKind] = PLANNING_AUTHORITIES
) -> tuple[str, ...]:
    """Names of the supporting authorities, in alphabetical order with Natural England last.

    Every body of one of the `kinds` wholly or partly in the area, and Natural England, but not the responsible
    authority itself. The rule was read second-hand; give other `kinds` where the Regulations turn out to say otherwise.
    """
    names = {body.name for body in bodies if body.in_area and body.kind in kinds}
    local = sorted(names - {responsible_authority, NATURAL_ENGLAND})
    return (*local, *({NATURAL_ENGLAND} - {responsible_authority}))


@rule("reg 3")
def supporting_authorities_named(
    names: Collection[str], responsible_authority: str, later: date | None = None
) -> Answer:
    """The supporting authorities are named: the area's other planning authorities, and Natural England."""
    if not names:
        return not_taken("no supporting authority is named", later, "no supporting authority is named")
    if responsible_authority in names:
        return not_met(f"{responsible_authority} is the responsible authority and cannot support itself")
    if NATURAL_ENGLAND not in names and responsible_authority != NATURAL_ENGLAND:
        return not_met(f"{NATURAL_ENGLAND} is not among {listed(sorted(names))}")
    return met(f"named: {counted(len(names), 'supporting authority', 'supporting authorities')}")
