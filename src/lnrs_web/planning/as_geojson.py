"""The answer of a planning check as GeoJSON: the red line, the lines for the metric, and what the edition says of the
land. In WGS 84 as RFC 7946 asks, or on the National Grid, which is exact."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import shapely
from pyproj import Transformer

from lnrs.significance import polygonal
from lnrs_web.pages.words import HARD_SPACE
from lnrs_web.planning import words
from lnrs_web.planning.answer import Answer, HabitatFound
from lnrs_web.planning.queries import kept_until

NATIONAL_GRID = "27700"
DECIMALS = {NATIONAL_GRID: 3, "": 8}
ACCURACY = "WGS 84 coordinates are right to about 5 m; ask for crs=27700 for the exact ones on the National Grid."


def geojson(found: Answer, url: str, crs: str = "") -> str:
    """The answer. `crs` is `27700` for coordinates on the National Grid; `url` is the lasting address of the page."""
    features = [
        {"type": "Feature", "properties": properties, "geometry": _geometry(shape, crs)}
        for properties, shape in _features(found)
    ]
    whole: dict[str, Any] = {"type": "FeatureCollection"}
    if crs:
        whole["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}
    edition = found.edition
    whole |= {
        "edition": {
            "area": edition.area.name,
            "title": edition.title,
            "name": edition.name,
            "identity": edition.identity,
            "as_of": edition.as_of.isoformat(),
            "status": edition.status,
            "invented": edition.invented,
        },
        "checked": found.check.made_at.isoformat(timespec="seconds"),
        "kept_until": kept_until(found.check).date().isoformat(),
        "provisional": found.provisional,
        "notice": _plain(words.standing(edition)),
        "accuracy": "" if crs else ACCURACY,
        "url": url,
        "features": features,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _features(found: Answer) -> Iterator[tuple[dict[str, Any], shapely.Geometry]]:
    yield {"what": "site", "name": found.check.name, "area_ha": round(found.area_ha, 4)}, found.land
    for one in found.habitats:
        yield from _lines(one, found)
    for measure in found.measures:
        properties = {"ref": measure.measure.ref, "name": measure.measure.measure, "area_ha": round(measure.area_ha, 4)}
        yield {"what": "measure", **properties}, measure.shape
    if not found.could_become.is_empty:
        yield (
            {"what": "could become important", "area_ha": round(found.could_become.area / 10_000, 4)},
            found.could_become,
        )
    for there in found.sites:
        site = there.site
        properties = {"ref": site.ref, "name": site.name, "kind": words.kind_of(site)}
        part = polygonal(shapely.intersection(site.shape, found.land))
        yield {"what": "important", **properties, "area_ha": round(there.within_ha, 4)}, part


def _lines(one: HabitatFound, found: Answer) -> Iterator[tuple[dict[str, Any], shapely.Geometry]]:
    for line in one.lines:
        properties = {
            "what": "habitat" if one.fills else "land for habitat",
            "row": one.asked.position,
            "parcel": one.asked.reference,
            "habitat": one.habitat.name,
            "action": one.asked.action,
            "size": one.asked.size,
            "measured_in": one.habitat.measured_in,
            "significance": str(line.significance) if line.significance else None,
            "multiplier": line.significance.multiplier if line.significance else None,
            "provisional": found.provisional,
            "area_ha": line.area_ha,
            "district": line.district,
            "measures": {ref: round(area_ha, 4) for ref, area_ha in line.measures.items()},
        }
        yield properties, line.shape


def _geometry(shape: shapely.Geometry, crs: str) -> dict[str, Any]:
    if not crs:
        shape = shapely.transform(shape, _degrees().transform, interleaved=False)
    shape = shapely.transform(shapely.orient_polygons(shape), lambda corners: corners.round(DECIMALS[crs]))
    return json.loads(shapely.to_geojson(shape))


@cache
def _degrees() -> Transformer:
    return Transformer.from_crs(27700, 4326, always_xy=True)


def _plain(text: str) -> str:
    return text.replace(HARD_SPACE, " ")
