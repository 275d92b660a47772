"""A row of the record in words, for whoever reads the history of one thing. The whole record shows rows as they are."""

import re
from datetime import date

from lnrs.law.periods import in_words
from lnrs.nutrients.credits import pounds
from lnrs_web.audit.models import Event

_KEY = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ACCOUNT = re.compile(f"account {_KEY}")
_OWN_KEY = re.compile(f"^{_KEY}: ")
_PENCE = re.compile(r"\b(\d+) pence\b")
_HASH = re.compile(r" ?\b[0-9a-f]{64}\b")
_SIZE = re.compile(r"\b(\d+) m2\b")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b(?!-)")


def said_of(event: Event) -> str:
    """What was done and what came of it: money in pounds, land in hectares, days in words, no keys."""
    what = event.what[:1].upper() + event.what[1:]
    was, became = plain(event.was), plain(event.became)
    if was and became:
        return f"{what}: {was}, then {became}"
    return f"{what}: {was or became}" if was or became else what


def done_by(event: Event) -> str:
    """Who did it: an address, or that it was somebody with an account, whose number tells a reader nothing."""
    return "somebody with an account" if _ACCOUNT.fullmatch(event.by) else event.by


def plain(text: str) -> str:
    """What is written of a thing as a reader would write it.

    >>> plain("0f3c2b1a-4d5e-4f60-8718-293a4b5c6d7e: until 2027-03-01, 4445000 pence")
    'until 1 March 2027, £44,450.00'
    """
    text = _PENCE.sub(lambda found: pounds(int(found[1])), _OWN_KEY.sub("", _HASH.sub("", text)))
    text = _SIZE.sub(lambda found: f"{int(found[1]) / 10_000:,.1f} ha", text)
    return _DAY.sub(_day, text)


def _day(found: re.Match[str]) -> str:
    try:
        return in_words(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]
