"""Rows held while something is done to them: first the site, then its stock in order, so that nobody waits for good."""

from lnrs_web.accounts.models import Person
from lnrs_web.gain_sites.models import GainSite, Stock
from lnrs_web.gain_sites.refused import refuse


def held(site: GainSite) -> GainSite:
    """A site as it now is, for whoever changes it alone."""
    locked = GainSite.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("area").get(pk=site.pk)


def held_stocks(site: GainSite) -> list[Stock]:
    """Its stock, held too."""
    return list(Stock.objects.select_for_update(no_key=True).filter(site=site).order_by("pk"))


def own(site: GainSite, by: Person) -> GainSite:
    """As `held`, for its owner. Raises ListingRefused for anybody else."""
    found = held(site)
    if found.owner_id != by.pk:
        raise refuse("site", "This site is another person’s.", "Only whoever listed it can change it.")
    return found
