"""`lnrs add`: a file through the door and into the folder of layers, in one call."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from lnrs.errors import LayerRefused, Problem
from lnrs.layers.catalogue import layer_named
from lnrs.layers.door import admit
from lnrs.layers.elevation import admit_elevation
from lnrs.layers.licences import LICENCES
from lnrs.layers.progress import Progress, silence
from lnrs.layers.raster import write_raster
from lnrs.layers.record import LayerRecord, Repair, record_of
from lnrs.layers.store import write


@dataclass(frozen=True)
class Added:
    """A layer that was stored: where, its record, and how many features lay outside the strategy area."""

    file: Path
    record: LayerRecord
    rows_outside: int = 0

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What was mended."""
        return self.record.repairs


def add(
    file: Path,
    layer_id: str,
    folder: Path,
    *,
    retrieved: date,
    version: str = "",
    licence: str | None = None,
    publisher: str | None = None,
    attribution: str | None = None,
    crs: str | None = None,
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    where: Mapping[str, str] | None = None,
    table: str | None = None,
    area: BaseGeometry | None = None,
    lnrs_id: int | None = None,
    ostn15: Path | None = None,
    progress: Progress = silence,
) -> Added:
    """Check a file as a layer (see `admit`) and store it with its record.

    `retrieved` is the day the file was got; licence, publisher and attribution are the catalogue's unless given. Raises
    LayerRefused, NotFound or CannotWrite, and then writes nothing.
    """
    layer = layer_named(layer_id)
    record = _credited(
        record_of(layer, version=version, retrieved=retrieved, source=file.name), licence, publisher, attribution
    )
    if layer.geometry == "Raster":
        progress(f"reading {file.name}", 0.0)
        heights = admit_elevation(file, crs=crs, bounds=area.bounds if area is not None else None)
        stored = write_raster(heights, folder, replace(record, notes=heights.notes))
        return Added(folder / "elevation.tif", stored)
    admission = admit(
        file,
        layer_id,
        crs=crs,
        columns=columns,
        constants=constants,
        where=where,
        table=table,
        area=area,
        lnrs_id=lnrs_id,
        ostn15=ostn15,
        progress=progress,
    )
    report = admission.report
    progress(f"storing {layer_id}", 1.0)
    stored = write(admission.frame, folder, layer_id, replace(record, notes=report.notes, repairs=report.repairs))
    return Added(folder / f"{layer_id}.gpkg", stored, report.rows_outside)


def _credited(record: LayerRecord, licence: str | None, publisher: str | None, attribution: str | None) -> LayerRecord:
    """The record with what was said about the file's owner in place of the catalogue's. Raises LayerRefused."""
    if licence is not None and licence not in LICENCES:
        advice = f"Known are {', '.join(LICENCES)}."
        raise LayerRefused([Problem("--licence", f"{licence!r} is not a licence that is known here.", advice)])
    return replace(
        record,
        licence=licence or record.licence,
        publisher=publisher or record.publisher,
        attribution=attribution or record.attribution,
    )
