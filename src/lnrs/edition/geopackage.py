"""The local habitat map as one GeoPackage: the national layers, the strategy area and the tables.

The same input gives the same bytes.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError

from lnrs.edition import national, tables
from lnrs.edition.place import cannot_write
from lnrs.habitat_map.build import HabitatMap
from lnrs.strategy.folder import Strategy

FILE = "local-habitat-map.gpkg"

PAGE_BYTES, CACHE_MB = 16_384, 256

_GDAL_ERRORS = (DataSourceError, DataLayerError, FeatureError, FieldError)


@dataclass(frozen=True)
class Part:
    """One layer or table of the file, with its title and what it holds in a sentence."""

    name: str
    title: str
    holds: str


LAYERS = (
    Part("strategy_area", "Strategy area", "The area that the Local Nature Recovery Strategy is for."),
    Part(
        "APIB",
        "Areas of particular importance for biodiversity",
        "National conservation sites, local nature reserves, local wildlife sites and irreplaceable habitat; one row a "
        "site and type. Rows of different types overlap: take areas from the figures.",
    ),
    Part(
        "ACB",
        "Areas that could become of particular importance for biodiversity",
        "The union of the mapped potential measures less the areas of particular importance. No overlap.",
    ),
    Part(
        "PM",
        "Potential measures",
        "Where each mapped potential measure would do most; one row a measure and piece of land. Rows of different "
        "measures overlap. A proposal, never an obligation on anyone.",
    ),
)

TABLES = (
    Part("priorities", "Priorities", "The strategy's priorities for habitats and species."),
    Part("measures", "Mapped potential measures", "Potential measures that have places on the map (PM.pm_ref = ref)."),
    Part("wider_measures", "Wider potential measures", "Potential measures without a sensible single place."),
    Part("species", "Species priorities", "The species that the strategy names, and what helps them."),
    Part("funding", "Funding routes", "Schemes and markets that may pay for a measure."),
    Part("metric_habitats", "Habitats of the biodiversity metric", "What each measure makes in the statutory metric."),
    Part("pm_criteria", "Criteria of each place", "The value and points of every criterion of a PM row (pm_loc_id)."),
    Part("figures", "Figures", "Every figure of the map, each hectare counted once."),
)


def write(strategy: Strategy, habitat_map: HabitatMap, notes: Mapping[str, str], path: Path) -> None:
    """Write the whole file; `notes` are its metadata (licence, attribution, edition). Raises CannotWrite."""
    area = strategy.area
    content = {
        "strategy_area": national.area_table(habitat_map.area, area.lnrs_id, area.name),
        "APIB": national.apib_table(habitat_map.important, area.lnrs_id),
        "ACB": national.acb_table(habitat_map.become, area.lnrs_id),
        "PM": national.pm_table(habitat_map.measures, strategy.measures, strategy.priorities, area.lnrs_id),
    }
    content |= tables.for_geopackage(strategy, habitat_map.criteria, habitat_map.figures)
    with writing(path, strategy.record.as_of):
        for part in (*LAYERS, *TABLES):
            _write_part(content[part.name], part, notes, path)


def _write_part(table: pa.Table, part: Part, notes: Mapping[str, str], path: Path) -> None:
    shape = {"geometry_name": national.GEOMETRY, "geometry_type": "MultiPolygon", "crs": "EPSG:27700"}
    try:
        pyogrio.write_arrow(
            table,
            path,
            layer=part.name,
            driver="GPKG",
            **(shape if national.GEOMETRY in table.schema.names else {}),
            dataset_options={} if path.exists() else {"VERSION": "1.2"},
            dataset_metadata=None if path.exists() else dict(notes),
            layer_options={"FID": "fid", "IDENTIFIER": part.title, "DESCRIPTION": part.holds},
        )
    except _GDAL_ERRORS as error:
        raise cannot_write(path, f"GDAL came to an end at the layer {part.name}, as on a full disk") from error


@contextmanager
def writing(path: Path, as_of: date) -> Iterator[None]:
    """Write a GeoPackage within the block, so that the same content gives the same bytes. Raises CannotWrite where it
    comes out damaged."""
    with _settings(f"{as_of.isoformat()}T00:00:00.000Z"):
        yield
    _check(path)


def _check(path: Path) -> None:
    """Without a journal a write that failed could go unnoticed, so the finished file is looked through once."""
    try:
        with closing(sqlite3.connect(path)) as database:
            found = [said for (said,) in database.execute("PRAGMA quick_check(1)")]
    except sqlite3.Error as error:
        found = [str(error)]
    if found != ["ok"]:
        raise cannot_write(path, f"it came out damaged ({'; '.join(found)})")


@contextmanager
def _settings(moment: str) -> Iterator[None]:
    """GDAL dates its files; ours carry the date the strategy is as of, so that they do not depend on the day.

    The file is written beside its place, so neither journal nor synchronous writing is needed. Four times SQLite's
    usual page, and room for the whole file in memory, take a quarter off the time of writing.
    """
    ours = {
        "OGR_CURRENT_DATE": moment,
        "OGR_SQLITE_SYNCHRONOUS": "OFF",
        "OGR_SQLITE_JOURNAL": "OFF",
        "OGR_SQLITE_PRAGMA": f"page_size={PAGE_BYTES}",
        "OGR_SQLITE_CACHE": str(CACHE_MB),
    }
    before = {name: pyogrio.get_gdal_config_option(name) for name in ours}
    pyogrio.set_gdal_config_options(ours)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
