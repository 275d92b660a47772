"""The union of the areas of particular importance, each hectare counted once, beside GeoPandas and PostGIS."""

from collections.abc import Callable
from pathlib import Path

import shapely

from benchmarks import union_contenders as contenders
from benchmarks.agreement import SQUARE_METRE, most_apart, require
from benchmarks.apart import Run, Timed, best_of, finish, told
from benchmarks.cases import KENT, SHARED_DATA, WIGHT, england, read_sites, real_kent, sites_of, sketch
from benchmarks.postgis import NoPostgis, throwaway_postgis, version
from benchmarks.report import Cell, Table

SIZES = {"small": (WIGHT, 4_000), "full": (KENT, 160_000)}
REPEATS = 3
REAL = "real Special Areas of Conservation and Ramsar sites"
COLUMNS = ("who", "time, s", "times ours", "CPU, s", "memory, GB", "all, ha")

IN_PYTHON: dict[str, Callable] = {
    "lnrs": contenders.ours,
    "GeoPandas clip + union_all": contenders.by_union_all,
    "GeoPandas clip + dissolve + overlay": contenders.by_overlay,
}
IN_POSTGIS = {
    "PostGIS ST_Union": "st_union(%s)",
    "PostGIS ST_UnaryUnion(ST_Collect)": "st_unaryunion(st_collect(%s))",
}


def run(size: str) -> list[Table]:
    """A table for each case: the sketch always, real sites where they are there."""
    area, parcels = SIZES[size]
    found = [_compare(f"A sketch of {parcels:,} parcels", told(_sketch_sites, parcels, area))]
    if SHARED_DATA.is_dir():
        found.append(_compare(f"Kent and Medway, {REAL}", told(real_kent)))
    if SHARED_DATA.is_dir() and size == "full":
        found.append(_compare(f"England, {REAL}", told(england)))
    return found


def _sketch_sites(parcels: int, area: int) -> Path:
    return sites_of(sketch(parcels, area))


def in_python(name: str, case: Path) -> Timed:
    """The areas in m2, by one of the contenders in Python."""
    return best_of(REPEATS, lambda: read_sites(case), IN_PYTHON[name])


def in_postgis(case: Path) -> tuple[str, dict[str, Run]]:
    """Every way of PostGIS in one server: (its version, runs by name); or (why not, no runs) where there is none."""
    layers, area = read_sites(case)
    runs = {}
    try:
        with throwaway_postgis() as database:
            contenders.put_into(database, layers, area)
            for name, collect in IN_POSTGIS.items():
                asked, answer = contenders.from_postgis(database, collect, REPEATS)
                runs[name] = Run(asked.seconds, None, asked.peak_gb, answer)
            return f"{version(database)}; its memory is that of the server's process alone.", runs
    except NoPostgis as missing:
        return f"Without PostGIS: {missing}", {}


def _size_of(case: Path) -> tuple[int, int]:
    layers, _ = read_sites(case)
    return (
        sum(len(layer) for layer in layers.values()),
        sum(int(shapely.get_num_coordinates(layer.geometry.to_numpy()).sum()) for layer in layers.values()),
    )


def _compare(title: str, case: Path) -> Table:
    sites, vertices = told(_size_of, case)
    runs = {name: finish(in_python, name, case) for name in IN_PYTHON}
    words, asked = told(in_postgis, case)
    runs |= asked
    apart = require(most_apart({name: one.answer for name, one in runs.items()}), SQUARE_METRE, title)
    agree = f"All agree, for every type and for all, within {apart:.2g} m2. Best of {REPEATS}; data read before."
    rows = [_row(name, one, runs["lnrs"].seconds) for name, one in runs.items()]
    return Table(f"{title}: {sites:,} sites, {vertices:,} vertices", COLUMNS, tuple(rows), (agree, words))


def _row(name: str, one: Run, ours_s: float) -> tuple[Cell, ...]:
    return name, one.seconds, one.seconds / ours_s, one.cpu_s, one.peak_gb, one.answer["all"] / 10_000
