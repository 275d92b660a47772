"""Money in whole pence: read as people type it, and written as they read it."""

import re

MOST_PENCE = 100_000_000_000
"""A thousand million pounds: more than that was meant otherwise."""
_POUNDS = re.compile(r"£?\s*(\d{1,10}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{2}))?", re.ASCII)


def read(typed: str) -> int:
    """Pence of pounds as somebody typed them. Raises ValueError, in words for them.

    >>> read("£1,250.50"), read("800")
    (125050, 80000)
    """
    found = _POUNDS.fullmatch(typed.strip())
    if not found:
        raise ValueError("Write pounds, such as 12,500 or 12500.50")
    pence = int(found[1].replace(",", "")) * 100 + int(found[2] or 0)
    if not 0 < pence <= MOST_PENCE:
        raise ValueError("Write more than nothing and at most a thousand million pounds")
    return pence


def pounds(pence: int) -> str:
    """Pence in pounds; the pence where there are any.

    >>> pounds(125050), pounds(80000)
    ('£1,250.50', '£800')
    """
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}" + (f".{rest:02}" if rest else "")


def typed(pence: int) -> str:
    """Pence as a field of a form has them.

    >>> typed(125050), typed(80000)
    ('1250.50', '800')
    """
    return pounds(pence)[1:].replace(",", "")
