"""`lnrs network build` over all 48 areas, at a size that a test run has time for; totals against plain GeoPandas."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from lnrs.network.folder import read

from .commands import lnrs
from .network_builds import built, executed, record

pytestmark = pytest.mark.xdist_group("network England")

PLACES = 480


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


def test_links_and_patches_of_england_are_no_fewer_than_of_its_largest_area(england: Path) -> None:
    habitats = pd.read_csv(england / "edition" / "figures" / "habitats.csv")
    country = habitats[habitats["lnrs_id"] == 0].set_index(["habitat", "state"])
    largest = habitats[habitats["lnrs_id"] > 0].groupby(["habitat", "state"])[["extent_ha", "connected_ha"]].max()
    assert len(country) == len(largest) > 20
    assert (country.loc[largest.index, ["extent_ha", "connected_ha"]] >= largest - 0.01).all(axis=None)
    now, then = (country.xs(state, level="state")["extent_ha"] for state in ("now", "delivered"))
    assert (then >= now.reindex(then.index, fill_value=0.0) - 0.01).all()


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
