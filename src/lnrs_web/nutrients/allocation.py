"""Who gets credits when a round closes: a plain function of what there is and who asked, the same whenever it is asked.

Small builders have the first call on a share of each supply, in the order in which their applications came in. Then
everyone who has nothing yet, in the same order, is given from all that is left. An application gets all that it asks
for, or nothing: half of its credits would let nobody build.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lnrs.nutrients.credits import GRAMS_PER_CREDIT


@dataclass(frozen=True)
class Lot:
    """What a supply still has."""

    name: str
    nutrient: str
    grams: int
    vintage: date
    until: date | None = None
    """The first day on which it works no more; nothing for ever."""


@dataclass(frozen=True)
class Want:
    """Credits of one nutrient, for ever or until a day."""

    nutrient: str
    credits: int
    until: date | None = None

    @property
    def grams(self) -> int:
        """The same in grams a year."""
        return self.credits * GRAMS_PER_CREDIT

    def __str__(self) -> str:
        plural = "" if self.credits == 1 else "s"
        return (
            f"{self.credits:,} {'permanent' if self.until is None else 'temporary'} credit{plural} of {self.nutrient}"
        )


@dataclass(frozen=True)
class Asked:
    """An application as the allocation sees it."""

    reference: str
    received_at: datetime
    dwellings: int
    wants: tuple[Want, ...]


@dataclass(frozen=True)
class Policy:
    """Who is a small builder, and what they have the first call on."""

    small_dwellings: int = 50
    small_share_percent: int = 60

    def is_small(self, one: Asked) -> bool:
        """Whether an application is of a small builder."""
        return one.dwellings <= self.small_dwellings


@dataclass(frozen=True)
class Part:
    """Grams a year of one lot."""

    lot: str
    grams: int


@dataclass(frozen=True)
class Given:
    """What an application gets, and why."""

    reference: str
    parts: tuple[Part, ...]
    """Nothing where it gets nothing."""
    because: str


def allocate(lots: Iterable[Lot], asked: Iterable[Asked], policy: Policy) -> tuple[Given, ...]:
    """What each application gets, in the order of receipt.

    Names of lots and references are unique. What an application wants of one nutrient for one term it wants once.
    """
    lots, every = sorted(lots, key=_order_of), sorted(asked, key=lambda one: (one.received_at, one.reference))
    left = {one.name: one.grams for one in lots}
    first = {one.name: _whole_credits(one.grams * policy.small_share_percent // 100) for one in lots}
    small = [one for one in every if policy.is_small(one)]
    given: dict[str, Given] = {}
    share = f"{policy.small_share_percent} % of each supply, on which small builders have the first call"
    for number, one in enumerate(small, 1):
        if not (lacks := lacking(first, lots, one.wants)):
            parts = _drawn(first, lots, one.wants)
            for part in parts:
                left[part.lot] -= part.grams
            turn = f"Number {number} of {len(small)} small builders, by when it came in"
            given[one.reference] = Given(one.reference, parts, f"{turn}: {_list(one.wants)} out of {share}.")
    rest = [one for one in every if one.reference not in given]
    for number, one in enumerate(rest, 1):
        turn = f"Number {number} of {len(rest)} on all that was left, by when it came in"
        if policy.is_small(one):
            turn = f"The {share}, did not have it. {turn}"
        if lacks := lacking(left, lots, one.wants):
            given[one.reference] = Given(one.reference, (), f"{turn}: {_lacks(lacks)}.")
        else:
            parts = _drawn(left, lots, one.wants)
            given[one.reference] = Given(one.reference, parts, f"{turn}: {_list(one.wants)}.")
    return tuple(given[one.reference] for one in every)


def lots_for(lots: Sequence[Lot], want: Want) -> list[Lot]:
    """The lots from which a want can be met, in the order in which they are drawn on: for ever, from those without end,
    oldest first; until a day, from those that end but last until it, the soonest to end first."""
    if want.until is None:
        return [one for one in lots if one.nutrient == want.nutrient and one.until is None]
    ending = [one for one in lots if one.nutrient == want.nutrient and one.until and one.until >= want.until]
    return sorted(ending, key=lambda one: (one.until, *_order_of(one)))


def lacking(left: Mapping[str, int], lots: Sequence[Lot], wants: Iterable[Want]) -> list[tuple[Want, int]]:
    """Each want that cannot be met, with the grams that there are for it."""
    there = [(want, sum(left[one.name] for one in lots_for(lots, want))) for want in wants]
    return [(want, grams) for want, grams in there if grams < want.grams]


def _drawn(left: dict[str, int], lots: Sequence[Lot], wants: Iterable[Want]) -> tuple[Part, ...]:
    """Take what is wanted from what is left of each lot; it has to be there."""
    parts = []
    for want in wants:
        open_g = want.grams
        for one in lots_for(lots, want):
            if taken := min(open_g, left[one.name]):
                left[one.name] -= taken
                open_g -= taken
                parts.append(Part(one.name, taken))
    return tuple(parts)


def _order_of(one: Lot) -> tuple[date, str]:
    return (one.vintage, one.name)


def _whole_credits(grams: int) -> int:
    return grams // GRAMS_PER_CREDIT * GRAMS_PER_CREDIT


def _list(wants: Iterable[Want]) -> str:
    return " and ".join(map(str, wants))


def _lacks(lacks: Iterable[tuple[Want, int]]) -> str:
    return ", and ".join(f"{want} asked for, {grams // GRAMS_PER_CREDIT:,} left" for want, grams in lacks)
