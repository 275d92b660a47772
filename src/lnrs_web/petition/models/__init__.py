"""Petitions and what belongs to them. Every table's name begins with `petition_`, and of other apps they refer to areas
alone: so they can be in a schema, or on a site, of whoever answers for the petition."""

from lnrs_web.petition.models.petitions import Petition, Update
from lnrs_web.petition.models.signatures import Locality, Removal, Signature, Watch
from lnrs_web.petition.models.tallies import AreaTally, HourTally, PaperBatch

__all__ = [
    "AreaTally",
    "HourTally",
    "Locality",
    "PaperBatch",
    "Petition",
    "Removal",
    "Signature",
    "Update",
    "Watch",
]
