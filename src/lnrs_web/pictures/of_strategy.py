"""The pictures of a strategy: all of it, a measure, a priority, a parish or any other zone, a place."""

from collections.abc import Iterable

import numpy as np
import shapely
from django.db.models import Count, QuerySet, Sum

from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.located import at_point, meeting_box
from lnrs_web.editions.models import Edition, Figure, Measure, Opportunity, Piece, Place, Priority, Site, Zone
from lnrs_web.pages.words import counted, ha
from lnrs_web.pictures import context, styles
from lnrs_web.pictures.frame import Box, fitted
from lnrs_web.pictures.picture import Drawn, Picture, picture

AROUND = "Map of the land around the place"
AROUND_M = 2_000.0
"""How far a picture of a place shows what is around it, to each side."""
MOST_NAMED = 3
"""Districts named in a picture's words."""


def area_picture(edition: Edition, width_px: int = 720) -> Picture:
    """What is and what could become of particular importance in the whole area."""
    summary = {row["key"]: float(row["value"]) for row in rows_of(edition, "summary")}
    important, become = summary.get("important", 0.0), summary.get("could_become", 0.0)
    drawn = [
        Drawn(
            _overview(edition, "importance", Site.objects.filter(edition=edition), width_px),
            "important",
            f"Of particular importance: {ha(important)}",
        ),
        Drawn(
            _overview(edition, "could_become", Opportunity.objects.filter(edition=edition), width_px),
            "could become",
            f"Could become so: {ha(become)}",
        ),
    ]
    name = f"Map of {edition.area.name}"
    facts = (
        f"{name}. Areas of particular importance for nature cover {ha(important)}; areas that could become so cover "
        f"a further {ha(become)}." + _most(_by_zone(edition, "could_become_ha"), "Most of what could become so is in")
    )
    return picture(edition, drawn, _whole(edition), width_px, title=name, facts=facts)


def measure_picture(edition: Edition, measure: Measure, width_px: int = 720) -> Picture:
    """Where a measure is mapped, in the style that its priority has in the statement."""
    pieces = Piece.objects.filter(places__measure=measure)
    style = styles.of_priorities(edition).get(measure.priorities[0], styles.STYLES["mapped"])
    return _mapped(edition, [(measure, pieces, style)], f"Where {measure.ref} is mapped", pieces, width_px)


def priority_picture(edition: Edition, priority: Priority, width_px: int = 720) -> Picture:
    """Where the measures that serve a priority are mapped, each in a style of its own; the least land is on top."""
    serving = [one for one in Measure.objects.filter(edition=edition, mapped=True) if priority.ref in one.priorities]
    theme = priority.edition.theme_set.filter(prefix=priority.theme).first()
    looks = styles.several(theme.colour if theme else styles.STYLES["mapped"].colour, len(serving))
    each = [(one, Piece.objects.filter(places__measure=one), look) for one, look in zip(serving, looks, strict=True)]
    together = Piece.objects.filter(edition=edition, places__measure__in=serving).distinct()
    return _mapped(edition, each, f"Where the measures for {priority.ref} are mapped", together, width_px)


def zone_picture(zone: Zone, width_px: int = 720) -> Picture:
    """What is and what could become of particular importance in a zone, and around it."""
    edition, shape = zone.edition, zone.shape
    west, south, east, north = (float(edge) for edge in shape.bounds)
    row = next((one for one in rows_of(edition, f"by_{zone.kind}") if one["code"] == zone.code), {})
    important, become = float(row.get("important_ha", 0)), float(row.get("could_become_ha", 0))
    box = west, south, east, north
    drawn = [
        Drawn(
            seen(Site.objects.filter(edition=edition), box),
            "important",
            f"Of particular importance: {ha(important)} in {zone.name}",
        ),
        Drawn(
            seen(Opportunity.objects.filter(edition=edition), box),
            "could become",
            f"Could become so: {ha(become)} in {zone.name}",
        ),
    ]
    facts = (
        f"Map of {zone.name} and what is around it. In {zone.name} areas of particular importance for nature cover "
        f"{ha(important)}, and areas that could become so {ha(become)}."
    )
    return picture(edition, drawn, box, width_px, title=f"Map of {zone.name}", facts=facts, focus=shape)


def point_picture(edition: Edition, easting_m: float, northing_m: float, width_px: int = 720) -> Picture:
    """What is around a place: land of particular importance and land that could become so; and the piece of land at the
    place, where a measure is mapped on it."""
    here = shapely.Point(easting_m, northing_m)
    ring = here.buffer(AROUND_M)
    box = west, south, east, north = ring.bounds
    become = seen(Opportunity.objects.filter(edition=edition), box)
    important = seen(Site.objects.filter(edition=edition), box)
    pieces: list[Piece] = at_point(Piece.objects.filter(edition=edition), easting_m, northing_m)
    land = shapely.GeometryCollection([one.shape for one in pieces])
    refs = sorted(set(Place.objects.filter(piece__in=pieces).values_list("measure__position", "measure__ref")))
    mapped = f"The land here, mapped for {', '.join(ref for _, ref in refs)}"
    drawn = [
        Drawn(become, "could become", "Could become of particular importance"),
        Drawn(important, "important", "Of particular importance already"),
        *([Drawn(land, "land", mapped)] if pieces else []),
        Drawn(here, "here", "The place"),
    ]
    facts = (
        f"Map of the land around the place. Within 2 km of it {ha(_within_ha(important, ring))} are of particular "
        f"importance for nature, and {ha(_within_ha(become, ring))} could become so."
    ) + (f" {mapped}." if pieces else " No measure is mapped on the land at the place itself.")
    height = round(width_px * 0.72)
    return picture(edition, drawn, (west, south, east, north), width_px, height, title=AROUND, facts=facts)


