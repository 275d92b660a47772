"""A layer on disk: `<id>.gpkg` with its record `<id>.toml` beside it. The same layer gives the same bytes."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from lnrs.errors import LayerRefused, NotFound, Problem
from lnrs.hashes import sha256_file as sha256_file
from lnrs.layers.catalogue import layer_named
from lnrs.layers.record import LayerRecord, as_toml, read_record
from lnrs.layers.writing import cannot_write, replacing

Bounds = tuple[float, float, float, float]
"""West, south, east and north edge in metres of EPSG:27700."""

FIXED_DATE = "2000-01-01T00:00:00.000Z"
"""GeoPackage wants a date of last change; the record holds the true one, and the bytes must not depend on the day."""


def write(frame: gpd.GeoDataFrame, folder: Path, layer_id: str, record: LayerRecord) -> LayerRecord:
    """Write a layer and its record, in the order of the frame, and return the record with its hash.

    Raises NotFound for an unknown layer and CannotWrite, leaving what was there, where the disk is full.
    """
    target = folder / f"{layer_id}.gpkg"
    with replacing(target.with_suffix(".toml")) as beside, replacing(target) as draft:
        _write_geopackage(frame, draft, layer_id)
        return seal(draft, replace(record, rows=len(frame)), beside)


def seal(file: Path, record: LayerRecord, beside: Path) -> LayerRecord:
    """Write the record of a layer's file, with the file's hash in it, and return it.

    Both are drafts still, so that the two take their places together.
    """
    sealed = replace(record, sha256=sha256_file(file))
    beside.write_bytes(as_toml(sealed))
    return sealed


def read(
    file: Path,
    *,
    columns: Sequence[str] | None = None,
    bbox: Bounds | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
) -> gpd.GeoDataFrame:
    """Read a layer as a frame in EPSG:27700: every column or those named, only features that meet the box, and only
    those that have in each column of `where` one of its words.

    Raises NotFound where the file is not there, LayerRefused where it cannot be read.
    """
    held = " AND ".join(f'"{column}" IN ({", ".join(map(_quoted, words))})' for column, words in (where or {}).items())
    return _read(file, columns=None if columns is None else list(columns), bbox=bbox, where=held or None)


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def count_of_words(file: Path, column: str) -> dict[str, int]:
    """How many features of a layer have each word in a column of text; blanks are left out.

    Raises NotFound where the file is not there, LayerRefused where it cannot be read.
    """
    cells = _read(file, columns=[column], read_geometry=False)[column].dropna()
    return {str(word): int(count) for word, count in cells[cells != ""].value_counts().items()}


def _read(file: Path, **how: Any) -> Any:
    if not file.exists():
        advice = "Add it with `lnrs add` or `lnrs fetch`."
        raise NotFound([Problem(file.name, "is a layer, and is not there.", advice)])
    try:
        return pyogrio.read_dataframe(file, use_arrow=True, **how)
    except (DataSourceError, DataLayerError, ValueError) as error:
        advice = "Add the layer again with `lnrs add` or `lnrs fetch`."
        raise LayerRefused([Problem(file.name, f"cannot be read: {error}.", advice)]) from error


def file_of(folder: Path, layer_id: str) -> Path:
    """Where a layer's file lies in a folder of layers. Raises NotFound for an unknown layer."""
    ending = "tif" if layer_named(layer_id).geometry == "Raster" else "gpkg"
    return folder / f"{layer_id}.{ending}"


def problems_of(folder: Path, layer_id: str) -> list[Problem]:
    """What is wrong with a stored layer: a missing record, or a file that was changed after its record was written."""
    file = file_of(folder, layer_id)
    try:
        record = read_record(file.with_suffix(".toml"))
    except (NotFound, LayerRefused) as error:
        return list(error.problems)
    if not file.exists():
        return [Problem(file.name, "is named by its record, and is not there.", "Add the layer again.")]
    if sha256_file(file) != record.sha256:
        advice = "Add the layer again, so that it passes the door."
        return [Problem(file.name, "was changed after its record was written.", advice)]
    return []


def _write_geopackage(frame: gpd.GeoDataFrame, draft: Path, layer_id: str) -> None:
    options = {"GEOMETRY_NAME": "geom", "FID": "fid", "SPATIAL_INDEX": "YES"}
    with _current_date(FIXED_DATE):
        try:
            pyogrio.write_dataframe(
                frame,
                draft,
                layer=layer_id,
                driver="GPKG",
                geometry_type=layer_named(layer_id).geometry,
                layer_options=options,
            )
        except (DataSourceError, DataLayerError, FeatureError, RuntimeError) as error:
            raise cannot_write(draft.with_name(f"{layer_id}.gpkg"), str(error)) from error


@contextmanager
def _current_date(moment: str) -> Iterator[None]:
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
