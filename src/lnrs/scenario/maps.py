"""A map for each scenario: what is done in it, and what of the strategy is not."""

from collections.abc import Sequence
from functools import cache as remembered

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from lnrs.document.patterns import Style
from lnrs.document.tree import LegendEntry
from lnrs.edition.land_change import land_change
from lnrs.habitat_map.cache import Cache, key_of
from lnrs.layers.progress import Progress
from lnrs.scenario.outcome import Outcome
from lnrs.statement.draw import Picture, draw_plans
from lnrs.statement.map_plans import IMPORTANT_BEHIND, MapPlan
from lnrs.statement.maps.render import Mark
from lnrs.statement.plain_words import ha
from lnrs.statement.surroundings import land_parcels
from lnrs.units import HA_M2

DONE = Style("#a4440f")
NOT_DONE = Style("#e0b48a", "dotted")
ELSEWHERE = Style("#4b2d83", "rising")
CHANGED = Style("#1f2a44", "crossed")

Shapes = npt.NDArray[np.object_]


def draw(outcomes: Sequence[Outcome], cache: Cache, progress: Progress) -> list[Picture]:
    """The picture of each scenario, in their order; the first is the strategy as it stands."""
    base, pictures = _places(outcomes[0]), []
    for number, one in enumerate(outcomes):
        progress("Drawing maps", number / len(outcomes))
        layers = one.strategy.layers
        parcels = remembered(lambda layers=layers: land_parcels(layers))
        plan = _plan(one, outcomes[0], base)
        pictures += draw_plans(one.strategy, one.habitat_map, [plan], parcels, cache, lambda _: None)
    return pictures


def _places(one: Outcome) -> Shapes:
    """Every piece of land with a measure, once."""
    mapped = one.habitat_map.measures
    _, first = np.unique(mapped["piece"].to_numpy(), return_index=True)
    return mapped.geometry.to_numpy()[first]


def _plan(one: Outcome, first: Outcome, base: Shapes) -> MapPlan:
    area, keys = one.strategy.area.name, one.habitat_map.keys
    content = (keys["places"], keys["important"], first.habitat_map.keys["places"], _shapes_key(one))
    styles = (NOT_DONE, DONE, ELSEWHERE, CHANGED)
    if one is first:
        done = float(shapely.area(base).sum() / HA_M2)
        return MapPlan(
            one.name,
            one.title,
            f"Map of {area}: {ha(done)} of land with at least one measure.",
            lambda: (_behind(one), Mark(DONE, base)),
            (*content, str(DONE)),
            (_entry(DONE, "With a measure", done), _important_entry()),
        )
    places = _places(one)
    new, dropped = ~_within(places, base), ~_within(base, places)
    land = land_change(one.title, shapely.to_wkb(base), shapely.to_wkb(places))
    parts = (
        (NOT_DONE, "In the strategy, and not here", base[dropped], land.lost_ha),
        (DONE, "In the strategy and here", places[~new], land.kept_ha),
        (ELSEWHERE, "Here, and not in the strategy", places[new], land.gained_ha),
        (CHANGED, "Built on, or its habitat lost", one.changed_land.geometry.to_numpy(), _area_ha(one.changed_land)),
    )
    shown = [(style, words, shapes, area_ha) for style, words, shapes, area_ha in parts if area_ha > 0]
    facts = "; ".join(f"{words.lower()}: {ha(area_ha)}" for _, words, _, area_ha in shown)
    return MapPlan(
        one.name,
        one.title,
        f"Map of {area} in the scenario {one.title}: {facts}.",
        lambda: (_behind(one), *(Mark(style, shapes) for style, _, shapes, _ in shown)),
        (*content, str(styles)),
        (*(_entry(style, words, area_ha) for style, words, _, area_ha in shown), _important_entry()),
    )


def _within(places: Shapes, others: Shapes) -> npt.NDArray[np.bool_]:
    """Whether the middle of each place lies in any of the others."""
    found = np.zeros(len(places), bool)
    if len(places) and len(others):
        found[shapely.STRtree(others).query(shapely.point_on_surface(places), predicate="within")[0]] = True
    return found


def _shapes_key(one: Outcome) -> str:
    return key_of(*(shape.wkb for shape in one.changed_land.geometry))


def _behind(one: Outcome) -> Mark:
    return Mark(IMPORTANT_BEHIND, one.habitat_map.importance.geometry.to_numpy())


def _area_ha(land: gpd.GeoDataFrame) -> float:
    return float(land.area.sum() / HA_M2)


def _entry(style: Style, words: str, area_ha: float) -> LegendEntry:
    return LegendEntry(style, (f"{words}: {ha(area_ha)}",))


def _important_entry() -> LegendEntry:
    return LegendEntry(IMPORTANT_BEHIND, ("Of particular importance already",))
