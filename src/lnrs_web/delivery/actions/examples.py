"""Invented projects for invented editions, so that a demonstration has some: each says that it is an example."""

import json
from datetime import date
from decimal import Decimal
from textwrap import shorten

import shapely
from django.db import transaction

from lnrs_web.audit.actions import record_each
from lnrs_web.boundaries import text
from lnrs_web.boundaries.parcels import Parcel, parcel
from lnrs_web.config.clock import now
from lnrs_web.delivery.facts import NAME_LETTERS
from lnrs_web.delivery.models import Batch, Funding, Project, Record, Version
from lnrs_web.editions.models import Edition, Measure, Place

ABOUT = "An invented example: no such project, farm or group exists. It shows what a project of a partner looks like."
PLOTS = 3
SAID = (
    ("delivered", "Example Farm", date(2024, 10, 1), date(2026, 3, 1)),
    ("under way", "Example Wildlife Group", date(2025, 9, 1), None),
    ("planned", "Example Parish Council", date(2027, 10, 1), None),
    ("stopped", "Example Estate", date(2025, 1, 6), None),
)
MONEY = (("public", "Countryside Stewardship", 4_250_000), ("own", "", 610_050))
FOUND = (("Lapwing, pairs that bred", "2", "pairs"), ("Flowering plants", "0.35", "share of quadrats"))


@transaction.atomic
def add_examples(edition: Edition, *, by: str) -> list[Project]:
    """Add examples to an edition that is invented and whose area has no project. Gives those that were added."""
    if not edition.invented or Project.objects.filter(area=edition.area).exists():
        return []
    made = []
    for said, measure in zip(SAID, _measures(edition), strict=False):
        status, lead, begins_on, ends_on = said
        land = _land(measure)
        project = Project.objects.create(area=edition.area, reference=f"new {measure.pk}")
        project.reference = f"DP-{project.pk:05}"
        version = Version.objects.create(
            project=project,
            number=1,
            state=Version.State.SHOWN,
            name=shorten(f"Example: {_first_of(measure.measure)}", NAME_LETTERS, placeholder=" …"),
            lead=lead,
            status=status,
            about=ABOUT,
            begins_on=begins_on,
            ends_on=ends_on,
            edition=edition.identity,
            measures={measure.ref: []},
            decided_at=now(),
            decided_by=by,
            **_sited(land),
        )
        _add_money_and_records(version, by)
        project.shown = version
        project.save(update_fields=["reference", "shown"])
        made.append(project)
    record_each("add example project", [(one.reference, ABOUT) for one in made], by=by, area=edition.area_id)
    return made


def _first_of(measure: str) -> str:
    """What a measure is, without what follows it.

    >>> _first_of("Cut lowland meadows for hay, then graze what grows again.")
    'cut lowland meadows for hay'
    """
    first = measure.split(",")[0].rstrip(".")
    return first[:1].lower() + first[1:]


def _measures(edition: Edition) -> list[Measure]:
    """Mapped measures with land, of as many priorities as may be."""
    with_land = set(Place.objects.filter(edition=edition).values_list("measure", flat=True))
    by_priority: dict[str, Measure] = {}
    for one in Measure.objects.filter(edition=edition, mapped=True):
        if one.pk in with_land:
            by_priority.setdefault(one.priorities[0] if one.priorities else "", one)
    return list(by_priority.values())


def _land(measure: Measure) -> list[Parcel]:
    """The place where a measure would do most, and those nearest to it."""
    found = (
        Place.objects.filter(measure=measure).select_related("piece").order_by("-score", "-piece__area_ha", "number")
    )
    shapes = [one.piece.shape for one in found]
    near = sorted(shapes, key=lambda one: shapely.distance(one, shapes[0]))[:PLOTS]
    return [parcel(str(number), one) for number, one in enumerate(near, start=1)]


def _sited(land: list[Parcel]) -> dict[str, object]:
    whole = shapely.union_all([one.shape for one in land])
    middle = shapely.point_on_surface(whole)
    return {
        "parcels": json.loads(text.geojson(land)),
        "size_m2": round(whole.area),
        "easting_m": round(middle.x, 1),
        "northing_m": round(middle.y, 1),
    }


def _add_money_and_records(version: Version, by: str) -> None:
    for position, (source, name, pence) in enumerate(MONEY, start=1):
        Funding.objects.create(version=version, position=position, source=source, name=name, pence=pence)
    if version.status != "delivered":
        return
    batch = Batch.objects.create(
        project=version.project, number=1, state=Batch.State.SHOWN, lines=len(FOUND), by=by, ended_by=by, ended_at=now()
    )
    Record.objects.bulk_create(
        Record(
            batch=batch, position=position, on=date(2026, 5, 14), what=what, value=Decimal(value), unit=unit,
            by_whom="Example Wildlife Group",
        )
        for position, (what, value, unit) in enumerate(FOUND, start=1)
    )  # fmt: skip
