"""A strategy folder in, its local habitat map out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache as remembered
from functools import partial

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lnrs.habitat_map import figures as figure
from lnrs.habitat_map.cache import Cache, key_of
from lnrs.habitat_map.choose import Chosen, choose
from lnrs.habitat_map.facts import facts_for, measure_facts
from lnrs.habitat_map.joins import Join, joined, joins_for, joins_table
from lnrs.habitat_map.lawton import habitats, lawton
from lnrs.habitat_map.place import could_become, criteria_table, mapped_measures
from lnrs.habitat_map.together import Together, choose_together
from lnrs.habitat_map.topology import Topology, check_topology
from lnrs.habitat_map.workings import Workings
from lnrs.layers.progress import Progress, silence
from lnrs.model import PotentialMeasure
from lnrs.strategy.folder import Strategy
from lnrs.strategy.rule import Rule
from lnrs.units import HA_M2


@dataclass(frozen=True)
class HabitatMap:
    """The finished map as tables, with what is needed to check it."""

    area: gpd.GeoDataFrame
    important: gpd.GeoDataFrame
    importance: gpd.GeoDataFrame
    measures: gpd.GeoDataFrame
    criteria: pd.DataFrame
    become: gpd.GeoDataFrame
    joins: pd.DataFrame
    """What each place would join (`joins`)."""
    figures: dict[str, pd.DataFrame]
    topology: Topology
    keys: dict[str, str]
    """A key for the content of each frame, by name; `pieces` is the land, `places` what is mapped on which piece."""


@dataclass(frozen=True)
class Places:
    """Where every mapped measure goes, before anything is counted."""

    measures: tuple[PotentialMeasure, ...]
    rules: tuple[Rule, ...]
    chosen: tuple[Chosen, ...]
    together: Together | None
    """What the measures that are chosen at once come to; None where none are."""
    mapped: gpd.GeoDataFrame
    key: str
    """A key for which pieces each measure is mapped on."""


def build(strategy: Strategy, cache: Cache, progress: Progress = silence) -> HabitatMap:
    """Make the local habitat map of a strategy folder; what was worked out before from the same content is reused.

    Raises CannotBuild where a layer that the map cannot do without is missing.
    """
    work = Workings(strategy, cache)
    return counted(work, place(work, progress), progress)


def place(work: Workings, progress: Progress = silence) -> Places:
    """Choose where each measure goes."""
    progress("Areas of particular importance", 0.0)
    _ = work.importance
    progress("Land in pieces", 0.1)
    land = work.land
    measures = tuple(measure for measure in work.strategy.measures if measure.mapped)
    rules = {measure.ref: work.strategy.rules[measure.ref] for measure in measures}
    progress("Measuring the land", 0.3)
    chosen, together = _choices(work, rules, progress)
    ids = {measure.ref: number for number, measure in enumerate(work.strategy.measures, 1)}
    mapped = mapped_measures([m.ref for m in measures], [ids[m.ref] for m in measures], chosen, land)
    key = key_of(work.keys["pieces"], *ids.items(), *(one.pieces for one in chosen))
    return Places(measures, tuple(rules.values()), chosen, together, mapped, key)


def counted(work: Workings, places: Places, progress: Progress = silence) -> HabitatMap:
    """The finished map: the areas that could become important, every figure, and whether the map is sound."""
    land, mapped, chosen = work.land, places.mapped, places.chosen
    progress("Areas that could become important", 0.7)
    become_key = key_of("become", work.method, places.key)
    become = work.cache.frame(become_key, lambda: could_become(mapped, land))
    progress("Counting every hectare once", 0.8)
    found = _figures(work, places, become)
    topology = check_topology(work.importance, become, work.area_shape)
    keys = work.keys | {
        "places": places.key,
        "measures": key_of(places.key, *(one.score for one in chosen)),
        "criteria": key_of(places.key, *places.rules, *(one.value for one in chosen), *(one.points for one in chosen)),
        "become": become_key,
        "joins": key_of("joins", work.method, places.key, *map(joins_for, places.measures, places.rules)),
    }
    criteria = criteria_table(places.rules, chosen)
    joins = _joins(work, places)
    progress("The map is made", 1.0)
    return HabitatMap(
        area=work.area,
        important=work.important,
        importance=work.importance,
        measures=mapped,
        criteria=criteria,
        become=become,
        joins=joins,
        figures=found,
        topology=topology,
        keys=keys,
    )


def _choices(
    work: Workings, rules: Mapping[str, Rule], progress: Progress
) -> tuple[tuple[Chosen, ...], Together | None]:
    """What each rule chooses, and what those that choose at once come to. A rule is only applied again where it, or
    what it looks at, has changed."""
    joint = {ref: rule for ref, rule in rules.items() if rule.select.by == "optimisation"}
    keys = {ref: work.choice_key(rule) for ref, rule in rules.items()}
    whole = key_of("together", *joint, *(keys[ref] for ref in joint))
    keys |= {ref: key_of(whole, ref) for ref in joint}
    changed = {ref: rule for ref, rule in rules.items() if not work.cache.has(keys[ref])}
    if joint and (changed.keys() & joint.keys() or not work.cache.has(whole)):
        changed |= joint
    facts = measure_facts(facts_for(changed.values()), facts_for(rules.values()), work.ground)
    progress("Choosing where measures go", 0.6)

    @remembered
    def at_once() -> tuple[dict[str, Chosen], Together]:
        chosen, found = choose_together(list(joint.values()), work.land, facts, work.beside)
        return dict(zip(joint, chosen, strict=True)), found

    def made(ref: str) -> Chosen:
        return at_once()[0][ref] if ref in joint else choose(rules[ref], work.land, facts, work.beside)

    chosen = tuple(work.cache.record(keys[ref], Chosen, partial(made, ref)) for ref in rules)
    return chosen, work.cache.record(whole, Together, lambda: at_once()[1]) if joint else None


def _joins(work: Workings, places: Places) -> pd.DataFrame:
    """What the places would join. What was found for a piece of land before is reused."""
    each = [joins_for(measure, rule) for measure, rule in zip(places.measures, places.rules, strict=True)]
    asked = [(join, one.pieces) for joins, one in zip(each, places.chosen, strict=True) for join in joins]
    pieces = {join: np.unique(np.concatenate([p for other, p in asked if other == join])) for join, _ in asked}
    found = {join: _joined(work, join, ours) for join, ours in pieces.items()}
    first = np.cumsum([1, *(len(one.pieces) for one in places.chosen)])
    return joins_table(
        [
            (int(number), join, found[join].loc[one.pieces])
            for number, joins, one in zip(first[:-1], each, places.chosen, strict=True)
            for join in joins
        ]
    )


def _joined(work: Workings, join: Join, pieces: npt.NDArray[np.intp]) -> pd.DataFrame:
    key = key_of("joins", work.method, work.keys["pieces"], join)
    return work.cache.grown(
        key, pieces, lambda missing: joined(missing, work.land.geometry.to_numpy(), work.habitats, join)
    )


def _figures(work: Workings, places: Places, become: gpd.GeoDataFrame) -> dict[str, pd.DataFrame]:
    measures, chosen, mapped = places.measures, places.chosen, places.mapped
    land, area_ha = work.land, shapely.area(work.area_shape) / HA_M2
    is_mapped = np.zeros(len(land), bool)
    is_mapped[mapped["piece"].to_numpy()] = True
    kept = work.cache.table
    key = key_of(work.method, work.keys["important"])
    found = {
        "summary": figure.summary(
            area_ha,
            work.important,
            work.importance,
            become,
            float(land["area_ha"].to_numpy()[is_mapped].sum()),
        ),
        "important_by_type": kept(key_of("by type", key), lambda: figure.important_by_type(work.important, area_ha)),
        "by_measure": figure.by_measure(measures, chosen, land),
        "by_priority": figure.by_priority(work.strategy.priorities, measures, chosen, land),
        "by_habitat": figure.by_habitat(measures, chosen, land),
        "land_cover": figure.extent(land, "land_cover"),
        "habitat_extent": figure.extent(land, "habitat"),
        "lawton": lawton(habitats(measures, chosen, land), work.pairs, land["area_ha"].to_numpy(), work.connected_ha),
    }
    if places.together:
        found["together"] = figure.chosen_at_once(places.rules, chosen, places.together)
    for layer, name in figure.ZONES.items():
        if where := work.zoned(layer):
            found[name] = figure.by_zone(where, land, is_mapped)
    if districts := work.zoned("districts"):
        found["important_by_district_and_type"] = kept(
            key_of("by district and type", key, work.keys["districts"]),
            lambda: figure.important_by_zone_and_type(work.important, districts.zones),
        )
    return found
