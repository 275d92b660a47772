"""From a rule to the pieces of land where its measure would do most."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from lnrs.ecology.patches import Neighbours, grow
from lnrs.habitat_map.facts import Fact, fact_for
from lnrs.strategy.rule import BY_RANK, Criterion, DistanceTo, Elevation, Rule, Select, Slope

SCORE_STEP = 1e-9
"""Scores closer than this are equal, whatever order they were added up in; then the earlier piece goes first."""

Values = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Chosen:
    """Where a measure goes: positions of the pieces, and how every criterion was met there."""

    pieces: npt.NDArray[np.intp]
    score: Values
    value: Values
    """(pieces, criteria), in the unit of each criterion."""
    points: Values
    """(pieces, criteria), 0-1."""
    eligible_ha: float


@dataclass(frozen=True)
class Candidates:
    """The land that a measure can go on: positions of the pieces in ascending order, and how each criterion is met."""

    pieces: npt.NDArray[np.intp]
    score: Values
    value: Values
    points: Values
    eligible_ha: float
    good: Flags
    """Whether a piece scores enough to be chosen."""
    ranked: npt.NDArray[np.intp]
    """The pieces that score enough, best first."""

    def chosen(self, pieces: npt.NDArray[np.intp]) -> Chosen:
        """The choice of these pieces, given in ascending order."""
        at = np.searchsorted(self.pieces, pieces)
        return Chosen(pieces, self.score[at], self.value[at], self.points[at], self.eligible_ha)


def choose(rule: Rule, land: gpd.GeoDataFrame, facts: Mapping[Fact, Values], beside: Neighbours) -> Chosen:
    """Apply a rule to the pieces of land, by itself."""
    found, area_ha = candidates(rule, land, facts), land["area_ha"].to_numpy()
    wanted = wanted_ha(rule.select, found.eligible_ha)
    return found.chosen(grow(found.ranked, area_ha, beside, wanted_ha=wanted, min_patch_ha=rule.select.min_patch_ha))


def candidates(rule: Rule, land: gpd.GeoDataFrame, facts: Mapping[Fact, Values]) -> Candidates:
    """The pieces that a measure can go on, with their scores."""
    can = eligible(rule, land, facts)
    pieces, area_ha = np.flatnonzero(can), land["area_ha"].to_numpy()
    none = [np.empty((len(pieces), 0))]
    value = np.column_stack([facts[fact_for(c)][pieces] for c in rule.criteria] or none)
    points = np.column_stack([points_for(c, value[:, k], area_ha[pieces]) for k, c in enumerate(rule.criteria)] or none)
    score = weighted_mean(points, np.array([c.weight for c in rule.criteria]))
    good = score >= rule.select.min_score - SCORE_STEP
    ranked = pieces[good][np.lexsort((pieces[good], -np.round(score[good] / SCORE_STEP)))]
    return Candidates(pieces, score, value, points, float(area_ha[can].sum()), good, ranked)


def eligible(rule: Rule, land: gpd.GeoDataFrame, facts: Mapping[Fact, Values]) -> Flags:
    """Which pieces the measure can go on: everything asked holds, and nothing excluded does."""
    can = np.ones(len(land), bool)
    for column, wanted, unwanted in (
        ("land_cover", rule.eligible.land_cover, rule.exclude.land_cover),
        ("habitat", rule.eligible.habitat, rule.exclude.habitat),
    ):
        if wanted:
            can &= land[column].isin(wanted).to_numpy()
        if unwanted:
            can &= ~land[column].isin(unwanted).to_numpy()
    for condition in rule.eligible.where:
        share = facts[fact_for(condition)]
        can &= (share >= condition.at_least) & (share <= condition.at_most)
    for layer in rule.exclude.inside:
        can &= ~land[f"in {layer}"].to_numpy()
    return can


def points_for(criterion: Criterion, value: Values, area_ha: Values) -> Values:
    """Points 0-1: in a straight line from the worst value (0) to the best (1); a share is its own points; some go by
    rank among the land given."""
    if isinstance(criterion, BY_RANK):
        return share_below(value, area_ha)
    match criterion:
        case DistanceTo() | Elevation():
            best, worst = criterion.best_m, criterion.worst_m
        case Slope():
            best, worst = criterion.best_deg, criterion.worst_deg
        case _:
            best, worst = 1.0, 0.0
    return np.clip((value - worst) / (best - worst), 0.0, 1.0)


def share_below(value: Values, area_ha: Values) -> Values:
    """Share (0-1) of the land, by area, that has less than each piece; land that has nothing gets nothing.

    >>> share_below(np.array([5.0, 0.0, 5.0, 9.0]), np.array([1.0, 2.0, 1.0, 4.0])).tolist()
    [0.25, 0.0, 0.25, 0.5]
    """
    _, kind = np.unique(value, return_inverse=True)
    held = np.bincount(kind, area_ha)
    below = np.cumsum(held) - held
    return np.where(value > 0, below[kind] / area_ha.sum(), 0.0)


def weighted_mean(points: Values, weight: Values) -> Values:
    """Score 0-1 of each row; 1 where a rule has no criteria, since all eligible land is then as good."""
    if points.shape[1] == 0:
        return np.ones(len(points))
    return points @ weight / weight.sum()


def wanted_ha(select: Select, eligible_ha: float) -> float:
    """How much is asked for: an area, a share of the eligible land, or no limit."""
    if select.share is not None:
        return select.share * eligible_ha
    return select.area_ha if select.area_ha is not None else np.inf
