"""What becomes of somebody's part in the register when their account goes."""

from django.db import transaction
from django.db.models import Q

from lnrs_web.accounts.models import Person
from lnrs_web.config.clock import now
from lnrs_web.gain_sites.actions.rows import held, held_stocks
from lnrs_web.gain_sites.models import Claim, GainSite, Holding, Version


@transaction.atomic
def leave(person: Person) -> None:
    """Delete what nobody else has seen, and give up what is reserved. What is public stays, as nobody's.

    That the account ends is recorded by whoever ends it."""
    reserved = Holding.objects.filter(person=person, state=Holding.State.RESERVED)
    touched = GainSite.objects.filter(Q(owner=person) | Q(stocks__holdings__in=reserved))
    for site in list(touched.distinct().order_by("pk")):
        _leave(held(site), person)


def _leave(site: GainSite, person: Person) -> None:
    for stock in held_stocks(site):
        for one in Holding.objects.filter(stock=stock, person=person, state=Holding.State.RESERVED):
            stock.reserved -= one.units
            stock.save(update_fields=["reserved"])
            one.state, one.because, one.ended_at = Holding.State.GIVEN_UP, "the account ended", now()
            one.save(update_fields=["state", "because", "ended_at"])
    if site.owner_id != person.pk:
        return
    Version.objects.filter(site=site, state__in=("draft", "waiting", "returned")).delete()
    Claim.objects.filter(version__site=site).delete()
    if site.shown_id is None:
        site.delete()
