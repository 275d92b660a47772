"""The accounts between which credits and money move, and the ways that are open between them.

Grams of nitrogen and of phosphorus are accounts of their own for each supply, pence for the whole scheme. What a
movement takes from one account it gives to another of the same unit, so that all accounts of a unit add up to 0. Those
in OUTSIDE stand for the world beyond the scheme and are the only ones that may be below 0.
"""

from enum import StrEnum

from lnrs.nutrients.amounts import NUTRIENTS

PENCE = "pence"
UNITS = (*NUTRIENTS, PENCE)
"""Grams a year of each nutrient, and money."""


class Kind(StrEnum):
    """What an account holds."""

    VERIFIED = "verified"
    """Of grams: less all that was ever verified. It is where credits come from."""
    AVAILABLE = "available"
    RESERVED = "reserved"
    PROVISIONAL = "provisional"
    FINAL = "final"
    RETIRED = "retired"
    EXPIRED = "expired"
    BILLED = "billed"
    """Of pence: less all that was ever billed."""
    OWED = "owed"
    PAID = "paid"


OUTSIDE = (Kind.VERIFIED, Kind.BILLED)
HOLDING = (Kind.AVAILABLE, Kind.RESERVED, Kind.PROVISIONAL, Kind.FINAL, Kind.RETIRED, Kind.EXPIRED)
"""Accounts that hold grams, in the order in which credits go through them."""
MONEY = (Kind.BILLED, Kind.OWED, Kind.PAID)


class Move(StrEnum):
    """What happens to credits, or to money."""

    VERIFY = "verify"
    UNVERIFY = "unverify"
    RESERVE = "reserve"
    PROVISIONAL = "provisional"
    FINAL = "final"
    RETIRE = "retire"
    RELEASE = "release"
    EXPIRE = "expire"
    BILL = "bill"
    CANCEL = "cancel"
    PAY = "pay"
    REVERSE = "reverse"


MOVES: dict[Move, tuple[tuple[Kind, Kind], ...]] = {
    Move.VERIFY: ((Kind.VERIFIED, Kind.AVAILABLE),),
    Move.UNVERIFY: ((Kind.AVAILABLE, Kind.VERIFIED),),
    Move.RESERVE: ((Kind.AVAILABLE, Kind.RESERVED),),
    Move.PROVISIONAL: ((Kind.RESERVED, Kind.PROVISIONAL),),
    Move.FINAL: ((Kind.PROVISIONAL, Kind.FINAL),),
    Move.RETIRE: ((Kind.FINAL, Kind.RETIRED),),
    Move.RELEASE: ((Kind.RESERVED, Kind.AVAILABLE), (Kind.PROVISIONAL, Kind.AVAILABLE)),
    Move.EXPIRE: tuple((one, Kind.EXPIRED) for one in (Kind.AVAILABLE, Kind.RESERVED, Kind.PROVISIONAL, Kind.FINAL)),
    Move.BILL: ((Kind.BILLED, Kind.OWED),),
    Move.CANCEL: ((Kind.OWED, Kind.BILLED),),
    Move.PAY: ((Kind.OWED, Kind.PAID),),
}
"""From which account to which each move may go. A reversal goes the other way of what it reverses."""

WORDS: dict[Move, str] = {
    Move.VERIFY: "supply verified",
    Move.UNVERIFY: "supply taken back before it was sold",
    Move.RESERVE: "reserved for an application",
    Move.PROVISIONAL: "provisional certificate",
    Move.FINAL: "final certificate",
    Move.RETIRE: "retired: the development is lived in",
    Move.RELEASE: "released to the supply",
    Move.EXPIRE: "expired: the supply has come to its end",
    Move.BILL: "billed",
    Move.CANCEL: "bill cancelled",
    Move.PAY: "paid",
    Move.REVERSE: "reversed: it was entered by mistake",
}
OF_MONEY = frozenset({Move.BILL, Move.CANCEL, Move.PAY})
UNIT_WORDS = {"nitrogen": "g of nitrogen a year", "phosphorus": "g of phosphorus a year", PENCE: "pence"}


def kinds_of(unit: str) -> tuple[Kind, ...]:
    """Every kind of account of a unit, the one outside first."""
    return MONEY if unit == PENCE else (Kind.VERIFIED, *HOLDING)


def is_open(move: Move, source: Kind, target: Kind) -> bool:
    """Whether a move may go from one account to another; a reversal may go any way that something came.

    >>> is_open(Move.FINAL, Kind.PROVISIONAL, Kind.FINAL), is_open(Move.FINAL, Kind.AVAILABLE, Kind.FINAL)
    (True, False)
    """
    if move is Move.REVERSE:
        return any((target, source) in ways for ways in MOVES.values())
    return (source, target) in MOVES[move]
