"""The union of the areas of particular importance, each hectare counted once, beside GeoPandas and PostGIS."""

from collections.abc import Callable
from pathlib import Path

import shapely

from benchmarks import union_contenders as contenders
from benchmarks.agreement import SQUARE_METRE, most_apart, require
from benchmarks.apart import Run, answer_of, best_of
from benchmarks.cases import KENT, SHARED_DATA, WIGHT, england, read_sites, real_kent, sites_of, sketch
from benchmarks.postgis import NoPostgis, throwaway_postgis, version
from benchmarks.report import Table

SIZES = {"small": (WIGHT, 4_000), "full": (KENT, 160_000)}
REPEATS = 3
REAL = "real Special Areas of Conservation and Ramsar sites"
COLUMNS = ("who", "time, s", "times ours", "memory, GB", "all, ha")

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
    found = [_compare(f"A sketch of {parcels:,} parcels", answer_of(_sketch_sites, parcels, area).answer)]
    if SHARED_DATA.is_dir():
        found.append(_compare(f"Kent and Medway, {REAL}", answer_of(_kent).answer))
    if SHARED_DATA.is_dir() and size == "full":
        found.append(_compare(f"England, {REAL}", answer_of(_england).answer))
    return found


def _sketch_sites(parcels: int, area: int) -> tuple[float, Path]:
    return 0.0, sites_of(sketch(parcels, area))


def _kent() -> tuple[float, Path]:
    return 0.0, real_kent()


def _england() -> tuple[float, Path]:
    return 0.0, england()


def in_python(name: str, case: Path) -> tuple[float, dict[str, float]]:
    """(best seconds, areas in m2) of one of the contenders in Python."""
    return best_of(REPEATS, lambda: read_sites(case), IN_PYTHON[name])


def in_postgis(case: Path) -> tuple[float, tuple[str, dict[str, Run]]]:
    """Every way of PostGIS in one server: (0, (its version, runs by name)). The memory is the server process's."""
    layers, area = read_sites(case)
    with throwaway_postgis() as database:
        contenders.put_into(database, layers, area)
        runs = {}
        for name, collect in IN_POSTGIS.items():
            asked, answer = contenders.from_postgis(database, collect, REPEATS)
            runs[name] = Run(asked.seconds, asked.peak_gb, answer)
        return 0.0, (version(database), runs)


def _size_of(case: Path) -> tuple[float, tuple[int, int]]:
    layers, _ = read_sites(case)
    return 0.0, (
        sum(len(layer) for layer in layers.values()),
        sum(int(shapely.get_num_coordinates(layer.geometry.to_numpy()).sum()) for layer in layers.values()),
    )


def _compare(title: str, case: Path) -> Table:
    sites, vertices = answer_of(_size_of, case).answer
    runs = {name: answer_of(in_python, name, case) for name in IN_PYTHON}
    notes = []
    try:
        told, asked = _postgis(case)
        runs |= asked
        notes.append(told)
    except NoPostgis as missing:
        notes.append(f"Without PostGIS: {missing}")
    apart = require(most_apart({name: one.answer for name, one in runs.items()}), SQUARE_METRE, title)
    base = runs["lnrs"].seconds
    rows = [
        (name, one.seconds, one.seconds / base, one.peak_gb, one.answer["all"] / 10_000) for name, one in runs.items()
    ]
    agree = (
        f"All agree, for every type and for all, within {apart:.2g} m2. Best of {REPEATS}; data read or loaded before."
    )
    return Table(f"{title}: {sites:,} sites, {vertices:,} vertices", COLUMNS, tuple(rows), (agree, *notes))


def _postgis(case: Path) -> tuple[str, dict[str, Run]]:
    return answer_of(in_postgis, case).answer
