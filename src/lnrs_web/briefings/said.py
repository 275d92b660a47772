"""What people said of a place: only what everyone may read, and no number so small that it points at somebody."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from lnrs_web.briefings.grounds import Ground, holding
from lnrs_web.editions.models import Edition
from lnrs_web.engagement.models import Contribution, Location
from lnrs_web.engagement.public import PublicPlace, public_place
from lnrs_web.engagement.sensitive import grain_of
from lnrs_web.moderation.models import Coding

LEAST = 5
"""A number below this is told as `fewer than 5`."""
THEMES = 4
PLACES = (Location.Kind.POINT, Location.Kind.LINE, Location.Kind.AREA, Location.Kind.POLYGON)
"""Kinds of location that are a place of their own: a district says nothing of which ward in it is meant."""


def said_of_all(edition: Edition, grounds: Sequence[Ground]) -> list[dict[str, Any]]:
    """For each place how many published contributions are about somewhere in it, and the themes of most of them. A
    number is None where it is not nought and less than LEAST.

    What may be told no finer than by a square counts where the middle of that square lies: where it really is would be
    the difference between this number and those that everyone can count.
    """
    public = Contribution.objects.filter(
        activity__area=edition.area_id, state=Contribution.State.PUBLISHED, may_publish=True
    ).exclude(activity__publication="nothing")
    rows = Location.objects.filter(contribution__in=public, kind__in=PLACES, wkb__isnull=False)
    places = [(one.contribution_id, _public(one).shape) for one in rows.select_related("contribution__activity")]
    located = [(whose, shape.representative_point()) for whose, shape in places if shape is not None]
    place, point = holding([one.shape for one in grounds], [at for _, at in located])
    themes: dict[int, set[str]] = {}
    for whose, name in Coding.objects.filter(contribution__in=public).values_list("contribution", "code__name"):
        themes.setdefault(whose, set()).add(name)
    here: list[set[int]] = [set() for _ in grounds]
    for number, at in zip(place, point, strict=True):
        here[number].add(located[at][0])
    return [_told(whose, themes) for whose in here]


def _public(location: Location) -> PublicPlace:
    return public_place(location, grain_of(location.contribution))


def _told(whose: set[int], themes: dict[int, set[str]]) -> dict[str, Any]:
    counts = Counter(name for one in whose for name in themes.get(one, ()))
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return {
        "count": shown(len(whose)),
        "themes": [{"name": name, "count": count} for name, count in most if count >= LEAST][:THEMES],
    }


def shown(count: int) -> int | None:
    """A number as it may be told.

    >>> shown(0), shown(4), shown(5)
    (0, None, 5)
    """
    return None if 0 < count < LEAST else count
