"""Tables of the files that GDAL reads, piece by piece, row by row numbered as they come."""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely
from pyproj import CRS

from lnrs.errors import LayerRefused, Problem
from lnrs.layers.reading import UNREADABLE

GEOMETRY = "wkb_geometry"
CURVES = frozenset(range(8, 13))
"""Kinds of WKB with curves in them, besides the dimensions."""


@dataclass(frozen=True)
class Table:
    """One table, in one file or in several that continue each other."""

    name: str
    label: str
    """What notes call it: the file's name, with the table's where there are several; or an address."""
    files: tuple[Path, ...]
    layer: str | None
    """Its name in the file; None for the only one."""
    fields: tuple[str, ...]
    kinds: tuple[str, ...]
    """By field, the kind of its values as NumPy calls it; `object` is text."""
    geometry: str
    """Its kind of geometry as GDAL calls it; empty for a table without."""
    crs: CRS | None
    rows: int

    def is_number(self, field: str) -> bool:
        """Whether a field holds numbers."""
        return self.kinds[self.fields.index(field)] != "object"


@dataclass(frozen=True)
class Piece:
    """Rows of a table: their cells by field, their geometry in the table's own coordinates, and what was mended so
    that it could be read at all. The index of both is the number of the row, from 1."""

    cells: pd.DataFrame
    shapes: gpd.GeoSeries
    mended: dict[int, str]
    remarks: tuple[str, ...] = ()
    """What GDAL remarked on its way, such as letters that it could not read."""


def tables_in(file: Path, label: str) -> list[Table]:
    """Every table of a file. Raises LayerRefused where it cannot be read."""
    with _plainly(label), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what GDAL has to say is heard when the rows are read
        names = [str(name) for name, _ in pyogrio.list_layers(file)]
        return [_table(file, name, label if len(names) == 1 else f"{label}:{name}") for name in names]


def _table(file: Path, name: str, label: str) -> Table:
    about = pyogrio.read_info(file, layer=name, force_feature_count=True)
    return Table(
        name=name,
        label=label,
        files=(file,),
        layer=name,
        fields=tuple(map(str, about["fields"])),
        kinds=tuple(str(kind) for kind in about["dtypes"]),
        geometry=str(about["geometry_type"] or ""),
        crs=CRS.from_user_input(about["crs"]) if about["crs"] else None,
        rows=int(about["features"]),
    )


def pieces(table: Table, fields: Sequence[str], rows: int) -> Iterator[Piece]:
    """The table in pieces of at most so many rows, with these fields. Raises LayerRefused where it ends too early."""
    begun = 0
    for file in table.files:
        before = begun
        with _plainly(table.label), _opened(file, table, fields, rows, geometry=True) as (about, batches):
            column = about["geometry_name"] or GEOMETRY
            for batch, remarks in _heard(batches):
                piece, curved = _piece(batch, column, begun)
                piece = replace(piece, remarks=remarks)
                yield _straightened(piece, file, table, before, curved) if curved else piece
                begun += batch.num_rows


def cells(table: Table, fields: Sequence[str], rows: int = 50_000) -> Iterator[pd.DataFrame]:
    """The cells alone, in pieces; the index is the number of the row, from 1. Raises LayerRefused."""
    begun = 0
    for file in table.files:
        with _plainly(table.label), _opened(file, table, fields, rows, geometry=False) as (_, batches):
            for batch, _ in _heard(batches):
                yield _cells(batch, begun)[0]
                begun += batch.num_rows


@contextmanager
def _opened(
    file: Path, table: Table, fields: Sequence[str], rows: int, *, geometry: bool
) -> Iterator[tuple[dict[str, Any], Any]]:
    opening = pyogrio.open_arrow(
        file,
        layer=table.layer,
        columns=list(fields),
        read_geometry=geometry and bool(table.geometry),
        return_fids=not fields and not geometry,  # a table without fields still has rows
        batch_size=rows,
        use_pyarrow=True,
        datetime_as_string=True,
    )
    with ExitStack() as stack:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = stack.enter_context(opening)
        yield opened


