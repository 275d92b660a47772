"""The data that contenders share, kept in `bench/` so that every one of them reads the same files."""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args, get_type_hints

import geopandas as gpd
import pandas as pd
import shapely
import tomli_w

from lnrs.habitat_map.important import SITE_TYPES
from lnrs.layers import store
from lnrs.strategy.rule import BY_RANK
from lnrs.strategy.sketch_folder import KENT, write_sketch

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT / "bench"
SHARED_DATA = ROOT.parent / "shared" / "data"
"""Real open data beside the checkout; what needs it is left out, with a word, where it is absent."""

AREA = "strategy_area"

WIGHT = 46
"""The smallest of the 48 strategy areas but one: a tenth of Kent, for trials that should be over soon."""

NEW_QUESTION = {
    "kind": "distance",
    "name": "near meadow or orchard",
    "habitat": ["lowland meadow", "traditional orchard"],
    "worst_m": 1500,
}


def in_whole(folder: Path, make: Callable[[Path], None]) -> Path:
    """A folder made by `make`, once: it appears whole or not at all."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as name:
            made = Path(name) / "made"
            made.mkdir()
            make(made)
            os.replace(made, folder)
    return folder


def england(room: Path = BENCH) -> Path:
    """England's Special Areas of Conservation and Ramsar sites, repaired, with England's outline."""
    return in_whole(room / "england-sites", _england)


def real_kent(room: Path = BENCH) -> Path:
    """The same designations in and around Kent and Medway, with its outline to mean high water."""
    return in_whole(room / "kent-sites", _real_kent)


def sites_of(strategy: Path) -> Path:
    """Every layer of sites of a strategy folder, with its area."""
    return in_whole(strategy.with_name(f"{strategy.name}-sites"), lambda made: _sites_of(strategy, made))


def sketch(parcels: int, lnrs_id: int = KENT) -> Path:
    """The strategy folder of an invented area, Kent and Medway unless told, with about this many land parcels."""
    folder = BENCH / f"sketch-{lnrs_id}-{parcels}"
    return folder if folder.exists() else write_sketch(folder, lnrs_id=lnrs_id, parcels=parcels)


def edition(strategy: Path) -> Path:
    """The edition of a strategy folder, built by the command as a user would."""
    built = strategy.with_name(f"edition-of-{strategy.name}")
    if not built.exists():
        subprocess.run([sys.executable, "-m", "lnrs.cli", "build", str(strategy), "--to", str(built)], check=True)
    return built


def plain(strategy: Path) -> Path:
    """The same strategy asking only what a script with GeoPandas can answer: no criterion that goes by rank, and every
    measure chosen by itself."""
    return in_whole(strategy.with_name(f"{strategy.name}-plain"), lambda made: _plain(strategy, made))


@contextmanager
def one_rule_changed(folder: Path) -> Iterator[str]:
    """Change one measure's rule while the block runs, and give its reference.

    More is wanted of it, a weight is higher, and it asks for the distance to something no rule asked about before.
    """
    rules = {path: tomllib.loads(path.read_text("utf-8")) for path in sorted((folder / "rules").glob("*.toml"))}
    path, rule = next((path, rule) for path, rule in rules.items() if "area_ha" in rule["select"] and rule["criteria"])
    before = path.read_bytes()
    rule["select"]["area_ha"] *= 1.25
    rule["criteria"][0]["weight"] = rule["criteria"][0].get("weight", 1) + 1
    rule["criteria"].append(NEW_QUESTION)
    try:
        path.write_text(tomli_w.dumps(rule), encoding="utf-8")
        yield path.stem
    finally:
        path.write_bytes(before)


def read_sites(case: Path) -> tuple[dict[str, gpd.GeoDataFrame], shapely.Geometry]:
    """(layers of sites by name, the area) of a case."""
    frames = {path.stem: gpd.read_parquet(path) for path in sorted(case.glob("*.parquet"))}
    return frames, shapely.union_all(frames.pop(AREA).geometry.to_numpy())


def _england(made: Path) -> None:
    folder = SHARED_DATA / "designated"
    _save_sites(folder / "sac_england_2021.parquet", made / "special_areas_of_conservation.parquet")
    _save_sites(folder / "ramsar_england_2021.parquet", made / "ramsar_sites.parquet")
    districts = gpd.read_parquet(SHARED_DATA / "boundaries" / "lad_england_2019_coarse250m.parquet")
    _save_area(districts.union_all(), made)


def _real_kent(made: Path) -> None:
    folder = SHARED_DATA / "designated"
    _save_sites(folder / "sac_kmb_2021.parquet", made / "special_areas_of_conservation.parquet")
    _save_sites(folder / "ramsar_kmb_2021.parquet", made / "ramsar_sites.parquet")
    outline = gpd.read_parquet(SHARED_DATA / "boundaries" / "kent_medway_outline_mhw_2019.parquet")
    _save_area(outline.union_all(), made)


def _save_sites(file: Path, to: Path) -> None:
    """In EPSG:27700, valid, with the columns of a layer of sites."""
    sites = gpd.read_parquet(file).to_crs(27700)
    shapes = shapely.make_valid(sites.geometry.to_numpy(), method="structure", keep_collapsed=False)
    columns = {"ref": sites["geography"].astype(str), "name": sites["name"].astype(str)}
    gpd.GeoDataFrame(pd.DataFrame(columns), geometry=shapes, crs=27700).to_parquet(to)


def _save_area(shape: shapely.Geometry, made: Path) -> None:
    gpd.GeoDataFrame({"lnrs_id": [0]}, geometry=[shape], crs=27700).to_parquet(made / f"{AREA}.parquet")


def _sites_of(strategy: Path, made: Path) -> None:
    for name in [AREA, *(kind.layer for kind in SITE_TYPES)]:
        file = strategy / "layers" / f"{name}.gpkg"
        if file.exists():
            store.read(file).to_parquet(made / f"{name}.parquet")


def _plain(strategy: Path, made: Path) -> None:
    shutil.copytree(strategy, made, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".cache"))
    ranked = {get_args(get_type_hints(kind)["kind"])[0] for kind in BY_RANK}
    for path in sorted((made / "rules").glob("*.toml")):
        rule = tomllib.loads(path.read_text("utf-8"))
        rule["criteria"] = [one for one in rule.get("criteria", []) if one["kind"] not in ranked]
        rule.get("select", {}).pop("by", None)
        path.write_text(tomli_w.dumps(rule), encoding="utf-8")
