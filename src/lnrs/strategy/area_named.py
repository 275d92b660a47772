"""One of the 48 strategy areas, by number or by name."""

import re
from difflib import get_close_matches

from lnrs.errors import NotFound, Problem
from lnrs.model import Area, areas


def area_named(asked: str | int) -> Area:
    """The strategy area with this number, or the only one whose name has these words in it, in any case.

    Raises NotFound, with the likeliest areas, where there is none or more than one.
    """
    wanted = _plain(str(asked))
    found = [area for area in areas() if wanted in (str(area.lnrs_id), f"{area.lnrs_id:02}", _plain(area.name))]
    found = found or [area for area in areas() if wanted and f" {wanted} " in f" {_plain(area.name)} "]
    if len(found) == 1:
        return found[0]
    likely = found or _close(wanted)
    what = "more than one strategy area has that name." if found else "there is no such strategy area."
    raise NotFound([Problem(f"'{asked}'", what, _advice(likely))])


def area_numbered(lnrs_id: int) -> Area | None:
    """The strategy area with this number, if there is one."""
    return next((area for area in areas() if area.lnrs_id == lnrs_id), None)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", name.casefold().replace("&", " and ")))


def _close(wanted: str) -> list[Area]:
    """Areas a letter or two away from what was asked, in their whole name or a word of it."""
    by_word = {word: area for area in areas() for word in (_plain(area.name), *_plain(area.name).split())}
    found = get_close_matches(wanted, by_word, n=3, cutoff=0.7)
    return list(dict.fromkeys(by_word[word] for word in found))


def _advice(likely: list[Area]) -> str:
    if not likely:
        return "Give its number, 1 to 48, or its name, such as Kent and Medway."
    return f"Is it {' or '.join(f'{area.name} ({area.lnrs_id})' for area in likely)}?"
