"""From what people say of where to locations: places on the ground."""

from collections.abc import Collection, Mapping
from typing import Any

import shapely

from lnrs.errors import Problem
from lnrs_web.boundaries import limits
from lnrs_web.boundaries.parcels import LandRefused, Parcel
from lnrs_web.boundaries.reading import read_land
from lnrs_web.editions.models import Edition, Zone
from lnrs_web.engagement.drawn import own_name, read_drawn
from lnrs_web.engagement.models import Location
from lnrs_web.engagement.models.activities import SHAPES
from lnrs_web.engagement.shaping import few, in_parish, shaped
from lnrs_web.places import finding, whereabouts


def at_place(edition: Edition, asked: str) -> Location:
    """The point or the zone that somebody names: a postcode, a grid reference, a town, a parish. Raises ValueError."""
    found = finding.find(edition, asked)
    if isinstance(found, Zone):
        return of_zone(found)
    if isinstance(found, finding.Several):
        if len(found.towns) != 1:
            raise ValueError(f"Several places are called {asked.strip()!r}. Give a postcode or a grid reference")
        found = finding.at_town(found.towns[0])
    return _of_whereabouts(found, edition, asked.strip())


def _of_whereabouts(found: whereabouts.Whereabouts, edition: Edition | None, asked: str) -> Location:
    point = shapely.Point(found.easting_m, found.northing_m)
    called = found.called or found.grid_reference or asked
    return shaped(point, edition, called=called, precision_m=found.side_m)


def of_zone(zone: Zone) -> Location:
    """A parish, ward, district or constituency."""
    middle = zone.shape.representative_point()
    made = Location(
        kind="zone",
        edition=zone.edition,
        ref=f"{zone.kind}:{zone.code}",
        called=zone.name[:200],
        **{edge: getattr(zone, edge) for edge in ("west", "south", "east", "north")},
    )
    in_parish(made, middle, zone.edition)
    return made


def read_places(
    edition: Edition | None, post: Mapping[str, str], files: Mapping[str, Any], shapes: Collection[str] = SHAPES
) -> list[Location]:
    """The places that a form was sent with, by the way that it names; `shapes` are the kinds that are asked for. Raises
    LandRefused with every problem."""
    way = way_of(post)
    if way == "named":
        return [_named(edition, post.get("place", ""))]
    if way == "parish":
        return [_of_parish(edition, post.get("parish", ""))]
    if way == "typed":
        return _asked_for(_typed(edition, post), shapes, way)
    if way == "drawn":
        return _asked_for(read_drawn(post.get("drawn", ""), edition), shapes, way)
    if way == "upload":
        return _asked_for([_of_parcel(one, edition) for one in few(read_land(post, files), way)], shapes, way)
    raise LandRefused([Problem("way", "No way to say where has been chosen.", "Choose one of them.")])


def _asked_for(found: list[Location], shapes: Collection[str], field: str) -> list[Location]:
    if all(one.kind in shapes for one in found):
        return found
    wanted = " and ".join(f"{one}s" for one in SHAPES if one in shapes)
    raise LandRefused([Problem(field, f"Only {wanted} are asked for here.", f"Give {wanted}, or another way.")])


def way_of(post: Mapping[str, str]) -> str:
    """The way to say where that a form names or, where it names none, the first that is filled in."""
    if way := post.get("way", ""):
        return way
    filled = (("place", "named"), ("parish", "parish"), ("typed", "typed"), ("drawn", "drawn"))
    return next((way for name, way in filled if post.get(name, "").strip()), "")


def _named(edition: Edition | None, asked: str) -> Location:
    try:
        if not asked.strip():
            raise ValueError("Say where it is")
        if edition is None:
            return _of_whereabouts(whereabouts.read(asked), None, asked)
        return at_place(edition, asked)
    except ValueError as error:
        raise LandRefused([Problem("place", f"{error}.")]) from None


def _of_parish(edition: Edition | None, code: str) -> Location:
    zone = Zone.objects.filter(edition=edition, kind=Zone.Kind.PARISH, code=code[:20].replace("\x00", "")).first()
    if zone is None:
        raise LandRefused([Problem("parish", "No parish has been chosen.", "Choose one from the list.")])
    return of_zone(zone)


def _typed(edition: Edition | None, post: Mapping[str, str]) -> list[Location]:
    """Points, one a line; or the corners of a line or of an area."""
    if post.get("shape", "points") == "area":
        return [
            _of_parcel(one, edition) for one in few(read_land({"way": "typed", **_only(post, "typed")}, {}), "typed")
        ]
    problems, points = [], []
    lines = [line.strip() for line in post.get("typed", "").replace("\x00", "").splitlines()[: limits.TYPED_CORNERS]]
    for number, line in enumerate(lines, start=1):
        if line:
            try:
                points.append(whereabouts.read(line))
            except ValueError as error:
                problems.append(Problem("typed", f"Line {number}: {error}."))
    if not points and not problems:
        problems.append(
            Problem("typed", "Nothing has been typed.", "Give a grid reference, or an easting and northing.")
        )
    if post.get("shape") == "line" and not problems and len({(one.easting_m, one.northing_m) for one in points}) < 2:
        problems.append(Problem("typed", "A line has two ends.", "Give two places at least, one a line."))
    if problems:
        raise LandRefused(problems)
    if post.get("shape") == "line":
        return [shaped(shapely.LineString([(one.easting_m, one.northing_m) for one in points]), edition)]
    return few([_of_whereabouts(one, edition, "") for one in points], "typed")


def _of_parcel(one: Parcel, edition: Edition | None) -> Location:
    return shaped(one.shape, edition, called=own_name(one.ref))


def _only(post: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: post.get(name, "") for name in names}


def at_coordinates(edition: Edition, asked: str) -> Location | None:
    """The point that a link names by its coordinates; nothing for what cannot be read."""
    try:
        return _of_whereabouts(whereabouts.read(asked), edition, asked)
    except ValueError:
        return None
