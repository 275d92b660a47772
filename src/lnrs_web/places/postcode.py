"""How postcodes are written: `CT1 2AB`, whatever the spaces and capitals that a person types.

Formats from Royal Mail's Programmers' guide to the Postcode Address File: one or two letters, a figure, perhaps another
figure or letter; then a figure and two letters.
"""

import re

_WHOLE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_PART = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?(?:[0-9][A-Z]?)?")


def canonical(text: str) -> str:
    """The postcode with a space before its last three; nothing where it is not written as one.

    >>> canonical(" ct12ab "), canonical("EC1A 1BB"), canonical("CT1 2")
    ('CT1 2AB', 'EC1A 1BB', '')
    """
    found = _WHOLE.fullmatch(_compact(text))
    return f"{found[1]} {found[2]}" if found else ""


def is_part(text: str) -> bool:
    """Whether it could be the beginning of a postcode.

    >>> is_part("CT1 2"), is_part("me13"), is_part("CT1 2AB"), is_part("TR 150 579")
    (True, True, False, False)
    """
    return bool(_PART.fullmatch(_compact(text)))


def _compact(text: str) -> str:
    return re.sub(r"\s+", "", text).upper() if text.isascii() else ""
