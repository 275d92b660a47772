"""What is at a point, and in a parcel, over every layer of an edition: the site on SQLite and on PostgreSQL beside
GeoDjango on the same PostGIS. Also how long the edition took to import."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.affinity import rotate

from benchmarks import cases
from benchmarks.agreement import Disagrees, require
from benchmarks.apart import Timed, finish
from benchmarks.postgis import Database, NoPostgis, throwaway_postgis, version
from benchmarks.process_memory import watched_gb
from benchmarks.report import Table
from lnrs.units import HA_M2

PARCELS = {"small": 5_000, "full": 160_000}
POINTS, FIELDS = 400, 200
SEED = 20261126
IMPORT_LIMIT_S = 60
ANSWER_LIMIT_MS = 20
SHARED_M2 = 10.0
"""How far apart two contenders may measure it: the site leaves out what is under a square metre of any piece."""

Found = tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""Codes of zones, and numbers of sites, opportunities and places."""
Shared = dict[str, float]
"""Square metres of a parcel that are mapped for each measure, in each site, and could become important."""


@dataclass(frozen=True)
class Case:
    """An edition, and where it is asked about."""

    edition: Path
    points: tuple[tuple[float, float], ...]
    fields: tuple[bytes, ...]
    """Parcels as WKB: each a square of some hectares, turned, so that it cuts what is mapped."""


@dataclass(frozen=True)
class Answers:
    """What was found at each point and in each parcel, and milliseconds for each."""

    points: list[Found]
    fields: list[Shared]
    point_ms: list[float]
    field_ms: list[float]


def run(size: str) -> list[Table]:
    """The tables of this benchmark."""
    case = case_of(PARCELS[size])
    with tempfile.TemporaryDirectory(prefix="lnrs-bench-site-") as room:
        imported, sqlite = on_sqlite(case, Path(room))
        found = {"lnrs, SQLite": sqlite}
        notes = [f"Targets: import {IMPORT_LIMIT_S} s, an answer at the median {ANSWER_LIMIT_MS} ms."]
        try:
            with throwaway_postgis() as database:
                imported_there, found["lnrs, PostgreSQL"], found["GeoDjango, PostGIS"] = on_postgis(
                    case, database, Path(room)
                )
                imported += imported_there
                notes.append(version(database))
        except NoPostgis as missing:
            notes.append(f"Without PostgreSQL and GeoDjango: {missing}")
    agree(found)
    return [
        Table("Import of an edition", ("into", "s", "memory, GB"), tuple(imported)),
        Table(
            f"What is at a point ({POINTS}) and in a parcel ({FIELDS}), ms",
            ("contender", "point p50", "point p95", "parcel p50", "parcel p95", "point / lnrs", "parcel / lnrs"),
            tuple(_row(who, answers, sqlite) for who, answers in found.items()),
            tuple(notes),
        ),
    ]


def case_of(parcels: int) -> Case:
    """The edition of a sketch of Kent, and points and parcels in it, the same each time."""
    edition = cases.edition(cases.sketch(parcels))
    area = gpd.read_parquet(edition / "data" / "area.parquet").geometry.union_all()
    rng = np.random.default_rng(SEED)
    west, south, east, north = area.bounds
    drawn = rng.uniform((west, south), (east, north), (POINTS * 4, 2))
    inside = drawn[shapely.contains_xy(area, drawn)][:POINTS]
    half_m = np.sqrt(rng.uniform(2, 40, FIELDS) * 1e4) / 2
    squares = shapely.box(*(inside[:FIELDS].T - half_m), *(inside[:FIELDS].T + half_m))
    turned = [rotate(one, angle) for one, angle in zip(squares, rng.uniform(0, 90, FIELDS), strict=True)]
    return Case(edition, tuple(map(tuple, inside.tolist())), tuple(shapely.to_wkb(turned)))


def on_sqlite(case: Case, room: Path) -> tuple[list[tuple], Answers]:
    """The row of its import, and the site's answers, with no other service."""
    environment = {"LNRS_SITE": str(room / "sqlite"), "LNRS_DATABASE": ""}
    row = ("SQLite", *_import(case.edition, environment))
    return [row], finish(by_site, environment, case).answer


def on_postgis(case: Case, database: Database, room: Path) -> tuple[list[tuple], Answers, Answers]:
    """The row of its import, the site's answers from PostgreSQL, and GeoDjango's from the same tables."""
    address = f"postgresql://postgres@/postgres?host={database.socket}"
    environment = {"LNRS_SITE": str(room / "postgresql"), "LNRS_DATABASE": address}
    row = ("PostgreSQL", *_import(case.edition, environment))
    return [row], finish(by_site, environment, case).answer, finish(by_geodjango, environment, case).answer


