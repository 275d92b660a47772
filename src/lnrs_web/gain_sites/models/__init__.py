"""What the register keeps: sites, every version of what is said of them, their stock of units, and who holds it."""

from lnrs_web.gain_sites.models.claim import Claim
from lnrs_web.gain_sites.models.holding import Holding, Stock
from lnrs_web.gain_sites.models.national import NationalSite
from lnrs_web.gain_sites.models.site import GainSite, HabitatLine, Version
from lnrs_web.gain_sites.models.telling import Enquiry, Letter, Need

__all__ = [
    "Claim",
    "Enquiry",
    "GainSite",
    "HabitatLine",
    "Holding",
    "Letter",
    "NationalSite",
    "Need",
    "Stock",
    "Version",
]
