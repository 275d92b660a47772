"""`lnrs fetch`: a layer from a public service, through the door, into the folder of layers, in one call."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from lnrs.errors import FetchFailed, LayerRefused, Problem
from lnrs.layers.adding import Added
from lnrs.layers.catalogue import layer_named
from lnrs.layers.contract import Layer, Source
from lnrs.layers.door import admit_raw
from lnrs.layers.elevation import admit_elevation
from lnrs.layers.excerpt import Excerpt
from lnrs.layers.fetch.arcgis import fetch_arcgis
from lnrs.layers.fetch.ogc_features import fetch_ogc_features
from lnrs.layers.fetch.order import Order
from lnrs.layers.fetch.pages import Harvest, close_part
from lnrs.layers.fetch.plain_file import download
from lnrs.layers.fetch.planning_data import fetch_planning_data
from lnrs.layers.fetch.session import Line, failed
from lnrs.layers.fetch.wfs import fetch_wfs
from lnrs.layers.origin import Origin
from lnrs.layers.progress import Progress, silence
from lnrs.layers.projection import NATIONAL_GRID
from lnrs.layers.raster import write_raster
from lnrs.layers.reading import Raw, read_raw
from lnrs.layers.record import LayerRecord, record_of
from lnrs.layers.store import write
from lnrs.layers.values import DTYPES

UNVERIFIED = "the address and columns of the service are those in public use; they have not been confirmed"


def fetch(
    layer_id: str,
    folder: Path,
    *,
    retrieved: date,
    area: BaseGeometry | None = None,
    lnrs_id: int | None = None,
    source: Source | None = None,
    line: Line | None = None,
    ostn15: Path | None = None,
    progress: Progress = silence,
) -> Added:
    """Fetch a layer for a strategy area and store it with its record.

    `area` is the strategy area in EPSG:27700; `lnrs_id` its number, for the layer strategy_area itself; `source` takes
    the place of the catalogue's. Sources are tried in their order. A fetch that is cut off leaves its pages in
    `folder/.<layer>-….part` and goes on from them the next time. Raises FetchFailed, with what was tried at every
    source, LayerRefused where the data break the layer's contract, NotFound and CannotWrite.
    """
    layer = layer_named(layer_id)
    sources = (source,) if source is not None else layer.sources
    if not sources:
        advice = f"Ask its owner for a file, and add it with `lnrs add FILE --as {layer_id}`."
        raise FetchFailed([Problem(layer_id, "is offered by no public service.", advice)])
    own = line or Line()
    problems: list[Problem] = []
    try:
        for one in sources:
            try:
                asked = _with_area_number(one, lnrs_id)
                return _run(Errand(layer, asked, folder, retrieved, area, lnrs_id, own, ostn15, progress))
            except FetchFailed as error:
                problems += error.problems
    finally:
        if line is None:
            own.session.close()
    raise FetchFailed(problems)


@dataclass(frozen=True)
class Errand:
    """One layer to be fetched from one source."""

    layer: Layer
    source: Source
    folder: Path
    retrieved: date
    area: BaseGeometry | None
    lnrs_id: int | None
    line: Line
    ostn15: Path | None
    progress: Progress

    @property
    def name(self) -> str:
        """Of the folder that keeps its pages: the layer and the address."""
        return f"{self.layer.id}-{hashlib.sha256(self.source.url.encode()).hexdigest()[:8]}"

    @property
    def part(self) -> Path:
        """The folder that keeps its pages."""
        return self.folder / f".{self.name}.part"


def _with_area_number(source: Source, lnrs_id: int | None) -> Source:
    if "{lnrs_id" in source.where and lnrs_id is None:
        raise failed(source.url, "needs the number of the strategy area.", "Say which of the 48 areas is wanted.")
    return replace(source, where=source.where.format(lnrs_id=lnrs_id))


def _run(errand: Errand) -> Added:
    added = _fetch_file(errand) if errand.source.type == "file" else _fetch_features(errand)
    close_part(errand.part)
    return added


def _fetch_file(errand: Errand) -> Added:
    source, layer = errand.source, errand.layer
    file, version = download(errand.line, source.url, errand.part, f"fetching {layer.id}", errand.progress)
    if layer.geometry == "Raster":
        heights = admit_elevation(
            file, crs=source.constants.get("crs"), bounds=None if errand.area is None else errand.area.bounds
        )
        record = replace(_record(errand, version), notes=(*_notes(source), *heights.notes))
        return Added(errand.folder / "elevation.tif", write_raster(heights, errand.folder, record))
    raw = read_raw(file, source.layer or None, _excerpt(errand))
    return _admit_and_store(errand, replace(raw, origin=Origin(source.url, raw.origin.unit)), version)


def _excerpt(errand: Errand) -> Excerpt | None:
    """Of a file of the whole country, what the strategy area needs."""
    if errand.area is None:
        return None
    return Excerpt(errand.area.bounds, tuple(errand.source.fields.values()), errand.layer.column_names)


def _fetch_features(errand: Errand) -> Added:
    harvest = _harvest(errand)
    if harvest.promised is not None and harvest.promised != harvest.rows:
        close_part(errand.part)
        what = f"says that it has {harvest.promised} features and gave {harvest.rows}."
        raise failed(errand.source.url, what, "It may be changing just now: fetch again later.")
    raw = read_pages(harvest, errand.source.url)
    if raw is None:
        return _store(errand, _nothing(errand.layer), _record(errand, harvest.version), 0)
    try:
        return _admit_and_store(errand, raw, harvest.version)
    except LayerRefused:
        close_part(errand.part)  # or the next fetch would find the same pages and refuse them again
        raise


def _harvest(errand: Errand) -> Harvest:
    fetchers = {
        "arcgis": fetch_arcgis,
        "ogc-api": fetch_ogc_features,
        "wfs": fetch_wfs,
        "planning-data": fetch_planning_data,
    }
    bounds = None if errand.area is None else errand.area.bounds
    order = Order(errand.line, errand.source, bounds, errand.folder, errand.name, errand.retrieved, errand.progress)
    return fetchers[errand.source.type](order)


def read_pages(harvest: Harvest, url: str) -> Raw | None:
    """All pages as one frame in the coordinate system that was asked for; None without features. Raises FetchFailed."""
    frames = [_read_page(page, url) for page in harvest.pages]
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return None
    crs = CRS.from_user_input(harvest.crs)
    whole = gpd.GeoDataFrame(
        pd.concat([frame.set_crs(crs, allow_override=True) for frame in filled], ignore_index=True)
    )
    return Raw(whole.set_axis(range(1, len(whole) + 1), axis=0), crs, Origin(url))


def _read_page(page: Path, url: str) -> gpd.GeoDataFrame:
    try:
        options = {"DOWNLOAD_SCHEMA": "NO"} if page.suffix == ".gml" else {}  # a page may send us nowhere else
        return pyogrio.read_dataframe(page, on_invalid="ignore", datetime_as_string=True, **options)
    except (DataSourceError, DataLayerError, ValueError) as error:
        raise failed(url, f"answered a page that cannot be read: {error}.", "Fetch again later.") from error


def _admit_and_store(errand: Errand, raw: Raw, version: str) -> Added:
    admission = admit_raw(
        raw,
        errand.layer,
        source=errand.source,
        area=errand.area,
        lnrs_id=errand.lnrs_id,
        none_is_fine=True,
        ostn15=errand.ostn15,
        progress=errand.progress,
    )
    report = admission.report
    notes = (*_notes(errand.source), *report.notes)
    record = replace(_record(errand, version), notes=notes, repairs=report.repairs)
    return _store(errand, admission.frame, record, report.rows_outside)


def _store(errand: Errand, frame: gpd.GeoDataFrame, record: LayerRecord, rows_outside: int) -> Added:
    none = () if len(frame) else ("the service has none in the strategy area",)
    noted = replace(record, notes=(*record.notes, *none))
    errand.progress(f"storing {errand.layer.id}", 1.0)
    stored = write(frame, errand.folder, errand.layer.id, noted)
    return Added(errand.folder / f"{errand.layer.id}.gpkg", stored, rows_outside)


def _nothing(layer: Layer) -> gpd.GeoDataFrame:
    """The layer without features: a true answer where a strategy area has none."""
    columns = {column.name: pd.Series(dtype=DTYPES[column.kind]) for column in layer.columns}
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=NATIONAL_GRID), crs=NATIONAL_GRID)


def _record(errand: Errand, version: str) -> LayerRecord:
    stated = version or f"as served on {errand.retrieved.isoformat()}"
    record = record_of(errand.layer, version=stated, retrieved=errand.retrieved, source=errand.source.url)
    return replace(record, notes=_notes(errand.source))


def _notes(source: Source) -> tuple[str, ...]:
    unverified = () if source.verified else (UNVERIFIED,)
    return (*unverified, *((source.note,) if source.note else ()))
