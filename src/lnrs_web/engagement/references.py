"""What contributions are called in public.

A formal representation has a number, `KM-2027-R-00001`, one after another without a gap. Anything else has a random
reference with a check digit, `KM-4Q7T-9H3`, so that a slip of the pen is noticed and nobody can guess another's.
"""

import re
import secrets

LETTERS = (
    "NT CU CD ST TV LA NY WY HE LC GM SY "
    "CH DE NN GL SH SS LR HF WO WM WA WN "
    "NO CP NF SF GS OX BM BE HT EX WE WS "
    "BK SU LO KM CS DV SO DO HA IW WX EB"
)
"""Two letters for each of the 48 areas, in the order of their number."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
"""Figures and letters that are not taken for one another: without I, L, O, U and Z. There are 31, a prime."""
_RANDOM = 6
_SHORT = re.compile(r"([A-Z]{2})([0-9A-HJKMNP-TV-Y]{7})")
_FORMAL = re.compile(r"([A-Z]{2})-?(\d{4})-?R-?(\d{5,})")
_MEANT = str.maketrans("ILOZ", "1102")


def letters_of(area: int) -> str:
    """The two letters of an area, by its number.

    >>> letters_of(40)
    'KM'
    """
    return LETTERS.split()[area - 1]


def new_reference(area: int) -> str:
    """A reference of an area (by number), which may be taken already: one in a thousand million."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
    return _written(letters_of(area), body + check_digit(letters_of(area) + body))


def formal_number(area: int, year: int, number: int) -> str:
    """What a formal representation is called.

    >>> formal_number(40, 2027, 1)
    'KM-2027-R-00001'
    """
    return f"{letters_of(area)}-{year}-R-{number:05}"


def check_digit(text: str) -> str:
    """The check digit of two letters and six figures: weighted and summed modulo 31, so that one of the six mistaken,
    or any two exchanged, gives another.

    >>> check_digit("KM4Q7T9H") != check_digit("KMQ47T9H")
    True
    """
    values = [int(letter, 36) if place < 2 else ALPHABET.index(letter) for place, letter in enumerate(text)]
    return ALPHABET[sum((place + 2) * value for place, value in enumerate(values)) % len(ALPHABET)]


def read_reference(text: str) -> str:
    """The reference that somebody typed, however they wrote it: with O for 0, or without its dashes.

    Raises ValueError, in words for the person, where it is none.
    """
    typed = re.sub(r"\s", "", text.upper())
    if formal := _FORMAL.fullmatch(typed):
        return f"{formal[1]}-{formal[2]}-R-{formal[3]}"
    plain = typed.replace("-", "")
    plain = plain[:2] + plain[2:].translate(_MEANT)
    short = _SHORT.fullmatch(plain)
    if not short:
        raise ValueError("It is no reference. One looks like KM-4Q7T-9H3 or KM-2027-R-00001")
    if check_digit(plain[:-1]) != plain[-1]:
        raise ValueError("One of its letters or figures is not right. Look at it again")
    return _written(short[1], short[2])


def _written(letters: str, rest: str) -> str:
    return f"{letters}-{rest[:4]}-{rest[4:]}"
