"""One PMTiles archive from layers at zooms: freestiler cuts the tiles; here they are joined and described."""

import gzip
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import freestiler
import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import shapely
from pmtiles.reader import MmapSource, Reader, all_tiles
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from lnrs.edition.place import cannot_write
from lnrs.edition.tiles.mercator import to_degrees

Tiles = dict[int, list[bytes]]
"""Compressed tiles by PMTiles' number; several layers of one tile are joined by joining their bytes."""


@dataclass(frozen=True)
class Level:
    """The features of one layer at one zoom: what is said of each, and its shape."""

    layer: str
    zoom: int
    said: pd.DataFrame
    wkb: npt.NDArray[Any]
    """Each shape as WKB, in degrees of longitude and latitude."""


def level_of(layer: str, zoom: int, frame: gpd.GeoDataFrame) -> Level:
    """The level of a frame on the Mercator plane (EPSG:3857)."""
    return Level(layer, zoom, frame.drop(columns="geometry"), to_wkb_degrees(frame.geometry.to_numpy()))


def to_wkb_degrees(shapes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Shapes on the Mercator plane as WKB in degrees."""
    return np.asarray(shapely.to_wkb(to_degrees(shapes)), object)


@dataclass(frozen=True)
class About:
    """What the archive says of itself and of each of its layers."""

    name: str
    description: str
    attribution: str
    bounds_deg: tuple[float, float, float, float]
    """West, south, east and north edge of what it covers."""
    layers: Mapping[str, str] = field(default_factory=dict)
    """A sentence on each layer, by its id."""


def write(levels: Iterable[Level], about: About, path: Path) -> bool:
    """Write an archive; False, and no file, where no level has a feature. Same levels, same bytes.

    Raises CannotWrite where the disk is full.
    """
    tiles: Tiles = {}
    found: list[dict[str, Any]] = []
    with TemporaryDirectory(dir=path.parent, prefix=".tiles-") as room:
        for level in levels:
            if len(level.wkb):
                _cut(level, Path(room))
                _gather(Path(room) / "cut.pmtiles", tiles)
                found.append(_described(level))
    if tiles:
        _join(tiles, _header(about.bounds_deg), _metadata(found, about), path)
    return bool(tiles)


def write_made(levels: Callable[[], Iterable[Level]], about: About, path: Path) -> None:
    """Write an archive of levels that are only made now."""
    write(levels(), about, path)


def _cut(level: Level, room: Path) -> None:
    """Cut one level into tiles: freestiler reads GeoParquet several times faster than frames."""
    columns = {name: pa.array(column) for name, column in level.said.items()}
    table = pa.table({**columns, "geometry": pa.array(level.wkb, pa.binary())})
    geo = {"encoding": "WKB", "geometry_types": []}
    notes = {"geo": json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geo}})}
    source = room / "level.parquet"
    pyarrow.parquet.write_table(table.replace_schema_metadata(notes), source, compression="none")
    try:
        freestiler.freestile_file(
            source,
            room / "cut.pmtiles",
            layer_name=level.layer,
            min_zoom=level.zoom,
            max_zoom=level.zoom,
            quiet=True,
        )
    except RuntimeError as error:
        raise cannot_write(room.parent, f"tiles of {level.layer} could not be cut ({error})") from error


def _gather(cut: Path, tiles: Tiles) -> None:
    with cut.open("rb") as file:
        for (zoom, column, row), data in all_tiles(MmapSource(file)):
            tiles.setdefault(zxy_to_tileid(zoom, column, row), []).append(data)


def _join(tiles: Tiles, header: dict[str, Any], metadata: dict[str, Any], path: Path) -> None:
    with path.open("wb") as file:
        writer = Writer(file)
        for number in sorted(tiles):
            writer.write_tile(number, _one_tile(tiles[number]))
        writer.finalize(header, metadata)


def _one_tile(layers: Sequence[bytes]) -> bytes:
    """A tile of several layers: each is a message of its own, so their bytes follow one another."""
    if len(layers) == 1:
        return layers[0]
    return gzip.compress(b"".join(map(gzip.decompress, layers)), mtime=0)


def _header(bounds_deg: tuple[float, float, float, float]) -> dict[str, Any]:
    west, south, east, north = (round(edge * 1e7) for edge in bounds_deg)
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
        "center_zoom": 9,
    }


def _described(level: Level) -> dict[str, Any]:
    kinds = {
        name: "Number" if pd.api.types.is_numeric_dtype(kind) else "String" for name, kind in level.said.dtypes.items()
    }
    return {"id": level.layer, "fields": kinds, "minzoom": level.zoom, "maxzoom": level.zoom}


def _metadata(found: Iterable[dict[str, Any]], about: About) -> dict[str, Any]:
    """TileJSON's description of the layers, each over all its zooms."""
    layers: dict[str, dict[str, Any]] = {}
    for level in found:
        layer = layers.setdefault(level["id"], level | {"description": about.layers.get(level["id"], "")})
        layer["minzoom"] = min(layer["minzoom"], level["minzoom"])
        layer["maxzoom"] = max(layer["maxzoom"], level["maxzoom"])
        layer["fields"] = layer["fields"] | level["fields"]
    return {
        "name": about.name,
        "description": about.description,
        "attribution": about.attribution,
        "type": "overlay",
        "vector_layers": [layers[name] for name in sorted(layers)],
    }


@dataclass(frozen=True)
class Contents:
    """What a PMTiles archive holds, as read back."""

    metadata: dict[str, Any]
    zooms: tuple[int, int]
    tiles: int
    largest_bytes: int
    """Size of the largest tile as it is sent (compressed)."""


def read(path: Path) -> Contents:
    """Read an archive back: its metadata, zooms, number of tiles and the size of the largest."""
    with path.open("rb") as file:
        source = MmapSource(file)
        reader = Reader(source)
        header = reader.header()
        sizes = [len(data) for _, data in all_tiles(source)]
        return Contents(reader.metadata(), (header["min_zoom"], header["max_zoom"]), len(sizes), max(sizes))
