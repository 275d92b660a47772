"""Edition folders: what `lnrs build` makes, and what authorities that use it publish."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from lnrs.edition import manifest as manifests
from lnrs.edition import read
from lnrs.errors import EditionInvalid, NotFound, Problem
from lnrs.hashes import sha256_file
from lnrs.layers.projection import NATIONAL_GRID
from lnrs.network.published.note import Log, Note
from lnrs.network.published.source import DESCRIBED, Facts, Reader, Source

TAKEN: Mapping[str, Mapping[str, str]] = {
    "area": {"name": "name"},
    "measures": {"pm_loc_id": "place", "measure": "ref"},
    "important": {"apib_id": "site", "apib_type": "kind", "apib_name": "name", "apib_site_id": "ref"},
    "become": {"acb_id": "place"},
    "habitats": {"habitat": "habitat"},
}
"""By layer, the edition's columns and what they are called here."""

NEEDED = ("data/measures.parquet", "data/important.parquet", "data/become.parquet", "tables/measures.csv")
MAY_BE = ("data/area.parquet", "data/habitats.parquet", "tables/metric_habitats.csv")


def is_edition(folder: Path) -> bool:
    """Whether a folder has the manifest of an edition."""
    return (folder / manifests.FILE).is_file()


def open_edition(folder: Path, *, lnrs_id: int | None = None, named: str = "", brought: Path | None = None) -> Source:
    """An edition as a source; `lnrs_id` is the area that it has to be of, `named` what to call it if not its folder.

    The files that are read are compared with the manifest first. Raises NotFound and EditionInvalid.
    """
    manifest = manifests.read(folder)
    name = named or folder.resolve().name
    problems = _problems(folder, manifest, name)
    if lnrs_id is not None and lnrs_id != manifest.area:
        what = f"is the edition of {manifest.area_name} (area {manifest.area}), not of area {lnrs_id}."
        problems.append(Problem(name, what, "Correct the number, or name another edition."))
    if problems:
        raise EditionInvalid(problems)
    measures = read.table(folder, "measures")
    facts = Facts(
        lnrs_id=manifest.area,
        name=manifest.area_name,
        authority=manifest.responsible_authority,
        title=manifest.title,
        source=name,
        identity=manifest.identity,
        as_of=manifest.as_of,
        status=manifest.status,
        invented=manifest.invented,
    )
    layers = {layer: _reader(folder, layer, measures) for layer in TAKEN if read.has(folder, layer)}
    return Source(
        facts, layers, lambda: (_described(folder, measures), ()), _strangers(folder, manifest, name), brought
    )


def _problems(folder: Path, manifest: manifests.Manifest, name: str) -> list[Problem]:
    """Files that are read and are not as the manifest says."""
    said = {entry.path: entry.sha256 for entry in manifest.files}
    absent = [path for path in NEEDED if not (folder / path).is_file()]
    if absent:
        advice = "Take the edition again from where it was published."
        raise NotFound([Problem(name, f"has no {path}.", advice) for path in absent])
    changed = [
        path
        for path in (*NEEDED, *MAY_BE)
        if path in said and (folder / path).is_file() and sha256_file(folder / path) != said[path]
    ]
    problems = [
        Problem(f"{name}/{path}", "is not as the manifest says.", "`lnrs verify` says more.") for path in changed
    ]
    return [*problems, *_unreadable(folder, name, {*changed})]


def _unreadable(folder: Path, name: str, but: set[str]) -> Iterator[Problem]:
    """Layers that are no Parquet or lack a column, although the manifest knows them so."""
    advice = "Ask who made the edition to make it again."
    for layer, columns in TAKEN.items():
        path = f"data/{layer}.parquet"
        if path in but or not (folder / path).is_file():
            continue
        try:
            there = pq.read_schema(folder / path).names
        except pa.ArrowException as error:
            yield Problem(f"{name}/{path}", f"cannot be read ({error}).", advice)
            continue
        if absent := [column for column in (*columns, "geometry") if column not in there]:
            yield Problem(f"{name}/{path}", f"has no column {', '.join(absent)}.", advice)


def _strangers(folder: Path, manifest: manifests.Manifest, name: str) -> list[Note]:
    """Files that are read although the manifest does not know them."""
    known = {entry.path for entry in manifest.files}
    says, do = "is not in the edition's manifest, and is read all the same", "Ask where it came from."
    return [
        Note(f"{name}/{path}", None, "guess", says, do)
        for path in (*NEEDED, *MAY_BE)
        if path not in known and (folder / path).is_file()
    ]


def _reader(folder: Path, layer: str, measures: list[dict[str, str]]) -> Reader:
    columns = TAKEN[layer]

    def batches(rows: int, log: Log) -> Iterator[gpd.GeoDataFrame]:
        with pq.ParquetFile(folder / "data" / f"{layer}.parquet") as file:
            for batch in file.iter_batches(batch_size=rows, columns=[*columns, "geometry"]):
                log.rows_in += batch.num_rows
                frame = _frame(batch, columns)
                yield _with_words(frame, measures) if layer == "measures" else frame

    return batches


def _frame(batch: pa.RecordBatch, columns: Mapping[str, str]) -> gpd.GeoDataFrame:
    """A batch with our names; every column but the geometry as text."""
    texts = {ours: _texts(batch.column(theirs)) for theirs, ours in columns.items()}
    shapes = _as_multi(shapely.from_wkb(batch.column("geometry").to_numpy(zero_copy_only=False)))
    return gpd.GeoDataFrame(texts, geometry=shapes, crs=NATIONAL_GRID)


def _texts(column: pa.Array) -> pd.Series:
    return pd.Series(column.cast(pa.string()).fill_null("").to_pandas(), dtype="str")


def _as_multi(shapes: np.ndarray) -> np.ndarray:
    """Polygons as multipolygons of one."""
    alone = shapely.get_type_id(shapes) == 3
    if alone.any():
        shapes[alone] = shapely.multipolygons(shapes[alone].reshape(-1, 1))
    return shapes


def _with_words(frame: gpd.GeoDataFrame, measures: list[dict[str, str]]) -> gpd.GeoDataFrame:
    """Places with the words of their measure and the priorities that it serves."""
    words = {row["ref"]: row["measure"] for row in measures}
    served = {row["ref"]: _listed(row["priorities"]) for row in measures}
    refs = frame["ref"]
    return frame.assign(
        measure=[words.get(ref, "") for ref in refs],
        priorities=[served.get(ref, ()) for ref in refs],
    )[["place", "ref", "measure", "priorities", "geometry"]]


def _described(folder: Path, measures: list[dict[str, str]]) -> pd.DataFrame:
    made: dict[str, list[str]] = {}
    if (folder / "tables" / "metric_habitats.csv").is_file():
        for row in read.table(folder, "metric_habitats"):
            made.setdefault(row["measure"], []).append(row["metric_habitat"])
    rows: list[tuple[Any, ...]] = [
        (
            row["ref"],
            row["measure"],
            _listed(row["priorities"]),
            row["mapped"] == "yes",
            row.get("action", ""),
            row.get("habitat", ""),
            tuple(made.get(row["ref"], ())),
        )
        for row in measures
    ]
    return pd.DataFrame(rows, columns=list(DESCRIBED))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for one in cell.split(";") if (part := one.strip()))
