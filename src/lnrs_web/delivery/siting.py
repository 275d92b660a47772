"""Where a project lies: its boundary looked at, as the land of a gain site is."""

from collections.abc import Sequence

from lnrs_web.boundaries.parcels import Parcel
from lnrs_web.delivery.refused import ProjectRefused
from lnrs_web.editions.models import Edition
from lnrs_web.gain_sites.refused import ListingRefused
from lnrs_web.gain_sites.siting import Sited
from lnrs_web.gain_sites.siting import sited as looked_at


def sited(edition: Edition, parcels: Sequence[Parcel], *, mend: bool) -> Sited:
    """Land that a project may have: a true edge, within the area, no parcel on another, each with a name of its own.

    Raises ProjectRefused with every problem.
    """
    try:
        return looked_at(edition, parcels, mend=mend, called="project")
    except ListingRefused as refused:
        raise ProjectRefused(refused.problems) from refused
