"""Names of places in the statement, which links and other documents rely on."""

import re
import unicodedata


def slug(text: str) -> str:
    """Small letters, digits and hyphens: safe as an HTML id and as a Typst label.

    >>> slug("Rivers, streams & ponds")
    'rivers-streams-ponds'
    """
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-") or "section"


def of_theme(prefix: str) -> str:
    """Where a theme begins."""
    return f"theme-{prefix}"


def of_priority(ref: str) -> str:
    """Where a priority stands."""
    return f"priority-{ref}"


def of_measure(ref: str) -> str:
    """Where a potential measure stands."""
    return f"measure-{ref}"


def of_rule(ref: str) -> str:
    """Where a mapped measure's rule is told."""
    return f"rule-{ref}"


def of_funding(ref: str) -> str:
    """Where a funding route stands."""
    return f"funding-{ref}"


def of_species(ref: str) -> str:
    """Where a species priority stands."""
    return f"species-{ref}"
