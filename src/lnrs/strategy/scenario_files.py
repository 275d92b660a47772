"""`scenarios/`: one file for each what-if, and what measures cost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lnrs.errors import NotFound, Problem, StrategyProblems
from lnrs.layers.store import count_of_words
from lnrs.strategy.check_scenarios import scenario_faults
from lnrs.strategy.folder import Strategy
from lnrs.strategy.rule_files import is_program_litter
from lnrs.strategy.scenario import MeasureCost, Scenario
from lnrs.strategy.schema import validate
from lnrs.strategy.tables import Table, read_table
from lnrs.strategy.toml_file import read_toml
from lnrs.strategy.wording import closest, listed

FOLDER, COSTS = "scenarios", "costs.csv"
AS_IT_STANDS = "as-it-stands"
"""The name of the strategy without any what-if, which every scenario is compared with."""

_NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Scenarios:
    """The what-ifs of a strategy folder by their names, and what each measure costs, where it is said."""

    named: Mapping[str, Scenario]
    costs: Mapping[str, MeasureCost]


def read_scenarios(strategy: Strategy) -> Scenarios:
    """Read and check `scenarios/`, which need not be there. Raises StrategyProblems with everything wrong in it."""
    folder = strategy.folder / FOLDER
    costs, problems = _read_costs(folder, strategy)
    known = _Known(strategy, costs)
    named: dict[str, Scenario] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name == COSTS or is_program_litter(path):
            continue
        where = f"{FOLDER}/{path.name}"
        if path.suffix != ".toml" or not _NAME.fullmatch(path.stem) or path.stem == AS_IT_STANDS:
            do = f"Use small letters, digits and hyphens: half-the-money.toml, and not {AS_IT_STANDS}.toml."
            problems.append(Problem(where, "this is not the name of a scenario.", do))
            continue
        file, found = read_toml(path, where)
        scenario, faults = validate(Scenario, file.data) if file.data is not None else (None, [])
        if scenario:
            named[path.stem] = scenario
            faults = [*faults, *scenario_faults(scenario, strategy, known.costs, lambda: known.districts)]
        problems += found + file.problems(faults)
    if problems:
        raise StrategyProblems(problems)
    return Scenarios(named, costs)


def chosen_scenarios(scenarios: Scenarios, names: tuple[str, ...]) -> dict[str, Scenario]:
    """The scenarios of these names, or all. Raises NotFound where one is not there, or there is none at all."""
    known = scenarios.named
    if not known:
        do = "Write one as docs/how-to/compare-scenarios.md shows."
        raise NotFound([Problem(f"{FOLDER}/", "there is no scenario in the strategy folder.", do)])
    unknown = [name for name in names if name not in known]
    if unknown:
        raise NotFound([Problem(name, "there is no such scenario.", _meant(name, known)) for name in unknown])
    return {name: known[name] for name in (names or known)}


def _meant(name: str, known: Mapping[str, Scenario]) -> str:
    likeliest = closest(name, known)
    return f"Did you mean {likeliest}?" if likeliest else f"There is {listed(known)}."


@dataclass(frozen=True)
class _Known:
    """What scenarios are checked against, each read when first asked for."""

    strategy: Strategy
    costs: Mapping[str, MeasureCost]

    @cached_property
    def districts(self) -> tuple[str, ...]:
        layer = self.strategy.layers.get("districts")
        return tuple(sorted(count_of_words(layer, "name"))) if layer else ()


def _read_costs(folder: Path, strategy: Strategy) -> tuple[dict[str, MeasureCost], list[Problem]]:
    if not (folder / COSTS).exists():
        return {}, []
    table, problems = read_table(folder / COSTS, MeasureCost)
    problems = [Problem(f"{FOLDER}/{one.where}", one.what, one.do) for one in problems]
    return {one.measure: one for one in table.records}, problems + _cost_problems(table, strategy)


def _cost_problems(table: Table[MeasureCost], strategy: Strategy) -> list[Problem]:
    known, first, problems = {one.ref: one for one in strategy.measures}, dict[str, int](), []
    for row in table.rows:
        ref, where = row.text("measure"), f"{FOLDER}/{table.where(row)}"
        if ref and ref not in known:
            likeliest = closest(ref, known)
            do = f"Did you mean {likeliest}?" if likeliest else "Take the row out."
            problems.append(Problem(where, f"there is no measure {ref} in measures.csv.", do))
        elif ref and not known[ref].mapped:
            problems.append(
                Problem(where, f"{ref} is not mapped, so it has no hectares to pay for.", "Take the row out.")
            )
        if ref in first:
            problems.append(Problem(where, f"{ref} has a cost on line {first[ref]} already.", "Keep one of them."))
        first.setdefault(ref, row.line)
    for one in table.records:
        if one.cost_gbp_per_ha < 0:
            what = f"the cost of {one.measure} must be 0 or more, not {one.cost_gbp_per_ha:g}."
            problems.append(Problem(f"{FOLDER}/{table.name}:{first[one.measure]}", what))
    return problems
