"""From a name - a folder, a file, an address - to the source that it stands for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from shapely.geometry.base import BaseGeometry

from lnrs.errors import NotFound, Problem
from lnrs.layers.fetch.session import Line
from lnrs.layers.progress import Progress, silence
from lnrs.layers.sniff import kind_of
from lnrs.network.published import services
from lnrs.network.published.bringing import bring, download_file, forgetting, is_elsewhere, unpack_edition
from lnrs.network.published.edition_folder import is_edition, open_edition
from lnrs.network.published.files import bundle_of
from lnrs.network.published.mapped import Said, open_tables
from lnrs.network.published.note import Note
from lnrs.network.published.source import Published, Source, whole
from lnrs.network.published.tables import tables_in

NOTHING_SAID: Mapping[str, str] = MappingProxyType({})


def open_source(
    source: str | Path,
    *,
    lnrs_id: int | None = None,
    outline: BaseGeometry | None = None,
    layers: Mapping[str, str] = NOTHING_SAID,
    line: Line | None = None,
    retrieved: date | None = None,
    progress: Progress = silence,
) -> Source:
    """Open what somebody published.

    `source` is an edition folder; a GeoPackage, shapefile or GeoJSON, a zip or a folder of some; the same in object
    storage (s3://) or at a web address; an ArcGIS feature service or one layer of it; or planning.data.gov.uk.

    `lnrs_id` is the number of the area, where it is known; rows of others are left out. `outline` is its outline in
    EPSG:27700: what lies elsewhere is left out, and services are asked for its box alone. `layers` says {table: layer}
    where the names do not tell. `line` is how services are asked; `retrieved` the day (default: today).

    Raises NotFound, EditionInvalid, FetchFailed, and LayerRefused with everything that keeps it from being read.
    """
    said = Said(lnrs_id, outline, layers)
    text = str(source)
    if text.startswith(("http://", "https://")):
        with _a_line(line) as asked:
            return _from_web(text, said, asked, retrieved or date.today(), progress)
    if is_elsewhere(text):
        with forgetting() as folder:
            return _from_disk(bring(text, folder), said, named=text, brought=folder)
    return _from_disk(Path(source), said)


def read(
    source: str | Path,
    *,
    lnrs_id: int | None = None,
    outline: BaseGeometry | None = None,
    layers: Mapping[str, str] = NOTHING_SAID,
) -> Published:
    """All of what somebody published in memory; see `open_source`."""
    with open_source(source, lnrs_id=lnrs_id, outline=outline, layers=layers) as opened:
        return whole(opened)


def _from_disk(path: Path, said: Said, named: str = "", brought: Path | None = None) -> Source:
    if not path.exists():
        raise NotFound([Problem(str(path), "is not there.", "Name an edition folder, a file or an address.")])
    if path.is_dir() and is_edition(path):
        return open_edition(path, lnrs_id=said.lnrs_id, named=named, brought=brought)
    if brought is None and path.is_file() and kind_of(path) == "zip":
        with forgetting() as folder:
            return _from_disk(path, said, path.name, folder)
    if brought is not None and path.is_file() and kind_of(path) == "zip":
        inside = brought / "edition"
        if unpack_edition(path, inside):
            return open_edition(inside, lnrs_id=said.lnrs_id, named=named, brought=brought)
    bundle = bundle_of(path, brought)
    found = [table for file, label in bundle.files for table in tables_in(file, label)]
    unread = [Note(name, None, "left_out", "is of no kind that is read here") for name in bundle.unread]
    name = named or path.resolve().name
    return open_tables(
        found, said, name=name, identity=bundle.identity, as_of=bundle.as_of, notes=unread, brought=brought
    )


def _from_web(address: str, said: Said, line: Line, retrieved: date, progress: Progress) -> Source:
    try:
        urlsplit(address)
    except ValueError as error:
        raise NotFound([Problem(address, f"is no address ({error}).", "Check it.")]) from None
    with forgetting() as folder:
        if services.is_arcgis(address):
            fetch, outline = services.from_arcgis, said.outline
        elif services.is_planning_data(address):
            fetch, outline = services.from_planning_data, said.outline_or_generalised
        else:
            return _from_disk(download_file(address, folder, line, progress), said, address, folder)
        got = fetch(address, services.Asking(line, folder, retrieved, outline, progress))
        if not got.tables:
            raise NotFound([Problem(address, "has nothing for the strategy area.", "Check the address and the area.")])
        here = replace(said, outline=outline)
        return open_tables(
            got.tables, here, name=address, identity=got.identity, as_of=got.as_of, notes=got.notes, brought=folder
        )


@contextmanager
def _a_line(line: Line | None) -> Iterator[Line]:
    """The line that was given, or one of our own, which is closed at the end."""
    if line is not None:
        yield line
        return
    own = Line()
    try:
        yield own
    finally:
        own.session.close()
