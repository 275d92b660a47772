"""What an area and its neighbours map that is at odds, as rows for its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lnrs_web.england.areas import Shown

KINDS = {
    "at odds": "Both map something, and the two do not go together",
    "different": "Both map something, and nothing of it is alike",
    "one side": "Only one of them maps anything",
}
STATES = {"open": "Not settled", "pending": "One of the two has agreed", "settled": "Settled"}


@dataclass(frozen=True)
class Disagreement:
    """A stretch of border along which two neighbours disagree, from one of them."""

    other: Shown
    kind: str
    own: str
    """What this area maps."""
    others: str
    frontage_m: float
    """Along the border; 0 where both map the same land away from it."""
    overlap_ha: float
    state: str


def of_area(rows: Iterable[Mapping[str, Any]], number: int, shown: Mapping[int, Shown]) -> list[Disagreement]:
    """The disagreements of an area, from rows with the columns of `lnrs.network.conflicts`: what is at odds first, and
    of each kind the longest first."""
    found = []
    ranked = sorted(rows, key=lambda row: ([*KINDS].index(row["kind"]), -float(row["frontage_m"])))
    for row in ranked:
        ours, theirs = ("a", "b") if int(row["a"]) == number else ("b", "a")
        kind, state = row["kind"], row["state"]
        found.append(
            Disagreement(
                other=shown[int(row[theirs])],
                kind=KINDS[kind],
                own=_mapped(row, ours),
                others=_mapped(row, theirs),
                frontage_m=float(row["frontage_m"]),
                overlap_ha=float(row["overlap_ha"]),
                state=STATES.get(state, state),
            )
        )
    return found


def _mapped(row: Mapping[str, Any], side: str) -> str:
    habitat, action = row[f"habitat_{side}"] or "", row[f"action_{side}"] or ""
    return f"{action.capitalize()}: {habitat}" if action and habitat else (action or habitat or "nothing")
