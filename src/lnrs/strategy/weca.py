"""Import of tables in the West of England's published schema: a strategy folder, and a report of what became of them.

What the source does not say is not made up: the folder is written with the gap, `read` names it with its file and line,
and the report says what was guessed, so that a person can look at it.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tomli_w

from lnrs.errors import StrategyProblems
from lnrs.model import FundingRoute, MetricHabitat, PotentialMeasure, Priority, Species, Theme
from lnrs.strategy.area_named import area_named
from lnrs.strategy.atomic import refuse_if_used, whole_folder
from lnrs.strategy.new import settings_text, write_starter_prose
from lnrs.strategy.numbering import Number, References, references
from lnrs.strategy.tables import read_table, write_table
from lnrs.strategy.weca_numbers import numbered
from lnrs.strategy.weca_records import funding_routes, measures, priorities, species, themes
from lnrs.strategy.weca_report import guesses, leavings
from lnrs.strategy.weca_source import SourceTables, read_source

WEST_OF_ENGLAND = 35
NUMBERING = "numbering.csv"


@dataclass(frozen=True)
class Imported:
    """A strategy folder made of imported tables, and what became of them in plain words."""

    folder: Path
    themes: tuple[Theme, ...]
    priorities: tuple[Priority, ...]
    measures: tuple[PotentialMeasure, ...]
    species: tuple[Species, ...]
    funding: tuple[FundingRoute, ...]
    guessed: tuple[str, ...]
    """What the source does not say in so many words; each needs a person to look at it."""
    left: tuple[str, ...]
    """What was not taken over, or is still wanting."""


def import_weca(
    source: Path,
    folder: Path,
    as_of: date,
    area: str | int = WEST_OF_ENGLAND,
    numbering: Path | None = None,
) -> Imported:
    """Write a strategy folder from `source`: a folder of CSV tables, or the single CSV of measures.

    References are numbered by theme and kept in `numbering.csv`; with the `numbering` of an earlier import everything
    keeps its reference, and no reference is used again. The folder appears whole or not at all.

    Raises NotFound for a source or area that is not there, StrategyProblems for tables that cannot be read, CannotWrite
    for a folder that already holds something.
    """
    place = area_named(area)
    refuse_if_used(folder)
    tables = read_source(source)
    numbers = numbered(tables, _earlier(numbering))
    found = _imported(folder, tables, references(numbers), as_of)
    with whole_folder(folder) as beside:
        theme_text = "\n".join(f"[[theme]]\n{tomli_w.dumps(vars(theme))}" for theme in found.themes)
        (beside / "strategy.toml").write_text(settings_text(place, as_of, theme_text), encoding="utf-8")
        write_starter_prose(beside)
        for name in ("layers", "rules"):
            (beside / name).mkdir()
        write_table(beside / "priorities.csv", Priority, found.priorities)
        write_table(beside / "measures.csv", PotentialMeasure, found.measures)
        write_table(beside / "species.csv", Species, found.species)
        write_table(beside / "funding.csv", FundingRoute, found.funding)
        write_table(beside / "metric_habitats.csv", MetricHabitat, ())
        write_table(beside / NUMBERING, Number, numbers)
    return found


def _earlier(numbering: Path | None) -> tuple[Number, ...]:
    if numbering is None:
        return ()
    table, problems = read_table(numbering, Number)
    if problems:
        raise StrategyProblems(problems)
    return table.records


def _imported(folder: Path, tables: SourceTables, refs: References, as_of: date) -> Imported:
    kept = measures(tables, refs)
    return Imported(
        folder=folder,
        themes=themes(tables, refs),
        priorities=priorities(tables, refs, kept),
        measures=kept,
        species=species(tables, refs),
        funding=funding_routes(tables, as_of),
        guessed=guesses(tables, refs),
        left=leavings(tables, refs),
    )
