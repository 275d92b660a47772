"""`lnrs network build` over all 48 areas, at a size that a test run has time for; totals against plain GeoPandas."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from lnrs.network.folder import read

from .commands import lnrs
from .network_builds import built, executed, record

pytestmark = pytest.mark.xdist_group("network England")

PLACES = 480
DISPERSAL_M = 2_000.0
"""Of the builds of these tests."""


@pytest.fixture(scope="module")
def england(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A room with an invented England, `network`, and the edition that was made of it, `edition`."""
    room = tmp_path_factory.mktemp("england")
    made = lnrs("sketch", "network", "--area", "england", "--places", str(PLACES), "--processes", "1", cwd=room)
    assert made.returncode == 0, made.stderr
    built(room / "network", room / "edition", "--workers", "1")
    return room


@pytest.fixture(scope="module")
def extents(england: Path) -> pd.DataFrame:
    return pd.read_csv(england / "edition" / "figures" / "extents.csv", keep_default_na=False)


def layer_of(england: Path, layer: str) -> gpd.GeoDataFrame:
    """What the editions themselves have of a layer, with the area's number."""
    frames = [
        gpd.read_parquet(Path(source.path) / "data" / f"{layer}.parquet")[["geometry"]].assign(lnrs_id=source.lnrs_id)
        for source in read(england / "network").sources
    ]
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=27700)


def test_all_48_are_joined_and_every_file_is_as_the_record_says(england: Path) -> None:
    done = executed("network", "verify", england / "edition", "--json")
    assert done.returncode == 0, done.stderr
    said = record(england / "edition")
    assert [source["lnrs_id"] for source in said["sources"]] == [*range(1, 49)]
    assert said["counts"]["measures"] == PLACES


@pytest.mark.parametrize("layer", ["measures", "important", "become"])
def test_every_row_of_the_editions_is_there_once(england: Path, layer: str) -> None:
    filed = [pd.read_parquet(path) for path in (england / "edition" / "data" / layer).rglob("part.parquet")]
    theirs = layer_of(england, layer)
    assert sum(map(len, filed)) == len(theirs) == record(england / "edition")["counts"][layer]


@pytest.mark.parametrize("layer", ["measures", "important", "become"])
def test_land_is_counted_once_as_one_union_of_everything_counts_it(
    england: Path, extents: pd.DataFrame, layer: str
) -> None:
    ours = extents[(extents["layer"] == layer) & (extents["about"] == "")].set_index("lnrs_id")["extent_ha"]
    theirs = layer_of(england, layer)
    union_ha = theirs.geometry.union_all().area / 10_000
    assert ours[0] == pytest.approx(union_ha, rel=1e-6)
    by_area_ha = theirs.dissolve("lnrs_id").area / 10_000
    assert ours.drop(0).to_dict() == pytest.approx(by_area_ha[by_area_ha > 0].to_dict(), rel=1e-6)


@pytest.fixture(scope="module")
def habitats(england: Path) -> pd.DataFrame:
    return pd.read_csv(england / "edition" / "figures" / "habitats.csv")


def test_england_has_no_less_habitat_and_connects_no_less_than_its_largest_area(habitats: pd.DataFrame) -> None:
    country = habitats[habitats["lnrs_id"] == 0].set_index(["habitat", "state"])
    largest = habitats[habitats["lnrs_id"] > 0].groupby(["habitat", "state"])[["extent_ha", "connected_ha"]].max()
    assert len(country) == len(largest) > 20
    assert (country.loc[largest.index, ["extent_ha", "connected_ha"]] >= largest - 0.01).all(axis=None)
    now, then = (country.xs(state, level="state")["extent_ha"] for state in ("now", "delivered"))
    assert (then >= now.reindex(then.index, fill_value=0.0) - 0.01).all()


def test_patches_over_borders_are_one_patch_of_england(habitats: pd.DataFrame) -> None:
    """So England has no more of them than its areas together, and its largest is no smaller than theirs."""
    country = habitats[habitats["lnrs_id"] == 0].set_index(["habitat", "state"])
    own = habitats[habitats["lnrs_id"] > 0].groupby(["habitat", "state"])
    apart, largest_ha = own["patches"].sum(), own["largest_patch_ha"].max()
    assert (country["patches"] <= apart[country.index]).all()
    assert (country["largest_patch_ha"] >= largest_ha[country.index] - 0.01).all()
    mean_ha = country["extent_ha"] / country["patches"]
    assert country["mean_patch_ha"].to_dict() == pytest.approx(mean_ha.to_dict(), rel=1e-3)


def test_links_join_patches_that_there_are_the_best_first(england: Path, habitats: pd.DataFrame) -> None:
    links = pd.read_csv(england / "edition" / "figures" / "links.csv")
    assert len(links)
    delivered = habitats[(habitats["lnrs_id"] == 0) & (habitats["state"] == "delivered")].set_index("habitat")
    for habitat, ours in links.groupby("habitat"):
        assert ours["rank"].tolist() == [*range(1, len(ours) + 1)]
        assert ours["worth_ha2"].is_monotonic_decreasing
        assert ours[["from_ha", "to_ha"]].max(axis=None) <= delivered.loc[habitat, "largest_patch_ha"] + 0.01
        assert len(ours) <= delivered.loc[habitat, "patches"] * (delivered.loc[habitat, "patches"] - 1) / 2
    worth = 2 * links["from_ha"] * links["to_ha"] * np.exp(-links["gap_m"] / DISPERSAL_M)
    assert links["worth_ha2"].to_numpy() == pytest.approx(worth.to_numpy(), rel=0.02, abs=0.01)
    assert (links["gap_m"] <= 2 * DISPERSAL_M).all()
    assert (links["crosses_border"] == (links["from_lnrs_id"] != links["to_lnrs_id"])).all()


def test_the_tiles_draw_as_much_land_of_each_kind_as_there_is(england: Path, extents: pd.DataFrame) -> None:
    """As read by GDAL at the closest zoom: cells of 1 km, of which the fullest are drawn and corners are rounded."""
    path = england / "edition" / "tiles" / "network.pmtiles"
    drawn = gpd.read_file(path, layer="land", engine="pyogrio", ZOOM_LEVEL=9).fillna({"about": ""})
    drawn = drawn.set_geometry(drawn.geometry.make_valid()).dissolve(["kind", "about"]).to_crs(27700)
    kinds = extents[(extents["lnrs_id"] == 0) & extents["layer"].isin(["important", "measures", "action"])]
    kinds = kinds.set_index(["layer", "about"])["extent_ha"]
    kinds = kinds[kinds > 20_000]
    assert {"important", "measures", "action"} == {*kinds.index.get_level_values("layer")}
    assert (drawn.area / 10_000)[kinds.index].to_dict() == pytest.approx(kinds.to_dict(), rel=0.1)
