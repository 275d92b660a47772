"""A strategy folder in, its local habitat map out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lnrs.ecology.patches import neighbours
from lnrs.habitat_map import figures as figure
from lnrs.habitat_map.cache import Cache, key_of
from lnrs.habitat_map.choose import Chosen, choose
from lnrs.habitat_map.facts import facts_for, measure_facts
from lnrs.habitat_map.place import could_become, criteria_table, mapped_measures
from lnrs.habitat_map.topology import Topology, check_topology
from lnrs.habitat_map.workings import Workings
from lnrs.model import PotentialMeasure
from lnrs.strategy.folder import Strategy

Progress = Callable[[str, float], None]


def _silence(task: str, share: float) -> None:
    """Say nothing of how far the work is."""


@dataclass(frozen=True)
class HabitatMap:
    """The finished map as tables, with what is needed to check it."""

    area: gpd.GeoDataFrame
    important: gpd.GeoDataFrame
    importance: gpd.GeoDataFrame
    measures: gpd.GeoDataFrame
    criteria: pd.DataFrame
    become: gpd.GeoDataFrame
    figures: dict[str, pd.DataFrame]
    topology: Topology
    keys: dict[str, str]
    """Content key of every frame above, by name."""


def build(strategy: Strategy, cache: Cache, progress: Progress = _silence) -> HabitatMap:
    """Make the local habitat map of a strategy folder; what was worked out before from the same content is reused.

    Raises CannotBuild where a layer that the map cannot do without is missing.
    """
    progress("Reading the layers", 0.0)
    work = Workings(strategy, cache)
    progress("Areas of particular importance", 0.1)
    important, importance = work.important, work.importance
    progress("Land in pieces", 0.2)
    land, beside = work.land, neighbours(work.pairs, len(work.land))
    measures = [measure for measure in strategy.measures if measure.mapped]
    rules = [strategy.rules[measure.ref] for measure in measures]
    progress("Measuring the land", 0.3)
    facts = measure_facts(facts_for(rules), work.ground, cache, work.method)
    progress("Choosing where measures go", 0.6)
    chosen = [choose(rule, land, facts, beside) for rule in rules]
    ids = {measure.ref: number for number, measure in enumerate(strategy.measures, 1)}
    mapped = mapped_measures([m.ref for m in measures], [ids[m.ref] for m in measures], chosen, land)
    progress("Areas that could become important", 0.7)
    mapped_key = key_of(work.keys["pieces"], *(one.pieces.tobytes() for one in chosen))
    become = cache.frame(key_of("become", work.method, mapped_key), lambda: could_become(mapped, land))
    progress("Counting every hectare once", 0.85)
    found = _figures(work, measures, chosen, mapped, become)
    topology = check_topology(importance, become, work.area_shape)
    progress("The map is made", 1.0)
    criteria = criteria_table(rules, chosen)
    keys = work.keys | {
        "measures": key_of(mapped_key, *(one.score.tobytes() for one in chosen), *ids.items()),
        "criteria": key_of(mapped_key, *rules),
        "become": key_of("become", work.method, mapped_key),
    }
    return HabitatMap(work.area, important, importance, mapped, criteria, become, found, topology, keys)


def _figures(
    work: Workings,
    measures: Sequence[PotentialMeasure],
    chosen: Sequence[Chosen],
    mapped: gpd.GeoDataFrame,
    become: gpd.GeoDataFrame,
) -> dict[str, pd.DataFrame]:
    land, area_ha = work.land, shapely.area(work.area_shape) / figure.HA
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
    }
    for name, layer in (("by_district", "districts"), ("by_parish", "parishes")):
        if where := work.zoned(layer):
            found[name] = figure.by_zone(where, land, is_mapped)
    if districts := work.zoned("districts"):
        found["important_by_district_and_type"] = kept(
            key_of("by district and type", key, work.keys["districts"]),
            lambda: figure.important_by_zone_and_type(work.important, districts.zones),
        )
    return found
