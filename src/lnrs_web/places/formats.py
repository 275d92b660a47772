"""Public tables of postcodes, row by row, from the file as its publisher gives it: a zip, a folder or a CSV.

Ordnance Survey, Code-Point Open: a CSV for each postcode area, without a heading; postcode, quality of its position (90
for none), easting and northing are the first four columns (Code-Point Open, technical specification). Office for
National Statistics, ONS Postcode Directory: a heading, in which `pcds` is the postcode, `oseast1m` and `osnrth1m` (in
releases of 2025 and later `east1m` and `north1m`) its place, `doterm` the month in which it ended (ONSPD user guide).
There, places in Northern Ireland are on the Irish grid.
"""

import csv
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from pathlib import Path, PurePosixPath
from typing import IO

from lnrs_web.places import postcode as postcodes

CODE_POINT_OPEN, ONSPD = "OS Code-Point Open", "ONS Postcode Directory"
ENCODING = "utf-8-sig"
NO_POSITION = "90"
EAST_END_M, NORTH_END_M = 700_000, 1_300_000
IRISH_GRID = "BT"
_EASTING, _NORTHING = ("oseast1m", "east1m"), ("osnrth1m", "north1m")

Cells = list[str]
Open = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True)
class Row:
    """A postcode with its place in metres of EPSG:27700; `easting_m` is nothing where the table has no place for it."""

    postcode: str
    easting_m: int | None
    northing_m: int
    ended: str
    """Year and month, `2015-06`; nothing while it is in use."""


@dataclass(frozen=True)
class Wrong:
    """A line that cannot be taken, and why."""

    where: str
    why: str


@dataclass(frozen=True)
class Part:
    """One CSV of a table."""

    name: str
    source: str
    open: Open


def parts_of(path: Path) -> list[Part]:
    """The CSVs at a path that hold postcodes, in the order of their names; what else lies there is left alone.

    Where the ONS Postcode Directory is there both whole and by area, the whole one counts.
    """
    parts = [part for name, open_ in _files(path) if (part := _part(name, open_))]
    whole = [part for part in parts if "multi_csv" not in part.name.casefold()]
    return sorted(whole or parts, key=lambda part: part.name)


def rows_of(part: Part) -> Iterator[Row | Wrong]:
    """Every row of a CSV, or what is wrong with it."""
    with _text(part.open) as text:
        lines = csv.reader(text)
        read = _directory(next(lines)) if part.source == ONSPD else _code_point
        try:
            for cells in lines:
                if cells:
                    yield _row(read, cells, f"{part.name}:{lines.line_num}")
        except (UnicodeDecodeError, csv.Error) as error:
            yield Wrong(f"{part.name}:{lines.line_num + 1}", f"cannot be read: {error}")


def _row(read: Callable[[Cells], Row], cells: Cells, where: str) -> Row | Wrong:
    try:
        return read(cells)
    except ValueError as error:
        return Wrong(where, str(error))


def _files(path: Path) -> Iterator[tuple[str, Open]]:
    if path.is_dir():
        for file in path.rglob("*"):
            if file.suffix.casefold() == ".csv":
                yield file.relative_to(path).as_posix(), partial(_plain, file)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if PurePosixPath(name).suffix.casefold() == ".csv"]
        yield from ((name, partial(_in_zip, path, name)) for name in names)
    else:
        yield path.name, partial(_plain, path)


def _plain(path: Path) -> IO[bytes]:
    return path.open("rb")


@contextmanager
def _in_zip(path: Path, name: str) -> Iterator[IO[bytes]]:
    with zipfile.ZipFile(path) as archive, archive.open(name) as stream:
        yield stream


def _part(name: str, open_: Open) -> Part | None:
    try:
        with _text(open_, errors="replace") as text:
            first = next(csv.reader(text), [])
    except csv.Error:
        return None
    if "pcds" in map(str.casefold, first) and _column(first, _EASTING) is not None:
        return Part(name, ONSPD, open_)
    is_code_point = len(first) >= 4 and postcodes.canonical(first[0]) and first[1].strip().isdigit()
    return Part(name, CODE_POINT_OPEN, open_) if is_code_point else None


@contextmanager
def _text(open_: Open, errors: str = "strict") -> Iterator[TextIOWrapper]:
    with open_() as stream, TextIOWrapper(stream, encoding=ENCODING, errors=errors, newline="") as text:
        yield text


def _code_point(cells: Cells) -> Row:
    if len(cells) < 4:
        raise ValueError("has fewer than the four columns that Code-Point Open begins with")
    name, quality, easting, northing = cells[:4]
    if quality.strip() == NO_POSITION:
        easting = ""
    return _placed(name, easting, northing, "")


def _directory(heading: Cells) -> Callable[[Cells], Row]:
    name, ended = _column(heading, ("pcds",)), _column(heading, ("doterm",))
    easting, northing = _column(heading, _EASTING), _column(heading, _NORTHING)
    if name is None or ended is None or easting is None or northing is None:
        raise ValueError("lacks a column of the ONS Postcode Directory")

    def read(cells: Cells) -> Row:
        if len(cells) < len(heading):
            raise ValueError(f"has {len(cells)} columns, where the heading has {len(heading)}")
        irish = cells[name].startswith(IRISH_GRID)
        return _placed(cells[name], "" if irish else cells[easting], cells[northing], _month(cells[ended]))

    return read


def _column(heading: Cells, names: tuple[str, ...]) -> int | None:
    """The place of the first of some columns that is in a heading, whatever its capitals."""
    small = [name.strip().casefold() for name in heading]
    return next((small.index(name) for name in names if name in small), None)


def _placed(name: str, easting: str, northing: str, ended: str) -> Row:
    canonical = postcodes.canonical(name)
    if not canonical:
        raise ValueError(f"{name!r} is not written as a postcode")
    if not easting.strip():
        return Row(canonical, None, 0, ended)
    east, north = _metres(easting), _metres(northing)
    if not (0 < east < EAST_END_M and 0 < north < NORTH_END_M):
        raise ValueError(f"{canonical} lies at {easting}, {northing}, outside the National Grid")
    return Row(canonical, east, north, ended)


def _metres(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise ValueError(f"{text!r} is not a number of metres")
    return int(text)


def _month(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    if not (text.isascii() and text.isdigit() and len(text) == 6 and "01" <= text[4:] <= "12"):
        raise ValueError(f"{text!r} is not a year and month such as 201506")
    return f"{text[:4]}-{text[4:]}"
