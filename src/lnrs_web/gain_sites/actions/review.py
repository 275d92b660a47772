"""What an officer decides of a listing that was sent: nothing is public before."""

from collections import defaultdict

from django.db import transaction

from lnrs.errors import Problem
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.audit.actions import record
from lnrs_web.config.clock import now
from lnrs_web.gain_sites import parts, telling
from lnrs_web.gain_sites.actions.rows import held, held_stocks
from lnrs_web.gain_sites.models import GainSite, Stock, Version
from lnrs_web.gain_sites.refused import ListingRefused, refuse

State = Version.State
LETTERS = 2000


@transaction.atomic
def agree(version: Version, *, by: Person) -> None:
    """Let everyone see a version, in the place of the one before, and offer its units.

    Raises NotAllowed, and ListingRefused where it offers less of a habitat than others hold already.
    """
    site, waiting = _waiting(version, by)
    before = list(Version.objects.select_for_update(no_key=True).filter(site=site, state=State.SHOWN))
    offer(site, waiting)
    for one in before:
        one.state = State.REPLACED
        one.save(update_fields=["state"])
    waiting.state, waiting.decided_at, waiting.decided_by = State.SHOWN, now(), by.email
    waiting.save(update_fields=["state", "decided_at", "decided_by"])
    site.shown = waiting
    site.save(update_fields=["shown"])
    telling.owner(waiting)
    became = f"version {waiting.number}"
    record("publish gain site", site.reference, by=by.email, became=became, area=site.area_id)


@transaction.atomic
def send_back(version: Version, because: str, *, by: Person) -> None:
    """Send a version back to its owner with what is wrong. Raises NotAllowed, and ListingRefused without a reason."""
    site, waiting = _waiting(version, by)
    if not (because := because.strip()[:LETTERS]):
        raise refuse("because", "No reason is given.", "Say what has to be changed.")
    waiting.state, waiting.decided_at, waiting.decided_by = State.RETURNED, now(), by.email
    waiting.because = because
    waiting.save(update_fields=["state", "decided_at", "decided_by", "because"])
    telling.owner(waiting)
    record("send gain site back", site.reference, by=by.email, became=because, area=site.area_id)


def _waiting(version: Version, by: Person) -> tuple[GainSite, Version]:
    must_be_officer_of(version.site.area_id, by)
    site = held(version.site)
    if site.owner_id == by.pk:
        raise refuse("answer", "This listing is your own.", "Another officer has to look at it.")
    found = Version.objects.get(pk=version.pk)
    if found.state != State.WAITING:
        raise refuse("answer", "It does not wait for an officer any more.", "Go back to the register.")
    if found.sent_at != version.sent_at:
        raise refuse("answer", "It was taken back and sent anew.", "Look at what it says now.")
    found.site = site
    return site, found


def offer(site: GainSite, version: Version) -> None:
    """Make the stock what a version lists, to the ten-thousandth. Raises ListingRefused where that is less than is
    held."""
    listed: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for line in version.lines.all():
        listed[line.key] += line.units
    known = {one.key: one for one in held_stocks(site)}
    problems = []
    for key, stock in known.items():
        stock.offered = listed.pop(key, 0)
        if stock.offered < stock.held:
            what = f"{parts.units(stock.held)} of {stock.habitat}, {stock.condition}, are held by others already."
            problems.append(Problem("answer", what, f"The listing offers {parts.units(stock.offered)}."))
    if problems:
        raise ListingRefused(problems)
    for stock in known.values():
        stock.save(update_fields=["offered"])
    Stock.objects.bulk_create(
        Stock(site=site, module=module, habitat=habitat, condition=condition, work=work, offered=units)
        for (module, habitat, condition, work), units in sorted(listed.items())
    )
