"""The rows of an edition's folder as unsaved records of the site. Opens files, and no database."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

from lnrs.edition import read
from lnrs_web.editions.located import box_of
from lnrs_web.editions.models import (
    Edition,
    EditionPostcode,
    Figure,
    FundingRoute,
    Measure,
    MetricHabitat,
    Opportunity,
    Piece,
    Place,
    Priority,
    Site,
    Species,
    Theme,
    Town,
    Zone,
)

LISTS = frozenset({"priorities", "principles", "who", "wider_benefits", "funding", "national_objectives", "measures"})
"""Columns of the edition's tables that hold several things, with `; ` between them."""

TABLES = {
    "priorities": Priority,
    "measures": Measure,
    "species": Species,
    "funding": FundingRoute,
    "metric_habitats": MetricHabitat,
}


ZONES = {
    Zone.Kind.PARISH: "parishes",
    Zone.Kind.WARD: "wards",
    Zone.Kind.DISTRICT: "districts",
    Zone.Kind.CONSTITUENCY: "constituencies",
}
"""The frame of each kind of zone; an edition may lack any of them."""


def themes(folder: Path, edition: Edition) -> list[Theme]:
    """The strategy's chapters, in their order."""
    settings = read.provenance(folder)["settings"]
    found = [values for name, values in settings.items() if name.startswith("theme ")]
    return [Theme(edition=edition, position=number, **values) for number, values in enumerate(found)]


def rows_of(folder: Path, table: str, edition: Edition) -> list[Any]:
    """The rows of one of `TABLES`."""
    extra = _rules(folder) if table == "measures" else {}
    rows = enumerate(read.table(folder, table))
    return [
        TABLES[table](
            edition=edition, position=number, **_values(row), **extra.get(row.get("ref", ""), _NO_RULE[table])
        )
        for number, row in rows
    ]


_NO_RULE: dict[str, dict[str, Any]] = defaultdict(dict, {"measures": {"because": "", "rule": []}})


def _rules(folder: Path) -> dict[str, dict[str, Any]]:
    rules = read.provenance(folder)["rules"]
    return {ref: {"because": rule["because"], "rule": list(rule["in_words"])} for ref, rule in rules.items()}


def _values(row: Mapping[str, str]) -> dict[str, Any]:
    return {column: _value(column, text) for column, text in row.items()}


def _value(column: str, text: str) -> Any:
    if column in LISTS:
        return [part for part in text.split("; ") if part]
    if column in ("mapped", "verified"):
        return text == "yes"
    return date.fromisoformat(text) if column == "checked" else text


def figures(folder: Path, edition: Edition) -> Iterator[Figure]:
    """Every table of figures."""
    for file in sorted((folder / "figures").glob("*.csv")):
        yield Figure(edition=edition, name=file.stem, rows=read.figure(folder, file.stem))


def zones(folder: Path, edition: Edition) -> Iterator[Zone]:
    """Zones of every kind that the edition carries."""
    for kind, frame in ZONES.items():
        for row in _located(folder, frame, ("code", "name")) if read.has(folder, frame) else ():
            yield Zone(edition=edition, kind=kind, **row)


def towns(folder: Path, edition: Edition) -> Iterator[Town]:
    """Cities, towns and villages, where the edition carries them."""
    for row in _points(folder, "towns", ("name", "kind", "population")):
        yield Town(edition=edition, **row)


def postcodes(folder: Path, edition: Edition) -> Iterator[EditionPostcode]:
    """The postcodes that the edition brings."""
    for row in _points(folder, "postcodes", ("postcode",)):
        yield EditionPostcode(edition=edition, **row)


