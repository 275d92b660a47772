"""The strategy and its map put to the rules of the law, as at the strategy's date."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lnrs.edition import sensitive
from lnrs.edition.content import method_key
from lnrs.edition.sources import read_records
from lnrs.habitat_map.build import HabitatMap
from lnrs.habitat_map.cache import Cache, key_of
from lnrs.habitat_map.important import SITE_TYPES, clipped
from lnrs.habitat_map.lawton import every
from lnrs.habitat_map.overlay import inside, polygons_of, shared_area_m2
from lnrs.law.content import content_findings
from lnrs.law.facts import ContentFacts, NetworkChange, SiteCover
from lnrs.law.finding import Finding, as_record
from lnrs.law.notices import Exchange, given_to_all
from lnrs.law.procedure import ProcedureFacts, procedure_findings
from lnrs.layers import store
from lnrs.model import Priority, areas
from lnrs.strategy.folder import Strategy
from lnrs.strategy.new import starter_text
from lnrs.units import HA_M2

SITE_LAYERS = frozenset(kind.layer for kind in SITE_TYPES)

BOUNDARY_SHARE = 0.01
"""How far two drawings of one boundary may differ in area: mean high or low water, and how much it is simplified."""


def findings(strategy: Strategy, habitat_map: HabitatMap, cache: Cache | None = None) -> tuple[Finding, ...]:
    """Every finding on content and on procedure, as at the strategy's `as_of`; the map is the one to be published.

    With a cache, sites that have not changed are not measured again. Raises NotInForce where the procedure is dated
    before the Regulations.
    """
    content = content_findings(content_facts(strategy, habitat_map, cache))
    return (*content, *procedure_findings(procedure_facts(strategy), strategy.record.as_of))


def as_records(found: Sequence[Finding]) -> list[dict[str, object]]:
    """Findings as plain values, for JSON."""
    return [as_record(finding) for finding in found]


def content_facts(strategy: Strategy, habitat_map: HabitatMap, cache: Cache | None = None) -> ContentFacts:
    """What the statement and the map to be published contain, as the rules of content ask for it."""
    figure = dict(zip(habitat_map.figures["summary"]["key"], habitat_map.figures["summary"]["value"], strict=True))
    share = map_share(float(figure["area"]), strategy.area.published_area_ha)
    withheld = sensitive.sensitive_criteria(strategy.rules, read_records(strategy.layers))
    return ContentFacts(
        area_described=_is_written(strategy, "area"),
        opportunities_described=_is_written(strategy, "opportunities"),
        limits_of_the_map_stated=_is_written(strategy, "using"),
        habitat_priorities=tuple(one.ref for one in strategy.priorities if one.kind == "habitat"),
        species_priorities=tuple(one.ref for one in strategy.priorities if one.kind == "species"),
        measures=tuple(one.ref for one in strategy.measures),
        **_lacking(strategy),
        species=tuple(one.ref for one in strategy.species),
        species_not_helped=tuple(one.ref for one in strategy.species if not one.measures),
        area_ha=float(figure["area"]) / share,
        map_share=share,
        sites=_kept_site_covers(strategy, habitat_map, cache),
        important_kinds=tuple(sorted(set(habitat_map.important["apib_type"]))),
        important_ha=float(figure["important"]),
        could_become_ha=float(figure["could_become"]),
        overlap_m2=habitat_map.topology.overlap_m2,
        could_become_differs_m2=could_become_differs_m2(habitat_map, cache),
        outside_m2=habitat_map.topology.outside_m2,
        invalid_outlines=habitat_map.topology.invalid,
        slivers=habitat_map.topology.slivers,
        sensitive_places_published=sensitive.told(habitat_map, withheld),
        network=_network(habitat_map.figures.get("lawton")),
    )


def _network(lawton: pd.DataFrame | None) -> NetworkChange | None:
    """The network of every habitat, before the measures and after them."""
    row = {} if lawton is None else every(lawton)
    if not row:
        return None
    before_after = (
        (float(row[f"{figure}_before_ha"]), float(row[f"{figure}_after_ha"]))
        for figure in ("area", "patch", "connected")
    )
    return NetworkChange(float(row["managed_ha"]), *before_after)


def _lacking(strategy: Strategy) -> dict[str, tuple[str, ...]]:
    """References of priorities and measures that lack something the rules ask about, by the fact's name."""
    served = {ref for measure in strategy.measures for ref in measure.priorities}
    without = [one for one in strategy.priorities if one.ref not in served]
    wider = [one for one in strategy.measures if not one.mapped]
    return {
        "priorities_without_measure": _refs(one for one in without if not one.no_measure_because),
        "priorities_excused": _refs(one for one in without if one.no_measure_because),
        "priorities_without_reason": _refs(one for one in strategy.priorities if not one.why),
        "priorities_without_wider_benefit": _refs(one for one in strategy.priorities if not one.wider_benefits),
        "priorities_without_national_objective": _refs(
            one for one in strategy.priorities if not one.national_objectives
        ),
        "measures_without_wider_benefit": tuple(one.ref for one in strategy.measures if not one.wider_benefits),
        "unmapped_without_reason": tuple(one.ref for one in wider if not one.not_mapped_because),
    }


