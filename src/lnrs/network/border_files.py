"""The findings about borders as files: a GeoPackage for a GIS and tables for a spreadsheet."""

from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from lnrs.edition.geopackage import writing
from lnrs.edition.place import taking_the_place_of
from lnrs.edition.tables import write_csv
from lnrs.network.border_report import BorderReport, look, without_geometry
from lnrs.strategy.atomic import refuse_if_used

MAP = "borders.gpkg"
LAYERS = {"gap": "gaps", "overlap": "overlaps", "hole": "holes"}
"""Kinds of faults, and the layer and the table of each."""


def look_and_write(file: Path, folder: Path | None, tolerance_m: float, ostn15: Path | None = None) -> BorderReport:
    """Look over the borders in a file and, where a folder is named, write the findings there.

    A folder that holds something is refused before any work. Raises what `look` and `write` do.
    """
    if folder is not None:
        refuse_if_used(folder)
    report = look(file, tolerance_m, ostn15)
    if folder is not None:
        write(report, folder)
    return report


def write(report: BorderReport, folder: Path) -> None:
    """Write `borders.gpkg` (layers areas, gaps, overlaps, holes), a CSV of each kind of fault, `neighbours.csv` and
    `repairs.csv` to a new folder. Raises CannotWrite, with nothing written.
    """
    refuse_if_used(folder)
    with taking_the_place_of(folder) as draft:
        with writing(draft / MAP, date.today()):
            _layer(report.areas.frame, draft / MAP, "areas", "MultiPolygon")
            for kind, name in LAYERS.items():
                _layer(report.faults.of(kind), draft / MAP, name, "Polygon")
        plain = without_geometry(report.faults)
        for kind, name in LAYERS.items():
            write_csv(plain[plain["kind"] == kind], draft / f"{name}.csv")
        write_csv(report.neighbours.round({"shared_m": 1}), draft / "neighbours.csv")
        columns = ["row", "ref", "reason", "done", "area_before_m2", "area_after_m2"]
        write_csv(pd.DataFrame(list(report.areas.repairs), columns=columns), draft / "repairs.csv")


def _layer(frame: gpd.GeoDataFrame, file: Path, name: str, kind: str) -> None:
    pyogrio.write_dataframe(frame, file, layer=name, driver="GPKG", geometry_type=kind, append=file.exists())
