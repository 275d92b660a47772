"""Why is the map as it is: at a place, or for a measure. Every answer names its edition, its rule and its sources."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from lnrs import gridref
from lnrs.edition import manifest as manifests
from lnrs.edition import read
from lnrs.edition.explain_words import in_words
from lnrs.edition.explanation import (
    BestPlace,
    CriterionHere,
    HabitatJoined,
    MeasureExplained,
    MeasureHere,
    PlaceExplained,
    SiteHere,
    SourceUsed,
)
from lnrs.errors import NotFound, Problem

__all__ = ["explain", "explain_measure", "explain_place", "in_words", "to_json"]

BEST_PLACES = 5

Place = str | tuple[float, float]
"""`TR 054 469`, `605400,146900`, or easting and northing in metres."""


def explain(folder: Path, *, at: Place | None = None, measure: str | None = None) -> PlaceExplained | MeasureExplained:
    """Explain a place or a measure of an edition; give one of the two.

    Raises NotFound where there is no edition, no such measure, or the place is not in the strategy area.
    """
    if (at is None) == (measure is None):
        raise ValueError("give a place or a measure, one of the two")
    return explain_place(folder, at) if at is not None else explain_measure(folder, str(measure))


def to_json(found: PlaceExplained | MeasureExplained) -> dict[str, Any]:
    """An explanation as plain values."""
    return asdict(found)


def explain_place(folder: Path, at: Place) -> PlaceExplained:
    """Everything that the edition says of a place (EPSG:27700), with its reasons."""
    manifest, origin = manifests.read(folder), read.provenance(folder)
    easting, northing = place_of(at)
    asked = at if isinstance(at, str) else f"{easting:g},{northing:g}"
    if _rows_at(folder, "area", easting, northing).empty:
        what = f"lies outside {manifest.area_name}."
        raise NotFound([Problem(asked, what, "Give a grid reference, or easting,northing, inside the area.")])
    measures = _measures_at(folder, origin, easting, northing)
    important = tuple(
        SiteHere(row.apib_type, row.apib_name, row.apib_site_id, round(float(row.area_ha), 4))
        for row in _rows_at(folder, "important", easting, northing).sort_values("apib_id").itertuples()
    )
    become = _rows_at(folder, "become", easting, northing)
    used = [layer for measure in measures for layer in measure.layers]
    used += _layers_behind("important", origin) if important else []
    return PlaceExplained(
        edition=manifest.identity,
        title=manifest.title,
        as_of=manifest.as_of,
        invented=manifest.invented,
        asked=asked,
        easting=easting,
        northing=northing,
        grid_reference=gridref.place_name(easting, northing),
        district=_name_at(folder, "districts", easting, northing),
        parish=_name_at(folder, "parishes", easting, northing),
        important=important,
        measures=measures,
        could_become_ha=None if become.empty else round(float(become["area_ha"].iloc[0]), 4),
        sources=_sources(used, origin),
    )


def explain_measure(folder: Path, ref: str) -> MeasureExplained:
    """What a measure is, where it goes and why there."""
    manifest, origin = manifests.read(folder), read.provenance(folder)
    rows = {row["ref"]: row for row in read.table(folder, "measures")}
    if ref not in rows:
        known = f"References are like {', '.join(list(rows)[:3])}."
        raise NotFound([Problem(ref, "is not a potential measure of this edition.", known)])
    row, rule = rows[ref], origin["rules"].get(ref, {})
    figures = next((one for one in read.figure(folder, "by_measure") if one["measure"] == ref), {})
    return MeasureExplained(
        edition=manifest.identity,
        title=manifest.title,
        as_of=manifest.as_of,
        invented=manifest.invented,
        ref=ref,
        measure=row["measure"],
        detail=row["detail"],
        mapped=row["mapped"] == "yes",
        not_mapped_because=row["not_mapped_because"],
        priorities=_priorities(folder, row),
        because=rule.get("because", ""),
        rule=tuple(rule.get("in_words", ())),
        rule_text=rule.get("text", ""),
        pieces=int(figures.get("pieces", 0)),
        **{name: float(figures.get(name, 0)) for name in ("area_ha", "eligible_ha", "could_become_ha")},
        mean_score=float(mean) if (mean := figures.get("mean_score", "0")) else None,
        best_places=_best_places(folder, ref),
        sources=_sources(rule.get("layers", []), origin),
    )


def place_of(at: Place) -> tuple[float, float]:
    """Easting and northing in metres; for a grid reference, of the middle of its square. Raises NotFound."""
    if isinstance(at, tuple):
        return float(at[0]), float(at[1])
    try:
        if "," in at:
            return _coordinates(at)
        return gridref.parse(at).centre
    except ValueError as error:
        advice = "Give a grid reference such as TR 054 469, or easting,northing such as 605400,146900."
        raise NotFound([Problem(at, f"is not a place: {error}.", advice)]) from error


def _coordinates(text: str) -> tuple[float, float]:
    """Easting and northing of `605400,146900`. Raises ValueError in plain words."""
    try:
        easting, northing = (float(part) for part in text.split(","))
    except ValueError:
        easting = northing = math.nan
    if not (math.isfinite(easting) and math.isfinite(northing)):
        raise ValueError("it should be two numbers, an easting and a northing in metres, with one comma between them")
    return easting, northing


def _rows_at(folder: Path, frame: str, easting: float, northing: float) -> gpd.GeoDataFrame:
    near = read.frame(folder, frame, bbox=(easting, northing, easting, northing))
    return near[near.intersects(shapely.Point(easting, northing)).to_numpy()]


def _name_at(folder: Path, frame: str, easting: float, northing: float) -> str:
    if not read.has(folder, frame):
        return ""
    names = _rows_at(folder, frame, easting, northing)["name"]
    return "" if names.empty else str(names.iloc[0])


def _measures_at(folder: Path, origin: Mapping[str, Any], easting: float, northing: float) -> tuple[MeasureHere, ...]:
    places = _rows_at(folder, "measures", easting, northing).sort_values("pm_loc_id")
    criteria = read.criteria(folder, places["pm_loc_id"].tolist())
    joins = read.joins(folder, places["pm_loc_id"].tolist())
    rows = {row["ref"]: row for row in read.table(folder, "measures")}
    return tuple(
        MeasureHere(
            ref=place.measure,
            measure=rows[place.measure]["measure"],
            place=int(place.pm_loc_id),
            score=_known(place.score),
            area_ha=round(float(place.area_ha), 4),
            parcel=str(place.parcel_id),
            because=origin["rules"][place.measure]["because"],
            rule=tuple(origin["rules"][place.measure]["in_words"]),
            criteria=_criteria(criteria[criteria["pm_loc_id"] == place.pm_loc_id], origin["rules"][place.measure]),
            priorities=_priorities(folder, rows[place.measure]),
            layers=tuple(origin["rules"][place.measure]["layers"]),
            joins=_joins(joins[joins["pm_loc_id"] == place.pm_loc_id]) if len(joins) else (),
        )
        for place in places.itertuples()
    )


def _joins(rows: pd.DataFrame) -> tuple[HabitatJoined, ...]:
    return tuple(_joined(row) for row in rows.to_dict("records"))


def _joined(row: Mapping[Any, Any]) -> HabitatJoined:
    there = row["others"] > 0
    return HabitatJoined(
        habitat=row["habitat"],
        within_m=row["within_m"],
        part_of_ha=round(row["part_of_ha"], 4),
        touching=row["touching"],
        touching_ha=round(row["touching_ha"], 4),
        others=row["others"],
        others_ha=round(row["others_ha"], 4),
        nearest_m=round(row["nearest_m"], 1) if there else None,
        nearest_ha=round(row["nearest_ha"], 4) if there else None,
        nearest_at=gridref.place_name(row["nearest_east_m"], row["nearest_north_m"]) if there else "",
    )


def _criteria(rows: pd.DataFrame, rule: Mapping[str, Any]) -> tuple[CriterionHere, ...]:
    limits_m = {one["name"]: one["limit_m"] for one in rule["criteria"]}
    whole = float(rows["weight"].sum()) or 1.0
    columns = (rows[name].tolist() for name in ("criterion", "value", "unit", "points", "weight"))
    return tuple(
        CriterionHere(name, _known(value), unit, limits_m[name], _known(points), weight, round(weight / whole, 4))
        for name, value, unit, points, weight in zip(*columns, strict=True)
    )


def _known(value: float) -> float | None:
    """The value, or None where it is withheld."""
    return None if math.isnan(value) else value


def _priorities(folder: Path, row: Mapping[str, str]) -> tuple[str, ...]:
    words = {one["ref"]: one["priority"] for one in read.table(folder, "priorities")}
    return tuple(f"{ref} {words.get(ref, '')}".strip() for ref in row["priorities"].split("; ") if ref)


def _best_places(folder: Path, ref: str) -> tuple[BestPlace, ...]:
    rows = read.frame(folder, "measures", columns=["measure", "pm_loc_id", "score", "area_ha"])
    ours = rows[(rows["measure"] == ref).to_numpy() & rows["score"].notna().to_numpy()]
    best = ours.sort_values(["score", "area_ha", "pm_loc_id"], ascending=[False, False, True]).head(BEST_PLACES)
    points = shapely.point_on_surface(best.geometry.to_numpy())
    return tuple(
        BestPlace(gridref.place_name(point.x, point.y), float(row.score), float(row.area_ha), int(row.pm_loc_id))
        for row, point in zip(best.itertuples(), points, strict=True)
    )


def _layers_behind(step: str, origin: Mapping[str, Any]) -> list[str]:
    """The layers that a step of the derivation is made from directly."""
    made_from = next(one["from"] for one in origin["derivation"] if one["name"] == step)
    return [name for name in made_from if name in origin["sources"]]


def _sources(layers: Iterable[str], origin: Mapping[str, Any]) -> tuple[SourceUsed, ...]:
    known = origin["sources"]
    return tuple(
        SourceUsed(
            layer,
            *(known[layer][name] for name in ("title", "publisher", "version", "retrieved", "licence_name")),
        )
        for layer in sorted(set(layers) & set(known))
    )
