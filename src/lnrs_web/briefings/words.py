"""Sentences of a briefing, the same on its page and on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from lnrs_web.briefings.said import LEAST
from lnrs_web.pages.words import counted, ha, percent

NO_PROJECT = "No project here has told this site of itself yet."


def share_told(facts: Mapping[str, Any], name: str) -> str:
    """The share of the place that an amount of its land is."""
    return f"{percent(min(1.0, facts[name] / facts['size_ha']))} of it" if facts["size_ha"] else ""


MOST = 4
"""Names with hectares in a sentence; that there are others is said."""


def hectares_told(rows: Sequence[Mapping[str, Any]], nothing: str) -> str:
    """Hectares by name in a sentence, the first MOST of them.

    >>> hectares_told([{"name": "fen", "ha": 12.2}, {"name": "heath", "ha": 3}], "").replace(chr(160), " ")
    'Fen 12 ha, heath 3.0 ha.'
    """
    if not rows:
        return nothing
    told = ", ".join(f"{one['name']} {ha(one['ha'])}" for one in rows[:MOST])
    return f"{told[:1].upper()}{told[1:]}{', and others' if len(rows) > MOST else ''}."


def delivered_told(facts: Mapping[str, Any]) -> str:
    """The land of projects by how far work has come."""
    land = facts["delivery"]
    parts = (("delivered", "delivered_ha"), ("under way", "under_way_ha"), ("planned", "planned_ha"))
    none = "No land counts: what stopped counts nothing." if facts["projects"] else NO_PROJECT
    return hectares_told([{"name": words, "ha": land[name]} for words, name in parts if land[name] > 0], none)


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
        told.append(f"What comes up most: {themes}.")
    return told


def petition_told(petition: Mapping[str, Any]) -> str:
    """A petition with its signatures."""
    here = f"; from here {petition['here']}" if petition["here"] else ""
    many = f"{petition['together']:,} of {petition['target']:,} signatures online and on paper"
    return f"“{petition['title']}”: {many}{here}{'; closed' if petition.get('closed') else ''}."


def petitions_left(facts: Mapping[str, Any]) -> str:
    """That there are more petitions than are told; nothing where there are not."""
    count = facts.get("petition_count", 0)
    return f"The newest of {counted(count, 'petition')}." if count > len(facts["petitions"]) else ""
