"""Boundaries and names that are brought in: all of a file, or none of it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from django.db import transaction

from lnrs.errors import LayerRefused, NotFound, Problem
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.briefings.models import Boundary, Decider, Kind
from lnrs_web.briefings.refused import BriefingRefused, refuse

COLUMNS = ("kind", "code", "name", "office")
LETTERS = {"code": 20, "name": 120, "office": 200}
MOST_LINES, MOST_BYTES = 5_000, 2_000_000
TOLD = 20


@dataclass(frozen=True)
class Outline:
    """A boundary of a file: its shape in metres of EPSG:27700."""

    code: str
    name: str
    shape: shapely.Geometry


def read_boundaries(file: Path, code: str, name: str, layer: str = "") -> list[Outline]:
    """The boundaries of a GeoPackage, GeoParquet or GeoJSON file, by its columns of codes and names; several shapes of
    one code are one boundary.

    Raises NotFound, and LayerRefused with every problem.
    """
    if not file.is_file():
        raise NotFound([Problem(str(file), "is not there.", "Name a file with boundaries.")])
    try:
        parquet = file.suffix.lower() in (".parquet", ".geoparquet")
        frame = gpd.read_parquet(file) if parquet else gpd.read_file(file, **({"layer": layer} if layer else {}))
    except Exception as error:  # whatever the reader says, the file is none that can be read
        do = "Give a GeoPackage, GeoParquet or GeoJSON file."
        raise LayerRefused([Problem(file.name, "cannot be read as boundaries.", do)]) from error
    columns = [one for one in frame.columns if one != "geometry"]
    absent = [one for one in (code, name) if one not in columns]
    if absent or frame.crs is None or frame.empty:
        problems = [Problem(file.name, f"has no column {one}.", f"It has {', '.join(columns)}.") for one in absent]
        if frame.crs is None:
            problems.append(Problem(file.name, "does not say its coordinate system.", "Save it with one."))
        if frame.empty:
            problems.append(Problem(file.name, "holds nothing.", "Give one with boundaries."))
        raise LayerRefused(problems)
    return _outlines(file.name, frame.to_crs(27700), code, name)


def _outlines(file: str, frame: gpd.GeoDataFrame, code: str, name: str) -> list[Outline]:
    problems, found = [], []
    for key, rows in frame.groupby(frame[code].astype("string").str.strip(), dropna=False):
        names = sorted({str(one).strip() for one in rows[name] if not pd.isna(one) and str(one).strip()})
        shape = shapely.union_all(shapely.make_valid(rows.geometry.dropna().to_numpy()))
        polygons = [one for one in shapely.get_parts(shape) if one.geom_type == "Polygon"]
        where = f"{file}, {code} {key}"
        if pd.isna(key) or not 0 < len(str(key)) <= LETTERS["code"]:
            problems.append(
                Problem(file, f"{len(rows)} rows have no code, or one of more than 20 letters.", "Give each one.")
            )
        elif len(names) != 1:
            problems.append(Problem(where, f"has {len(names)} names.", "Give it one."))
        elif not polygons:
            problems.append(Problem(where, "has no land.", "Give its edge."))
        else:
            found.append(Outline(str(key), names[0][:200], shapely.multipolygons(polygons)))
    if problems:
        rest = len(problems) - TOLD
        more = [Problem(file, f"and {rest} more.")] if rest > 0 else []
        raise LayerRefused([*problems[:TOLD], *more])
    return found


@transaction.atomic
def take_in(area: StrategyArea, kind: str, outlines: Sequence[Outline], source: str, *, by: str) -> int:
    """Put boundaries in the place of all of their kind in an area. Gives how many there are now."""
    Boundary.objects.filter(area=area, kind=kind).delete()
    Boundary.objects.bulk_create(
        Boundary(
            area=area, kind=kind, code=one.code, name=one.name, wkb=shapely.to_wkb(one.shape), source=source[:200],
            added_by=by,
        )
        for one in outlines
    )  # fmt: skip
    record("bring in boundaries", f"{area.name}: {kind}", by=by, became=f"{len(outlines)} of {source}", area=area.pk)
    return len(outlines)


def read_deciders(data: bytes) -> list[dict[str, str]]:
    """Councillors and Members of Parliament of a CSV file with COLUMNS in its first line. Raises BriefingRefused with
    every problem."""
    if not data or len(data) > MOST_BYTES:
        raise refuse("table", "No table has been chosen, or it is too large.", "Choose a CSV file of up to 2 MB.")
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise refuse("table", "It is not a CSV table in UTF-8.", "Save it as CSV in UTF-8.") from None
    columns = {(name or "").strip().lower() for name in (rows[0] if rows else {})}
    if absent := [name for name in COLUMNS if name not in columns]:
        raise refuse("table", f"The table has no column {', '.join(absent)}.", f"It needs {', '.join(COLUMNS)}.")
    if len(rows) > MOST_LINES:
        raise refuse("table", f"The table has {len(rows):,} lines.", f"Send at most {MOST_LINES:,}.")
    found, problems = [], []
    for number, row in enumerate(rows, 2):
        cells = {(name or "").strip().lower(): value for name, value in row.items() if isinstance(value, str)}
        one = {name: " ".join(cells.get(name, "").replace("\x00", "").split()) for name in COLUMNS}
        wrong = [name for name, most in LETTERS.items() if not 0 < len(one[name]) <= most]
        wrong += [] if one["kind"] in Kind.values else ["kind"]
        if wrong:
            problems.append(Problem("table", f"Line {number}: {', '.join(wrong)} cannot be used.", "Correct it."))
        found.append(one)
    if problems:
        raise BriefingRefused(problems[:TOLD])
    return list({tuple(one.values()): one for one in found}.values())


@transaction.atomic
def name_deciders(area: StrategyArea, named: Sequence[dict[str, str]], *, by: Person) -> None:
    """Put names in the place of all of the kinds that they are of. Raises NotAllowed."""
    must_be_officer_of(area.pk, by)
    kinds = {one["kind"] for one in named}
    Decider.objects.filter(area=area, kind__in=kinds).delete()
    Decider.objects.bulk_create((Decider(area=area, added_by=by.email, **one) for one in named), ignore_conflicts=True)
    became = f"{len(named)}, {', '.join(sorted(kinds))}"
    record("name who decides", area.name, by=by.email, became=became, area=area.pk)
