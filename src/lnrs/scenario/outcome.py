"""What a scenario comes to: the map that it leaves, what it costs, and how near to the best it is."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from lnrs.edition.sensitive import Withheld, published
from lnrs.habitat_map.build import HabitatMap, Places, counted, place
from lnrs.habitat_map.cache import Cache
from lnrs.habitat_map.overlay import dissolve, shared_area_m2
from lnrs.habitat_map.workings import Workings
from lnrs.layers.progress import Progress, part_of
from lnrs.prioritise.solution import relative_gap
from lnrs.scenario.choice import Choice, choose_places, widened
from lnrs.scenario.land import changed
from lnrs.scenario.problem import budget_for, composed, covered, measures_of, target_for
from lnrs.strategy.folder import Strategy
from lnrs.strategy.scenario import Budget, MeasureCost, Scenario, Target
from lnrs.units import HA_M2


@dataclass(frozen=True)
class Demand:
    """A budget or a target: its words, how much there is or is wanted, and how much is spent or held."""

    words: str
    wanted: float
    held: float


@dataclass(frozen=True)
class Outcome:
    """One column of the comparison; `as-it-stands` is the strategy itself."""

    name: str
    title: str
    scenario: Scenario | None
    habitat_map: HabitatMap
    strategy: Strategy
    """As it is in this scenario: its layers, its rules, its measures."""
    changed_land: gpd.GeoDataFrame
    """Land that is built on or loses its habitat (`land.Changed`)."""
    changed_important_ha: float
    """Of that land, hectares of particular importance."""
    worth_ha: float | None
    """Hectares times score of all that is mapped; None where scores are withheld."""
    cost_gbp: float | None
    """None where it is not known what every measure costs."""
    gap: float | None
    """How far the choice may be from the best, as a share; None where all is done that the rules choose."""
    budgets: tuple[Demand, ...] = ()
    targets: tuple[Demand, ...] = ()


@dataclass(frozen=True)
class Setting:
    """What all scenarios of a strategy have in common."""

    strategy: Strategy
    costs: Mapping[str, MeasureCost]
    """By measure, where it is said."""
    withheld: Withheld
    """What may not be told, since it leads back to sensitive records (`edition.sensitive`)."""
    cache: Cache

    @property
    def gbp_per_ha(self) -> dict[str, float]:
        """Pounds a hectare by measure."""
        return {ref: one.cost_gbp_per_ha for ref, one in self.costs.items()}


def outcome(setting: Setting, name: str, scenario: Scenario | None, progress: Progress) -> Outcome:
    """Work out a scenario, or with None the strategy as it stands. What was worked out before is reused.

    Raises CannotBuild where a layer that the map cannot do without is missing, or no choice was found in time.
    """
    strategy, cache, cost = setting.strategy, setting.cache, setting.gbp_per_ha
    asked = scenario or Scenario("As it stands", "")
    land = changed(strategy, asked, cache)
    here = widened(land.strategy, asked)
    work = Workings(here, cache)
    places = place(work, part_of(progress, 0.0, 0.6))
    choice = None
    if asked.budget or asked.target:
        progress("Choosing what to do first", 0.6)
        problem = composed(asked, places, strategy, cost, work.zoned("districts"), setting.withheld)
        places, choice = choose_places(name, problem, places, cache)
    habitat_map = published(counted(work, places, part_of(progress, 0.6, 1.0)), _of(here, setting.withheld))
    return Outcome(
        name=name,
        title=asked.title,
        scenario=scenario,
        habitat_map=habitat_map,
        strategy=here,
        changed_land=land.land,
        changed_important_ha=_important_ha(land.land, work),
        worth_ha=None if setting.withheld else _worth_ha(places),
        cost_gbp=_cost_gbp(habitat_map.measures, cost),
        gap=None if choice is None else _gap(choice),
        budgets=tuple(_spent(one, habitat_map, cost, work) for one in asked.budget),
        targets=tuple(_reached(one, places) for one in asked.target),
    )


def _of(strategy: Strategy, withheld: Withheld) -> Withheld:
    return {ref: names for ref, names in withheld.items() if ref in strategy.rules}


def _gap(choice: Choice) -> float:
    return relative_gap(choice.objective, choice.bound)


def _worth_ha(places: Places) -> float:
    area_ha = places.mapped["area_ha"].to_numpy()
    return float(area_ha @ np.concatenate([np.empty(0), *(one.score for one in places.chosen)]))


def _cost_gbp(mapped: gpd.GeoDataFrame, cost: Mapping[str, float]) -> float | None:
    each = mapped["measure"].map(dict(cost)).to_numpy(dtype=float)
    return None if np.isnan(each).any() else float(each @ mapped["area_ha"].to_numpy())


def _spent(budget: Budget, habitat_map: HabitatMap, cost: Mapping[str, float], work: Workings) -> Demand:
    mapped = habitat_map.measures
    ours = mapped[covered(budget, mapped, work.zoned("districts"))]
    return Demand(budget_for(budget, work.strategy.themes), budget.gbp, _cost_gbp(ours, cost) or 0.0)


def _reached(target: Target, places: Places) -> Demand:
    ours = places.mapped["measure"].isin(measures_of(target, places.measures))
    return Demand(target_for(target), target.area_ha, float(places.mapped["area_ha"][ours].sum()))


def _important_ha(land: gpd.GeoDataFrame, work: Workings) -> float:
    if land.empty:
        return 0.0
    return float(
        shared_area_m2(dissolve(land.geometry.to_numpy()), work.importance.geometry.to_numpy())[2].sum() / HA_M2
    )
