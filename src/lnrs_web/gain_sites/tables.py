"""Lists of the register as tables to take away."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import shapely

from lnrs.law.periods import day_in_england
from lnrs_web.gain_sites import parts
from lnrs_web.gain_sites.models import GainSite, Holding
from lnrs_web.gain_sites.queries import Row

SITES = (
    *("reference", "name", "standing", "national reference", "planning authorities", "character area"),
    *("hectares", "easting", "northing", "agreement", "responsible body", "secured from", "secured until"),
    *("works begin", "surveyed", "module", "habitat", "condition", "work"),
    *("units offered", "units reserved", "units allocated", "units available", "distance km"),
)
ALLOCATIONS = (
    *("site", "name", "development", "planning reference", "planning authority", "module", "habitat"),
    *("condition", "units", "allocated on", "certificate"),
)


def sites(rows: Iterable[Row]) -> Iterator[Sequence[object]]:
    """A line for each stock of each site."""
    for row in rows:
        one, site = row.version, row.site
        for stock in row.stocks:
            yield (
                *(site.reference, one.name, site.standing, one.national_reference, one.districts, one.character_area),
                *(one.size_m2 / 10_000, one.easting_m, one.northing_m, one.agreement, one.responsible_body),
                *(one.secured_from, one.secured_until, one.works_begin_on, one.surveyed_on),
                *(stock.module, stock.habitat, stock.condition, stock.work),
                *map(parts.decimal, (stock.offered, stock.reserved, stock.allocated, stock.available)),
                None if row.distance_km is None else round(row.distance_km, 1),
            )


def allocations(holdings: Iterable[Holding]) -> Iterator[Sequence[object]]:
    """A line for each allocation: nobody's name."""
    for one in holdings:
        stock, shown = one.stock, one.stock.site.shown
        yield (
            *(stock.site.reference, shown.name if shown else "", one.development, one.planning_reference),
            *(one.planning_authority, stock.module, stock.habitat, stock.condition, parts.decimal(one.units)),
            *(day_in_england(one.allocated_at) if one.allocated_at else None, one.code),
        )


def geojson(found: Iterable[GainSite]) -> dict[str, Any]:
    """The boundaries of sites as GeoJSON on the National Grid, which it names; units as text, which keeps every
    decimal."""
    return {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
        "features": [_feature(one) for one in found if one.shown],
    }


def _feature(site: GainSite) -> dict[str, Any]:
    version = site.shown
    assert version is not None
    units = [
        {
            "module": one.module,
            "habitat": one.habitat,
            "condition": one.condition,
            "work": one.work,
            "offered": str(parts.decimal(one.offered)),
            "available": str(parts.decimal(one.available)),
        }
        for one in site.stocks.all()
    ]
    return {
        "type": "Feature",
        "id": site.reference,
        "geometry": json.loads(shapely.to_geojson(version.shape)),
        "properties": {
            "reference": site.reference,
            "name": version.name,
            "standing": site.standing,
            "national_reference": version.national_reference,
            "planning_authorities": version.districts,
            "hectares": version.size_m2 / 10_000,
            "units": units,
        },
    }
