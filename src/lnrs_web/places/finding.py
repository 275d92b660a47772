"""What a reader types to say where, looked up in an edition and in the site's postcodes as well as in the grid."""

from dataclasses import dataclass

from django.db.models import QuerySet

from lnrs_web.editions.models import Edition, EditionPostcode, Town, Zone
from lnrs_web.editions.queries import order_of
from lnrs_web.places import postcode as postcodes
from lnrs_web.places import whereabouts
from lnrs_web.places.models import Postcode
from lnrs_web.places.whereabouts import Whereabouts

LONGEST = 100
"""Letters that a name may have."""
SHOWN = 40
"""Names that are told where many hold what is asked."""


@dataclass(frozen=True)
class Several:
    """Places that a name may mean: zones first, then towns. `more` are those that are not told."""

    zones: list[Zone]
    towns: list[Town]
    more: int = 0


def find(edition: Edition, text: str) -> Whereabouts | Zone | Several:
    """The place that a reader means: a point, a zone by its name, or several places with a name like it.

    A postcode is looked up in the edition, then in the site's table. Raises ValueError, in words for the reader.
    """
    text = text.replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise ValueError("It is longer than the name of a place can be")
    if name := postcodes.canonical(text):
        return at_postcode(edition, name)
    try:
        return whereabouts.read(text)
    except ValueError as error:
        named = called(edition, text)
        if len(named.zones) + len(named.towns) > 1:
            return named
        if named.zones:
            return named.zones[0]
        if named.towns:
            return at_town(named.towns[0])
        raise ValueError(_why(edition, text, error)) from error


def point(edition: Edition, text: str) -> Whereabouts:
    """The one point that a reader means; a town stands for its middle. Raises ValueError, in words for the reader."""
    found = find(edition, text)
    if isinstance(found, Whereabouts):
        return found
    if isinstance(found, Several) and len(found.towns) == 1:
        return at_town(found.towns[0])
    raise ValueError(f"{text.strip()!r} is wider than one place. Give a postcode in it, or a grid reference")


def at_postcode(edition: Edition, name: str) -> Whereabouts:
    """Where a postcode (in its canonical form) lies. Raises ValueError where that is not known, and says what is."""
    own = EditionPostcode.objects.filter(edition=edition, postcode=name).first()
    if own:
        return Whereabouts(own.easting_m, own.northing_m, side_m=0, called=name)
    public = Postcode.objects.filter(release__in_use=True, postcode=name).first()
    if public:
        return Whereabouts(public.easting_m, public.northing_m, side_m=0, called=name, ended=public.ended)
    raise ValueError(f"The postcode {name} is not known here. {_what_is_known(edition)}")


def at_town(town: Town) -> Whereabouts:
    """The middle of a town."""
    return Whereabouts(town.easting_m, town.northing_m, side_m=0, called=town.name)


def called(edition: Edition, name: str) -> Several:
    """The places with a name, whatever its capitals; or, where there is none, those whose name holds it."""
    if not name or not any(letter.isalpha() for letter in name):
        return Several([], [])
    zones = Zone.objects.filter(edition=edition).defer("wkb")
    towns = Town.objects.filter(edition=edition)
    exact = _several(zones.filter(name__iexact=name), towns.filter(name__iexact=name))
    if exact.zones or exact.towns:
        return exact
    return _several(zones.filter(name__icontains=name), towns.filter(name__icontains=name))


def example_of(edition: Edition) -> str:
    """A postcode of the edition's own, or nothing where it brings none."""
    first = EditionPostcode.objects.filter(edition=edition).order_by("pk").first()
    return first.postcode if first else ""


def _several(zones: "QuerySet[Zone]", towns: "QuerySet[Town]") -> Several:
    found = sorted(zones, key=order_of)
    places = list(towns.order_by("name", "id"))
    more = max(len(found) + len(places) - SHOWN, 0)
    return Several(found[:SHOWN], places[: max(SHOWN - len(found), 0)], more)


def _why(edition: Edition, text: str, error: ValueError) -> str:
    """Why nothing was found, by what it looks like."""
    if postcodes.is_part(text) and "too wide" not in str(error):
        example = example_of(edition)
        such_as = f", such as {example}" if example else ""
        return f"{text!r} is only a part of a postcode. Give the whole of it{such_as}"
    if any(letter.isdigit() for letter in text) or not any(letter.isalpha() for letter in text):
        return str(error)
    if "too wide" in str(error):
        return str(error)
    return (
        f"No town, parish, ward, district or constituency of this edition has {text!r} in its name, and it is neither "
        "a postcode nor a grid reference"
    )


def _what_is_known(edition: Edition) -> str:
    example = example_of(edition)
    if edition.invented and example:
        return f"This is an invented example, with invented postcodes, which begin with ZZ: try {example}"
    if example or Postcode.objects.filter(release__in_use=True).exists():
        return "It may be new, or be mistyped. Look at it again, or give a grid reference"
    return "No postcodes have been taken in on this site. Give a grid reference, or the name of a parish"
