"""Texts as words and as sentences: the same for capitals, punctuation, quotes and line ends."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_END = re.compile(r"(?<=[.!?])\s+|\n+")


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters and composed.

    >>> words_of("We don’t WANT it.")
    ['we', "don't", 'want', 'it']
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [word.replace("’", "'") for word in _WORD.findall(plain)]


def sentences_of(text: str) -> list[str]:
    """The sentences and lines of a text, as they were written, those without a word left out.

    >>> sentences_of("Plant hedges. Now!\\n\\nYours, Ann")
    ['Plant hedges.', 'Now!', 'Yours, Ann']
    """
    return [one.strip() for one in _END.split(text) if words_of(one)]


def unsigned(text: str, name: str) -> str:
    """A text without the lines that are nothing but its writer's name, so that letters which only their signatures
    tell apart are the same.

    >>> unsigned("Plant hedges.\\nAnn Oakes", "Ann Oakes")
    'Plant hedges.'
    """
    own = name.strip(" ,.").casefold()
    return "\n".join(one for one in text.splitlines() if not own or one.strip(" ,.").casefold() != own)
