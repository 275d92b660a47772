"""The land of one area counted once, for all measures and for each action: beside GeoPandas and PostGIS."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.agreement import most_apart, require
from benchmarks.apart import Run, Timed, compete, finish, told
from benchmarks.apart import timed as time_of
from benchmarks.network_cases import PLACES, england
from benchmarks.postgis import NoPostgis, ask, load, throwaway_postgis, version
from benchmarks.report import Cell, Table
from lnrs.network import folder as folders
from lnrs.network import land_once, squares

AREAS = {"small": ((40,), (42,)), "full": ((40,), (36, 42, 43, 44, 45), tuple(range(1, 49)))}
"""One area, several side by side, and all of England."""
LIMIT_S = 1_800.0
APART_M2 = 100.0
"""Ours puts corners on a grid of a millimetre."""
APART_SHARE = 1e-5
"""... and GEOS 3.14, which GeoPandas has, can give a union that is wrong by so much where edges all but agree."""
COLUMNS = ("who", "time, s", "times ours", "memory, GB", "all, ha", "from ours, m2")

QUERY = """
    with united as materialized (select label, st_union(geom) as geom from places group by label)
    select label, st_area(geom) from united
    union all select 'all', st_area(st_union(geom)) from united"""

Places = gpd.GeoDataFrame


def run(size: str) -> list[Table]:
    """A table for each choice of areas."""
    network = told(england, PLACES[size])
    return [_compare(network, ids) for ids in AREAS[size]]


def places_of(network: Path, ids: tuple[int, ...]) -> Places:
    """Every mapped place with its measure as `label`."""
    frames = [
        gpd.read_parquet(Path(source.path) / "data" / "measures.parquet")[["measure", "geometry"]]
        for source in folders.read(network).sources
        if source.lnrs_id in ids
    ]
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=27700).rename(columns={"measure": "label"})


def ours(places: Places) -> dict[str, float]:
    """Square by square, as `lnrs network build` does it: whole polygons in their square, others cut along squares."""
    shapes, labels = places.geometry.to_numpy(), places["label"].to_numpy(str)
    leaves = squares.leaves_its_square(shapes)
    crossing = np.flatnonzero(leaves)
    which, square, pieces = squares.cut(shapes[crossing])
    names = np.concatenate([squares.home_squares(shapes[~leaves]), square])
    label = np.concatenate([labels[~leaves], labels[crossing][which]])
    parts = np.concatenate([shapes[~leaves], pieces])
    found: dict[str, float] = dict.fromkeys({*labels.tolist(), "all"}, 0.0)
    order = np.argsort(names, kind="stable")
    for chosen in np.split(order, np.flatnonzero(np.diff(np.unique(names[order], return_inverse=True)[1])) + 1):
        places_here, labels_here = land_once.Places(parts[chosen]), label[chosen]
        for one in np.unique(labels_here):
            found[str(one)] += float(shapely.area(places_here.once(labels_here == one)).sum())
        found["all"] += float(shapely.area(places_here.once(np.ones(len(chosen), bool))).sum())
    return found


def by_geopandas(places: Places) -> dict[str, float]:
    """`dissolve` by measure, and one union of what it gives."""
    united = places.dissolve("label")
    return {str(name): float(area) for name, area in united.area.items()} | {"all": float(united.union_all().area)}


def in_python(contender: str, network: Path, ids: tuple[int, ...]) -> Timed:
    """The areas in m2, by ours or by GeoPandas; reading is not timed."""
    places = places_of(network, ids)
    return time_of({"lnrs": ours, "GeoPandas dissolve": by_geopandas}[contender], places)


def in_postgis(network: Path, ids: tuple[int, ...]) -> tuple[str, Run | None]:
    """(its version, its run); or (why not, None)."""
    places = places_of(network, ids)
    try:
        with throwaway_postgis() as database:
            load(database, "places", places.geometry.to_numpy(), places["label"].tolist())
            asked = ask(database, QUERY)
            answer = {label: float(area) for label, area in asked.rows}
            return f"{version(database)}; its memory is that of the server's process alone.", Run(
                asked.seconds, None, asked.peak_gb, answer
            )
    except NoPostgis as missing:
        return f"Without PostGIS: {missing}", None


def _size_of(network: Path, ids: tuple[int, ...]) -> tuple[int, int]:
    places = places_of(network, ids)
    return len(places), int(shapely.get_num_coordinates(places.geometry.to_numpy()).sum())


def _compare(network: Path, ids: tuple[int, ...]) -> Table:
    many, vertices = told(_size_of, network, ids)
    runs: dict[str, Run | None] = {"lnrs, square by square": finish(in_python, "lnrs", network, ids)}
    runs["GeoPandas dissolve + union_all"] = compete(in_python, "GeoPandas dissolve", network, ids, limit_s=LIMIT_S)
    words, runs["PostGIS ST_Union"] = told(in_postgis, network, ids)
    done = {name: one for name, one in runs.items() if one}
    first = next(iter(done.values()))
    allowed_m2 = max(APART_M2, APART_SHARE * first.answer["all"])
    apart = {
        name: require(most_apart({"ours": first.answer, name: one.answer}), allowed_m2, "land counted once")
        for name, one in done.items()
    }
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, one.seconds, one.seconds / first.seconds, one.peak_gb, one.answer["all"] / 10_000, apart[name])
        if one
        else (name, None, None, None, None, None)
        for name, one in runs.items()
    )
    notes = ("From ours: the most by which any measure, or all, is apart. Data read before.", words)
    return Table(f"Land of {len(ids)} areas: {many:,} places, {vertices:,} vertices", COLUMNS, rows, notes)
