"""The same person, and the same place, said twice."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from lnrs_web.analysis.words import words_of

NEAR_M = 50.0
OVERLAP = 0.5
"""Intersection over union (0 to 1) above which two areas are the same place."""

_ALIASES = {
    "googlemail.com": "gmail.com",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "protonmail.com": "proton.me",
    "pm.me": "proton.me",
}
_MEAN_NOTHING = {"gmail.com": ".", "proton.me": ".-_"}
"""Letters of a name that its provider passes over."""
_EXTENSIONS = {"yahoo.com": "-", "yahoo.co.uk": "-"}
"""What begins the part of a name that its provider takes no notice of; of all others it is `+`."""


@dataclass(frozen=True)
class Who:
    """What is known of a writer."""

    name: str = ""
    mail: str = ""
    postcode: str = ""


def canonical_mail(address: str) -> str:
    """The mailbox that an address leads to: the same for ways of writing it that its provider takes for one.
    Nothing where it is no address. It is for counting people, not for showing one what another wrote.

    >>> canonical_mail(" Ann.Smith+lnrs@GoogleMail.com "), canonical_mail("ann@bücher.example")
    ('annsmith@gmail.com', 'ann@xn--bcher-kva.example')
    """
    name, at, domain = unicodedata.normalize("NFKC", address).strip().casefold().rpartition("@")
    if not at or not name or "." not in domain:
        return ""
    domain = _ALIASES.get(domain, _in_ascii(domain))
    name = name.partition(_EXTENSIONS.get(domain, "+"))[0] or name
    name = name.translate({ord(letter): "" for letter in _MEAN_NOTHING.get(domain, "")}) or name
    return f"{name}@{domain}"


def _in_ascii(domain: str) -> str:
    """A domain as the network asks for it (RFC 3490): it may be written in letters of any language."""
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


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
