"""The whole map step by the engine and by the officer's script.

Each answers with square metres: of important land by type and `all`, and of land that `could become` so. Each leaves
the same kind of files, to be compared.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd

from benchmarks import officer_script
from benchmarks.apart import Timed, timed
from benchmarks.cases import WIGHT, sketch
from lnrs import strategy
from lnrs.habitat_map.build import HabitatMap, build
from lnrs.habitat_map.cache import Cache


def engine(folder: Path, cache: Path, to: Path) -> Timed:
    """The areas that `lnrs` gives, from the folder to the finished map; what it made is left in `to`."""
    found = timed(lambda: build(strategy.read(folder), Cache(cache)))
    made: HabitatMap = found.answer
    _save_ours(made, to)
    by_type = made.figures["important_by_type"].set_index("apib_type")["area_ha"] * 10_000
    areas = {"all": float(made.importance.area.sum()), "could become": float(made.become.area.sum())}
    return replace(found, answer=dict(zip(by_type.index, by_type, strict=True)) | areas)


def make_ready() -> None:
    """Have the engine's kernels compiled and kept, so that the run that is timed does not compile them."""
    with tempfile.TemporaryDirectory() as room:
        build(strategy.read(sketch(500, WIGHT)), Cache(Path(room)))


def officer(folder: Path, to: Path) -> Timed:
    """The areas that the officer's script gives for the same; what it made is left in `to`."""
    found = timed(officer_script.make_map, folder)
    made: officer_script.OfficersMap = found.answer
    _save_theirs(made, to)
    return replace(found, answer=made.important_m2 | {"could become": float(made.become.area.sum())})


def _save_ours(made: HabitatMap, to: Path) -> None:
    """pieces.parquet (the mapped ones), mapped.parquet (measure, piece), values.parquet, by_district, by_parish."""
    to.mkdir(parents=True, exist_ok=True)
    pieces = made.measures.drop_duplicates("piece").set_index("piece")[["area_ha", "geometry"]]
    pieces.to_parquet(to / "pieces.parquet")
    made.measures[["pm_loc_id", "measure", "piece"]].to_parquet(to / "mapped.parquet")
    made.criteria.to_parquet(to / "values.parquet")
    for name in ("by_district", "by_parish"):
        made.figures[name].to_parquet(to / f"{name}.parquet")


def _save_theirs(made: officer_script.OfficersMap, to: Path) -> None:
    to.mkdir(parents=True, exist_ok=True)
    made.land.to_parquet(to / "pieces.parquet")
    rows = [pd.DataFrame({"measure": ref, "piece": pieces}) for ref, pieces in made.mapped.items()]
    pd.concat(rows, ignore_index=True).to_parquet(to / "mapped.parquet")
    for name, table in (("by_district", "districts"), ("by_parish", "parishes")):
        made.figures[table].to_parquet(to / f"{name}.parquet")
