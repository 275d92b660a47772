"""From what a reader types to the strategy area that it lies in, anywhere in England."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import shapely
from django.urls import reverse

from lnrs.model import areas
from lnrs.outlines import outline
from lnrs_web.editions.models import EditionPostcode, Town, Zone
from lnrs_web.editions.queries import current_editions
from lnrs_web.england.areas import Shown
from lnrs_web.places import postcode as postcodes
from lnrs_web.places import whereabouts
from lnrs_web.places.finding import LONGEST
from lnrs_web.places.models import Postcode
from lnrs_web.places.whereabouts import Whereabouts
from lnrs_web.strategy.here import in_area

NEAR_M = 1_500.0
"""How far a generalised outline is trusted: of land within this of another area, the page says so. Nearly all
of what the outlines get wrong between two areas is less; at the coast, where no other area is near, it may be more."""
FARTHEST_M = 8_000.0
"""Beyond this from every outline a place is not in England; small islands are not in the generalised outlines."""
SHOWN = 40
SHORTEST = 3
"""Letters that a part of a name has at least."""


@dataclass(frozen=True)
class Found:
    """The area of a place. `near` are others that it may be in, as the outlines here are generalised; `is_exact` where
    the published strategy's own outline settled it."""

    place: Whereabouts
    area: Shown
    near: list[Shown]
    is_exact: bool
    is_inside: bool
    """Whether the place lies in the outline of the area, and is not only near to it."""


@dataclass(frozen=True)
class Choice:
    """One of several places that a reader may mean."""

    name: str
    kind: str
    address: str
    at: str
    """What names it and nothing else: its easting and northing, or the name of an area."""
    is_town: bool = False


@dataclass(frozen=True)
class Several:
    """Places that a name may mean; `more` are those that are not told."""

    choices: list[Choice]
    more: int = 0


def find(text: str, shown: Mapping[int, Shown]) -> Found | Several | Shown:
    """The area of what a reader typed: a postcode, a grid reference or coordinates, the name of a place or of an area.

    Raises ValueError, in words for the reader.
    """
    text = text.replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise ValueError("It is longer than the name of a place can be")
    if name := postcodes.canonical(text):
        return _at_postcode(name, shown)
    try:
        place = whereabouts.read(text)
    except ValueError as error:
        return _named(text, shown, error)
    return area_at(place, shown)


def area_at(place: Whereabouts, shown: Mapping[int, Shown]) -> Found:
    """The area that a point lies in. Raises ValueError where it is in none."""
    point = shapely.Point(place.easting_m, place.northing_m)
    distances = sorted((float(shapely.distance(shape, point)), number) for number, shape in _outlines().items())
    nearest_m, _ = distances[0]
    if nearest_m > FARTHEST_M:
        raise ValueError(f"{place.called or place.grid_reference} is not in England, as far as the outlines here know")
    near = [(distance, shown[number]) for distance, number in distances if distance <= NEAR_M] or [
        (nearest_m, shown[distances[0][1]])
    ]
    unsettled = []
    for distance, one in near:
        if one.here is None or one.here.invented:
            unsettled.append((distance, one))
        elif in_area(one.here, place.easting_m, place.northing_m):
            return Found(place, one, [], is_exact=True, is_inside=True)
    candidates = unsettled or near
    (distance, area), *others = candidates
    return Found(place, area, [one for _, one in others], is_exact=False, is_inside=distance == 0)


@lru_cache(maxsize=1)
def _outlines() -> dict[int, shapely.Geometry]:
    shapes = {area.lnrs_id: outline(area.lnrs_id) for area in areas()}
    shapely.prepare(list(shapes.values()))
    return shapes


def _at_postcode(name: str, shown: Mapping[int, Shown]) -> Found | Several:
    public = Postcode.objects.filter(release__in_use=True, postcode=name).first()
    if public:
        return area_at(Whereabouts(public.easting_m, public.northing_m, 0, name, public.ended), shown)
    own = list(
        EditionPostcode.objects.filter(edition__in=current_editions(), postcode=name).select_related("edition__area")
    )
    if len(own) == 1:
        return area_at(Whereabouts(own[0].easting_m, own[0].northing_m, 0, name), shown)
    if own:
        return Several([_choice(name, f"in {one.edition.area.name}", one) for one in own])
    if Postcode.objects.filter(release__in_use=True).exists():
        raise ValueError(f"The postcode {name} is not known here. It may be new, or be mistyped")
    raise ValueError(
        f"The postcode {name} is not known here: no table of postcodes has been taken in on this site. Give a grid "
        "reference, or the name of a place"
    )


def _choice(name: str, kind: str, at: EditionPostcode | Town) -> Choice:
    return _place(name, kind, at.easting_m, at.northing_m, is_town=isinstance(at, Town))


def _place(name: str, kind: str, easting_m: float, northing_m: float, *, is_town: bool = False) -> Choice:
    at = f"{easting_m:.0f},{northing_m:.0f}"
    return Choice(name, kind, f"{reverse('england:find')}?place={at}", at, is_town)


def _named(text: str, shown: Mapping[int, Shown], error: ValueError) -> Shown | Several:
    """The area or the places of a name. Raises ValueError."""
    folded = text.casefold()
    exact = next((one for one in shown.values() if one.area.name.casefold() == folded), None)
    if exact:
        return exact
    if sum(letter.isalpha() for letter in text) < SHORTEST or any(letter.isdigit() for letter in text):
        raise error
    choices = [_area(one) for one in shown.values() if folded in _words(one)]
    choices += _places(text)
    if not choices:
        raise ValueError(
            f"No strategy area has {text!r} in its name, nor has a town or parish of a strategy on this site, and it "
            "is neither a postcode nor a grid reference"
        )
    return Several(choices[:SHOWN], max(len(choices) - SHOWN, 0))


def _area(one: Shown) -> Choice:
    return Choice(one.area.name, "Strategy area", one.address, one.area.name)


def _words(one: Shown) -> str:
    return f"{one.area.name} {one.area.responsible_authority}".casefold()


def _places(text: str) -> list[Choice]:
    """Towns and zones of the strategies on this site with that name, or else with it in their names."""
    editions = current_editions()
    for how in ("iexact", "icontains"):
        towns = Town.objects.filter(edition__in=editions, **{f"name__{how}": text}).select_related("edition__area")
        zones = Zone.objects.filter(edition__in=editions, **{f"name__{how}": text}).select_related("edition__area")
        found = [
            _choice(one.name, f"{one.kind.capitalize()} in {one.edition.area.name}", one)
            for one in towns.order_by("name", "id")[: 2 * SHOWN]
        ]
        for zone in zones.order_by("name", "id")[: 2 * SHOWN]:
            middle = shapely.point_on_surface(zone.shape)
            kind = f"{zone.get_kind_display()} in {zone.edition.area.name}"
            found.append(_place(zone.name, kind, middle.x, middle.y))
        if found:
            return sorted(found, key=lambda one: (one.name, one.kind))
    return []
