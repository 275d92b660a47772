"""How priorities and measures are numbered: GL2 is the second priority of theme GL, GL2.4 its fourth measure.

A number, once given, is never given to anything else; numbers may be left out.
"""

import re
from calendar import month_abbr, month_name

MONTHS = {name.upper() for name in (*month_abbr[1:], *month_name[1:], "Sept")}
"""A spreadsheet turns MAY1 into a date, so no theme may be called so."""

_PRIORITY = re.compile(r"([A-Z]+)([1-9][0-9]*)")
_MEASURE = re.compile(r"(([A-Z]+)[1-9][0-9]*)\.([1-9][0-9]*)")


def is_priority(ref: str) -> bool:
    """Whether a reference has the form of a priority's: `GL2`."""
    return _PRIORITY.fullmatch(ref) is not None


def is_measure(ref: str) -> bool:
    """Whether a reference has the form of a potential measure's: `GL2.4`."""
    return _MEASURE.fullmatch(ref) is not None


def prefix_of(ref: str) -> str:
    """The theme's prefix in a reference of either form; nothing in any other text."""
    match = re.fullmatch(r"([A-Z]+)[1-9][0-9]*(\.[1-9][0-9]*)?", ref)
    return match.group(1) if match else ""


def priority_of(ref: str) -> str:
    """The priority that a measure's reference belongs to; nothing in any other text."""
    match = _MEASURE.fullmatch(ref)
    return match.group(1) if match else ""
