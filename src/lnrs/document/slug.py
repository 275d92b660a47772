"""Names that can stand in an address."""

import re
import unicodedata


def slug(text: str) -> str:
    """Small letters, digits and hyphens: safe as an HTML id and as a Typst label.

    >>> slug("Rivers, streams & ponds")
    'rivers-streams-ponds'
    """
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-") or "section"
