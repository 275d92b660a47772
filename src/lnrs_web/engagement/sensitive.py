"""Species whose places are not to be found: what names one is published to a square of 1 km at the finest."""

import re
from collections.abc import Iterable

from lnrs_web.engagement.models import Contribution

GRAIN_M = 1000
USUAL = (
    "badger",
    "sett",
    "otter",
    "holt",
    "bat roost",
    "barn owl",
    "goshawk",
    "hen harrier",
    "honey buzzard",
    "marsh harrier",
    "peregrine",
    "white-tailed eagle",
    "turtle dove",
    "nightjar",
    "great crested newt",
    "smooth snake",
    "freshwater pearl mussel",
    "lady’s slipper",
    "lizard orchid",
    "monkey orchid",
)
"""Names that an activity begins with; officers change them. They are persecuted, collected or easily disturbed."""


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """The names that a text has as words of their own, in whatever case, also in the plural.

    >>> named_in("There are Badgers here, and a badgered farmer", ["badger"])
    ['badger']
    >>> named_in("lady's slipper", ["Lady's slipper"])
    ["Lady's slipper"]
    """
    plain = _plain(text)
    return [one for one in names if re.search(rf"\b{re.escape(_plain(one))}(?:e?s)?\b", plain)]


def _plain(text: str) -> str:
    return text.lower().replace("'", "’")


def is_sensitive(contribution: Contribution) -> bool:
    """Whether its place is not to be published finely: its writer says so, or it names a species that the activity
    holds to be sensitive."""
    if contribution.sensitive_place:
        return True
    said = [one.text for one in contribution.answers.all()]
    return says_sensitive(contribution, [*said, *(one.name for one in contribution.attachments.all())])


def says_sensitive(contribution: Contribution, said: Iterable[str]) -> bool:
    """As `is_sensitive`, of one that is perhaps not kept yet, with what it says and what its files are called."""
    words = "\n".join([contribution.change_sought, *said])
    return contribution.sensitive_place or bool(named_in(words, contribution.activity.sensitive_species))


def grain_of(contribution: Contribution) -> int:
    """Side of the square, in metres, to which its places are published; 0 for as they are."""
    coarse = contribution.is_coarse if contribution.received_at else is_sensitive(contribution)
    return max(contribution.activity.published_to_m, GRAIN_M if coarse else 0)
