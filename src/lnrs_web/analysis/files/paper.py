"""PDF files: the text that is in them. A picture of a letter has none."""

import io
import logging

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from lnrs_web.analysis.files import limits

START = b"%PDF-"


def text_of(data: bytes) -> str:
    """The text of a PDF file. Raises ValueError, in words for the person."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise ValueError("It needs a password")
        if len(reader.pages) > limits.PAGES:
            raise ValueError(f"It has more than {limits.PAGES:,} pages")
        text = "\n".join(page.extract_text() for page in reader.pages).strip()
    except (PyPdfError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError) as error:
        raise ValueError("The PDF file cannot be read") from error
    if not text:
        raise ValueError("It is a picture of a letter, with no text in it. Type it in, or have it recognised")
    return text[: limits.TEXT_LETTERS]
