"""Vector tiles out of an edition's PMTiles archives, as they lie there (the PMTiles specification, version 3)."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import Compression, Entry, TileType, deserialize_directory, find_tile, zxy_to_tileid

from lnrs.edition import manifest as manifests
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition

DEEPEST = 4
"""Directories within one another that the specification allows."""
ZOOMS = 31


@dataclass(frozen=True)
class Archive:
    """An archive of an edition: its name, such as `measures`, its file and that file's SHA-256."""

    name: str
    path: Path
    sha256: str


class NoArchive(ValueError):
    """A file that is no archive of vector tiles."""


def archives_of(edition: Edition) -> dict[str, Archive]:
    """The archives of an edition by their names."""
    return _archives(folder_of(edition))


@lru_cache(maxsize=64)
def _archives(folder: Path) -> dict[str, Archive]:
    listed = (entry for entry in manifests.read(folder).files if entry.path.endswith(".pmtiles"))
    found = (Archive(Path(one.path).stem, folder / one.path, one.sha256) for one in listed)
    return {one.name: one for one in sorted(found, key=lambda one: one.name)}


@lru_cache(maxsize=64)
def _opened(path: Path) -> tuple[Reader, Mapping[str, Any]]:
    try:
        with path.open("rb") as stream:
            reader = Reader(MmapSource(stream))
        header = reader.header()
    except Exception as error:  # the reader has an error of its own for each thing that is wrong
        raise NoArchive(f"{path.name} is no PMTiles archive of version 3") from error
    if header["tile_type"] != TileType.MVT or header["tile_compression"] not in (Compression.GZIP, Compression.NONE):
        raise NoArchive(f"{path.name} holds no vector tiles that can be handed on")
    return reader, header


@lru_cache(maxsize=512)
def _directory(path: Path, offset: int, length: int) -> list[Entry]:
    return deserialize_directory(_opened(path)[0].get_bytes(offset, length))


def is_zipped(path: Path) -> bool:
    """Whether the tiles of an archive are compressed with gzip."""
    return _opened(path)[1]["tile_compression"] == Compression.GZIP


def zooms(path: Path) -> tuple[int, int]:
    """The first and the last zoom of an archive. Raises NoArchive."""
    header = _opened(path)[1]
    return header["min_zoom"], header["max_zoom"]


def tile(path: Path, z: int, x: int, y: int) -> bytes | None:
    """The bytes of a tile as they lie in the archive; nothing where the archive has none. `x` and `y` are from 0 to
    2 to the power of `z`, less 1. Raises NoArchive."""
    reader, header = _opened(path)
    number = zxy_to_tileid(z, x, y)
    offset, length = header["root_offset"], header["root_length"]
    for _ in range(DEEPEST):
        found = find_tile(_directory(path, offset, length), number)
        if found is None:
            return None
        if found.run_length:
            return reader.get_bytes(header["tile_data_offset"] + found.offset, found.length)
        offset, length = header["leaf_directory_offset"] + found.offset, found.length
    return None


def unzipped(content: bytes) -> bytes:
    """A tile for who cannot take gzip."""
    return gzip.decompress(content)


def tilejson(archive: Archive, template: str) -> dict[str, Any]:
    """TileJSON 3.0.0 of an archive; `template` is the address of a tile with {z}, {x} and {y}. Raises NoArchive."""
    reader, header = _opened(archive.path)
    said = reader.metadata()
    edges = (header[f"{edge}_e7"] / 1e7 for edge in ("min_lon", "min_lat", "max_lon", "max_lat"))
    return {
        "tilejson": "3.0.0",
        "name": said.get("name", archive.name),
        "description": said.get("description", ""),
        "attribution": said.get("attribution", ""),
        "scheme": "xyz",
        "tiles": [template],
        "minzoom": header["min_zoom"],
        "maxzoom": header["max_zoom"],
        "bounds": list(edges),
        "center": [header["center_lon_e7"] / 1e7, header["center_lat_e7"] / 1e7, header["center_zoom"]],
        "vector_layers": said.get("vector_layers", []),
    }
