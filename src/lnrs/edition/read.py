"""Read an edition folder: frames, tables, figures, findings, provenance. Needs no part of the engine."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq

from lnrs.errors import NotFound, Problem

Bounds = tuple[float, float, float, float]
"""West, south, east and north edge in metres of EPSG:27700."""

TABLES = ("priorities", "measures", "species", "funding", "metric_habitats")
FRAMES = (
    *("area", "important", "importance", "measures", "become", "habitats"),
    *("districts", "parishes", "wards", "constituencies", "towns", "postcodes"),
)


def has(folder: Path, name: str) -> bool:
    """Whether the edition has a frame of this name: those by which people find their place may be missing."""
    return (folder / "data" / f"{name}.parquet").exists()


def frame(
    folder: Path, name: str, *, bbox: Bounds | None = None, columns: Sequence[str] | None = None
) -> gpd.GeoDataFrame:
    """A frame with geometry, or only its rows whose box meets `bbox`: the rest of the file is skipped.

    Raises NotFound where the edition has no such frame.
    """
    path = _there(folder / "data" / f"{name}.parquet", folder)
    wanted = None if columns is None else [*columns, "geometry"]
    return gpd.read_parquet(path, bbox=bbox, columns=wanted)


def with_wkb(folder: Path, name: str, columns: Sequence[str] = ()) -> pd.DataFrame:
    """A frame's columns and its geometry as WKB in a column `wkb`, which is quicker to compare than shapes."""
    path = _there(folder / "data" / f"{name}.parquet", folder)
    read = pq.read_table(path, columns=[*columns, "geometry"]).to_pandas(ignore_metadata=True)
    return read.rename(columns={"geometry": "wkb"})


def criteria(folder: Path, places: Sequence[int] | None = None) -> pd.DataFrame:
    """The criteria of every place on the map, or of the places (pm_loc_id) named."""
    path = _there(folder / "data" / "criteria.parquet", folder)
    if places is None:
        return pd.read_parquet(path)
    return pd.read_parquet(path, filters=[("pm_loc_id", "in", list(places))]) if len(places) else pd.DataFrame()


def joins(folder: Path, places: Sequence[int] | None = None) -> pd.DataFrame:
    """What every place on the map, or the places (pm_loc_id) named, would join; nothing in editions that do not say."""
    path = folder / "data" / "joins.parquet"
    if not path.exists() or (places is not None and not len(places)):
        return pd.DataFrame()
    return pd.read_parquet(path, filters=None if places is None else [("pm_loc_id", "in", list(places))])


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """A table of the strategy as rows of text: priorities, measures, species, funding or metric_habitats."""
    return _rows(_there(folder / "tables" / f"{name}.csv", folder))


def figure(folder: Path, name: str) -> list[dict[str, str]]:
    """A figure of the map as rows of text, numbers as they were written."""
    return _rows(_there(folder / "figures" / f"{name}.csv", folder))


def findings(folder: Path) -> list[dict[str, Any]]:
    """The findings against the law, as plain values."""
    return json.loads(_there(folder / "findings.json", folder).read_text(encoding="utf-8"))


def provenance(folder: Path) -> dict[str, Any]:
    """Where everything in the edition comes from, as plain values."""
    return json.loads(_there(folder / "provenance.json", folder).read_text(encoding="utf-8"))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{column: _unguarded(cell) for column, cell in row.items()} for row in csv.DictReader(file)]


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it as a formula."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'")[:1] in ("=", "+", "-", "@", "\t") else cell


def _there(path: Path, folder: Path) -> Path:
    if not path.exists():
        what = f"has no {path.relative_to(folder).as_posix()}."
        raise NotFound([Problem(str(folder), what, "`lnrs verify` says whether the edition is whole.")])
    return path
