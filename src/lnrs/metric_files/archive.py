"""The parts of an Excel workbook, taken out in memory. Macros stay where they are: nothing here opens them."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from lnrs.errors import MetricFileRefused, Problem
from lnrs.metric_files import limits

ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
AGAIN = "Save it anew from the official tool as .xlsx."


@dataclass(frozen=True)
class Archive:
    """A workbook's parts by name."""

    where: str
    _zip: zipfile.ZipFile

    @property
    def names(self) -> list[str]:
        """Of every part."""
        return self._zip.namelist()

    @property
    def has_macros(self) -> bool:
        """Whether there are macros in it."""
        return any(name.lower().endswith("vbaproject.bin") for name in self.names)

    @property
    def has_links(self) -> bool:
        """Whether formulas in it look into other workbooks."""
        return any(name.lower().startswith("xl/externallinks/") and name.endswith(".xml") for name in self.names)

    def part(self, name: str) -> bytes:
        """The bytes of a part. Raises MetricFileRefused where it is missing, damaged or too large."""
        try:
            with self._zip.open(name) as opened:
                data = opened.read(limits.PART_BYTES + 1)
        except KeyError:
            raise _refused(self.where, f"is broken: it has no part {name}.", AGAIN) from None
        except (*DAMAGED, RuntimeError) as error:
            raise _refused(self.where, f"is broken: its part {name} cannot be opened ({error}).", AGAIN) from None
        if len(data) > limits.PART_BYTES:
            raise _refused(self.where, f"has a part {name} that grows beyond every metric when it is opened.", AGAIN)
        return data


DAMAGED = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError, ValueError)


def opened(data: bytes, path: Path) -> Archive:
    """An archive of the bytes of a workbook. Raises MetricFileRefused."""
    if data.startswith(OLD):
        what = "is an old .xls workbook, or needs a password."
        raise _refused(path.name, what, "Take the password off, and save it as .xlsx.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED as error:
        raise _refused(path.name, f"is broken, and no workbook ({error}).", AGAIN) from None
    parts = archive.infolist()
    inflated = sum(one.file_size for one in parts)
    if len(parts) > limits.PARTS or inflated > limits.INFLATED_BYTES:
        what = f"would grow to {inflated / 1e6:,.0f} MB in {len(parts):,} parts, which no metric does."
        raise _refused(path.name, what, AGAIN)
    if "xl/workbook.xml" not in archive.namelist():
        raise _refused(path.name, "is an archive, but no Excel workbook (.xlsx or .xlsm).", AGAIN)
    return Archive(path.name, archive)


def _refused(where: str, what: str, do: str) -> MetricFileRefused:
    return MetricFileRefused([Problem(where, what, do)])
