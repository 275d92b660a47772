"""The program that reads a file: told on standard input what to read, it answers on standard output.

The first line of the input is JSON, `{"name": ..., "seconds": ..., "bytes": ...}`; the file follows.
"""

import codecs
import encodings
import io
import json
import pkgutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pypdf import PdfWriter

from lnrs_web.analysis.files import limits, mails, packed, paper, tables
from lnrs_web.analysis.files.tables import Row
from lnrs_web.config.confined import bound

KINDS = "Spreadsheets (.xlsx), tables (.csv), mails (.eml, .mbox), Word documents (.docx) and PDF can be read."


def rows_of(data: bytes, name: str) -> list[Row]:
    """What a file holds, by what is in it; mails and tables, which are both plain text, by its name too.

    Raises ValueError, in words for the person.
    """
    if data.startswith(packed.START):
        return tables.of_workbook(data) if packed.is_workbook(data) else [{"text": packed.paragraphs_of(data)}]
    if data.startswith(paper.START):
        return [{"text": paper.text_of(data)}]
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError("It is of an old kind, or needs a password. Save it as .xlsx, .docx or PDF")
    if data.startswith(b"From "):
        return mails.of_mailbox(data)
    if name.endswith(".eml"):
        return [mails.of_mail(data)]
    if b"\x00" in data:
        raise ValueError("It is of a kind that cannot be read here")
    return tables.of_csv(data)


def answer(data: bytes, name: str) -> dict[str, Any]:
    """What is said of a file: its `rows`, or the `problem`."""
    try:
        rows = rows_of(data, name)
    except ValueError as error:
        return {"problem": f"{error}. {KINDS}"}
    if not rows:
        return {"problem": f"There is no row and no letter in it. {KINDS}"}
    if any(len(cell) > limits.TEXT_LETTERS for row in rows for cell in row.values()):
        return {"problem": f"A text in it has more than {limits.TEXT_LETTERS:,} letters."}
    return {"rows": [{name: cell.replace("\x00", "") for name, cell in row.items()} for row in rows]}


def confine(bounds: Mapping[str, int]) -> None:
    """Open everything that is needed, and then nothing more."""
    for coding in pkgutil.iter_modules(encodings.__path__):
        with suppress(LookupError, ImportError):
            codecs.lookup(coding.name)
    written = io.BytesIO()
    PdfWriter().write(written)
    for data in (written.getvalue(), paper.START):
        with suppress(ValueError):
            paper.text_of(data)
    bound(cpu_s=bounds["seconds"], memory_bytes=bounds["bytes"])


def main() -> None:
    """Read one file from standard input, and answer."""
    told = json.loads(sys.stdin.buffer.readline())
    confine(told)
    words = json.dumps(answer(sys.stdin.buffer.read(), told["name"]), ensure_ascii=False)
    if len(words.encode("utf-8", "replace")) > limits.ANSWER_BYTES:
        words = json.dumps({"problem": "There is too much in it. Give it in parts."})
    sys.stdout.buffer.write(words.encode("utf-8", "replace"))
