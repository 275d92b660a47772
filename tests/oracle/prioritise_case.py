"""Small random problems of choice, and the plain way to solve them: try every choice and read the rules one by one."""

import itertools
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lnrs import prioritise as choice


@dataclass
class Case:
    """What is asked, as plain figures: everything the plain solution reads."""

    cost: np.ndarray
    give: dict[str, np.ndarray]
    area: np.ndarray
    objective: str
    targets: dict[str, float] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    budgets: list = field(default_factory=list)
    exclusive: list = field(default_factory=list)
    supports: list = field(default_factory=list)
    links: list = field(default_factory=list)
    shared: dict = field(default_factory=dict)
    outline: np.ndarray = field(default_factory=lambda: np.zeros(0))
    penalty: float = 0.0
    inside: list = field(default_factory=list)
    outside: list = field(default_factory=list)


MEASURES = ("wood", "meadow", "fen")


def random_case(seed: int, *, joined: bool = True, exclusions: bool = True) -> Case:
    """A case of up to 12 options, with a bit of everything."""
    rng = np.random.default_rng(seed)
    m = int(rng.integers(1, 4))
    n = int(rng.integers(1, 12 // m + 1))
    cost = rng.integers(1, 20, (n, m)).astype(float)
    cost[rng.random((n, m)) < 0.15] = np.nan
    names = [f"f{i}" for i in range(rng.integers(1, 4))]
    give = {name: np.round(rng.random((n, m)) * (rng.random((n, m)) < 0.7) * 10, 1) for name in names}
    area = rng.integers(1, 6, n).astype(float)
    objective = ["least cost", "least shortfall", "most benefit"][seed % 3]
    case = Case(cost, give, area, objective)
    reach = 0.55 if objective != "least shortfall" else 1.2
    if objective != "most benefit" or rng.random() < 0.3:
        case.targets = {name: round(float(give[name].max(axis=1).sum() * rng.random() * reach), 2) for name in names}
    case.weights = {name: float(rng.integers(1, 4)) for name in names}
    if objective != "least cost" or rng.random() < 0.3:
        limit = float(np.round(np.nansum(cost) * rng.uniform(0.15, 0.7)))
        case.budgets.append(("cost", limit, None, None))
        if rng.random() < 0.5:
            some = sorted(rng.choice(n, size=(n + 1) // 2, replace=False).tolist())
            case.budgets.append(("area_ha", float(rng.integers(0, 12)), some, [int(rng.integers(m))]))
    if exclusions and m > 1 and rng.random() < 0.7:
        case.exclusive = [tuple(range(m))] if rng.random() < 0.5 else [(0, 1)] + ([(1, 2)] if m > 2 else [])
    if m > 1 and rng.random() < 0.4:
        case.supports = [(0, m - 1, names[0], 3.0)]
    if joined and n > 1:
        pairs = [(i, j) for i in range(n) for j in range(i) if rng.random() < 0.4]
        case.links = [(i, j, names[-1], float(rng.integers(0, 4))) for i, j in pairs if rng.random() < 0.5]
        if rng.random() < 0.6:
            case.shared = {pair: float(rng.integers(1, 4)) for pair in pairs}
            case.penalty = float(rng.choice([0.1, 0.5, 2.0]))
        case.outline = np.array([sum(s for p, s in case.shared.items() if i in p) + 2.0 for i in range(n)])
    if rng.random() < 0.25:
        places = np.argwhere(~np.isnan(cost))
        if len(places) > 1:
            one, other = rng.choice(len(places), 2, replace=False)
            case.inside, case.outside = [tuple(places[one])], [tuple(places[other])]
    return case


def problem_of(case: Case) -> choice.Problem:
    """The case, composed with the package."""
    n, m = case.cost.shape
    index, names = pd.Index([f"parcel {i}" for i in range(n)]), list(MEASURES[:m])
    tables = {name: pd.DataFrame(figures, index, names) for name, figures in case.give.items()}
    area = pd.Series(case.area, index)
    p = choice.problem(pd.DataFrame(case.cost, index, names), tables, area_ha=area)
    p = {
        "least cost": choice.least_cost,
        "least shortfall": lambda p: choice.least_shortfall(p, case.weights),
        "most benefit": lambda p: choice.most_benefit(p, case.weights),
    }[case.objective](p)
    p = choice.with_targets(p, case.targets)
    for i, (of, limit, some, kinds) in enumerate(case.budgets):
        units = None if some is None else index[some]
        measures = None if kinds is None else [names[k] for k in kinds]
        p = choice.with_budget(p, limit, of=of, units=units, measures=measures, name=f"number {i}")
    for measures in case.exclusive:
        p = choice.exclusive(p, [names[k] for k in measures])
    for one, other, feature, bonus in case.supports:
        p = choice.supporting(p, names[one], names[other], feature=feature, bonus=bonus)
    for i, j, feature, amount in case.links:
        p = choice.linked(p, np.array([[i, j]]), np.array([amount]), feature=feature)
    if case.shared:
        pairs, shared = np.array(list(case.shared)), np.array(list(case.shared.values()))
        p = choice.compact(p, pairs, shared, case.outline, penalty=case.penalty)
    for unit, measure in case.inside:
        p = choice.locked_in(p, [index[unit]], names[measure])
    for unit, measure in case.outside:
        p = choice.locked_out(p, [index[unit]], names[measure])
    return p


def plain_held(case: Case, on: np.ndarray, feature: str) -> float:
    n, m = on.shape
    held = sum(case.give[feature][i, k] for i in range(n) for k in range(m) if on[i, k])
    held += sum(
        b for one, other, f, b in case.supports if f == feature for i in range(n) if on[i, one] and on[i, other]
    )
    return held + sum(a for i, j, f, a in case.links if f == feature for k in range(m) if on[i, k] and on[j, k])


def plain_outline(case: Case, on: np.ndarray) -> float:
    """Penalty times the metres between land that has a measure and land, or the world outside, that has not."""
    if not case.shared:
        return 0.0
    metres = 0.0
    for k in range(on.shape[1]):
        for i in range(on.shape[0]):
            if on[i, k]:
                metres += case.outline[i]
                metres -= sum(s for (a, b), s in case.shared.items() if i in (a, b) and on[a, k] and on[b, k])
    return case.penalty * metres


def plain_objective(case: Case, on: np.ndarray) -> float:
    """The objective as in the definitions, least or most."""
    if case.objective == "least cost":
        return float(sum(case.cost[i, k] for i, k in np.argwhere(on))) + plain_outline(case, on)
    if case.objective == "most benefit":
        return sum(case.weights[f] * plain_held(case, on, f) for f in case.give) - plain_outline(case, on)
    missed = [
        case.weights[f] * max(0.0, 1 - plain_held(case, on, f) / wanted) for f, wanted in case.targets.items() if wanted
    ]
    return sum(missed) + plain_outline(case, on)


def plain_keeps(case: Case, on: np.ndarray) -> bool:
    """Whether a choice keeps every rule."""
    n, m = on.shape
    if any(on[i, k] and np.isnan(case.cost[i, k]) for i in range(n) for k in range(m)):
        return False
    if any(not on[place] for place in case.inside) or any(on[place] for place in case.outside):
        return False
    if any(sum(on[i, k] for k in measures) > 1 for measures in case.exclusive for i in range(n)):
        return False
    for of, limit, some, kinds in case.budgets:
        units, measures = some if some is not None else range(n), kinds if kinds is not None else range(m)
        each = case.cost if of == "cost" else np.repeat(case.area[:, None], m, axis=1)
        if sum(each[i, k] for i in units for k in measures if on[i, k]) > limit + 1e-9:
            return False
    if case.objective == "least shortfall":
        return True
    return all(plain_held(case, on, f) >= wanted - 1e-9 for f, wanted in case.targets.items())


def plain_best(case: Case) -> float | None:
    """The best objective of all choices; None where none keeps every rule."""
    places = [tuple(place) for place in np.argwhere(~np.isnan(case.cost))]
    best = None
    pick = max if case.objective == "most benefit" else min
    for some in itertools.product([False, True], repeat=len(places)):
        on = np.zeros(case.cost.shape, bool)
        for place, there in zip(places, some, strict=True):
            on[place] = there
        if plain_keeps(case, on):
            value = plain_objective(case, on)
            best = value if best is None else pick(best, value)
    return best
