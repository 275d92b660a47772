"""The strategy folder: a strategy as text and tables that a person can edit and layers that a GIS can open."""

from lnrs.strategy.folder import Strategy, read
from lnrs.strategy.new import new
from lnrs.strategy.sketch_folder import write_sketch
from lnrs.strategy.weca import import_weca

__all__ = ["Strategy", "import_weca", "new", "read", "write_sketch"]
