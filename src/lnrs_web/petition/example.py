"""An example petition, for demonstrations: invented signatures from the invented postcodes of an invented edition. The
same edition makes the same petition, up to the days on which it is made."""

import random
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.editions.models import Edition, EditionPostcode
from lnrs_web.petition import consent
from lnrs_web.petition.actions import counting, publishing_areas
from lnrs_web.petition.models import HourTally, PaperBatch, Petition, Removal, Signature

SLUG = "meadows-within-a-mile"
SIGNED, OUTSIDE, TAKEN_OUT, ASIDE, DAYS = 12_417, 391, 212, 14, 40
SEED = 40
TITLE = "A wildflower meadow within a mile of every home"
ASKS = (
    "We ask the county council and the districts to plan, pay for and look after enough flower-rich grassland that "
    "nobody lives further than a mile from some of it by 2035."
)
BACKGROUND = (
    "Most of the county’s hay meadows were ploughed or fed until few flowers were left in them. Verges, parks, "
    "churchyards and the corners of fields can become meadows again with little more than a later cut.\n\n"
    "The strategy’s map shows where it would help most. This petition asks those who decide to act on it."
)
MILESTONES = [
    [1_000, "The district councils are asked for a reply"],
    [10_000, "The county council is asked to debate it"],
    [40_000, "Half way: candidates are asked what they would do"],
]


def make_example(edition: Edition, *, by: str) -> Petition:
    """The example petition of the area of an invented edition, made where it is not there yet."""
    area = edition.area
    known = Petition.objects.filter(area=area, slug=SLUG).first()
    if known is not None:
        return known
    postcodes = list(EditionPostcode.objects.filter(edition=edition).order_by("pk").values_list("postcode", flat=True))
    with transaction.atomic():
        one = _petition(area, by)
        _sign(one, postcodes, timezone.now())
        counting.count_all(timezone.now())
        _tell_hours(one)
        record("make example petition", one.on_record, by=by, became=one.title, area=area.pk)
    one.refresh_from_db()
    publishing_areas.publish(one, timezone.now())
    return one


def _petition(area: StrategyArea, by: str) -> Petition:
    now = timezone.now()
    one = Petition.objects.create(
        area=area,
        slug=SLUG,
        title=TITLE,
        asks=ASKS,
        background=BACKGROUND,
        eligible=f"live, work or study in {area.name}",
        controller="Meadows for All, an invented charity",
        controller_contact="privacy@example.org",
        is_example=True,
        milestones=MILESTONES,
        state=Petition.State.OPEN,
        made_by=by,
        made_at=now - timedelta(days=DAYS),
        opened_at=now - timedelta(days=DAYS),
    )
    paper = {"petition": one, "entered_by": by}
    day = timezone.localdate() - timedelta(days=12)
    fair = {"received_on": day, "source": "A stall at a fair", "scan_reference": "box 1, sheets 1 to 40"}
    PaperBatch.objects.create(**fair, names=612, refused=27, **paper)
    return one


def _sign(one: Petition, postcodes: list[str], now: datetime) -> None:
    """Signatures in a slow growth with one busy day; some that a rule took out, and some that are set aside."""
    chance = random.Random(SEED)
    span = timedelta(days=DAYS).total_seconds()
    weights = [1 / (1 + place % 17) for place in range(len(postcodes))]
    homes = chance.choices(postcodes, weights, k=SIGNED) if postcodes else [""] * SIGNED
    removal = Removal.objects.create(
        petition=one,
        domain="machines.example",
        until=now - timedelta(days=9),
        reason="Hundreds within minutes, from one domain",
        state=Removal.State.DONE,
        found=TAKEN_OUT,
        removed=TAKEN_OUT,
        made_by="an example",
        done_at=now - timedelta(days=9),
    )
    rows = []
    for number in range(SIGNED + TAKEN_OUT + ASIDE):
        share = chance.random() ** 0.7 if number % 5 else 0.62 + chance.random() * 0.04
        made = now - timedelta(seconds=span * (1 - share))
        signed, taken = number < SIGNED, SIGNED <= number < SIGNED + TAKEN_OUT
        rows.append(
            Signature(
                petition=one,
                name=f"Example {number + 1}",
                mail_key=f"example {one.pk} {number}",
                domain="machines.example" if taken else "example.org",
                postcode="" if number < OUTSIDE or not signed else homes[number],
                state="signed" if signed else "removed" if taken else "aside",
                signals=[] if signed or taken else ["It came within seconds of the form being opened"],
                was="signed" if taken else "",
                removal=removal if taken else None,
                consent_version=consent.VERSION,
                made_at=made,
                proved_at=made + timedelta(minutes=4),
            )
        )
    Signature.objects.bulk_create(rows, batch_size=1_000)


def _tell_hours(one: Petition) -> None:
    """The hours as they would have been told, had the worker counted all along."""
    rows = (
        Signature.objects.filter(petition=one, counted=True).order_by("proved_at").values_list("proved_at", flat=True)
    )
    by_hour: dict[datetime, int] = {}
    for number, proved in enumerate(rows, 1):
        if proved is not None:
            by_hour[proved.replace(minute=0, second=0, microsecond=0)] = number
    HourTally.objects.filter(petition=one).delete()
    HourTally.objects.bulk_create(HourTally(petition=one, hour=hour, counted=count) for hour, count in by_hour.items())
