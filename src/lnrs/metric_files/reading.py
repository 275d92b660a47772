"""Read the file of a metric, whichever it is."""

from pathlib import Path

from lnrs.errors import MetricFileRefused, NotFound, Problem
from lnrs.metric_files import limits
from lnrs.metric_files.archive import OLD, ZIP
from lnrs.metric_files.geopackage import SQLITE, read_geopackage
from lnrs.metric_files.model import MetricFile
from lnrs.metric_files.workbook import read_workbook

KINDS = "Give the official workbook (.xlsx, .xlsm), or the GeoPackage of the metric's template."


def read(path: Path) -> MetricFile:
    """The metric in a file; what it holds decides of which kind it is, not its name.

    Nothing in the file is run, and no other file is opened because of it. Raises MetricFileRefused with every reason,
    or NotFound.
    """
    try:
        if path.stat().st_size > limits.FILE_BYTES:
            what = f"has more than {limits.FILE_BYTES / 1e6:g} MB, which no metric has."
            raise MetricFileRefused([Problem(path.name, what, KINDS)])
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise NotFound([Problem(str(path), "is not there, or is no file.", KINDS)]) from None
    except PermissionError:
        raise NotFound([Problem(str(path), "may not be read.")]) from None
    return read_data(data, path)


def read_data(data: bytes, path: Path) -> MetricFile:
    """The metric in the bytes of a file, of which `path` is what it is called: nothing is opened. Raises
    MetricFileRefused with every reason."""
    if len(data) > limits.FILE_BYTES:
        what = f"has more than {limits.FILE_BYTES / 1e6:g} MB, which no metric has."
        raise MetricFileRefused([Problem(path.name, what, KINDS)])
    if not data:
        raise MetricFileRefused([Problem(path.name, "is empty.", KINDS)])
    if data.startswith(SQLITE):
        return read_geopackage(data, path)
    if data.startswith((ZIP, OLD)):
        return read_workbook(data, path)
    raise MetricFileRefused([Problem(path.name, "is neither a workbook nor a GeoPackage.", KINDS)])
