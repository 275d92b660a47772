"""The grids of height in a file: one, or the tiles of OS Terrain 50, which come as a zip of zips."""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from lnrs import gridref
from lnrs.layers.archive import unpack
from lnrs.layers.sniff import kind_of, refusal
from lnrs.layers.store import Bounds

MOST_TILE_BYTES = 64 * 1024**2


@contextmanager
def grids_in(file: Path, bounds: Bounds | None) -> Iterator[list[Path]]:
    """The raster files in a file, unpacked for the time of the block; of tiles, only those that meet the bounds.

    Raises LayerRefused where there is none, NotFound where the file is not there.
    """
    kind = kind_of(file)
    if kind in ("geotiff", "ascii grid"):
        yield [file]
    elif kind == "zip":
        with tempfile.TemporaryDirectory(prefix="lnrs-") as folder:
            yield _tiles(file, Path(folder), bounds) or [unpack(file, Path(folder))]
    else:
        raise refusal(file, "is not a grid of heights.", "Give a GeoTIFF or an ASCII grid.")


def _tiles(file: Path, folder: Path, bounds: Bounds | None) -> list[Path]:
    """The ASCII grids in the inner zips whose names begin with a 10 km square, such as tr14_OST50GRID_20250529.zip."""
    try:
        with zipfile.ZipFile(file) as archive:
            inner = [name for name in sorted(archive.namelist()) if name.lower().endswith(".zip")]
            wanted = [name for name in inner if _meets(name, bounds)]
            if inner and not wanted:
                raise refusal(file, "has no tile in the strategy area.", "Download the tiles of the area.")
            return [tile for name in wanted for tile in _tile(archive, name, folder)]
    except zipfile.BadZipFile as error:
        raise refusal(file, f"is a damaged zip: {error}.", "Download it again.") from error


def _tile(archive: zipfile.ZipFile, name: str, folder: Path) -> list[Path]:
    if archive.getinfo(name).file_size > MOST_TILE_BYTES:
        return []
    unpacked = []
    with zipfile.ZipFile(io.BytesIO(archive.read(name))) as tile:
        for member in tile.infolist():
            if member.filename.lower().endswith(".asc") and member.file_size <= MOST_TILE_BYTES:
                target = folder / PurePosixPath(member.filename).name
                target.write_bytes(tile.read(member))
                unpacked.append(target)
    return unpacked


def _meets(name: str, bounds: Bounds | None) -> bool:
    """Whether the 10 km square in a tile's name meets the bounds."""
    if bounds is None:
        return True
    try:
        square = gridref.parse(PurePosixPath(name).name[:4])
    except ValueError:
        return False
    west, south, east, north = bounds
    beyond = square.easting >= east or square.easting + square.side_m <= west
    return not (beyond or square.northing >= north or square.northing + square.side_m <= south)
