"""Counts by area: looked up and worked out at night at most, kept rounded, and published only when so many more have
signed that no single signature shows in what changed (`suppression`)."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count

from lnrs_web.editions.queries import current_editions
from lnrs_web.petition.counts import CONSTITUENCY, DISTRICT, KINDS, WARD
from lnrs_web.petition.models import AreaTally, Locality, Petition, Signature
from lnrs_web.petition.placing import AT_ONCE, NOWHERE, Codes, Placing
from lnrs_web.petition.suppression import published

FIRST, STEP = 100, 50
"""Signatures that there are before counts by area are first published; by how many the count moves before the next."""
APART = timedelta(hours=23)
"""So long lies between one publication and the next: a night."""


def publish_all(now: datetime) -> int:
    """Publish the counts by area of every petition for which it is time; for how many it was."""
    done = 0
    for petition in Petition.objects.filter(state__in=(Petition.State.OPEN, Petition.State.CLOSED)):
        if is_time(petition, now):
            done += publish(petition, now)
    return done


def is_time(petition: Petition, now: datetime) -> bool:
    """Whether enough signatures have come, or gone, and a night lies between."""
    if petition.areas_at is None:
        return petition.counted >= FIRST
    return now - petition.areas_at >= APART and abs(petition.counted - petition.areas_total) >= STEP


def publish(petition: Petition, now: datetime) -> bool:
    """Look up where signatures are from, and publish rounded counts. Nothing is done before the area has a strategy."""
    edition = current_editions().filter(area=petition.area_id).first()
    if edition is None:
        return False
    placing = Placing(edition)
    _look_again(petition)
    while _place_some(petition, placing):
        pass
    _publish(petition, placing, now)
    return True


@transaction.atomic
def _look_again(petition: Petition) -> None:
    """Have postcodes looked up anew that nobody knew the last time: there may be newer ones by now."""
    Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)
    nowhere = Locality.objects.filter(ward="", district="", constituency="")
    Signature.objects.filter(petition=petition, locality__in=nowhere).exclude(postcode="").update(locality=None)


@transaction.atomic
def _place_some(petition: Petition, placing: Placing) -> int:
    Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)  # nobody counts meanwhile
    rows = Signature.objects.filter(petition=petition, counted=True, locality=None)
    some = list(rows.order_by("pk").values_list("pk", "postcode")[:AT_ONCE])
    where = placing.of_postcodes(postcode for _, postcode in some)
    by_place: defaultdict[Codes, list[int]] = defaultdict(list)
    for pk, postcode in some:
        by_place[where.get(postcode, NOWHERE)].append(pk)
    for codes, keys in by_place.items():
        ward, district, seat = codes
        place, _ = Locality.objects.get_or_create(ward=ward, district=district, constituency=seat)
        Signature.objects.filter(pk__in=keys).update(locality=place)
    return len(some)


@transaction.atomic
def _publish(petition: Petition, placing: Placing, now: datetime) -> None:
    one = Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)
    counts = counts_of(one, placing)
    total = sum(counts[WARD].values())
    told = published(counts, total, groups(placing))
    AreaTally.objects.filter(petition=one).delete()
    AreaTally.objects.bulk_create(
        AreaTally(petition=one, kind=kind, code=code, at_least=number)
        for kind, numbers in told.items()
        for code, number in numbers.items()
    )
    Petition.objects.filter(pk=one.pk).update(areas_at=now, areas_total=total)


def counts_of(petition: Petition, placing: Placing) -> dict[str, dict[str, int]]:
    """The exact counts by area, which are kept nowhere: of each kind every area, and nowhere, with nothing for none."""
    rows = Signature.objects.filter(petition=petition, counted=True).values("locality").annotate(n=Count("pk"))
    places = {one.pk: one for one in Locality.objects.all()}
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for row in rows:
        place = places.get(row["locality"])
        for kind in KINDS:
            found[kind][getattr(place, kind) if place else ""] += row["n"]
    return {kind: dict.fromkeys(("", *placing.codes_of(kind)), 0) | dict(numbers) for kind, numbers in found.items()}


def groups(placing: Placing) -> list[Mapping[str, frozenset[str]]]:
    """The wards within each district, and within each constituency."""
    inside: dict[str, defaultdict[str, set[str]]] = {DISTRICT: defaultdict(set), CONSTITUENCY: defaultdict(set)}
    for ward, district, seat in placing.wards():
        inside[DISTRICT][district].add(ward)
        inside[CONSTITUENCY][seat].add(ward)
    return [{code: frozenset(wards) for code, wards in one.items() if code} for one in inside.values()]
