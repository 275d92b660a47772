"""30 by 30 on real sites: areas beside an independent computation by GeoPandas."""

from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest

from lnrs.thirty_by_thirty.candidates import TESTS, Answer
from lnrs.thirty_by_thirty.counting import Count, count
from lnrs.thirty_by_thirty.pieces import pieces
from lnrs.thirty_files.reading import read_candidates, read_places, read_whole

pytestmark = pytest.mark.real_data
ON = date(2026, 11, 27)
HA = 10_000


@pytest.fixture(scope="module")
def counts(shared_data: Path) -> list[Count]:
    """Kent with its districts and National Landscapes: every SAC supposed to pass, every Ramsar site left open."""
    sac, ramsar = (shared_data / "designated" / f"{name}_kmb_2021.parquet" for name in ("sac", "ramsar"))
    found = read_candidates({sac: ("SAC", "unknown"), ramsar: ("RAMSAR", "public")})
    passed = tuple(Answer(test, "yes", ON, None, "supposed") for test in TESTS)
    given = [one if one.designation != "SAC" else type(one)(**{**one.__dict__, "answers": passed}) for one in found]
    places = [
        read_whole(shared_data / "boundaries" / "kent_medway_outline_mhw_2019.parquet", "Kent and Medway"),
        *read_places(shared_data / "boundaries" / "lad_kent_medway_2019.parquet", "district"),
        *read_places(shared_data / "designated" / "aonb_national_landscapes_kmb_2021.parquet", "landscape"),
    ]
    return count(pieces(given, ON), places)


def test_every_place_agrees_with_unions_by_geopandas(counts: list[Count], shared_data: Path) -> None:
    sac, ramsar = (
        gpd.read_parquet(shared_data / "designated" / f"{name}_kmb_2021.parquet") for name in ("sac", "ramsar")
    )
    passes = sac.dissolve()
    leaves = gpd.overlay(ramsar.dissolve()[["geometry"]], passes[["geometry"]], how="difference")
    for one in counts:
        place = gpd.GeoDataFrame(geometry=[one.place.shape], crs=27700)
        assert one.total.counts_ha * HA == pytest.approx(passes.clip(place).area.sum(), rel=1e-6, abs=5)
        assert one.total.could_ha * HA == pytest.approx(leaves.clip(place).area.sum(), rel=1e-6, abs=5)
    assert counts[0].total.counts_ha > 4_000
    assert sum(one.place.kind == "landscape" for one in counts) == 3


def test_districts_come_to_the_county_and_no_hectare_is_counted_twice(counts: list[Count]) -> None:
    county, *others = counts
    # the published outlines of neighbours miss each other by a hair here and there
    districts = [one for one in others if one.place.kind == "district"]
    assert sum(one.total.counts_ha for one in districts) == pytest.approx(county.total.counts_ha, rel=1e-4)
    assert county.total.counts_ha + county.total.could_ha < county.place.of_ha
    assert sum(one.counts_ha for one in county.by_designation.values()) == pytest.approx(county.total.counts_ha)


def test_england_s_landscapes_agree_with_a_union_by_geopandas(shared_data: Path) -> None:
    """England's Ramsar sites within its National Landscapes, from degrees, with neither clipped to the other first."""
    grid = shared_data / "geodesy" / "uk_os_OSTN15_NTv2_OSGBtoETRS.tif"
    file = shared_data / "designated" / "ramsar_england_2021.parquet"
    given = read_candidates({file: ("RAMSAR", "unknown")}, ostn15=grid)
    places = read_places(shared_data / "designated" / "national_landscapes_england_2021.parquet", "landscape", grid)
    assert len(places) == 34
    union = gpd.GeoSeries([one.shape for one in given], crs=27700).union_all()
    for one in count(pieces(given, ON), places):
        plain = union.intersection(one.place.shape).area
        assert one.total.could_ha * HA == pytest.approx(plain, rel=1e-6, abs=5)