def by_site(environment: Mapping[str, str], case: Case) -> Timed:
    """As the site answers: the index over boxes in the database, Shapely for the rest."""
    _set_up("lnrs_web.config.settings", environment)
    from lnrs_web.editions.models import Edition
    from lnrs_web.editions.queries import what_is_at
    from lnrs_web.land.within import within as what_is_within

    edition = Edition.objects.get()

    def at(point: tuple[float, float]) -> Found:
        here = what_is_at(edition, *point)
        return (
            tuple(sorted(zone.code for zone in here.zones)),
            tuple(sorted(site.number for site in here.sites)),
            (here.opportunity.number,) if here.opportunity else (),
            tuple(sorted(place.number for place in here.places)),
        )

    def within(wkb: bytes) -> Shared:
        (found,) = what_is_within(edition, [shapely.from_wkb(wkb)])
        sites = {f"site {one.site.number}": one.area_ha * HA_M2 for one in found.sites}
        measures = {f"measure {one.measure.ref}": one.area_ha * HA_M2 for one in found.measures}
        return {"could become": found.could_become_ha * HA_M2, **sites, **measures}

    return _asked(case, at, within)


def by_geodjango(environment: Mapping[str, str], case: Case) -> Timed:
    """As GeoDjango's users write it: a lookup a layer, and the shared land measured by PostGIS."""
    _set_up("benchmarks.geodjango.settings", environment)
    from django.contrib.gis.db.models.functions import Area, Intersection
    from django.contrib.gis.geos import GEOSGeometry, Point
    from django.db import models

    from benchmarks.geodjango.models import Opportunity, Piece, Place, Site, Zone

    def at(point: tuple[float, float]) -> Found:
        there = Point(*point, srid=27700)
        places = Place.objects.filter(piece__place__intersects=there).select_related("measure")
        return (
            tuple(sorted(zone.code for zone in Zone.objects.filter(place__intersects=there).defer("place"))),
            tuple(sorted(site.number for site in Site.objects.filter(place__intersects=there).defer("place"))),
            tuple(one.number for one in Opportunity.objects.filter(place__intersects=there).defer("place")),
            tuple(sorted(place.number for place in places)),
        )

    def within(wkb: bytes) -> Shared:
        field = GEOSGeometry(memoryview(wkb), srid=27700)
        in_common = Area(Intersection("place", field))

        def meeting(kind: type[models.Model]) -> Iterable[Any]:
            rows = kind._default_manager.filter(place__intersects=field)
            return rows.defer("place").annotate(shared=in_common)

        pieces = {piece.pk: piece.shared.sq_m for piece in meeting(Piece)}
        found = {f"site {site.number}": site.shared.sq_m for site in meeting(Site)}
        found["could become"] = sum(one.shared.sq_m for one in meeting(Opportunity))
        for place in Place.objects.filter(piece__in=pieces).select_related("measure"):
            name = f"measure {place.measure.ref}"
            found[name] = found.get(name, 0.0) + pieces[place.piece_id]
        return found

    return _asked(case, at, within)


def agree(found: Mapping[str, Answers]) -> None:
    """Raises Disagrees where contenders found other things, or measure shared land otherwise."""
    first, *others = found.values()
    for other in others:
        if first.points != other.points:
            raise Disagrees("contenders found other things at the same points")
        for one, two in zip(first.fields, other.fields, strict=True):
            apart = max((abs(one.get(what, 0.0) - two.get(what, 0.0)) for what in {*one, *two}), default=0.0)
            require(apart, SHARED_M2, "land of a measure or site within a parcel, m2")


def _asked(case: Case, at: Callable[..., Found], within: Callable[..., Shared]) -> Timed:
    """Every question once to warm up and once in earnest; each is timed by itself."""
    began, worked = time.perf_counter(), time.process_time()
    for point in case.points:
        at(point)
    points, point_ms = _each(at, case.points)
    for field in case.fields:
        within(field)
    fields, field_ms = _each(within, case.fields)
    answers = Answers(points, fields, point_ms, field_ms)
    return Timed(time.perf_counter() - began, time.process_time() - worked, answers)


def _each(ask: Callable[..., object], questions: Iterable[object]) -> tuple[list, list[float]]:
    answers, took_ms = [], []
    for question in questions:
        began = time.perf_counter()
        answers.append(ask(question))
        took_ms.append((time.perf_counter() - began) * 1000)
    return answers, took_ms


def _set_up(settings: str, environment: Mapping[str, str]) -> None:
    os.environ |= {**environment, "DJANGO_SETTINGS_MODULE": settings}
    import django

    django.setup()


def _import(edition: Path, environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds and GB that `lnrs-web import_edition` takes on an empty site."""
    site = [sys.executable, "-m", "lnrs_web"]
    variables = {**os.environ, **environment}
    subprocess.run([*site, "migrate", "--verbosity", "0"], env=variables, check=True)
    began = time.perf_counter()
    command = [*site, "import_edition", str(edition), "--publish"]
    process = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL)
    peak_gb = watched_gb(process)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - began, peak_gb


def _row(who: str, answers: Answers, ours: Answers) -> tuple:
    point, field = statistics.median(answers.point_ms), statistics.median(answers.field_ms)
    return (
        who,
        point,
        float(np.quantile(answers.point_ms, 0.95)),
        field,
        float(np.quantile(answers.field_ms, 0.95)),
        point / statistics.median(ours.point_ms),
        field / statistics.median(ours.field_ms),
    )
