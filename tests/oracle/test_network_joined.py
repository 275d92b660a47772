"""What is worked out square by square is what would be worked out of the whole at once."""

import math
from itertools import combinations
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as some

from lnrs.errors import CannotWrite
from lnrs.network import geoparquet, patches, reach, squares
from lnrs.network.figures import extents
from lnrs.network.figures import habitats as habitat_figures
from lnrs.network.land import lay
from lnrs.network.land_once import area_ha, land_once
from lnrs.network.patches import Sizes
from lnrs.network.plan import Settings
from lnrs.network.storage import Store
from lnrs.network.taking_in import COLUMNS, LAYERS, cut_file, data_file, file_rows

WEST, SOUTH = 600_000, 140_000  # a block of four squares
BLOCK_M = 20_000
CELL_M = 500


@some.composite
def fields(draw: Any) -> list[shapely.Polygon]:
    """Fields with corners on a metre grid, of which many overlap, share edges or lie over seams."""
    corner = some.integers(0, 39)
    size = some.integers(1, 9)
    boxes = draw(some.lists(some.tuples(corner, corner, size, size, some.integers(-3, 3)), min_size=1, max_size=25))
    return [_leaning(*box) for box in boxes]


def _leaning(column: int, row: int, across: int, up: int, lean: int) -> shapely.Polygon:
    """A parallelogram in half kilometres, within the block."""
    west, south = WEST + column * 500 + 3.137, SOUTH + row * 500 + 2.713  # no 10 m cell has its centre on an edge
    east, north = min(west + across * 500, WEST + BLOCK_M), min(south + up * 500, SOUTH + BLOCK_M)
    shift = lean * 100 if west + lean * 100 >= WEST and east + lean * 100 <= WEST + BLOCK_M else 0
    return shapely.Polygon([(west, south), (east, south), (east + shift, north), (west + shift, north)])


@pytest.mark.parametrize("few_corners", [0, 250], ids=["looked over by cells", "on the grid"])
@settings(max_examples=60)
@given(shapes=fields())
def test_land_is_counted_once(few_corners: int, shapes: list[shapely.Polygon]) -> None:
    with patch("lnrs.network.land_once.FEW_CORNERS", few_corners):
        parts = land_once(np.array(shapes))
    assert area_ha(parts) == pytest.approx(shapely.union_all(shapes).area / 10_000, abs=1e-3)
    for one, other in combinations(parts, 2):
        assert shapely.intersection(one, other).area < 1.0  # corners move by a millimetre


@settings(max_examples=8)
@given(present=fields(), created=fields(), other=fields())
def test_patches_and_connectedness_over_squares_are_those_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory,
    present: list[shapely.Polygon],
    created: list[shapely.Polygon],
    other: list[shapely.Polygon],
) -> None:
    """Two areas, of which one has meadow now and makes more, and the other makes meadow on some of the same land."""
    store = Store(str(tmp_path_factory.mktemp("england")))
    _file(store, 40, present, created)
    _file(store, 48, [], other)
    found = _measured(store)
    england, kent = {40: [*present, *created, *other]}, {40: [*present, *created]}
    _agrees(found, 0, "delivered", england[40])
    _agrees(found, 40, "delivered", kent[40])
    _agrees(found, 0, "now", present)
    _agrees(found, 48, "delivered", other)


def _agrees(found: pd.DataFrame, scope: int, state: str, shapes: list[shapely.Polygon]) -> None:
    row = found.set_index(["lnrs_id", "state"]).loc[(scope, state)]
    whole = shapely.union_all(shapes, grid_size=0.001)
    parts = shapely.area(shapely.get_parts(whole)) / 10_000
    assert row["extent_ha"] == pytest.approx(parts.sum(), abs=1e-3)
    assert row["patches"] == len(parts)
    assert row["largest_patch_ha"] == pytest.approx(parts.max(), abs=1e-3)
    assert row["mesh_ha"] == pytest.approx((parts**2).sum() / 40_000, rel=1e-6)
    assert row["connected_ha"] == pytest.approx(_connected_ha(whole), rel=1e-6)


def _connected_ha(whole: shapely.Geometry) -> float:
    """ECA by its definition, over every pair of cells; a cell's habitat is its 10 m cells whose centre is in it."""
    side = np.arange(0, BLOCK_M, CELL_M)
    fine = np.arange(5, CELL_M, 10)
    share = {}
    for east in side:
        for north in side:
            cell = shapely.box(WEST + east, SOUTH + north, WEST + east + CELL_M, SOUTH + north + CELL_M)
            if not whole.intersects(cell):
                continue
            x, y = np.meshgrid(WEST + east + fine, SOUTH + north + fine)
            inside = shapely.contains_xy(whole, x.ravel(), y.ravel())
            if inside.any():
                share[east, north] = inside.mean()
    places, shares = np.array(list(share)), np.array(list(share.values()))
    distance = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    p = np.exp(-distance / 1_000.0)
    p[p < 1e-4] = 0
    return math.sqrt(shares @ p @ shares) * CELL_M**2 / 10_000


