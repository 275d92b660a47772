"""The strategy folder: read whole, with everything wrong in one list."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lnrs.errors import NotFound, Problem, StrategyProblems
from lnrs.model import (
    Area,
    FundingRoute,
    Mapping,
    MetricHabitat,
    PotentialMeasure,
    Priority,
    Procedure,
    Species,
    StrategyRecord,
    Theme,
)
from lnrs.strategy.check_area import area_problems
from lnrs.strategy.check_links import link_problems
from lnrs.strategy.check_numbers import number_problems
from lnrs.strategy.check_rules import rule_problems
from lnrs.strategy.check_words import word_problems
from lnrs.strategy.draft import Draft
from lnrs.strategy.layer_files import read_layer_files
from lnrs.strategy.prose import read_prose
from lnrs.strategy.rule import Rule
from lnrs.strategy.rule_files import read_rules
from lnrs.strategy.settings import read_settings
from lnrs.strategy.tables import read_table

TABLES = {
    "priorities": Priority,
    "measures": PotentialMeasure,
    "species": Species,
    "funding": FundingRoute,
    "metric_habitats": MetricHabitat,
}
"""The record that a row of each table is."""


@dataclass(frozen=True)
class Strategy:
    """A strategy folder that holds together: all that `lnrs build` needs but the features of the layers."""

    folder: Path
    record: StrategyRecord
    mapping: Mapping
    procedure: Procedure
    area: Area
    themes: tuple[Theme, ...]
    priorities: tuple[Priority, ...]
    measures: tuple[PotentialMeasure, ...]
    species: tuple[Species, ...]
    funding: tuple[FundingRoute, ...]
    metric_habitats: tuple[MetricHabitat, ...]
    rules: dict[str, Rule]
    """The rule of each mapped measure, by its reference."""
    prose: dict[str, str]
    """The Markdown of each chapter, by its name."""
    layers: dict[str, Path]
    """The file of each layer, by its id."""


def read(folder: Path) -> Strategy:
    """Read and check a strategy folder. Nothing is written.

    Raises NotFound where there is no such folder, and StrategyProblems with everything that is wrong in it,
    each with its file and line.
    """
    if not folder.is_dir():
        raise NotFound([Problem(str(folder), "there is no such folder.", "`lnrs new AREA FOLDER` makes one.")])
    draft, prose, problems = _read_parts(folder)
    problems += [*number_problems(draft), *link_problems(draft), *rule_problems(draft), *word_problems(draft)]
    problems += area_problems(draft)
    settings = draft.settings
    if problems or not (settings.record and settings.mapping and settings.procedure and settings.area):
        raise StrategyProblems(in_reading_order(problems))
    return Strategy(
        folder=folder,
        record=settings.record,
        mapping=settings.mapping,
        procedure=settings.procedure,
        area=settings.area,
        themes=settings.themes,
        priorities=draft.priorities.records,
        measures=draft.measures.records,
        species=draft.species.records,
        funding=draft.funding.records,
        metric_habitats=draft.metric_habitats.records,
        rules={written.ref: written.rule for written in draft.rules if written.rule},
        prose=prose,
        layers=draft.layers,
    )


def _read_parts(folder: Path) -> tuple[Draft, dict[str, str], list[Problem]]:
    settings, problems = read_settings(folder)
    priorities, priority_problems = read_table(folder / "priorities.csv", Priority)
    measures, measure_problems = read_table(folder / "measures.csv", PotentialMeasure)
    species, species_problems = read_table(folder / "species.csv", Species)
    funding, funding_problems = read_table(folder / "funding.csv", FundingRoute)
    metric_habitats, metric_problems = read_table(folder / "metric_habitats.csv", MetricHabitat)
    rules, rule_file_problems = read_rules(folder)
    layers, layer_problems = read_layer_files(folder)
    prose, prose_problems = read_prose(folder)
    draft = Draft(settings, priorities, measures, species, funding, metric_habitats, rules, layers)
    problems += priority_problems + measure_problems + species_problems + funding_problems + metric_problems
    return draft, prose, problems + rule_file_problems + layer_problems + prose_problems


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file, in the order in which a person fills the folder, then by line."""
    files = ["strategy.toml", *(f"{table}.csv" for table in TABLES), "rules", "layers", "prose"]

    def place(problem: Problem) -> tuple[int, list[tuple[int, str]]]:
        top = re.split("[:/]", problem.where)[0]
        return files.index(top) if top in files else len(files), _natural(problem.where)

    return sorted(dict.fromkeys(problems), key=place)


def _natural(text: str) -> list[tuple[int, str]]:
    """A sort key in which line 9 comes before line 10."""
    return [(int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", text)]
