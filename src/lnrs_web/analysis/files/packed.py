"""Office files are zip archives of XML: looked at before anything reads them."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from lnrs_web.analysis.files import limits

START = b"PK\x03\x04"


def parts_of(data: bytes) -> zipfile.ZipFile:
    """The archive, once it is known to hold no macros, no document types and no more than it should.

    Raises ValueError, in words for the person.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        files = archive.infolist()
        _within_bounds(files)
        for one in files:
            if "vbaproject" in one.filename.lower():
                raise ValueError("It holds macros. Save it without them, as .xlsx or .docx")
            if one.filename.lower().endswith((".xml", ".rels")):
                with archive.open(one) as opened:
                    _no_document_type(opened.read(one.file_size + 1))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise ValueError("It is damaged, or needs a password") from error
    return archive


def paragraphs_of(data: bytes) -> str:
    """The text of a .docx file: a line for each paragraph, in order, those of tables too. Raises ValueError."""
    with parts_of(data) as archive:
        if "word/document.xml" not in archive.namelist():
            raise ValueError("It is neither a spreadsheet nor a text document")
        try:
            root = ElementTree.fromstring(archive.read("word/document.xml"))
        except ElementTree.ParseError as error:
            raise ValueError("Its text cannot be read") from error
    return "\n".join("".join(_letters(one)) for one in root.iter() if _name(one) == "p").strip()


def is_workbook(data: bytes) -> bool:
    """Whether an archive is a spreadsheet. Raises ValueError."""
    with parts_of(data) as archive:
        return "xl/workbook.xml" in archive.namelist()


def _within_bounds(files: list[zipfile.ZipInfo]) -> None:
    if len(files) > limits.PARTS or sum(one.file_size for one in files) > limits.INFLATED_BYTES:
        raise ValueError("It grows to more than can be read here when it is opened")
    if any(one.file_size > 1_000_000 and one.file_size > limits.INFLATION * one.compress_size for one in files):
        raise ValueError("A part of it grows more than a document does when it is opened")


def _no_document_type(data: bytes) -> None:
    """XML in UTF-16 would hide the words, and no office program writes it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("It has a document type declaration, which no office document needs")


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _letters(paragraph: ElementTree.Element) -> Iterator[str]:
    for one in paragraph.iter():
        match _name(one):
            case "t":
                yield one.text or ""
            case "tab":
                yield "\t"
            case "br" | "cr":
                yield "\n"
