"""From a rule to the pieces of land where its measure would do most."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from lnrs.ecology.patches import Neighbours, grow
from lnrs.habitat_map.facts import Fact, fact_for
from lnrs.strategy.rule import Criterion, DistanceTo, Elevation, Rule, Select, Slope

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


def choose(rule: Rule, land: gpd.GeoDataFrame, facts: Mapping[Fact, Values], beside: Neighbours) -> Chosen:
    """Apply a rule to the pieces of land."""
    can = eligible(rule, land, facts)
    candidates = np.flatnonzero(can)
    value = np.column_stack([facts[fact_for(c)][candidates] for c in rule.criteria] or [np.empty((len(candidates), 0))])
    points = np.column_stack(
        [points_for(c, value[:, k]) for k, c in enumerate(rule.criteria)] or [np.empty((len(candidates), 0))]
    )
    score = weighted_mean(points, np.array([c.weight for c in rule.criteria]))
    area_ha = land["area_ha"].to_numpy()
    enough = score >= rule.select.min_score - SCORE_STEP
    ranked = candidates[enough][np.lexsort((candidates[enough], -np.round(score[enough] / SCORE_STEP)))]
    eligible_ha = float(area_ha[can].sum())
    wanted = wanted_ha(rule.select, eligible_ha)
    taken = grow(ranked, area_ha, beside, wanted_ha=wanted, min_patch_ha=rule.select.min_patch_ha)
    at = np.searchsorted(candidates, taken)
    return Chosen(taken, score[at], value[at], points[at], eligible_ha)


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


def points_for(criterion: Criterion, value: Values) -> Values:
    """Points 0-1: in a straight line from the worst value (0) to the best (1); a share is its own points."""
    match criterion:
        case DistanceTo() | Elevation():
            best, worst = criterion.best_m, criterion.worst_m
        case Slope():
            best, worst = criterion.best_deg, criterion.worst_deg
        case _:
            best, worst = 1.0, 0.0
    return np.clip((value - worst) / (best - worst), 0.0, 1.0)


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
