"""The picture of somebody's land in its surroundings. It is drawn when it is asked for and kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from lnrs_web.editions.models import Edition, Measure, Opportunity, Site
from lnrs_web.pages.words import counted, ha
from lnrs_web.pictures import styles
from lnrs_web.pictures.of_strategy import seen
from lnrs_web.pictures.picture import Drawn, Label, Picture, picture

HEIGHT_SHARE, LEAST_HEIGHT_PX = 0.6, 320
"""Height of the ground beside its width, and at least, so that a narrow picture shows enough."""
AROUND_SHARE, AROUND_M = 0.3, 150.0
"""How much ground is shown around the land, beside the longer of its sides, and at least."""
MOST_MEASURES = 6
"""Measures that have a style of their own; the rest share one."""
MOST_LABELS = 30
MEASURES_FROM = "#3f5f9e"
"""The colour around which measures have their tones: neither that of importance nor of what could become so."""
ON_TOP = "Where measures lie on one another, the one with less land is on top."


@dataclass(frozen=True)
class OnLand:
    """A measure that is mapped on the land, and where."""

    measure: Measure
    shape: shapely.Geometry
    area_ha: float


@dataclass(frozen=True)
class Asked:
    """Land as a picture shows it: its parcels with their references, the outline's style, and its words."""

    shapes: Sequence[shapely.Geometry]
    refs: Sequence[str]
    style: str
    label: str
    facts: str
    """What the picture tells, in words, for who cannot see it."""
    title: str


def picture_of_land(
    edition: Edition,
    asked: Asked,
    measures: Sequence[OnLand],
    width_px: int,
    over: Sequence[Drawn] = (),
    labels: Sequence[Label] = (),
) -> Picture:
    """The land over what is and what could become important around it, and the measures mapped on it, each in a pattern
    of its own; `over` is drawn on top of them, and `labels` are beside those of the parcels."""
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(asked.shapes))
    edge_m = max(AROUND_SHARE * max(east - west, north - south), AROUND_M)
    box = west - edge_m, south - edge_m, east + edge_m, north + edge_m
    around = [
        Drawn(seen(Site.objects.filter(edition=edition), box), "important", "Of particular importance already"),
        Drawn(seen(Opportunity.objects.filter(edition=edition), box), "could become", "Could become so"),
    ]
    edges = shapely.union_all(shapely.boundary(asked.shapes))
    drawn = [*around, *_measures(measures), *over]
    return picture(
        edition,
        [*(one for one in drawn if not one.shape.is_empty), Drawn(edges, asked.style, asked.label)],
        box,
        width_px,
        max(round(HEIGHT_SHARE * width_px), LEAST_HEIGHT_PX),
        title=asked.title,
        facts=asked.facts,
        labels=[*labels, *_labels(asked)],
    )


def _measures(measures: Sequence[OnLand]) -> list[Drawn]:
    by_size = sorted(measures, key=lambda one: -one.area_ha)
    own, rest = by_size[:MOST_MEASURES], by_size[MOST_MEASURES:]
    looks = styles.several(MEASURES_FROM, len(own))
    drawn = [
        Drawn(one.shape, look, f"{one.measure.ref} {one.measure.measure.rstrip('. ')}: {ha(one.area_ha)}")
        for one, look in zip(own, looks, strict=True)
    ]
    if rest:
        shape = shapely.geometrycollections(shapely.get_parts([one.shape for one in rest]))
        said = f"{counted(len(rest), 'more measure')}: {', '.join(one.measure.ref for one in rest)}"
        drawn.insert(0, Drawn(shape, "mapped", said))
    return drawn


def _labels(asked: Asked) -> list[Label]:
    """The references of several parcels, where there are few enough to be read."""
    if not 1 < len(asked.shapes) <= MOST_LABELS:
        return []
    return [Label(shapely.point_on_surface(one), ref) for one, ref in zip(asked.shapes, asked.refs, strict=True)]


def facts_of(
    what: str, important_ha: float, sites: Sequence[str], could_become_ha: float, measures: Sequence[OnLand]
) -> str:
    """The facts of a picture of land in words. `what` names the land and its size; `sites` are names of those on it."""
    told = [f"Map of {what} and what is around it."]
    if important_ha:
        named = ", ".join(list(dict.fromkeys(sites))[:3])
        told.append(f"{ha(important_ha)} of it are of particular importance for nature already: {named}.")
    else:
        told.append("None of it is of particular importance for nature already.")
    told.append(f"{ha(could_become_ha)} of it could become so." if could_become_ha else "None of it could become so.")
    mapped = [f"{one.measure.ref} on {ha(one.area_ha)}" for one in measures]
    told.append(f"Measures mapped on it: {', '.join(mapped)}." if mapped else "No measure is mapped on it.")
    return " ".join(told)