def _heard(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[pa.RecordBatch, tuple[str, ...]]]:
    """Each batch, with what GDAL remarked while it was read."""
    each = iter(batches)
    while True:
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            batch = next(each, None)
        if batch is None:
            return
        yield batch, tuple(dict.fromkeys(str(one.message) for one in heard))


@contextmanager
def _plainly(label: str) -> Iterator[None]:
    """What GDAL says of a file that it cannot read, as a refusal."""
    try:
        yield
    except UNREADABLE as error:
        said = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        raise LayerRefused([Problem(label, f"cannot be read: {said}.", "Export it again.")]) from error


def _piece(batch: pa.RecordBatch, column: str, begun: int) -> tuple[Piece, list[int]]:
    """A batch as a piece, and the rows in it whose geometry is curved and still missing."""
    plain = batch.select([name for name in batch.schema.names if name != column])
    frame, mended = _cells(plain, begun)
    if column not in batch.schema.names:
        return Piece(frame, gpd.GeoSeries([None] * len(frame), index=frame.index), mended), []
    shapes, closed, curved = _shapes(batch.column(column).to_numpy(zero_copy_only=False))
    mended |= {begun + at + 1: "rings that did not end where they began were closed" for at in closed}
    return Piece(frame, gpd.GeoSeries(shapes, index=frame.index), mended), [begun + at + 1 for at in curved]


def _cells(batch: pa.RecordBatch, begun: int) -> tuple[pd.DataFrame, dict[int, str]]:
    index = range(begun + 1, begun + batch.num_rows + 1)
    columns: dict[str, Any] = {}
    mended: dict[int, str] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            column.validate(full=True)
            columns[name] = column.to_pandas()
        except pa.ArrowInvalid:
            texts, wrong = _as_windows_letters(column)
            columns[name] = texts
            mended |= {
                begun + at + 1: f"letters in {name} are not UTF-8, and were read as Windows-1252" for at in wrong
            }
    return pd.DataFrame(columns, index=None).set_axis(index, axis=0) if columns else pd.DataFrame(index=index), mended


def _as_windows_letters(column: pa.Array) -> tuple[pd.Series, list[int]]:
    """Texts of which some are not UTF-8 although their file says so; and which those are."""
    texts: list[str | None] = []
    wrong: list[int] = []
    for at, raw in enumerate(column.cast(pa.binary()).to_pylist()):
        try:
            texts.append(None if raw is None else raw.decode())
        except UnicodeDecodeError:
            texts.append(raw.decode("cp1252", errors="replace"))
            wrong.append(at)
    return pd.Series(texts, dtype="str"), wrong


def _shapes(wkb: np.ndarray) -> tuple[np.ndarray, list[int], list[int]]:
    """Geometries; the places of those whose rings had to be closed, and of those that are curved and still missing."""
    curved = [at for at, one in enumerate(wkb) if one is not None and _has_curves(one)]
    straight = np.array(wkb, dtype=object)
    straight[curved] = None  # one of them would keep all the others from being read
    shapes = shapely.from_wkb(straight, on_invalid="ignore")
    broken = [int(at) for at in np.flatnonzero(shapely.is_missing(shapes)) if straight[at] is not None]
    closed = []
    for at in broken:
        try:
            shapes[at] = shapely.from_wkb(wkb[at], on_invalid="fix")
            closed += [at] if shapes[at] is not None else []
        except shapely.errors.GEOSException:
            continue
    return shapes, closed, curved


def _has_curves(wkb: bytes) -> bool:
    code = int.from_bytes(wkb[1:5], "little" if wkb[:1] == b"\x01" else "big")
    return (code & 0x1FFFFFFF) % 1000 in CURVES


def _straightened(piece: Piece, file: Path, table: Table, before: int, curved: Sequence[int]) -> Piece:
    """The piece with its curved geometries read again, one by one, in straight lines; `before` rows lie in files before
    this one."""
    shapes, mended = piece.shapes.copy(), dict(piece.mended)
    for row in curved:
        skipped = row - before - 1
        alone = pyogrio.read_dataframe(file, layer=table.layer, columns=[], skip_features=skipped, max_features=1)
        shapes[row] = alone.geometry.iloc[0]
        mended[row] = "curves were drawn with short straight lines"
    return replace(piece, shapes=shapes, mended=mended)
