"""The 48 strategy areas as the pages show them, whether or not there is an England edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.text import slugify

from lnrs.model import Area, areas
from lnrs_web.editions.models import Edition
from lnrs_web.editions.queries import current_editions
from lnrs_web.england.models import EnglandArea, EnglandEdition

Status = EnglandArea.Status
PUBLISHED, DRAFT, UNKNOWN, NONE = map(str, (Status.PUBLISHED, Status.DRAFT, Status.UNKNOWN, Status.NONE))
STATUS_WORDS = {
    PUBLISHED: "Published",
    DRAFT: "A draft",
    UNKNOWN: "Joined; its status is not told",
    NONE: "None yet",
}
FINISHED = ("published", "final")
"""What an edition says of itself that is no draft any more."""


@dataclass(frozen=True)
class Shown:
    """A strategy area: what is known of it by law, in the England edition, and on this site."""

    area: Area
    slug: str
    status: str
    joined: EnglandArea | None
    """As it is in the England edition."""
    here: Edition | None
    """The edition of its strategy that is current on this site."""

    @property
    def address(self) -> str:
        """Its page among those of England."""
        return reverse("england:area", args=[self.slug])

    @property
    def status_words(self) -> str:
        """How far its strategy has got, in words."""
        return STATUS_WORDS[self.status]


@lru_cache(maxsize=1)
def slugs() -> Mapping[str, int]:
    """The number of each area by its name in addresses."""
    return {slugify(area.name): area.lnrs_id for area in areas()}


def shown(edition: EnglandEdition | None) -> dict[int, Shown]:
    """All 48 areas by number, in the order of their names."""
    joined = {one.lnrs_id: one for one in edition.areas.defer("wkb")} if edition else {}
    here = {one.area_id: one for one in current_editions()}
    names = {number: slug for slug, number in slugs().items()}
    by_name = sorted(areas(), key=lambda area: area.name)
    return {
        one.lnrs_id: Shown(
            one,
            names[one.lnrs_id],
            _status(joined.get(one.lnrs_id), here.get(one.lnrs_id)),
            joined.get(one.lnrs_id),
            here.get(one.lnrs_id),
        )
        for one in by_name
    }


def _status(joined: EnglandArea | None, here: Edition | None) -> str:
    """What the England edition says; where it has no strategy of an area, what the edition on this site does."""
    if joined and joined.status != NONE:
        return joined.status
    if here:
        return PUBLISHED if here.status in FINISHED else DRAFT
    return NONE


def counted(every: Mapping[int, Shown]) -> list[tuple[str, str, int]]:
    """Each status that an area has, its words, and how many areas have it."""
    numbers = {status: sum(one.status == status for one in every.values()) for status in STATUS_WORDS}
    return [(status, STATUS_WORDS[status], number) for status, number in numbers.items() if number]
