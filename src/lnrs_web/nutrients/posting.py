"""Writing into the ledger: a movement is whole or not there at all, and leaves no account below nothing.

Only actions call this, within their transaction. Accounts are locked in the order of their keys, so that any number of
writers wait for each other and never for good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lnrs.errors import Problem
from lnrs_web.nutrients.accounts import OUTSIDE, PENCE, UNIT_WORDS, WORDS, Kind, Move, is_open
from lnrs_web.nutrients.models import Account, Entry, Movement, Scheme, Supply
from lnrs_web.nutrients.problems import NotEnough


@dataclass(frozen=True)
class Leg:
    """An amount on its way from one account to another: of a supply in grams, or of the scheme in pence."""

    source: Kind
    target: Kind
    amount: int
    supply: Supply | None = None

    @property
    def unit(self) -> str:
        """The unit of the amount."""
        return self.supply.nutrient if self.supply else PENCE


def post(
    scheme: Scheme,
    move: Move,
    legs: Sequence[Leg],
    *,
    on: date,
    once: str,
    by: str,
    because: str = "",
    reverses: Movement | None = None,
) -> Movement:
    """Write a movement with an entry for each leg; the same `once` again writes nothing and gives the first.

    Raises NotEnough, with every account that does not hold what is asked of it, and ValueError for legs that no such
    move may have.
    """
    _check(scheme, move, legs)
    held = _locked(scheme, legs)
    if (known := Movement.objects.filter(once=once).first()) is not None:
        return known
    after = {key: account.balance for key, account in held.items()}
    for leg in legs:
        after[_key(leg, leg.source)] -= leg.amount
        after[_key(leg, leg.target)] += leg.amount
    _not_below_nothing(held, after, legs)
    movement = Movement.objects.create(
        scheme=scheme, move=move.value, on=on, once=once, by=by, because=because, reverses=reverses
    )
    Entry.objects.bulk_create(
        Entry(
            movement=movement,
            source=held[_key(leg, leg.source)],
            target=held[_key(leg, leg.target)],
            amount=leg.amount,
        )
        for leg in legs
    )
    for key, account in held.items():
        account.balance = after[key]
    Account.objects.bulk_update(held.values(), ["balance"])
    return movement


def legs_back(movement: Movement) -> list[Leg]:
    """The legs that undo a movement."""
    entries = movement.entries.select_related("source__supply", "target")
    return [Leg(Kind(one.target.kind), Kind(one.source.kind), one.amount, one.source.supply) for one in entries]


Key = tuple[int | None, Kind]


def _key(leg: Leg, kind: Kind) -> Key:
    return (leg.supply.pk if leg.supply else None, kind)


def _check(scheme: Scheme, move: Move, legs: Sequence[Leg]) -> None:
    if not legs:
        raise ValueError("a movement moves something")
    for leg in legs:
        if leg.amount <= 0:
            raise ValueError(f"{leg.amount}: an amount that moves is above 0")
        if not is_open(move, leg.source, leg.target):
            raise ValueError(f"nothing that is {WORDS[move]} goes from {leg.source} to {leg.target}")
        if leg.supply and leg.supply.scheme_id != scheme.pk:
            raise ValueError(f"{leg.supply} is a supply of another scheme")


def _locked(scheme: Scheme, legs: Sequence[Leg]) -> dict[Key, Account]:
    """Every account that the legs touch, there from now on and held until the transaction ends."""
    wanted = {
        (_key(leg, kind)): {"scheme": scheme, "supply": leg.supply, "unit": leg.unit, "kind": kind.value}
        for leg in legs
        for kind in (leg.source, leg.target)
    }
    keys = [Account.objects.get_or_create(**wanted[key])[0].pk for key in sorted(wanted, key=str)]
    rows = Account.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    return {(row.supply_id, Kind(row.kind)): row for row in rows}


def _not_below_nothing(held: dict[Key, Account], after: dict[Key, int], legs: Sequence[Leg]) -> None:
    names = {leg.supply.pk if leg.supply else None: str(leg.supply or "the scheme") for leg in legs}
    problems = []
    for (supply, kind), balance in after.items():
        account = held[supply, kind]
        if kind not in OUTSIDE and balance < 0:
            what = f"{names[supply]} has {account.balance:,} {UNIT_WORDS[account.unit]} {kind}, and "
            what += f"{account.balance - balance:,} are asked for."
            problems.append(Problem("amount", what, "Ask for less, or look at the ledger again."))
    if problems:
        raise NotEnough(problems)
