"""Real wards and constituencies of Kent and Medway: what lies in each is what an independent overlay says."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from lnrs.habitat_map.figures import in_zones

pytestmark = pytest.mark.real_data


@pytest.mark.parametrize(
    ("file", "least"),
    [("wards_kent_medway_2013", 50), ("westminster_constituencies_2024_uk_buc", 10)],
)
def test_protected_land_in_each_zone_is_that_of_an_independent_overlay(
    shared_data: Path, file: str, least: int
) -> None:
    protected = gpd.read_parquet(shared_data / "designated" / "sac_kmb_2021.parquet").union_all()
    zones = gpd.read_parquet(shared_data / "boundaries" / f"{file}.parquet")
    near = zones[zones.intersects(shapely.box(*protected.bounds))].reset_index(drop=True)
    ours = in_zones(shapely.get_parts(protected), near.geometry.to_numpy()).groupby("zone")["area_ha"].sum()
    theirs = near.intersection(protected).area / 10_000
    assert len(ours) >= least
    assert ours.reindex(near.index, fill_value=0).to_numpy() == pytest.approx(theirs.to_numpy(), abs=1e-3)
