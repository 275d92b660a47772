"""From a name - a folder, a file, an address - to the source that it stands for."""

from pathlib import Path

from shapely.geometry.base import BaseGeometry

from lnrs.errors import LayerRefused, NotFound, Problem
from lnrs.network.published.bringing import bring, is_elsewhere
from lnrs.network.published.edition_folder import is_edition, open_edition
from lnrs.network.published.source import Published, Source, whole


def open_source(
    source: str | Path,
    *,
    lnrs_id: int | None = None,
    outline: BaseGeometry | None = None,  # noqa: ARG001
) -> Source:
    """Open what somebody published.

    `source` is an edition folder, on this disk or in object storage (s3://...). `lnrs_id` is the number of the area,
    where it is known, `outline` its outline in EPSG:27700. Raises NotFound, EditionInvalid and LayerRefused.
    """
    brought = None
    if is_elsewhere(str(source)):
        path = brought = bring(str(source))
    else:
        path = Path(source)
    if not path.exists():
        raise NotFound([Problem(str(source), "is not there.", "Name an edition folder, a file or an address.")])
    if path.is_dir() and is_edition(path):
        name = str(source) if brought else ""
        return open_edition(path, lnrs_id=lnrs_id, named=name, brought=brought)
    raise LayerRefused([Problem(path.name, "is not an edition folder.", "Name a folder that `lnrs build` made.")])


def read(source: str | Path, *, lnrs_id: int | None = None, outline: BaseGeometry | None = None) -> Published:
    """All of what somebody published in memory; see `open_source`."""
    with open_source(source, lnrs_id=lnrs_id, outline=outline) as opened:
        return whole(opened)
