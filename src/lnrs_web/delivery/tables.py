"""Lists of delivery as tables to take away."""

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import shapely

from lnrs_web.delivery.models import Project, Record
from lnrs_web.delivery.progress import Progress

PROJECTS = (
    *("reference", "name", "lead", "status", "begins", "ends", "hectares", "measures", "priorities", "districts"),
    *("easting", "northing", "funding gbp", "funding sources", "edition", "public since"),
)
RECORDS = ("project", "batch", "date", "what", "value", "unit", "by whom")
PROGRESS = (
    *("kind", "ref", "name", "mapped ha", "planned ha", "under way ha", "delivered ha", "projects"),
    "delivered share of mapped",
)


def projects(found: Iterable[Project]) -> Iterator[Sequence[object]]:
    """A line for each public project."""
    for project in found:
        if (one := project.shown) is None:
            continue
        funding = list(one.funding.all())
        yield (
            *(project.reference, one.name, one.lead, one.status, one.begins_on, one.ends_on, one.size_ha),
            *(list(one.measures), one.priorities, one.districts, one.easting_m, one.northing_m),
            Decimal(sum(line.pence for line in funding)).scaleb(-2),
            [f"{line.get_source_display()} {line.name}".strip() for line in funding],
            one.edition,
            one.decided_at,
        )


def records(project: Project, found: Iterable[Record]) -> Iterator[Sequence[object]]:
    """A line for each record."""
    for one in found:
        yield project.reference, one.batch.number, one.on, one.what, one.value, one.unit, one.by_whom


def progress(found: Progress) -> Iterator[Sequence[object]]:
    """A line for all land together, and for each priority and measure."""
    total = found.total
    count = sum(found.projects.values())
    yield (
        "all",
        "",
        "every project",
        None,
        *_rounded(total.planned_ha, total.under_way_ha, total.delivered_ha),
        count,
        None,
    )
    for kind, rows in (("priority", found.priorities), ("measure", found.measures)):
        for one in rows:
            land = one.hectares
            mapped_ha = None if one.mapped_ha is None else round(one.mapped_ha, 4)
            yield (
                *(kind, one.ref, one.name, mapped_ha),
                *_rounded(land.planned_ha, land.under_way_ha, land.delivered_ha),
                one.projects,
                None if one.share is None else round(one.share, 6),
            )


def _rounded(*hectares: float) -> tuple[float, ...]:
    return tuple(round(one, 4) for one in hectares)


def geojson(found: Iterable[Project]) -> dict[str, Any]:
    """The land of projects as GeoJSON on the National Grid, which it names."""
    return {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
        "features": [_feature(one) for one in found if one.shown],
    }


def _feature(project: Project) -> dict[str, Any]:
    version = project.shown
    assert version is not None
    return {
        "type": "Feature",
        "id": project.reference,
        "geometry": json.loads(shapely.to_geojson(version.shape)),
        "properties": {
            "reference": project.reference,
            "name": version.name,
            "lead": version.lead,
            "status": version.status,
            "begins_on": version.begins_on.isoformat() if version.begins_on else None,
            "ends_on": version.ends_on.isoformat() if version.ends_on else None,
            "measures": version.measures,
            "priorities": version.priorities,
            "hectares": version.size_ha,
            "edition": version.edition,
        },
    }
