"""Mails about units that somebody holds. Developer and landowner are told of each other's acts, and of no address."""

from lnrs.law.periods import day_in_england
from lnrs_web.accounts.models import Person
from lnrs_web.gain_sites import parts
from lnrs_web.gain_sites.models import Holding
from lnrs_web.gain_sites.telling import BY, link
from lnrs_web.outbox.actions import post


def reserved(holding: Holding) -> None:
    """Units were reserved."""
    until = f"{day_in_england(holding.expires_at):%-d %B %Y}"
    _post(holding, "reserved", f"They are kept until {until}. An officer allocates them when the sale is shown.")


def allocated(holding: Holding) -> None:
    """Units were allocated."""
    area = holding.stock.site.area.slug
    address = link("gain:certificate", area, holding.code)
    _post(holding, "allocated", f"Anybody can look at the certificate:\n{address}")


def ended(holding: Holding) -> None:
    """Units are the site's again."""
    _post(holding, holding.state, f"Why: {holding.because}")


def _post(holding: Holding, what: str, more: str) -> None:
    stock, site = holding.stock, holding.stock.site
    said = f"{parts.units(holding.units)} of {stock.habitat}, {stock.condition}, at {site.reference}"
    text = f"{said}: {what}, for {holding.development}.\n\n{more}\n\n"
    if holding.person:
        _to(holding.person, holding, what, text + link("own_gain:holding", holding.public_id) + "\n", "holder")
    if site.owner:
        _to(site.owner, holding, what, text + link("own_gain:site", site.public_id) + "\n", "owner")


def _to(person: Person, holding: Holding, what: str, text: str, who: str) -> None:
    subject = f"Units {what}: {holding.stock.site.reference}"
    post(to=person.email, subject=subject, text=text, key=f"units {what} {holding.public_id} {who}", by=BY)
