"""Invented candidates and answers for invented editions, so that a demonstration has an account: each says so."""

from collections.abc import Iterator
from datetime import date
from itertools import cycle

import shapely
from django.db import transaction

from lnrs.thirty_by_thirty.candidates import Answer, Verdict
from lnrs.thirty_by_thirty.pieces import common
from lnrs.units import HA_M2
from lnrs_web.audit.actions import record
from lnrs_web.editions.models import Edition, Site
from lnrs_web.strategy.here import area_shape
from lnrs_web.thirty_by_thirty.from_file import polygons_of
from lnrs_web.thirty_by_thirty.models import NAME_LETTERS, Assessment, Candidate

SOURCE = "an invented example"
EVIDENCE = "An invented example: nobody looked at this site, and nothing is said of a real one."
KINDS = ("SAC", "SPA", "RAMSAR", "SSSI", "NNR", "MCZ", "LNR", "LWS")
AROUND = 12
"""Sites in the invented National Landscape."""
SITES = 60
"""Of each kind at most, the largest first."""
OWNERS = ("public", "private", "charity", "private", "community")
BEGAN = (date(2023, 6, 1), date(2024, 9, 1), date(2025, 11, 1), date(2026, 4, 1))
BY_LAW = ("SAC", "SPA", "RAMSAR", "SSSI", "NNR", "MCZ")
"""Kinds whose examples are given purpose and protection; the others lack one or both."""


@transaction.atomic
def add_examples(edition: Edition, *, by: str) -> list[Candidate]:
    """Add candidates to an edition that is invented and whose area has none. Gives those that were added."""
    if not edition.invented or Candidate.objects.filter(area=edition.area).exists():
        return []
    sites = [one for kind in KINDS for one in _largest(edition, kind)]
    made = Candidate.objects.bulk_create(
        Candidate(
            area=edition.area,
            number=number,
            name=(site.name or f"{site.kind} {number}")[:NAME_LETTERS],
            designation=site.kind,
            owner=owner,
            realm="sea" if site.kind == "MCZ" else "land",
            wkb=site.wkb,
            size_ha=float(site.shape.area) / HA_M2,
            source=SOURCE,
            site=f"{site.kind}:{site.ref or site.number}"[:120],
        )
        for number, (site, owner) in enumerate(zip(sites, cycle(OWNERS), strict=False), start=1)
    )
    if any(one.realm == "land" for one in made):
        made.append(_landscape(edition, made))
    Assessment.objects.bulk_create(
        Assessment(
            candidate=one, test=answer.test, verdict=answer.verdict, since=answer.since, until=answer.until,
            evidence=answer.evidence, made_by=by,
        )
        for one in made
        for answer in _answers(one)
    )  # fmt: skip
    what = "add example candidates for 30 by 30"
    record(what, f"30 by 30 of {edition.area.slug}", by=by, became=f"{len(made)}: {SOURCE}", area=edition.area_id)
    return made


def _landscape(edition: Edition, sites: list[Candidate]) -> Candidate:
    """An invented protected landscape around the largest site and those nearest to it, in the area's land."""
    middle = max((one for one in sites if one.realm == "land"), key=lambda one: one.size_ha).shape.centroid
    near = sorted((one.shape for one in sites if one.realm == "land"), key=middle.distance)[:AROUND]
    shape = polygons_of(common(shapely.unary_union(near).convex_hull.buffer(500.0), area_shape(edition)))
    return Candidate.objects.create(
        area=edition.area, number=len(sites) + 1, name="An invented National Landscape", designation="NL",
        owner="unknown", wkb=shapely.to_wkb(shape), size_ha=float(shape.area) / HA_M2, source=SOURCE,
    )  # fmt: skip


def _largest(edition: Edition, kind: str) -> list[Site]:
    """Sites of a kind, each reference once."""
    found = Site.objects.filter(edition=edition, kind=kind).order_by("-area_ha", "number")
    return list({site.ref or site.number: site for site in found}.values())[:SITES]


def _answers(one: Candidate) -> Iterator[Answer]:
    """Of what the law protects every other is also managed, some only until 2028; of the rest a few lack protection."""
    if one.designation == "NL":
        return
    since, by_law = BEGAN[one.number % len(BEGAN)], one.designation in BY_LAW
    yield Answer("purpose", "yes", since, None, EVIDENCE)
    if by_law or one.number % 3:
        protected: Verdict = "yes" if by_law or one.number % 4 == 0 else "no"
        yield Answer("protection", protected, since, None, EVIDENCE)
    if one.number % 2:
        until = date(2028, 12, 31) if one.number % 5 == 0 else date(2036, 3, 31)
        yield Answer("management", "yes", since, until, EVIDENCE)
