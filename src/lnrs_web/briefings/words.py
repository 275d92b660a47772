"""Sentences of a briefing, the same on its page and on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from lnrs_web.briefings.said import LEAST
from lnrs_web.pages.words import counted, ha, percent


def share_told(facts: Mapping[str, Any], name: str) -> str:
    """The share of the place that an amount of its land is."""
    return f"{percent(min(1.0, facts[name] / facts['size_ha']))} of it" if facts["size_ha"] else ""


def hectares_told(rows: Sequence[Mapping[str, Any]], nothing: str) -> str:
    """Hectares by name in a sentence.

    >>> hectares_told([{"name": "fen", "ha": 12.2}, {"name": "heath", "ha": 3}], "").replace(chr(160), " ")
    'Fen 12 ha, heath 3.0 ha.'
    """
    if not rows:
        return nothing
    told = ", ".join(f"{one['name']} {ha(one['ha'])}" for one in rows)
    return f"{told[:1].upper()}{told[1:]}."


def people_told(said: Mapping[str, Any]) -> list[str]:
    """What people said, in sentences."""
    count = said["count"]
    if count == 0:
        return ["Nobody has said anything of a place here that everyone may read."]
    many = (
        f"Fewer than {LEAST} contributions that everyone may read are"
        if count is None
        else (f"{counted(count, 'contribution')} that everyone may read {'is' if count == 1 else 'are'}")
    )
    told = [f"{many} about somewhere here."]
    if said["themes"]:
        themes = ", ".join(f"{one['name']} ({one['count']:,})" for one in said["themes"])
        told.append(f"Most of them are about: {themes}.")
    return told


def petition_told(petition: Mapping[str, Any]) -> str:
    """A petition with its signatures."""
    here = f"; from here {petition['here']}" if petition["here"] else ""
    many = f"{petition['together']:,} of {petition['target']:,} signatures online and on paper"
    return f"“{petition['title']}”: {many}{here}."
