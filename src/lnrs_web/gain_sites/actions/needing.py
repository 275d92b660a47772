"""What developments need, said so that landowners see it."""

from django.db import transaction

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.queries import account_name
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.gain_sites.models import Need as SaidNeed
from lnrs_web.gain_sites.need import Need
from lnrs_web.gain_sites.refused import refuse

MOST_NEEDS = 20
"""Needs that one person may say for an area, so that the sums mean something."""


@transaction.atomic
def say(area: StrategyArea, need: Need, *, by: Person) -> SaidNeed:
    """Count a need among the area's demand. Said again it is counted once. Raises ListingRefused for too many."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    lpa = need.there.place.lpa
    same = {"area": area, "person": by, "habitat": need.habitat.name, "district": lpa, "module": need.habitat.module}
    known = SaidNeed.objects.filter(**same).first()
    if known is None and SaidNeed.objects.filter(area=area, person=by).count() >= MOST_NEEDS:
        raise refuse("units", f"You have said {MOST_NEEDS} needs, which is the most.", "Take one back first.")
    if known is None:
        known = SaidNeed(**same)
    known.units = need.units
    known.save()
    record("say need of units", area.slug, by=account_name(by), became=need.habitat.name, area=area.pk)
    return known


@transaction.atomic
def take_back(need: SaidNeed, *, by: Person) -> None:
    """Count a need no more. Raises ListingRefused for somebody else's."""
    if need.person_id != by.pk:
        raise refuse("need", "This need is another person’s.")
    area = need.area
    need.delete()
    record("take need of units back", area.slug, by=account_name(by), area=area.pk)
