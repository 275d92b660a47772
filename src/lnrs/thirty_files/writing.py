"""An account of 30 by 30 as files: CSV, Excel, GeoParquet and HTML."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd

from lnrs.document.xlsx import Sheet, workbook
from lnrs.edition import parquet
from lnrs.layers.writing import replacing, write_bytes
from lnrs.thirty_by_thirty import rows
from lnrs.thirty_files import words
from lnrs.thirty_files.account import Account
from lnrs.thirty_files.page import page

TABLE, CANDIDATES, BOOK, LAND, PAGE = "places.csv", "candidates.csv", "30-by-30.xlsx", "land.parquet", "30-by-30.html"


def write(found: Account, folder: Path) -> list[Path]:
    """Write every file of an account into a folder, and say which. Raises CannotWrite."""
    candidates, places = words.candidate_rows(found), list(words.long_rows(found))
    write_bytes(folder / TABLE, _csv(rows.PLACES, places))
    write_bytes(folder / CANDIDATES, _csv(rows.CANDIDATES, candidates))
    book = [_sheet("Places", rows.PLACES, places), _sheet("Candidates", rows.CANDIDATES, candidates)]
    write_bytes(folder / BOOK, workbook(book))
    land = gpd.GeoDataFrame(candidates, geometry=[piece.own for piece in found.pieces], crs=27700)
    with replacing(folder / LAND) as draft:
        parquet.write(land[~land.geometry.is_empty], draft, {"on": found.on.isoformat()})
    write_bytes(folder / PAGE, page(found).encode())
    return [folder / name for name in (TABLE, CANDIDATES, BOOK, LAND, PAGE)]


def _csv(columns: Sequence[str], lines: Iterable[Mapping[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode()


def _sheet(name: str, columns: Sequence[str], lines: Sequence[Mapping[str, Any]]) -> Sheet:
    return Sheet(name, columns, [[row[column] for column in columns] for row in lines])
