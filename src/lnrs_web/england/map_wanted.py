"""What a reader wants to see on the moving map of England, as the page's address says it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from lnrs_web.atlas.wanted import Asked, strength_and_view
from lnrs_web.england.map_marks import action_mark

PARTS = {
    "important": "Areas of particular importance already",
    "measures": "Land mapped for measures",
    "now": "Habitat as it is now",
    "delivered": "Habitat if every mapped measure were delivered",
    "status": "Areas shaded by how far their strategy is",
}
SHOWN_AT_FIRST = ("important", "measures")


@dataclass(frozen=True)
class Wanted:
    """What to show. Where no habitat or no action is named, all of them are shown."""

    parts: tuple[str, ...]
    habitat: str
    """By its name in addresses."""
    actions: tuple[str, ...]
    strength: int
    view: str

    @property
    def narrowed(self) -> bool:
        """Whether the reader chose anything but what is shown at first."""
        return self.parts != SHOWN_AT_FIRST or bool(self.habitat or self.actions)

    @property
    def query(self) -> dict[str, list[str]]:
        """As an address asks for it, but for the view; what is so by itself is left out."""
        asked = {
            "layers": [] if self.parts == SHOWN_AT_FIRST else [*self.parts],
            "habitat": [self.habitat] if self.habitat else [],
            "action": [*self.actions],
            "strength": [] if self.strength == 100 else [str(self.strength)],
        }
        return {name: values for name, values in asked.items() if values}


def read(asked: Asked, habitats: Mapping[str, str], actions: Sequence[str]) -> tuple[Wanted, list[str]]:
    """What is wanted, and every problem with it in words; what has a problem is left out of what is wanted.

    `habitats` are their names by those in addresses.
    """
    problems: list[str] = []

    def those(name: str, what: str, of: Iterable[str]) -> tuple[str, ...]:
        given, right = [one for one in asked.getlist(name) if one], set(of)
        wrong = [one for one in given if one not in right]
        problems.extend(f"This edition has no {what} {one[:40]!r}. Choose from the list." for one in wrong)
        return tuple(dict.fromkeys(one for one in given if one in right))

    parts = those("layers", "layer", PARTS)
    habitat = those("habitat", "habitat", habitats)
    chosen = those("action", "action", [slugify(one) for one in actions])
    strength, view, wrong = strength_and_view(asked)
    problems += wrong
    return Wanted(parts or SHOWN_AT_FIRST, habitat[-1] if habitat else "", chosen, strength, view), problems


def shown(wanted: Wanted, habitats: Mapping[str, str], actions: Sequence[str]) -> dict[str, list[Any]]:
    """What each layer of the style that can be filtered shows: values by the theme that the layer names."""
    chosen = [one for one in actions if slugify(one) in wanted.actions]
    names = [habitats[wanted.habitat]] if wanted.habitat else [*habitats.values()]
    return {
        "habitat": names,
        "all": [] if chosen else ["measures"],
        **{action_mark(one).name: [one] if one in chosen else [] for one in actions},
    }
