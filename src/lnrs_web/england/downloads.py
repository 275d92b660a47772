"""The files of an England edition, as a reader may have them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lnrs.network import sealing
from lnrs.network.storage import Store
from lnrs_web.england.actions import folder_of
from lnrs_web.england.models import EnglandEdition

LAYERS = {
    "measures": "Where potential measures are mapped",
    "important": "Areas of particular importance for biodiversity",
    "become": "Areas that could become of particular importance",
    "habitats": "Habitat as it is now",
}
"""Layers of the map, by their folders in `data/`."""
TITLES = {
    "figures/extents.csv": "Hectares of every kind of land, for England and each area",
    "figures/habitats.csv": "Patches and connectedness of every habitat, for England and each area",
    "tables/measures.csv": "Every measure of every strategy, with its habitat and action in common words",
    "figures/areas.csv": "The strategies that are joined, with their land and the length of their borders",
    "figures/borders.csv": "Every border between two areas: what meets along it, and what is at odds",
    "conflicts.parquet": "Where neighbours map what is at odds, with its shapes (GeoParquet)",
    "tiles/network.pmtiles": "England's network as vector tiles (PMTiles)",
    "stac/catalog.json": "The layers as a STAC catalogue",
    sealing.FILE: "The record: sources, settings, and the SHA-256 of every file",
}
_PART = re.compile(r"data/(?P<layer>\w+)/lnrs_id=(?P<lnrs_id>\d+)/square=(?P<square>\w+)/part\.parquet")

APART = ("data/", "notes/")
"""Folders that have pages of their own."""
STAC_PART = re.compile(r"stac/\w+/.+")
"""What the catalogue itself leads to."""


@dataclass(frozen=True)
class File:
    """A file: its path in the edition, and its size."""

    path: str
    size_bytes: int
    sha256: str

    @property
    def title(self) -> str:
        """What it is, where that is known."""
        return TITLES.get(self.path, self.path)


@dataclass(frozen=True)
class Part:
    """A GeoParquet file of a layer, of one area in one square of 10 km."""

    layer: str
    lnrs_id: int
    square: str
    file: File


def files_of(edition: EnglandEdition) -> Mapping[str, File]:
    """Every file by its path, the record last."""
    return _files(folder_of(edition))


@lru_cache(maxsize=8)
def _files(folder: Path) -> dict[str, File]:
    record = sealing.read(Store(str(folder)))
    listed = [File(one["path"], int(one["size_bytes"]), one["sha256"]) for one in record.files]
    size = (folder / sealing.FILE).stat().st_size
    return {one.path: one for one in [*listed, File(sealing.FILE, size, f"record-of-{record.identity}")]}


def parts_of(edition: EnglandEdition, layer: str) -> list[Part]:
    """The GeoParquet files of a layer, by area and square."""
    return [one for one in _parts(folder_of(edition)) if one.layer == layer]


@lru_cache(maxsize=8)
def _parts(folder: Path) -> list[Part]:
    matches = [(_PART.fullmatch(path), file) for path, file in sorted(_files(folder).items())]
    return [Part(one["layer"], int(one["lnrs_id"]), one["square"], file) for one, file in matches if one]


def tables_of(edition: EnglandEdition) -> list[File]:
    """Every file that has a title: figures, tables, conflicts, tiles, the catalogue and the record."""
    files = files_of(edition)
    return [files[path] for path in TITLES if path in files]


def others_of(edition: EnglandEdition) -> list[File]:
    """Whatever else an edition has, beside parts of layers, notes and what its catalogue leads to."""
    return [
        one
        for one in files_of(edition).values()
        if one.path not in TITLES and not one.path.startswith(APART) and not STAC_PART.fullmatch(one.path)
    ]


Address = Callable[[str], str]
"""The whole address of a file of the edition by its path."""


def listing(edition: EnglandEdition, layer: str, address: Address) -> str:
    """The addresses of all files of a layer, one a line."""
    return "".join(f"{address(one.file.path)}\n" for one in parts_of(edition, layer))


README = """# England's nature recovery network as GeoParquet

Edition {identity}, which stands for {as_of:%-d %B %Y}.{invented}
Metres of EPSG:27700 (the British National Grid).

Each layer is a folder, `data/LAYER`, with a file for each strategy area in each 10 km square of the National Grid:
`data/measures/lnrs_id=40/square=TR15/part.parquet`. The names of the folders are columns, so a query reads only the
areas and squares that it asks for. A polygon that crosses squares is whole in one of them: the square is where it is
filed, and no cut.

## Have the files

    wget --force-directories --no-host-directories --cut-dirs=3 --input-file={files}

puts them in `data/measures/...` (the same for every layer: {layers}). `england.json` beside them has the SHA-256 of
each.

## DuckDB

    INSTALL spatial; LOAD spatial;
    SELECT lnrs_id, habitat, action, sum(ST_Area(geometry)) / 10000 AS ha
    FROM read_parquet('data/measures/*/*/part.parquet', hive_partitioning = true)
    WHERE lnrs_id = '40'
    GROUP BY ALL ORDER BY ha DESC;

Land that two measures share is counted for each here. The figures of this edition count it once.

## GeoPandas

    import geopandas as gpd
    kent = gpd.read_parquet("data/measures/lnrs_id=40")
    one_square = gpd.read_parquet("data/measures", filters=[("square", "==", "TR15")])
"""


def readme(edition: EnglandEdition, files: str) -> str:
    """How to have and to read the GeoParquet files; `files` is the whole address of a list of them."""
    invented = " An invented example: no place in it is real." if edition.invented else ""
    return README.format(
        identity=edition.identity, as_of=edition.as_of, invented=invented, files=files, layers=", ".join(LAYERS)
    )
