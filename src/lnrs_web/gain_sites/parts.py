"""Units of biodiversity, hectares and kilometres as whole numbers of ten-thousandths, so that sums are exact.

The metric's own result is a fraction. Of it a site offers what is left when it is rounded down to a ten-thousandth of a
unit, and a developer needs what it is when rounded up: so rounding never makes units that are not there.
"""

import re
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

PARTS = 10_000
"""Parts of a unit, a hectare or a kilometre. A part of a hectare is a square metre."""
MOST = 100_000
"""Units, hectares or kilometres that one number may say."""
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,4})?", re.ASCII)

Exact = Fraction | Decimal | int


def offered(units: Exact) -> int:
    """Parts of what is offered, rounded down.

    >>> offered(Fraction(7, 3))
    23333
    """
    return floor(Fraction(units) * PARTS)


def needed(units: Exact) -> int:
    """Parts of what is needed, rounded up.

    >>> needed(Fraction(7, 3))
    23334
    """
    return ceil(Fraction(units) * PARTS)


def read(text: str) -> int:
    """Parts of a number as somebody typed it: `2.3`. Raises ValueError, in words for them.

    >>> read("2.3"), read(" 1,200 ")
    (23000, 12000000)
    """
    typed = text.strip().replace(",", "")
    if not _NUMBER.fullmatch(typed):
        raise ValueError("Write a number with at most four decimals, such as 2.3")
    parts = int(Fraction(typed) * PARTS)
    if not 0 < parts <= MOST * PARTS:
        raise ValueError(f"Write a number that is more than 0 and at most {MOST:,}")
    return parts


def number(parts: int) -> str:
    """Parts as people write them, every decimal that there is.

    >>> number(23000), number(12000000), number(1), number(0)
    ('2.3', '1,200', '0.0001', '0')
    """
    whole, rest = divmod(parts, PARTS)
    return f"{whole:,}" + (f".{rest:04}".rstrip("0") if rest else "")


def units(parts: int) -> str:
    """A number of units with its noun.

    >>> units(23000), units(10000)
    ('2.3\\xa0units', '1\\xa0unit')
    """
    return f"{number(parts)}\u00a0unit{'' if parts == PARTS else 's'}"


def decimal(parts: int) -> Decimal:
    """Parts as an exact decimal, for tables.

    >>> decimal(23000)
    Decimal('2.3000')
    """
    return Decimal(parts) / PARTS if parts % PARTS == 0 else Decimal(parts).scaleb(-4)