def _file(store: Store, lnrs_id: int, present: list[shapely.Polygon], created: list[shapely.Polygon]) -> None:
    """Measures and habitats as an area's strategy has them, filed by square."""
    frames = {
        "measures": pd.DataFrame({"place": [str(k) for k in range(len(created))], "habitat": "Meadow"}).assign(
            action=["create" if k % 2 else "restore" for k in range(len(created))]
        ),
        "habitats": pd.DataFrame({"habitat": ["Meadow"] * len(present)}),
    }
    shapes = {"measures": np.array(created, object), "habitats": np.array(present, object)}
    batches = {layer: [(_texts(layer, frames[layer]), shapes[layer])] for layer in frames if len(frames[layer])}
    file_rows(store, lnrs_id, batches, BLOCK_M)


def _texts(layer: str, frame: pd.DataFrame) -> dict[str, Any]:
    return {name: frame[name].to_numpy(object) if name in frame else np.full(len(frame), "") for name in COLUMNS[layer]}


def _measured(store: Store) -> pd.DataFrame:
    names = list(squares.around((WEST, SOUTH, WEST + BLOCK_M - 1, SOUTH + BLOCK_M - 1)))
    block = squares.block_of(names[0], BLOCK_M)
    areas = {"40": names, "48": names}
    laid = lay(store, block=block, squares_of_area=areas, cell_m=CELL_M)
    scopes = (0, 40, 48)
    area = dict.fromkeys(scopes, 40_000.0)
    extent = extents([laid], {0: "England", 40: "Kent", 48: "Sussex"}, area)
    seams = {scope: [patches.over_seams(store, scope=scope, blocks=[block])] for scope in scopes}
    measure = {"blocks": [block], "cell_m": CELL_M, "dispersal_m": 1_000.0}
    reached = {scope: [reach.of_area(store, scope=scope, **measure)] for scope in (40, 48)}
    # England's tile of 100 km holds the block whole, at its edge
    reached[0] = [reach.of_tile(store, tile=(600_000, 100_000), **measure)]
    return habitat_figures(extent, [laid], seams, reached, area)


def test_a_tile_counts_what_lies_within_reach_beyond_it() -> None:
    """Two fields 2 km apart on both sides of a tile's edge: each tile counts one of the two pairs."""
    one, other = np.zeros((30, 30)), np.zeros((30, 30))
    one[10, 9], other[10, 13] = 1.0, 0.5
    both = one + other
    of_both = reach.products(both, both, CELL_M, 1_000.0)
    assert of_both == pytest.approx(1.25 + 2 * 0.5 * math.exp(-2.0))
    halves = [reach.products(core, both, CELL_M, 1_000.0) for core in (one, other)]
    assert sum(halves) == pytest.approx(of_both)


def test_sizes_add_up() -> None:
    assert Sizes(2, 3.0, 5.0, 2.0) + Sizes(1, 4.0, 16.0, 4.0) == Sizes(3, 7.0, 21.0, 4.0)
    assert Sizes(3, 7.0, 21.0, 4.0).mesh_ha(7.0) == 3.0


def test_layers_have_columns() -> None:
    assert set(COLUMNS) == set(LAYERS)
    assert data_file("measures", 4, "TR15") == "data/measures/lnrs_id=04/square=TR15/part.parquet"
    assert cut_file(4, "E600N140") == ".work/cut/E600N140/04.parquet"
    assert geoparquet.GEOMETRY == "geometry"


def test_storage_is_whole_or_nothing(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "england"))
    store.write("a/b.txt", b"one")
    (tmp_path / "england" / "a" / "c.txt.1234.part").write_bytes(b"half")
    assert [*store.names()] == ["a/b.txt"]
    assert store.read("a/b.txt") == b"one"
    draft = store.beside(".part")
    draft.write("england.json", b"{}")
    store.become(draft, "england.json")
    assert [*store.names()] == ["england.json"]
    assert not (tmp_path / "england.part").exists()


def test_a_union_that_lost_land_is_made_on_the_grid() -> None:
    """Whatever a union without a grid gives: the cells tell that a field of the two is gone."""
    two = np.array([shapely.box(0, 0, 100, 100), shapely.box(50, 50, 150, 150)])
    real = shapely.union_all

    def losing(shapes: Any, grid_size: float | None = None) -> Any:
        return real(shapes, grid_size=grid_size) if grid_size else shapes[0]

    with patch("lnrs.network.land_once.FEW_CORNERS", 0), patch("shapely.union_all", losing):
        assert area_ha(land_once(two)) == pytest.approx(1.75)


def test_cells_that_do_not_fit_are_refused() -> None:
    for cell_m in (5, 25, 300, 0):
        with pytest.raises(ValueError, match="no network is measured"):
            Settings(cell_m=cell_m)


def test_two_builds_do_not_work_on_one_place(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "england.part"))
    with store.held(), pytest.raises(CannotWrite, match="another build is at work"), Store(store.address).held():
        pass
    with store.held():
        pass
    assert not (tmp_path / "england.part.lock").exists()
