"""The quarterly statement: what there was, what happened, what there is, of each nutrient and of money."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Sum

from lnrs.law.periods import day_in_england
from lnrs.nutrients.amounts import NUTRIENTS
from lnrs_web.nutrients.accounts import HOLDING, PENCE, WORDS, Kind, Move
from lnrs_web.nutrients.models import Certificate, Entry, Scheme

_QUARTER = re.compile(r"(20\d\d)-q([1-4])")
MONTHS = 3
SHOWN: dict[str, tuple[Kind, ...]] = dict.fromkeys(NUTRIENTS, HOLDING) | {PENCE: (Kind.OWED, Kind.PAID)}
"""The accounts that a statement has a column for, by unit."""


@dataclass(frozen=True)
class Quarter:
    """Three months of a year, as a statement is made for."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.first:%-d %B %Y} to {self.last:%-d %B %Y}"

    @property
    def name(self) -> str:
        """Its name in addresses, such as `2027-q1`."""
        return f"{self.year}-q{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * MONTHS + 1, 1)

    @property
    def after(self) -> date:
        """The first day that is not in it."""
        return self.next.first

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """The quarter after it."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)


def quarter_of(day: date) -> Quarter:
    """The quarter that a day is in.

    >>> quarter_of(date(2027, 3, 31)).name, str(quarter_of(date(2027, 4, 1)))
    ('2027-q1', '1 April 2027 to 30 June 2027')
    """
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)


def quarter_called(name: str) -> Quarter | None:
    """The quarter of a name in addresses.

    >>> quarter_called("2027-q5") is None
    True
    """
    found = _QUARTER.fullmatch(name)
    return Quarter(int(found[1]), int(found[2])) if found else None


def quarters(scheme: Scheme, on: date) -> list[Quarter]:
    """Every quarter since a scheme was begun, the latest first."""
    found = [quarter_of(day_in_england(scheme.begun_at))]
    while found[-1].after <= on:
        found.append(found[-1].next)
    return found[::-1]


@dataclass(frozen=True)
class Row:
    """A line of a statement: an amount for each account."""

    words: str
    amounts: tuple[int, ...]
    is_balance: bool = False


@dataclass(frozen=True)
class Part:
    """The statement of one unit."""

    unit: str
    kinds: tuple[Kind, ...]
    rows: tuple[Row, ...]
    """What there was, each kind of movement, what there is."""


class Statement:
    """The statement of a scheme for a quarter, as it is on a day."""

    def __init__(self, scheme: Scheme, quarter: Quarter, on: date) -> None:
        self.scheme, self.quarter, self.on = scheme, quarter, on

    @property
    def is_running(self) -> bool:
        """Whether the quarter is not over: what is written down until its end is still to come."""
        return self.quarter.after > self.on

    @cached_property
    def parts(self) -> list[Part]:
        """One for each nutrient of the catchment, and one for money."""
        before = self._sums(movement__on__lt=self.quarter.first)
        within = self._sums(movement__on__gte=self.quarter.first, movement__on__lt=self.quarter.after)
        units = [*self.scheme.of_catchment.nutrients, PENCE]
        return [Part(unit, SHOWN[unit], tuple(self._rows(unit, before, within))) for unit in units]

    @cached_property
    def certificates(self) -> list[Certificate]:
        """Those that were given in the quarter."""
        found = Certificate.objects.filter(application__round__scheme=self.scheme)
        found = found.filter(issued_on__gte=self.quarter.first, issued_on__lt=self.quarter.after)
        return list(found.select_related("application"))

    def _sums(self, **of: object) -> Mapping[tuple[str, str, Kind], int]:
        """What accounts got and gave, by unit, kind of movement and kind of account."""
        rows = Entry.objects.filter(movement__scheme=self.scheme, **of)
        by = rows.values("source__unit", "movement__move", "source__kind", "target__kind")
        found: Counter[tuple[str, str, Kind]] = Counter()
        for row in by.annotate(amount=Sum("amount")).order_by():
            unit, move = row["source__unit"], row["movement__move"]
            found[unit, move, Kind(row["source__kind"])] -= row["amount"]
            found[unit, move, Kind(row["target__kind"])] += row["amount"]
        return found

    def _rows(
        self,
        unit: str,
        before: Mapping[tuple[str, str, Kind], int],
        within: Mapping[tuple[str, str, Kind], int],
    ) -> Iterator[Row]:
        kinds = SHOWN[unit]
        there = [sum(amount for (of, _, at), amount in before.items() if (of, at) == (unit, kind)) for kind in kinds]
        yield Row(f"On {self.quarter.first:%-d %B %Y}", tuple(there), is_balance=True)
        for move in Move:
            amounts = tuple(within.get((unit, move.value, kind), 0) for kind in kinds)
            if any(of == unit and one == move for of, one, _ in within):
                yield Row(WORDS[move].capitalize(), amounts)
                there = [had + amount for had, amount in zip(there, amounts, strict=True)]
        end = f"So far, on {self.on:%-d %B %Y}" if self.is_running else f"At the end of {self.quarter.last:%-d %B %Y}"
        yield Row(end, tuple(there), is_balance=True)


COLUMNS = ("Unit", "What", *(kind.value.capitalize() for kind in (*HOLDING, Kind.OWED, Kind.PAID)))


def table(statement: Statement) -> Iterator[tuple[object, ...]]:
    """The whole statement as rows of one table, under COLUMNS: grams a year, and pence."""
    every = (*HOLDING, Kind.OWED, Kind.PAID)
    for part in statement.parts:
        for row in part.rows:
            amounts = dict(zip(part.kinds, row.amounts, strict=True))
            yield (part.unit, row.words, *(amounts.get(kind) for kind in every))
