"""The document as tagged PDF (PDF/UA-1), in the typesetter's own fonts, so that every machine gives the same bytes."""

import tempfile
from pathlib import Path

import typst

from lnrs.document.tree import Document
from lnrs.document.typst_source import typst_source


def render_pdf(document: Document, folder: Path | None = None, pictures: str = "maps") -> bytes:
    """The PDF; its pictures are read from `folder`/`pictures`. A document without a folder reads no file."""
    if folder is None:
        with tempfile.TemporaryDirectory() as nothing:
            return render_pdf(document, Path(nothing), pictures)
    source = typst_source(document, pictures).encode()
    return typst.compile(  # type: ignore[call-overload]  # its types would have the root be bytes, as the source is
        source, root=str(folder), format="pdf", pdf_standards="ua-1", ignore_system_fonts=True
    )
