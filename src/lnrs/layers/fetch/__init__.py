"""Layers from public services: paged, polite, resumed where they were cut, and through the same door as any file."""

from lnrs.layers.fetch.run import fetch
from lnrs.layers.fetch.session import Line

__all__ = ["Line", "fetch"]
