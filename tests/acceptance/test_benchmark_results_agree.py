"""A time says nothing where the answers differ: what the benchmarks run side by side gives the same map.

They run on the tutorial's sketch of the Isle of Wight, small enough to be mapped twice.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from .commands import copied

agreement, cases = import_module("benchmarks.agreement"), import_module("benchmarks.cases")
kernels, map_agreement = import_module("benchmarks.kernels"), import_module("benchmarks.map_agreement")
map_contenders, postgis = import_module("benchmarks.map_contenders"), import_module("benchmarks.postgis")
unions = import_module("benchmarks.union_contenders")

pytestmark = pytest.mark.xdist_group("tutorial")


PEERS = {"igraph", "ortools", "pyamg", "pyflwdir", "pypardiso", "skimage"}
"""What `make bench` installs besides; `make test` does not."""

BENCHMARKS = sorted(path.stem for path in Path(__file__).resolve().parents[2].joinpath("benchmarks").glob("[!_]*.py"))


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_can_be_loaded(name: str) -> None:
    try:
        import_module(f"benchmarks.{name}")
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.split(".")[0] not in PEERS:
            raise
        pytest.skip(f"{missing.name} is not installed")


@pytest.fixture(scope="module")
def wight(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sketch, with what its build worked out."""
    return copied(home / "wight", tmp_path_factory.mktemp("benchmarks") / "wight")


@pytest.fixture(scope="module")
def sites(wight: Path) -> tuple:
    return cases.read_sites(cases.sites_of(wight))


@pytest.fixture(scope="module")
def both_maps(wight: Path) -> tuple[Path, Path]:
    """The folders left by the engine and by the officer's script, for the rules that a script can answer."""
    wight = cases.plain(wight)
    ours, theirs = wight.with_name("ours"), wight.with_name("theirs")
    map_contenders.engine(wight, wight / ".cache", ours)
    map_contenders.officer(wight, theirs)
    return ours, theirs


@pytest.mark.parametrize("peer", [unions.by_union_all, unions.by_overlay], ids=lambda peer: peer.__name__)
def test_important_land_of_every_type_has_the_area_that_geopandas_gives(sites: tuple, peer) -> None:
    answers = {"lnrs": unions.ours(*sites), "GeoPandas": peer(*sites)}
    assert len(answers["lnrs"]) >= 7, "six types and all of them, or the test says little"
    assert agreement.most_apart(answers) <= agreement.SQUARE_METRE


@pytest.fixture(scope="module")
def database() -> Iterator:
    try:
        with postgis.throwaway_postgis() as running:
            yield running
    except postgis.NoPostgis as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("collect", ["st_union(%s)", "st_unaryunion(st_collect(%s))"])
def test_important_land_of_every_type_has_the_area_that_postgis_gives(database, sites: tuple, collect: str) -> None:
    postgis.run(database, "drop table if exists sites, area;")
    unions.put_into(database, *sites)
    _, theirs = unions.from_postgis(database, collect, repeats=1)
    assert agreement.most_apart({"lnrs": unions.ours(*sites), "PostGIS": theirs}) <= agreement.SQUARE_METRE


@pytest.mark.real_data
@pytest.mark.usefixtures("shared_data")
def test_real_designations_have_the_area_that_geopandas_gives(tmp_path: Path) -> None:
    sites = cases.read_sites(cases.real_kent(tmp_path))
    assert agreement.most_apart({"lnrs": unions.ours(*sites), "GeoPandas": unions.by_union_all(*sites)}) <= 1.0


def test_the_map_is_the_one_that_an_officers_script_makes(wight: Path, both_maps: tuple[Path, Path]) -> None:
    apart = map_agreement.compare(cases.plain(wight), *both_maps)
    assert apart["measures compared by overlap"] >= 50
    assert set(map_agreement.MOST) <= set(apart) | {"area that could become important, share"}


def test_a_script_that_maps_other_land_is_found_out(wight: Path, both_maps: tuple[Path, Path], tmp_path: Path) -> None:
    ours, theirs = both_maps
    for file in theirs.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    mapped = pd.read_parquet(theirs / "mapped.parquet")
    mapped.assign(piece=(mapped["piece"] + 1) % mapped["piece"].max()).to_parquet(tmp_path / "mapped.parquet")
    with pytest.raises(agreement.Disagrees, match=r"sketch|wight"):
        map_agreement.compare(cases.plain(wight), ours, tmp_path)


@pytest.mark.parametrize("name", kernels.KERNELS)
def test_a_kernel_gives_what_its_peer_gives(wight: Path, name: str) -> None:
    kernel = kernels.KERNELS[name]
    ready = kernel.ready(kernels.land_of(wight))
    apart = np.abs(kernel.ours(*ready).astype(float) - kernel.peer(*ready))
    assert (apart > kernel.apart).mean() <= kernel.share_apart


def test_contenders_that_give_other_figures_disagree() -> None:
    with pytest.raises(agreement.Disagrees, match="PostGIS"):
        agreement.most_apart({"lnrs": {"SAC": 1.0, "all": 1.0}, "PostGIS": {"all": 1.0}})


@pytest.mark.parametrize("apart", [1.1, float("nan")])
def test_a_difference_beyond_the_tolerance_is_refused(apart: float) -> None:
    with pytest.raises(agreement.Disagrees, match="union"):
        agreement.require(apart, 1.0, "union")


def test_a_changed_rule_is_put_back_as_it_was(wight: Path) -> None:
    rules = {path.name: path.read_bytes() for path in (wight / "rules").iterdir()}
    with cases.one_rule_changed(wight) as ref:
        changed = {path.name for path in (wight / "rules").iterdir() if path.read_bytes() != rules[path.name]}
        assert changed == {f"{ref}.toml"}
    assert {path.name: path.read_bytes() for path in (wight / "rules").iterdir()} == rules