def _points(folder: Path, frame: str, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if not read.has(folder, frame):
        return
    found = read.with_wkb(folder, frame, columns)
    found["easting_m"], found["northing_m"] = shapely.get_coordinates(shapely.from_wkb(found.pop("wkb").tolist())).T
    yield from ({str(name): value for name, value in row.items()} for row in found.to_dict("records"))


def sites(folder: Path, edition: Edition) -> Iterator[Site]:
    """Areas of particular importance, a row a site and type."""
    for row in _located(folder, "important", ("apib_id", "apib_type", "apib_name", "apib_site_id", "area_ha")):
        number, kind, name, ref = (row.pop(f"apib_{part}") for part in ("id", "type", "name", "site_id"))
        yield Site(edition=edition, number=number, kind=kind, name=name, ref=ref, **row)


def opportunities(folder: Path, edition: Edition) -> Iterator[Opportunity]:
    """Areas that could become of particular importance."""
    for row in _located(folder, "become", ("acb_id", "area_ha")):
        yield Opportunity(edition=edition, number=row.pop("acb_id"), **row)


def _located(folder: Path, frame: str, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for row in read.with_wkb(folder, frame, columns).to_dict("records"):
        yield {str(name): value for name, value in row.items()} | box_of(row["wkb"])


def put_in_zones(pieces: Sequence[Piece], zones: Sequence[Zone]) -> None:
    """Give each piece of land the code of the zone of each kind in which a point on it lies. A point on a boundary is
    in the zone that comes first, so that no land counts twice."""
    points = shapely.point_on_surface(shapely.from_wkb([piece.wkb for piece in pieces]))
    for kind in ZONES:
        of_kind = [zone for zone in zones if zone.kind == kind]
        tree = shapely.STRtree([zone.shape for zone in of_kind])
        held = tree.query(points, predicate="intersects").T.tolist()
        for piece, zone in sorted(held, reverse=True):
            setattr(pieces[piece], str(kind), of_kind[zone].code)


def places(folder: Path, edition: Edition, measures: Mapping[str, Measure]) -> tuple[list[Piece], list[Place]]:
    """Every piece of land that a measure is mapped on, and each measure on it with its criteria and what it would
    join. `measures` are saved rows, by reference."""
    rows = read.with_wkb(folder, "measures", ["pm_loc_id", "measure", "score", "area_ha", "piece", "parcel_id"])
    criteria = _grouped(read.criteria(folder), ("criterion", "value", "unit", "points", "weight"))
    joins = _grouped(read.joins(folder), _JOINS)
    pieces: dict[int, Piece] = {}
    found = []
    for row in rows.to_dict("records"):
        piece = pieces.get(row["piece"])
        if piece is None:
            piece = Piece(edition=edition, parcel=row["parcel_id"], area_ha=row["area_ha"], wkb=row["wkb"])
            for name, value in box_of(row["wkb"]).items():
                setattr(piece, name, value)
            pieces[row["piece"]] = piece
        number = row["pm_loc_id"]
        found.append(
            Place(
                edition=edition,
                piece=piece,
                measure=measures[row["measure"]],
                number=number,
                score=_known(row["score"]),
                criteria=criteria.get(number, []),
                joins=joins.get(number, []),
            )
        )
    return list(pieces.values()), found


_JOINS = (
    *("habitat", "within_m", "part_of_ha", "touching", "touching_ha", "others", "others_ha"),
    *("nearest_m", "nearest_ha", "nearest_east_m", "nearest_north_m"),
)


def _grouped(table: pd.DataFrame, columns: tuple[str, ...]) -> dict[int, list[dict[str, Any]]]:
    """Rows of a table by place; a number that is not known is nothing."""
    grouped: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if table.empty:
        return grouped
    cells = (table[name].tolist() for name in columns)
    for place, *values in zip(table["pm_loc_id"].tolist(), *cells, strict=True):
        grouped[place].append({name: _known(value) for name, value in zip(columns, values, strict=True)})
    return grouped


def _known(value: Any) -> Any:
    """The value, or nothing where it is withheld or there is none."""
    return None if isinstance(value, float) and math.isnan(value) else value