def procedure_facts(strategy: Strategy) -> ProcedureFacts:
    """The steps taken so far, as the folder records them.

    The day a draft was given is, by its key, the day for all who must be given it. What they replied, what was done to
    involve people or to find sites, and whether the strategy is online, the folder does not record: a person says so.
    """
    recorded, adjoining = strategy.procedure, set(strategy.area.neighbours)
    supporting = recorded.supporting_authorities
    neighbours = tuple(area.responsible_authority for area in areas() if area.lnrs_id in adjoining)
    return ProcedureFacts(
        responsible_authority=strategy.area.responsible_authority,
        supporting_authorities=supporting,
        neighbouring_authorities=neighbours,
        steps_with_supporting_authorities=None,
        steps_with_others=None,
        involvement_considered=recorded.involvement_considered,
        preparation_announced=recorded.preparation_published,
        steps_to_find_sites=None,
        pre_consultation=_given(recorded.pre_consultation_given, (*supporting, *neighbours)),
        consultation_opened=recorded.consultation_opened,
        consultation_closed=recorded.consultation_closed,
        responses_considered=recorded.responses_considered,
        pre_publication=_given(recorded.final_given, supporting),
        published=recorded.published,
        handed_over=recorded.handed_over,
    )


def _given(day: date | None, authorities: tuple[str, ...]) -> tuple[Exchange, ...]:
    return given_to_all(day, authorities, replies_recorded=False) if day else ()


def map_share(mapped_ha: float, published_ha: float) -> float:
    """Share (0-1) of the strategy area, as its national layer has it, that lies in the area this map was made for.

    A hundredth more or less is another drawing of the same boundary.
    """
    share = mapped_ha / published_ha
    return share if share < 1 - BOUNDARY_SHARE else 1.0


def _kept_site_covers(strategy: Strategy, habitat_map: HabitatMap, cache: Cache | None) -> tuple[SiteCover, ...]:
    if cache is None:
        return site_covers(strategy, habitat_map)
    sites = [record.sha256 for layer, record in read_records(strategy.layers).items() if layer in SITE_LAYERS]
    key = key_of("site covers", method_key(), habitat_map.keys["important"], *sites)
    table = cache.table(key, lambda: pd.DataFrame([asdict(cover) for cover in site_covers(strategy, habitat_map)]))
    return tuple(SiteCover(*row) for row in table.itertuples(index=False))


def site_covers(strategy: Strategy, habitat_map: HabitatMap) -> tuple[SiteCover, ...]:
    """For each kind of site that there is a layer for: its area inside, and what of that the map leaves out."""
    area = shapely.union_all(habitat_map.area.geometry.to_numpy())
    identified = habitat_map.importance.geometry.to_numpy()
    by_type = habitat_map.figures["important_by_type"].set_index("apib_type")["area_ha"]
    covers = []
    for code in dict.fromkeys(kind.code for kind in SITE_TYPES):
        names = [kind.layer for kind in SITE_TYPES if kind.code == code and kind.layer in strategy.layers]
        missed = sum(not_identified_m2(store.read(strategy.layers[name]), area, identified) for name in names)
        covers += [SiteCover(code, float(by_type.get(code, 0.0)) + missed / HA_M2, missed / HA_M2)] if names else []
    return tuple(covers)


def not_identified_m2(sites: gpd.GeoDataFrame, area: shapely.Geometry, identified: np.ndarray) -> float:
    """How much of the polygons of a layer lies inside the strategy area and in no identified polygon."""
    shapes = sites.geometry.to_numpy()
    within, _ = polygons_of(clipped(shapes[shapely.get_dimensions(shapes) == 2], area))
    if len(within) == 0:
        return 0.0
    found_m2 = shared_area_m2(within, identified)[2].sum() if len(identified) else 0.0
    return max(0.0, float(shapely.area(within).sum() - found_m2))


def could_become_differs_m2(habitat_map: HabitatMap, cache: Cache | None = None) -> float:
    """How far the areas that could become important differ from the mapped land outside the areas of importance.

    Mapped land comes in pieces that lie wholly in or wholly out, so their areas add up without an overlay. With a
    cache, a piece that was looked at before is not looked at again.
    """
    pieces = habitat_map.measures.drop_duplicates("piece").set_index("piece").geometry
    important = habitat_map.importance.geometry.to_numpy()

    def look(ids: np.ndarray) -> pd.DataFrame:
        within = (
            inside(pieces.loc[ids].to_numpy(), important) if len(ids) and len(important) else np.zeros(len(ids), bool)
        )
        return pd.DataFrame({"inside": within}, index=pd.Index(ids, name="piece"))

    ids, keys = pieces.index.to_numpy(), habitat_map.keys
    key = key_of("inside", method_key(), keys["pieces"], keys["important"])
    within = (cache.grown(key, ids, look) if cache else look(ids))["inside"].to_numpy(bool)
    new_m2 = float(shapely.area(pieces.to_numpy()[~within]).sum())
    return abs(new_m2 - float(shapely.area(habitat_map.become.geometry.to_numpy()).sum()))


def _is_written(strategy: Strategy, chapter: str) -> bool:
    """Whether a chapter says anything but what a new folder says belongs in it."""
    words = strategy.prose.get(chapter, "").split()
    return bool(words) and words != starter_text(f"prose/{chapter}.md").split()


def _refs(priorities: Iterable[Priority]) -> tuple[str, ...]:
    return tuple(one.ref for one in priorities)
