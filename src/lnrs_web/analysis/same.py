"""The same person, and the same place, said twice."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from lnrs_web.analysis.words import words_of
from lnrs_web.outbox.mailboxes import canonical_mail

NEAR_M = 50.0
OVERLAP = 0.5
"""Intersection over union (0 to 1) above which two areas are the same place."""


@dataclass(frozen=True)
class Who:
    """What is known of a writer."""

    name: str = ""
    mail: str = ""
    postcode: str = ""


def person_key(who: Who) -> str:
    """What two writings of one person share: the mailbox; without one, name and postcode; nothing where neither is
    known."""
    if mail := canonical_mail(who.mail):
        return mail
    name, postcode = " ".join(words_of(who.name)), re.sub(r"\W", "", who.postcode).casefold()
    return f"{name}, {postcode}" if name and postcode else ""


def same_people(people: Sequence[Who]) -> list[list[int]]:
    """Groups of positions that are one person each, of two or more."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for at, who in enumerate(people):
        groups[person_key(who)].append(at)
    groups.pop("", None)
    return [group for group in groups.values() if len(group) > 1]


def is_same_place(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether two shapes (EPSG:27700) mean one place: areas that overlap by more than half of what they cover
    together; for all others, a distance of at most 50 m."""
    if shapely.area(one) > 0 and shapely.area(other) > 0:
        shared = shapely.area(shapely.intersection(one, other))
        return bool(shared > OVERLAP * (shapely.area(one) + shapely.area(other) - shared))
    return bool(shapely.distance(one, other) <= NEAR_M)


def same_places(shapes: Sequence[BaseGeometry]) -> list[list[int]]:
    """Groups of positions of shapes (EPSG:27700) that mean one place, each joined by pairs, of two or more."""
    if not shapes:
        return []
    tree = shapely.STRtree(shapes)
    pairs = tree.query(shapes, predicate="dwithin", distance=NEAR_M).T.tolist()
    first = list(range(len(shapes)))

    def root(at: int) -> int:
        while first[at] != at:
            first[at] = at = first[first[at]]
        return at

    for one, other in pairs:
        if one < other and (a := root(one)) != (b := root(other)) and is_same_place(shapes[one], shapes[other]):
            first[max(a, b)] = min(a, b)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at in range(len(shapes)):
        groups[root(at)].append(at)
    return [group for group in groups.values() if len(group) > 1]
