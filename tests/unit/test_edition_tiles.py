"""The PMTiles archives, read back as a web map would, and by GDAL."""

import gzip
import resource
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from pmtiles.reader import MmapSource, Reader, all_tiles
from pmtiles.tile import Compression, TileType

from lnrs.ecology.grid import Grid
from lnrs.edition.tiles import archive, context, thematic
from lnrs.edition.tiles.archive import About, level_of
from lnrs.edition.tiles.generalise import overview_grid
from lnrs.edition.tiles.levels import Basis
from lnrs.errors import CannotWrite
from lnrs.habitat_map.cache import Cache

from .edition_case import box, case, layers

ABOUT = About("a name", "a description", "© somebody", (0.1, 50.9, 1.5, 51.5), {"fields": "Every field."})


def varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte, at = data[at], at + 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def messages(data: bytes) -> Iterator[tuple[int, bytes | int]]:
    """Fields of a protocol-buffer message: number and content."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
            yield key >> 3, value
        else:
            length, at = varint(data, at) if key & 7 == 2 else ({1: 8, 5: 4}[key & 7], at)
            yield key >> 3, data[at : at + length]
            at += length


def layers_of_tile(tile: bytes) -> dict[str, int]:
    """Name of each layer of a compressed vector tile, and how many features it has."""
    found = {}
    for number, layer in messages(gzip.decompress(tile)):
        assert number == 3
        assert isinstance(layer, bytes)
        fields = list(messages(layer))
        names = [value.decode() for field, value in fields if field == 1 and isinstance(value, bytes)]
        assert names[0] not in found, "a layer may stand in a tile only once"
        found[names[0]] = sum(field == 2 for field, _ in fields)
    return found


def tiles_of(path: Path) -> dict[tuple[int, int, int], dict[str, int]]:
    with path.open("rb") as file:
        return {place: layers_of_tile(data) for place, data in all_tiles(MmapSource(file))}


@pytest.fixture
def basis(tmp_path: Path) -> Basis:
    area = case().habitat_map.area.total_bounds
    return Basis(overview_grid(tuple(area)), Cache(tmp_path / "cache"), "test")


@pytest.mark.parametrize("name", ["measures", "importance", "could_become", "context"])
def test_an_archive_has_tiles_at_every_zoom_from_6_to_12(name: str) -> None:
    path = case().edition / "tiles" / f"{name}.pmtiles"
    with path.open("rb") as file:
        header = Reader(MmapSource(file)).header()
    assert (header["min_zoom"], header["max_zoom"]) == (6, 12)
    assert (header["tile_type"], header["tile_compression"]) == (TileType.MVT, Compression.GZIP)
    assert {zoom for zoom, _, _ in tiles_of(path)} == set(range(6, 13))
    assert header["min_lon_e7"] < 9_400_000 < header["max_lon_e7"], "Wye lies at 0.94 degrees east"


@pytest.mark.parametrize("name", ["measures", "importance", "could_become", "context"])
def test_gdal_reads_an_archive(name: str) -> None:
    path = case().edition / "tiles" / f"{name}.pmtiles"
    assert len(pyogrio.list_layers(path))
    for layer in archive.read(path).metadata["vector_layers"]:
        read = pyogrio.read_dataframe(path, layer=layer["id"], ZOOM_LEVEL=layer["maxzoom"])
        assert len(read) > 0, layer["id"]
        assert set(layer["fields"]) <= set(read.columns)


def test_the_metadata_says_whose_the_data_are_and_what_each_layer_holds() -> None:
    metadata = archive.read(case().edition / "tiles" / "measures.pmtiles").metadata
    assert "Natural England" in metadata["attribution"]
    assert "Invented" in metadata["description"]
    detail, overview = metadata["vector_layers"]
    assert (detail["id"], detail["minzoom"], detail["maxzoom"]) == ("measures", 10, 12)
    assert detail["fields"] == {"piece": "Number", "measures": "String", "n": "Number"}
    assert (overview["id"], overview["minzoom"], overview["maxzoom"]) == ("measures_overview", 6, 9)
    assert overview["fields"] == {"measure": "String", "theme": "String"}
    assert detail["description"]


def test_a_piece_of_land_is_drawn_once_with_all_its_measures() -> None:
    shapes = np.array([box(0, 0, 1, 1), box(1, 0, 2, 1), box(0, 0, 1, 1)])
    mapped = gpd.GeoDataFrame(
        {"measure": ["WTH2.1", "GL1.2", "GL1.2"], "pm_id": [9, 2, 2], "piece": [4, 8, 4]}, geometry=shapes, crs=27700
    )
    pieces = thematic.pieces_with_measures(mapped)
    assert pieces[["piece", "measures", "n"]].to_numpy().tolist() == [[4, "GL1.2;WTH2.1", 2], [8, "GL1.2", 1]]
    assert shapely.equals(pieces.geometry.to_numpy(), shapes[:2]).all()


def test_as_many_pieces_are_in_the_tiles_as_on_the_map() -> None:
    shown = pyogrio.read_dataframe(case().edition / "tiles" / "measures.pmtiles", layer="measures")
    assert set(shown["piece"]) == set(case().habitat_map.measures["piece"])


def test_the_overview_shows_each_measure_as_a_whole(basis: Basis) -> None:
    found = list(thematic.measure_levels(case().habitat_map.measures, "key", basis))
    overview = [level for level in found if level.layer == "measures_overview"]
    assert [level.zoom for level in overview] == [6, 7, 8, 9]
    for level in overview:
        assert set(zip(level.said["measure"], level.said["theme"], strict=True)) == {
            ("GL1.1", "GL"),
            ("WTH2.1", "WTH"),
        }


def test_a_measure_that_has_not_changed_is_not_generalised_again(basis: Basis) -> None:
    mapped = case().habitat_map.measures
    list(thematic.measure_levels(mapped, "key", basis))
    before = {path: path.stat().st_mtime_ns for path in basis.cache.folder.glob("*/*")}
    changed = mapped[(mapped["measure"] != "WTH2.1") | (mapped["piece"] != mapped["piece"].max())].iloc[:-1]
    list(thematic.measure_levels(changed, "key", basis))
    after = set(basis.cache.folder.glob("*/*"))
    assert len(before) == 3, "two measures, and the pieces of land"
    assert len(after) == 4, "only the measure that changed is new"


def test_pieces_that_were_simplified_before_are_drawn_as_if_anew(basis: Basis) -> None:
    mapped = case().habitat_map.measures
    list(thematic.measure_levels(mapped[mapped["measure"] == "WTH2.1"], "key", basis))
    kept = list(thematic.measure_levels(mapped, "key", basis))
    anew = list(thematic.measure_levels(mapped, "other key", basis))
    for one, other in zip(kept, anew, strict=True):
        assert (one.layer, one.zoom, one.wkb.tolist()) == (other.layer, other.zoom, other.wkb.tolist())
        assert one.said.equals(other.said)


def test_two_layers_of_one_tile_are_joined_into_one_tile(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[box(0, 0, 15, 10)], crs=27700).to_crs(3857)
    levels = [level_of("fields", 12, frame), level_of("woods", 12, frame), level_of("fields", 11, frame)]
    assert archive.write(levels, ABOUT, tmp_path / "x.pmtiles")
    tiles = tiles_of(tmp_path / "x.pmtiles")
    assert {zoom for zoom, _, _ in tiles} == {11, 12}
    for (zoom, _, _), found in tiles.items():
        assert found == ({"fields": 1, "woods": 1} if zoom == 12 else {"fields": 1})
    contents = archive.read(tmp_path / "x.pmtiles")
    assert [(one["id"], one["minzoom"], one["maxzoom"]) for one in contents.metadata["vector_layers"]] == [
        ("fields", 11, 12),
        ("woods", 12, 12),
    ]
    assert contents.metadata["vector_layers"][0]["description"] == "Every field."
    assert contents.tiles == len(tiles)
    assert contents.largest_bytes > 0


def test_features_without_any_property_can_be_shown(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(geometry=[box(0, 0, 15, 10)], crs=27700).to_crs(3857)
    assert archive.write([level_of("area", 9, frame)], ABOUT, tmp_path / "x.pmtiles")
    assert list(pyogrio.read_dataframe(tmp_path / "x.pmtiles").columns) == ["mvt_id", "geometry"]


def test_where_there_is_nothing_to_show_there_is_no_archive(tmp_path: Path) -> None:
    empty = gpd.GeoDataFrame({"n": []}, geometry=[], crs=3857)
    assert not archive.write([level_of("fields", 12, empty)], ABOUT, tmp_path / "x.pmtiles")
    assert list(tmp_path.iterdir()) == []


def test_the_same_levels_give_the_same_bytes(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"n": range(200)}, geometry=[box(n % 20, n // 20, n % 20 + 1, n // 20 + 1) for n in range(200)], crs=27700
    )
    for name in ("one", "other"):
        archive.write((level_of("fields", zoom, frame.to_crs(3857)) for zoom in (9, 13)), ABOUT, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


@pytest.mark.parametrize("most_bytes", [100, 3_000, 6_000])
def test_tiles_that_a_disk_will_not_take_are_an_error_at_whatever_step(most_bytes: int, tmp_path: Path) -> None:
    """First what is to be cut, then the cut tiles, then the archive that they are joined in is too much."""
    fields = [box(n % 20, n // 20, n % 20 + 1, n // 20 + 1) for n in range(200)]
    frame = gpd.GeoDataFrame({"n": range(200)}, geometry=fields, crs=27700).to_crs(3857)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, before[1]))
    try:
        with pytest.raises((CannotWrite, OSError)):
            archive.write((level_of("fields", zoom, frame) for zoom in (12, 13)), ABOUT, tmp_path / "x.pmtiles")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_the_context_shows_main_rivers_before_villages(basis: Basis) -> None:
    edition_layers = case().strategy.layers
    keys = dict.fromkeys(edition_layers, "key")
    first = {}
    for level in context.context_levels(edition_layers, keys, basis):
        if len(level.wkb):
            first[level.layer] = min(level.zoom, first.get(level.layer, 99))
    assert first == {"strategy_area": 6, "districts": 6, "rivers": 7, "towns": 10, "land": 6}


def test_built_up_land_is_one_shape_though_it_is_many_parcels(basis: Basis) -> None:
    levels = {level.zoom: level for level in context.land_levels(layers()["land_parcels"], "key", basis)}
    assert levels[12].said["kind"].tolist() == ["built-up"]
    ground = gpd.GeoSeries.from_wkb(levels[12].wkb, crs=4326).to_crs(27700)
    assert ground.area.sum() == pytest.approx(70_000, rel=0.02)


def test_a_layer_that_may_not_be_published_is_not_in_the_context() -> None:
    """The parcels are held under agreement, so built-up land is not shown."""
    metadata = archive.read(case().edition / "tiles" / "context.pmtiles").metadata
    assert [layer["id"] for layer in metadata["vector_layers"]] == ["districts", "rivers", "strategy_area", "towns"]


def test_the_grid_of_the_overview_is_kept_in_its_key(basis: Basis) -> None:
    list(thematic.become_levels(case().habitat_map.become, "key", basis))
    other = Basis(Grid(0.0, 800.0, 16, 16, 50.0), basis.cache, "test")
    list(thematic.become_levels(case().habitat_map.become, "key", other))
    assert len(list(basis.cache.folder.glob("*/*"))) == 2
