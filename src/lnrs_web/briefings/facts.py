"""What a briefing says, worked out for every place of an edition at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from lnrs.units import HA_M2
from lnrs_web.briefings.deciding import decides_in_all
from lnrs_web.briefings.grounds import Ground, Shared, shared
from lnrs_web.briefings.said import said_of_all
from lnrs_web.config.clock import now
from lnrs_web.delivery import progress
from lnrs_web.editions.models import Edition, Measure, Opportunity, Piece, Place, Site
from lnrs_web.petition import counts
from lnrs_web.strategy import here

NAMED = 6
"""Sites, measures and projects that a briefing names at most; the rest are counted."""
PETITIONS = 2
"""Petitions that are told, the newest; of how many is said."""
LEAST_M2 = 100.0
"""Land of a site or a project that is less than this lies across an edge that nearly agrees."""


def all_facts(edition: Edition, grounds: Sequence[Ground]) -> list[dict[str, Any]]:
    """The facts of each place, as plain values in the order of the places. Hectares are of land within the strategy
    area, each counted once but where it is said otherwise."""
    places = [one.shape for one in grounds]
    sizes = shared(places, [here.area_shape(edition)])
    found: list[dict[str, Any]] = [{"size_ha": 0.0} for _ in grounds]
    for place, m2 in zip(sizes.place, sizes.m2, strict=True):
        found[place]["size_ha"] = round(float(m2) / HA_M2, 4)
    parts = (
        _important(edition, places),
        _become(edition, places),
        _measures(edition, places),
        _delivered(edition, places),
        [{"said": one} for one in said_of_all(edition, grounds)],
        _petitions(edition, grounds),
        [{"decides": one} for one in decides_in_all(edition, grounds)],
    )
    for several in parts:
        for facts, more in zip(found, several, strict=True):
            facts.update(more)
    return found


def _important(edition: Edition, places: Sequence[shapely.Geometry]) -> list[dict[str, Any]]:
    sites = list(Site.objects.filter(edition=edition).order_by("number"))
    common = shared(places, [one.shape for one in sites])
    return [_important_in(common, common.of(number), sites) for number in range(len(places))]


def _important_in(common: Shared, pairs: np.ndarray, sites: Sequence[Site]) -> dict[str, Any]:
    kinds: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for pair in pairs:
        kinds[here.kind_of(sites[common.shape[pair]])].append(common.land[pair])
    named = [
        {"name": site.name or site.ref, "kind": here.kind_of(site), "ha": round(float(common.m2[pair]) / HA_M2, 4)}
        for pair in pairs
        if common.m2[pair] >= LEAST_M2
        for site in [sites[common.shape[pair]]]
    ]
    by_kind: list[dict[str, Any]] = [{"name": kind, "ha": _ha(land)} for kind, land in kinds.items()]
    return {
        "important_ha": _ha(common.land[pairs]),
        "sites": _most(named)[:NAMED],
        "site_count": len(named),
        "kinds": _most([one for one in by_kind if one["ha"] * HA_M2 >= LEAST_M2]),
    }


def _become(edition: Edition, places: Sequence[shapely.Geometry]) -> list[dict[str, Any]]:
    """None of these areas overlaps another, so that sums count each hectare once."""
    common = shared(places, [one.shape for one in Opportunity.objects.filter(edition=edition)])
    m2 = np.bincount(common.place, weights=common.m2, minlength=len(places))
    return [{"become_ha": round(float(one) / HA_M2, 4)} for one in m2]


def _measures(edition: Edition, places: Sequence[shapely.Geometry]) -> list[dict[str, Any]]:
    """Hectares of each measure; pieces of land do not overlap, and one of several measures counts for each."""
    pieces = list(Piece.objects.filter(edition=edition).order_by("pk"))
    common = shared(places, [one.shape for one in pieces])
    numbers = {one.pk: number for number, one in enumerate(pieces)}
    named = {one.pk: one for one in Measure.objects.filter(edition=edition)}
    on: dict[int, set[int]] = defaultdict(set)
    for piece, measure in Place.objects.filter(edition=edition).values_list("piece", "measure"):
        on[numbers[piece]].add(measure)
    measure_m2: list[dict[int, float]] = [defaultdict(float) for _ in places]
    habitat_m2: list[dict[str, float]] = [defaultdict(float) for _ in places]
    mapped_m2 = np.zeros(len(places))
    for place, piece, m2 in zip(common.place, common.shape, common.m2, strict=True):
        if m2 > 0:
            mapped_m2[place] += m2
            for one in on[piece]:
                measure_m2[place][one] += float(m2)
            for habitat in {named[one].habitat for one in on[piece]} - {""}:
                habitat_m2[place][habitat] += float(m2)
    return [
        {
            "mapped_ha": round(float(mapped_m2[number]) / HA_M2, 4),
            "measures": _most(
                [
                    {"ref": named[pk].ref, "name": named[pk].measure, "ha": round(m2 / HA_M2, 4)}
                    for pk, m2 in measure_m2[number].items()
                ]
            )[:NAMED],
            "measure_count": len(measure_m2[number]),
            "habitats": _most([{"name": one, "ha": round(m2 / HA_M2, 4)} for one, m2 in habitat_m2[number].items()])[
                :NAMED
            ],
        }
        for number in range(len(places))
    ]


def _delivered(edition: Edition, places: Sequence[shapely.Geometry]) -> list[dict[str, Any]]:
    works = progress.works(edition.area.slug)
    common = shared(places, [one.shape for one in works])
    found = []
    for number in range(len(places)):
        pairs = [pair for pair in common.of(number) if common.m2[pair] >= LEAST_M2]
        laid = [("here", works[common.shape[pair]].status, common.land[pair]) for pair in pairs]
        land = progress.counted_once(laid).get("here", progress.Hectares())
        named = [
            {
                "ref": works[common.shape[pair]].reference,
                "name": works[common.shape[pair]].name,
                "lead": works[common.shape[pair]].lead,
                "status": works[common.shape[pair]].status,
                "ha": round(float(common.m2[pair]) / HA_M2, 4),
            }
            for pair in pairs
        ]
        hectares = {name: round(value, 4) for name, value in progress.as_data(land).items()}
        found.append({"delivery": hectares, "projects": _most(named)[:NAMED], "project_count": len(named)})
    return found


def _petitions(edition: Edition, grounds: Sequence[Ground]) -> list[dict[str, Any]]:
    """Petitions of the area, with their signatures and those from each place as they may be shown."""
    petitions, moment = counts.petitions_of(edition.area_id), now()
    totals = {one.pk: counts.totals_of(one) for one in petitions}
    by_place: Mapping[tuple[int, str, str], str] = {
        (one.pk, kind, row.code): row.in_words
        for one in petitions
        for kind in counts.KINDS
        for row in counts.by_area(one, kind)
    }
    return [
        {
            "petitions": [
                {
                    "title": one.title,
                    "slug": one.slug,
                    "together": totals[one.pk].together,
                    "target": totals[one.pk].target,
                    "here": by_place.get((one.pk, ground.kind, ground.code), ""),
                    "closed": not one.is_open(moment),
                }
                for one in petitions[:PETITIONS]
            ],
            "petition_count": len(petitions),
        }
        for ground in grounds
    ]


def _ha(land: Sequence[shapely.Geometry]) -> float:
    """Hectares of shapes, each once."""
    return round(float(shapely.union_all(np.asarray(land, object)).area) / HA_M2, 4) if len(land) else 0.0


def _most(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda one: (-one["ha"], one["name"]))
