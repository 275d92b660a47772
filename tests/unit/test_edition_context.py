"""What lies under the tiles: rivers are shown early or late by what there is, in whatever words they come."""

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from lnrs.ecology.grid import Grid
from lnrs.edition.tiles import context
from lnrs.edition.tiles.levels import Basis
from lnrs.habitat_map.cache import Cache

BASIS = Basis(Grid(0.0, 800.0, 16, 16, 50.0), Cache(Path("never written to")), "test")


def rivers(folder: Path, names: Sequence[str | None], kinds: Sequence[str]) -> dict[str, Path]:
    """Rivers side by side, written as a layer."""
    lines = [
        shapely.LineString([(600_000, 150_000 + 500 * k), (620_000, 150_000 + 500 * k)]) for k in range(len(kinds))
    ]
    columns = {"ref": [str(k) for k in range(len(kinds))], "name": list(names), "kind": list(kinds)}
    gpd.GeoDataFrame(columns, geometry=lines, crs=27700).to_file(folder / "rivers.gpkg", layer="rivers")
    return {"rivers": folder / "rivers.gpkg"}


def shown(layers: dict[str, Path]) -> dict[int, int]:
    """How many rivers there are at each zoom."""
    return {level.zoom: len(level.wkb) for level in context.context_levels(layers, {}, BASIS)}


@pytest.mark.parametrize(
    ("names", "kinds", "early"),
    [
        (["Stour", "Brook", None], ["main river", "stream", "main river"], 2),
        (["Stour", None, ""], ["watercourse", "watercourse", "tidal river"], 1),
        ([None, None, None], ["watercourse", "watercourse", "tidal river"], 3),
    ],
)
def test_main_rivers_or_named_ones_or_all_are_shown_from_zoom_7(
    names: Sequence[str | None], kinds: Sequence[str], early: int, tmp_path: Path
) -> None:
    found = shown(rivers(tmp_path, names, kinds))
    assert found == {6: 0, 7: early, 8: early, 9: early, 10: early, 11: 3, 12: 3}
