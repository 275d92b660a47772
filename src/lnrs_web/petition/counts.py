"""What is shown of petitions' numbers, for pages and for briefings of other apps: functions that only read.

Numbers of areas are those of `models.AreaTally`: rounded down to five, withheld where another number would narrow them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Sum

from lnrs_web.petition.models import AreaTally, PaperBatch, Petition
from lnrs_web.petition.suppression import STEP

WARD, DISTRICT, CONSTITUENCY = "ward", "district", "constituency"
KINDS = (WARD, DISTRICT, CONSTITUENCY)
"""The kinds of areas that are counted by, as `editions.Zone.Kind` has them."""


@dataclass(frozen=True)
class Totals:
    """Signatures of a whole petition. `online` and `paper` are never added up without saying so."""

    online: int
    paper: int
    target: int
    as_of: datetime | None
    """When `online` last changed."""

    @property
    def together(self) -> int:
        """Online and on paper."""
        return self.online + self.paper

    @property
    def share(self) -> float:
        """Of the target, 0 to 1."""
        return min(self.together / self.target, 1.0) if self.target else 1.0


@dataclass(frozen=True)
class OfArea:
    """Signatures of one area, made online."""

    kind: str
    code: str
    """Nothing for outside, or unknown."""
    at_least: int | None
    """Rounded down to five, so that 0 is fewer than five; nothing where it is withheld."""

    @property
    def in_words(self) -> str:
        """As a page or a briefing says it.

        >>> [OfArea("ward", "E1", number).in_words for number in (0, 1250, None)]
        ['fewer than 5', '1,250 or a few more', 'not shown']
        """
        if self.at_least is None:
            return "not shown"
        return f"{self.at_least:,} or a few more" if self.at_least else f"fewer than {STEP}"


@dataclass(frozen=True)
class Here:
    """A petition as a briefing about one area tells it."""

    petition: Petition
    totals: Totals
    here: OfArea
    as_of: datetime | None
    """When the numbers by area were published; nothing where they have not been yet, and then `here` is withheld."""


def petitions_of(area: int) -> list[Petition]:
    """The petitions of a strategy area (by its number, 1 to 48) that everyone may see, the newest first."""
    found = Petition.objects.filter(area=area).exclude(state=Petition.State.DRAFT)
    return list(found.select_related("area").order_by("-opened_at"))


def totals_of(petition: Petition) -> Totals:
    """The signatures of a petition."""
    papers = PaperBatch.objects.filter(petition=petition, cancelled_at=None)
    paper = papers.aggregate(accepted=Sum(F("names") - F("refused")))["accepted"] or 0
    return Totals(petition.counted, paper, petition.target, petition.counted_at)


def by_area(petition: Petition, kind: str) -> list[OfArea]:
    """Every area of a kind (one of KINDS) with its signatures, in the order of the codes; none before they were first
    published."""
    found = AreaTally.objects.filter(petition=petition, kind=kind).order_by("code")
    return [OfArea(kind, one.code, one.at_least) for one in found]


def in_area(area: int, kind: str, code: str) -> list[Here]:
    """The petitions of a strategy area (by its number), each with its signatures and those from one ward, district or
    constituency, by its code. A briefing needs nothing else."""
    shown = petitions_of(area)
    return [Here(one, totals_of(one), _here(one, kind, code), one.areas_at) for one in shown]


def milestones(petition: Petition, totals: Totals) -> Sequence[tuple[int, str, bool]]:
    """Each milestone with what happens then, and whether it is reached, the least first."""
    return [(int(count), str(words), totals.together >= int(count)) for count, words in petition.milestones]


def _here(petition: Petition, kind: str, code: str) -> OfArea:
    one = AreaTally.objects.filter(petition=petition, kind=kind, code=code).first()
    return OfArea(kind, code, one.at_least if one else None)
