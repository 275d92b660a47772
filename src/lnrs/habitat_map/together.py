"""Where several measures go when none may take another's land: chosen at once, so that the whole does most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from lnrs.ecology.patches import Neighbours, grow
from lnrs.habitat_map.auction import NOBODY, Shared, share_out
from lnrs.habitat_map.choose import Candidates, Chosen, Values, candidates, wanted_ha
from lnrs.habitat_map.facts import Fact
from lnrs.strategy.rule import Rule


@dataclass(frozen=True)
class Together:
    """What a joint choice comes to: hectares, each times its score, and what no choice of as much land could exceed."""

    good_ha: float
    at_most_ha: float


def choose_together(
    rules: Sequence[Rule], land: gpd.GeoDataFrame, facts: Mapping[Fact, Values], beside: Neighbours
) -> tuple[list[Chosen], Together]:
    """Apply rules to the pieces of land at once; the choices are in their order.

    Each piece gets one of the measures at most, no measure more land than its rule wants, and the sum of hectares times
    score is nearly the most there can be (`auction`). Patches that come out smaller than a rule allows are
    then given up, and the measure fills up with the best land that no other has, as `choose` does: so its last patch
    may carry it past what it wants.
    """
    area_ha = land["area_ha"].to_numpy()
    found = [candidates(rule, land, facts) for rule in rules]
    wanted = [wanted_ha(rule.select, one.eligible_ha) for rule, one in zip(rules, found, strict=True)]
    shared = _shared(found, wanted, area_ha)
    given = shared.measure
    for others in (False, True):  # all small patches are given up before anyone fills up
        for at, rule in enumerate(rules):
            ranked = found[at].ranked
            ours = ranked[given[ranked] == at]
            ours = np.concatenate([ours, ranked[given[ranked] == NOBODY]]) if others else ours
            kept = grow(ours, area_ha, beside, wanted_ha=wanted[at], min_patch_ha=rule.select.min_patch_ha)
            given[given == at] = NOBODY
            given[kept] = at
    chosen = [one.chosen(np.flatnonzero(given == at)) for at, one in enumerate(found)]
    good_ha = sum(float(one.score @ area_ha[one.pieces]) for one in chosen)
    past_ha = [max(area_ha[one.pieces].sum() - limit, 0.0) for one, limit in zip(chosen, wanted, strict=True)]
    return chosen, Together(good_ha, shared.bound + float(shared.price @ past_ha))


def _shared(found: Sequence[Candidates], wanted: Sequence[float], area_ha: Values) -> Shared:
    """Which rule each piece goes to, by its place among the rules."""
    pieces = np.concatenate([one.pieces[one.good] for one in found])
    score = np.concatenate([one.score[one.good] for one in found])
    rule = np.repeat(np.arange(len(found)), [int(one.good.sum()) for one in found])
    order = np.lexsort((rule, pieces))
    pieces, score, rule = pieces[order], score[order], rule[order]
    units, unit = np.unique(pieces, return_inverse=True)
    shared = share_out(unit, rule, score * area_ha[pieces], area_ha[pieces], np.array(wanted))
    given = np.full(len(area_ha), NOBODY, np.int64)
    given[units] = shared.measure
    return shared._replace(measure=given)
