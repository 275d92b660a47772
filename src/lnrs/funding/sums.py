"""An indicative sum for land: what its measures could be paid, every hectare counted once.

The land is given in parts that do not lie on one another, each with the measures that are mapped on it. A part is paid
for one action by the hectare, with what is paid beside that action; which one is open, so that the sum is a range.
Pence are whole: areas and rates are multiplied as whole numbers, and divided once.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from lnrs.funding.combining import Together, together
from lnrs.funding.links import Offer
from lnrs.funding.tables import Action, Rate

YEARS = 10
"""For how many years a sum is worked out, where nothing else is asked."""
HA_M2 = 10_000


@dataclass(frozen=True)
class Part:
    """A part of the land, and the references of the measures mapped on it."""

    area_m2: int
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Amount:
    """Money in pence: every year of the agreement, once, and over the years of the sum."""

    yearly_p: int = 0
    once_p: int = 0
    over_p: int = 0


@dataclass(frozen=True)
class Line:
    """An action by the hectare, with what is paid beside it, on all the land that it could be paid for."""

    offer: Offer
    rate: Rate
    beside: tuple[tuple[Action, Rate], ...]
    area_m2: int
    amount: Amount
    above_limit: bool
    """Whether it is more than an agreement of its scheme is paid in a year."""


@dataclass(frozen=True)
class Sum:
    """What the land could be paid over `years`."""

    years: int
    lines: tuple[Line, ...]
    """Actions that could be paid for some of the land; two on the same land are alternatives."""
    least: Amount
    """If each part has the action that pays least over the years."""
    most: Amount
    paid_m2: int
    """Land for which a rate is known."""
    unpaid_m2: int
    """Land with measures for which no rate by the hectare is known."""


@dataclass(frozen=True)
class Chosen:
    """What the actions that somebody chose would be paid, as far as they can stand together."""

    amount: Amount
    refused: tuple[tuple[Together, int], ...]
    """Pairs that cannot be paid for the same land, with the square metres where both were chosen; what pays most over
    the years is counted there."""
    asked: tuple[Together, ...]
    """Pairs on the same land that need conditions to be kept, or a question to be asked."""
    not_counted: tuple[Action, ...]
    """What was chosen and is not paid by the hectare, or has no rate."""


def indicative(parts: Iterable[Part], offers: Mapping[str, Sequence[Offer]], years: int = YEARS) -> Sum:
    """The sum for land; `offers` are those for each measure by its reference.

    Raises ValueError for less than a year, or a part without a positive area.
    """
    whole = _checked(parts, years)
    payable = _payable(offers)
    area: dict[str, int] = {}
    least, most = _Pence(years), _Pence(years)
    paid_m2 = unpaid_m2 = 0
    for part in whole:
        codes = _codes(part, offers, payable)
        for code in codes:
            area[code] = area.get(code, 0) + part.area_m2
        if not codes:
            unpaid_m2 += part.area_m2
            continue
        paid_m2 += part.area_m2
        ranked = sorted(codes, key=lambda code: (payable[code].over_p(years), code))
        least.add(payable[ranked[0]], part.area_m2)
        most.add(payable[ranked[-1]], part.area_m2)
    lines = tuple(_line(payable[code], area[code], years) for code in payable if code in area)
    return Sum(years, lines, least.amount, most.amount, paid_m2, unpaid_m2)


def of_chosen(
    parts: Iterable[Part], offers: Mapping[str, Sequence[Offer]], chosen: Collection[str], years: int = YEARS
) -> Chosen:
    """The sum of the actions whose codes are chosen. On each part those that can stand together are counted; of those
    that cannot, the ones that pay most. Raises ValueError as `indicative` does."""
    whole = _checked(parts, years)
    payable = _payable(offers)
    every = {offer.action.code: offer.action for several in offers.values() for offer in several}
    pence = _Pence(years)
    refused: dict[tuple[str, str], tuple[Together, int]] = {}
    asked: dict[tuple[str, str], Together] = {}
    area: dict[tuple[str, ...], int] = {}
    for part in whole:
        here = tuple(code for code in every if code in chosen and _is_here(code, part, offers))
        area[here] = area.get(here, 0) + part.area_m2
    for here, area_m2 in area.items():
        for one, other in combinations(here, 2):
            pair = together(every[one], every[other])
            if pair.verdict == "no":
                refused[one, other] = (pair, refused.get((one, other), (pair, 0))[1] + area_m2)
            elif pair.verdict != "yes":
                asked[one, other] = pair
        for code in _best([code for code in here if code in payable], payable, years):
            pence.add(payable[code], area_m2)
    besides = {action.code for one in payable.values() for action, _ in one.beside}
    left = tuple(every[code] for code in every if code in chosen and code not in payable and code not in besides)
    return Chosen(pence.amount, tuple(refused.values()), tuple(asked.values()), left)


@dataclass(frozen=True)
class _Payable:
    offer: Offer
    rate: Rate
    beside: tuple[tuple[Action, Rate], ...]

    @property
    def all(self) -> tuple[tuple[Action, Rate], ...]:
        return ((self.offer.action, self.rate), *self.beside)

    def yearly_p(self) -> int:
        """Pence a hectare."""
        return sum(rate.amount_p for action, rate in self.all if action.paid == "yearly")

    def once_p(self) -> int:
        return sum(rate.amount_p for action, rate in self.all if action.paid == "once")

    def over_p(self, years: int) -> int:
        yearly = sum(rate.amount_p * min(action.years, years) for action, rate in self.all if action.paid == "yearly")
        return self.once_p() + yearly


class _Pence:
    """Sums in pence times square metres a hectare, divided once at the end."""

    def __init__(self, years: int) -> None:
        self._years = years
        self._sums = [0, 0, 0]

    def add(self, one: _Payable, area_m2: int) -> None:
        for at, a_hectare_p in enumerate((one.yearly_p(), one.once_p(), one.over_p(self._years))):
            self._sums[at] += a_hectare_p * area_m2

    @property
    def amount(self) -> Amount:
        return Amount(*(one // HA_M2 for one in self._sums))


def _checked(parts: Iterable[Part], years: int) -> list[Part]:
    whole = list(parts)
    if years < 1 or any(part.area_m2 <= 0 for part in whole):
        raise ValueError("a sum is for a year at least, and for parts that have an area")
    return whole


def _payable(offers: Mapping[str, Sequence[Offer]]) -> dict[str, _Payable]:
    """The actions that can be counted, by code, each with those that are counted beside it."""
    every = {offer.action.code: offer for several in offers.values() for offer in several}
    counted = {code: offer for code, offer in every.items() if offer.action.counted and offer.rate is not None}
    return {
        code: _Payable(
            offer,
            offer.rate,
            tuple((o.action, o.rate) for o in counted.values() if o.action.beside == code and o.rate is not None),
        )
        for code, offer in counted.items()
        if offer.rate is not None and not offer.action.beside
    }


def _codes(part: Part, offers: Mapping[str, Sequence[Offer]], payable: Mapping[str, _Payable]) -> list[str]:
    return [code for code in payable if _is_here(code, part, offers)]


def _is_here(code: str, part: Part, offers: Mapping[str, Sequence[Offer]]) -> bool:
    return any(offer.action.code == code for ref in part.measures for offer in offers.get(ref, ()))


def _best(codes: Sequence[str], payable: Mapping[str, _Payable], years: int) -> tuple[str, ...]:
    """The codes that can stand together and pay most over the years; the first in order of those that pay the same."""
    return max(_standing((), tuple(codes), payable), key=lambda some: sum(payable[code].over_p(years) for code in some))


def _standing(
    held: tuple[str, ...], left: tuple[str, ...], payable: Mapping[str, _Payable]
) -> Iterator[tuple[str, ...]]:
    """Every set of codes that can stand together: those held, and any of those left that go with all of them."""
    yield held
    for at, code in enumerate(left):
        yield from _standing((*held, code), tuple(o for o in left[at + 1 :] if _stand(code, o, payable)), payable)


def _stand(one: str, other: str, payable: Mapping[str, _Payable]) -> bool:
    return together(payable[one].offer.action, payable[other].offer.action).verdict != "no"


def _line(one: _Payable, area_m2: int, years: int) -> Line:
    pence = _Pence(years)
    pence.add(one, area_m2)
    most_p = one.offer.action.scheme.most_a_year_p
    above = most_p is not None and pence.amount.yearly_p > most_p
    return Line(one.offer, one.rate, one.beside, area_m2, pence.amount, above)