def _mapped(
    edition: Edition,
    each: list[tuple[Measure, "QuerySet[Piece]", styles.Style]],
    title: str,
    together: "QuerySet[Piece]",
    width_px: int,
) -> Picture:
    found = [(one, _all(pieces), _land(pieces), style) for one, pieces, style in each]
    by_size = sorted(found, key=lambda one: -one[2][0])
    drawn = [
        Drawn(shape, style, f"{_named(one)}: {ha(held)}" if held else f"{one.ref}: no land meets its rule")
        for one, shape, (held, _), style in by_size
    ]
    said = [
        f"{_named(one)}: {ha(held)} in {counted(count, 'piece')} of land" if held else f"{one.ref}: none"
        for one, _, (held, count), _ in found
    ]
    facts = f"{title} in {edition.area.name}: {'; '.join(said) or 'none is'}." + _most(
        _by_district(edition, together), "Most is in"
    )
    return picture(edition, drawn, _whole(edition), width_px, title=title, facts=facts)


def _named(measure: Measure) -> str:
    return f"{measure.ref} {measure.measure.rstrip('. ')}"


def _land(pieces: "QuerySet[Piece]") -> tuple[float, int]:
    """Hectares and number of pieces of land."""
    held = pieces.aggregate(area_ha=Sum("area_ha"), count=Count("id"))
    return float(held["area_ha"] or 0), int(held["count"])


def _by_district(edition: Edition, pieces: "QuerySet[Piece]") -> list[tuple[str, float]]:
    names = dict(Zone.objects.filter(edition=edition, kind=Zone.Kind.DISTRICT).values_list("code", "name"))
    held: dict[str, float] = {}
    for _, code, area_ha in pieces.filter(district__in=names).values_list("id", "district", "area_ha"):
        held[names[code]] = held.get(names[code], 0.0) + area_ha
    return list(held.items())


def _by_zone(edition: Edition, column: str) -> list[tuple[str, float]]:
    return [(row["name"], float(row[column])) for row in rows_of(edition, "by_district")]


def _most(held: Iterable[tuple[str, float]], begin: str) -> str:
    """A sentence on the districts with the most; nothing where there is none."""
    most = sorted(((name, area_ha) for name, area_ha in held if area_ha > 0), key=lambda one: (-one[1], one[0]))
    if not most:
        return ""
    each = [f"{name} ({ha(area_ha)})" for name, area_ha in most[:MOST_NAMED]]
    return f" {begin} {' and '.join([', '.join(each[:-1]), each[-1]] if len(each) > 1 else each)}."


def rows_of(edition: Edition, name: str) -> list[dict[str, str]]:
    """The rows of a figure; none where the edition does not have it."""
    found = Figure.objects.filter(edition=edition, name=name).first()
    return found.rows if found else []


def _whole(edition: Edition) -> Box:
    """The box of the whole area."""
    return context.area_box(folder_of(edition))


def _all(rows: "QuerySet") -> shapely.Geometry:
    """The shapes of rows as one."""
    return _collected(rows.values_list("wkb", flat=True))


def _overview(edition: Edition, name: str, rows: "QuerySet", width_px: int) -> shapely.Geometry:
    """The shapes of rows as one, as the whole area's tiles have them where those are fine enough."""
    metres_a_pixel = fitted(_whole(edition), width_px).metres_a_pixel
    shapes = context.overview(folder_of(edition), name, metres_a_pixel)
    return _all(rows) if shapes is None else shapely.geometrycollections(shapely.get_parts(shapes))


def seen(rows: "QuerySet", box: Box) -> shapely.Geometry:
    """The shapes of the rows that a picture of a box shows, as one."""
    west, south, east, north = fitted(box, 720).beyond_m(720)  # any picture of the box, whatever its proportions
    return _collected(meeting_box(rows, (west, south, east, north)).values_list("wkb", flat=True))


def _collected(wkb: Iterable[bytes]) -> shapely.Geometry:
    shapes = shapely.from_wkb([bytes(one) for one in wkb])
    return shapely.geometrycollections(shapely.get_parts(np.array(shapes, object)))


def _within_ha(shape: shapely.Geometry, ring: shapely.Geometry) -> float:
    return float(shapely.area(shapely.union_all(shapely.intersection(shapely.get_parts(shape), ring)))) / 10_000
