"""Kinds of areas of particular importance, as the national codes and as they are written.

The full list of Natural England's codes was not found in public; these are the project's own (see `national.py`).
"""

from collections.abc import Mapping

from lnrs.network.published.names import plain

CODES = ("SSSI", "SAC", "SPA", "RAMSAR", "NNR", "MCZ", "LNR", "LWS", "IRREP")

_WORDS: Mapping[str, tuple[str, ...]] = {
    "SSSI": ("site of special scientific interest", "sites of special scientific interest"),
    "SAC": ("special area of conservation", "special areas of conservation"),
    "SPA": ("special protection area", "special protection areas"),
    "RAMSAR": ("ramsar site", "ramsar sites"),
    "NNR": ("national nature reserve", "national nature reserves"),
    "MCZ": ("marine conservation zone", "marine conservation zones"),
    "LNR": ("local nature reserve", "local nature reserves"),
    "LWS": (
        *("local wildlife site", "local wildlife sites", "county wildlife site", "cws", "sinc", "sincs", "snci", "sbi"),
        *("site of importance for nature conservation", "site of biological importance", "clws", "lgs and lws"),
    ),
    "IRREP": (
        *("irreplaceable habitat", "irreplaceable habitats", "irrep hab", "ancient woodland", "aw", "asnw", "paws"),
        *("ancient and semi natural woodland", "ancient semi natural woodland", "ancient tree", "veteran tree"),
        *("limestone pavement", "blanket bog", "lowland fen", "lowland fens", "coastal sand dunes"),
    ),
}

_KNOWN = {plain(word): code for code in CODES for word in (code, f"{code}s", *_WORDS[code])}


def code_of(kind: str) -> str:
    """The national code that a kind of site stands for; empty where it is not known."""
    return _KNOWN.get(plain(kind), "")
