"""Codes of certificates: nobody can guess one, and a slip of the pen is noticed."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
"""Figures and letters that are not taken for one another: there are 31, a prime."""
RANDOM = 11
_MEANT = str.maketrans("ILOZ", "1102")


def new_code() -> str:
    """A code that nobody has had: one in twenty-five thousand million million."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return written(body + check_letter(body))


def check_letter(body: str) -> str:
    """The last letter: places weighted and summed modulo 31, so that one letter mistaken, or two exchanged, gives
    another."""
    return ALPHABET[sum((place + 2) * ALPHABET.index(one) for place, one in enumerate(body)) % len(ALPHABET)]


def written(letters: str) -> str:
    """A code with its hyphens.

    >>> written("4Q7T9H3K2MNP")
    '4Q7T-9H3K-2MNP'
    """
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def read_code(text: str) -> str:
    """The code that somebody typed, with O for 0 or without its hyphens. Raises ValueError in words for them."""
    letters = re.sub(r"[\s-]", "", text.upper()).translate(_MEANT)
    if len(letters) != RANDOM + 1 or set(letters) - set(ALPHABET):
        raise ValueError("That is no code of a certificate. One has twelve letters and figures, as 4Q7T-9H3K-2MNP.")
    if check_letter(letters[:-1]) != letters[-1]:
        raise ValueError("One of its letters or figures is not right. Look at it again.")
    return written(letters)
