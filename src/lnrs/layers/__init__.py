"""What each data set is, where it comes from, how it is checked at the door, and how it is kept.

`catalogue()` lists the layers; `add` and `lnrs.layers.fetch.fetch` bring one in; `read` gives it back; `coarsen` makes
species records fit to be published.
"""

from lnrs.layers.adding import Added, add
from lnrs.layers.catalogue import catalogue, layer_named
from lnrs.layers.contract import Column, Layer, Source
from lnrs.layers.door import Admission, Report, admit
from lnrs.layers.elevation import admit_elevation
from lnrs.layers.licences import LICENCES, Licence, may_republish
from lnrs.layers.raster import Elevation, read_raster, write_raster
from lnrs.layers.record import LayerRecord, Repair, read_record, record_of
from lnrs.layers.sensitive import coarsen, squares
from lnrs.layers.store import file_of, problems_of, read, sha256_file, write

__all__ = [
    "LICENCES",
    "Added",
    "Admission",
    "Column",
    "Elevation",
    "Layer",
    "LayerRecord",
    "Licence",
    "Repair",
    "Report",
    "Source",
    "add",
    "admit",
    "admit_elevation",
    "catalogue",
    "coarsen",
    "file_of",
    "layer_named",
    "may_republish",
    "problems_of",
    "read",
    "read_raster",
    "read_record",
    "record_of",
    "sha256_file",
    "squares",
    "write",
    "write_raster",
]
