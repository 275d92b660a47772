"""Everything a strategy folder says, with its lines, before it is known to hold together."""

from dataclasses import dataclass
from pathlib import Path

from lnrs.model import FundingRoute, MetricHabitat, PotentialMeasure, Priority, Species
from lnrs.strategy.rule_files import RuleFile
from lnrs.strategy.settings import Settings
from lnrs.strategy.tables import Table


@dataclass(frozen=True)
class Draft:
    """The parts of a strategy folder as read, each row and key with its line."""

    settings: Settings
    priorities: Table[Priority]
    measures: Table[PotentialMeasure]
    species: Table[Species]
    funding: Table[FundingRoute]
    metric_habitats: Table[MetricHabitat]
    rules: tuple[RuleFile, ...]
    layers: dict[str, Path]
