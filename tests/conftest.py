"""Land drawn as text, so that a test shows the map it is about."""

import asyncio
import os
from collections.abc import Callable, Generator, Mapping
from datetime import date
from pathlib import Path

# Workers inherit what the process that starts them has set for itself, so these are set whatever they are.
# Numba's store of compiled kernels is not safe against two processes that fill it at once: one for each worker.
os.environ["NUMBA_CACHE_DIR"] = str(
    Path(__file__).resolve().parents[1] / ".cache" / f"numba-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
)
# Beside another worker that keeps the other core busy, two threads wait for each other far longer than they work.
os.environ["NUMBA_NUM_THREADS"] = "1" if "PYTEST_XDIST_WORKER" in os.environ else str(os.cpu_count())
import geopandas as gpd
import hypothesis
import pytest
import shapely

from lnrs.layers import store
from lnrs.layers.catalogue import layer_named
from lnrs.layers.record import record_of
from lnrs.model import Mapping as MappingRecord
from lnrs.model import PotentialMeasure, Priority, Procedure, StrategyRecord, Theme, areas
from lnrs.strategy.folder import Strategy
from lnrs.strategy.rule import Rule

hypothesis.settings.register_profile("lnrs", deadline=None)  # no test asserts a time
hypothesis.settings.load_profile("lnrs")

LEGEND = {
    ".": ("arable", ""),
    "g": ("improved grassland", ""),
    "M": ("semi-natural grassland", "lowland meadow"),
    "W": ("broadleaved woodland", "lowland mixed deciduous woodland"),
    "#": ("built-up", ""),
}
"""What each letter of a drawing stands for: land cover and habitat."""

FIELD_M = 100
"""A letter is a square field of one hectare."""

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the tests in a browser (tests/browser)."""
    parser.addoption("--screenshots", action="store_true", help="write the pictures of the site for the docs")
    parser.addoption("--edition", type=Path, help="an edition to show in tests/browser/test_pictures.py")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Playwright leaves its event loop as the running one of the thread for as long as there is a browser. Django would
    refuse every query of a test without one, so such a test runs without that loop."""
    loop = None if "browser" in item.fixturenames else asyncio._get_running_loop()
    if loop is None:
        return (yield)
    asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(loop)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Files and long texts give a test no name: a file packed now has the time in it, and every worker of pytest-xdist
    must find the same names."""
    return argname if isinstance(val, bytes) or (isinstance(val, str) and len(val) > 120) else None


def drawn_land(picture: str) -> gpd.GeoDataFrame:
    """Square fields of one hectare, the last row at northing 0, named by column and row from the south-west."""
    rows = [line.split() for line in picture.strip().splitlines()]
    fields = [
        (f"{col},{len(rows) - 1 - row}", *LEGEND[letter], _field(col, len(rows) - 1 - row))
        for row, letters in enumerate(rows)
        for col, letter in enumerate(letters)
    ]
    return gpd.GeoDataFrame(fields, columns=["parcel_id", "land_cover", "habitat", "geometry"], crs=27700)


def _field(col: int, row: int) -> shapely.Polygon:
    return shapely.box(col * FIELD_M, row * FIELD_M, (col + 1) * FIELD_M, (row + 1) * FIELD_M)


@pytest.fixture
def draw() -> Callable[[str], gpd.GeoDataFrame]:
    """Fields from a picture: `.` arable, `g` improved grassland, `M` meadow, `W` wood, `#` built-up."""
    return drawn_land


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real open data beside the checkout; tests that want it are skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"real open data is not at {SHARED_DATA.parent.name}/data beside the checkout")
    return SHARED_DATA


def drawn_strategy(
    folder: Path,
    land: gpd.GeoDataFrame,
    rules: Mapping[str, Rule],
    layers: Mapping[str, gpd.GeoDataFrame] | None = None,
    mapping: MappingRecord | None = None,
) -> Strategy:
    """A strategy whose area is the drawn land, with a measure for each rule, its layers written to disk."""
    area = gpd.GeoDataFrame({"lnrs_id": [40], "name": ["Drawn land"]}, geometry=[_multi(land.union_all())], crs=27700)
    named = {"strategy_area": area, "land_parcels": land, **(layers or {})}
    for name, frame in named.items():
        record = record_of(layer_named(name), version="drawn", retrieved=date(2026, 1, 1), source="a drawing")
        store.write(frame, folder, name, record)
    priorities = sorted({ref.split(".")[0] for ref in rules})
    return Strategy(
        folder=folder,
        record=StrategyRecord(40, "Drawn strategy", "drawn", date(2026, 10, 1)),
        mapping=mapping or MappingRecord(),
        procedure=Procedure(),
        area=areas()[39],
        themes=(Theme("GL", "Grassland", "Meadows again.", "#336633"),),
        priorities=tuple(Priority(ref, "GL", "habitat", "More meadow", "Little is left.") for ref in priorities),
        measures=tuple(_measure(ref) for ref in rules),
        species=(),
        funding=(),
        metric_habitats=(),
        rules=dict(rules),
        prose={},
        layers={name: store.file_of(folder, name) for name in named},
    )


def _measure(ref: str) -> PotentialMeasure:
    return PotentialMeasure(
        ref, "Make a meadow", "Sow it.", "create", True, (ref.split(".")[0],), habitat="lowland meadow"
    )


def _multi(shape: shapely.Geometry) -> shapely.MultiPolygon:
    return shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape])


def drawn_sites(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    """Sites with references and names, for any layer of sites."""
    names = [f"Site {number}" for number in range(1, len(shapes) + 1)]
    return gpd.GeoDataFrame({"ref": names, "name": names}, geometry=[_multi(shape) for shape in shapes], crs=27700)


@pytest.fixture
def strategy_of(tmp_path: Path) -> Callable[..., Strategy]:
    """`strategy_of(land, rules, layers)`: a strategy over drawn land, written to a folder of its own."""
    return lambda *args, **kwargs: drawn_strategy(tmp_path / "layers", *args, **kwargs)


@pytest.fixture
def sites() -> Callable[..., gpd.GeoDataFrame]:
    """`sites(shape, ...)`: a layer of sites."""
    return drawn_sites
