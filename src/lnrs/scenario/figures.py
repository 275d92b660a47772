"""The figures that scenarios are compared by: one line each, one value a scenario."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from lnrs.edition.tables import stacked
from lnrs.habitat_map.lawton import every
from lnrs.scenario.outcome import Outcome
from lnrs.units import HA_M2


@dataclass(frozen=True)
class Line:
    """A figure of every scenario, under a heading; None where it is not known or may not be told."""

    key: str
    group: str
    label: str
    unit: Literal["ha", "GBP"]
    value: Callable[[Outcome], float | None]


def _summary(key: str) -> Callable[[Outcome], float | None]:
    def value(one: Outcome) -> float:
        table = one.habitat_map.figures["summary"]
        return float(table.set_index("key")["value"][key])

    return value


def _every_habitat(column: str) -> Callable[[Outcome], float | None]:
    def value(one: Outcome) -> float | None:
        row = every(one.habitat_map.figures["lawton"])
        return float(row[column]) if row else None

    return value


BEFORE, DONE, AFTER = "Before any measure", "What is done", "After it"

LINES = (
    Line("changed_ha", BEFORE, "Land that is built on or loses its habitat", "ha", lambda one: _ha(one.changed_land)),
    Line("changed_important_ha", BEFORE, "of it of particular importance", "ha", lambda one: one.changed_important_ha),
    Line("habitat_before_ha", BEFORE, "Habitat before", "ha", _every_habitat("area_before_ha")),
    Line("connected_before_ha", BEFORE, "Connected habitat before", "ha", _every_habitat("connected_before_ha")),
    Line("mapped_ha", DONE, "Land under measures", "ha", _summary("mapped")),
    Line("could_become_ha", DONE, "of it beyond what is important already", "ha", _summary("could_become")),
    Line("worth_ha", DONE, "Hectares times score", "ha", lambda one: one.worth_ha),
    Line("cost_gbp", DONE, "Cost", "GBP", lambda one: one.cost_gbp),
    Line("managed_ha", AFTER, "Habitat managed better", "ha", _every_habitat("managed_ha")),
    Line("habitat_after_ha", AFTER, "Habitat after", "ha", _every_habitat("area_after_ha")),
    Line("connected_after_ha", AFTER, "Connected habitat after", "ha", _every_habitat("connected_after_ha")),
)


def _ha(land: pd.DataFrame) -> float:
    return float(land.area.sum() / HA_M2)


def by_line(outcomes: Sequence[Outcome]) -> dict[Line, list[float | None]]:
    """The value of every line in every scenario; lines that are nought or unknown in all are left out."""
    values = {line: [line.value(one) for one in outcomes] for line in LINES}
    return {line: each for line, each in values.items() if any(each)}


def across(outcomes: Sequence[Outcome], figure: str, about: str, column: str) -> pd.DataFrame:
    """One column of a figure of the map (rows, by what they are `about`) in every scenario (columns, by name); 0 where
    a scenario has no such row."""
    tables = {one.name: one.habitat_map.figures[figure] for one in outcomes if figure in one.habitat_map.figures}
    series = {name: table.set_index(about)[column].groupby(level=0, sort=False).sum() for name, table in tables.items()}
    rows = list(dict.fromkeys(row for values in series.values() for row in values.index))
    return pd.DataFrame({name: values.reindex(rows, fill_value=0.0) for name, values in series.items()}, index=rows)


def everything(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Every figure of every scenario, one number a row: scenario, figure, about, quantity, value."""
    parts = [_own(one) for one in outcomes]
    return pd.concat(parts, ignore_index=True)[["scenario", "figure", "about", "quantity", "value"]]


def _own(one: Outcome) -> pd.DataFrame:
    rows = [("comparison", "", line.key, value) for line in LINES if (value := line.value(one)) is not None]
    for kind, demands in (("budget", one.budgets), ("target", one.targets)):
        rows += [(kind, each.words, "wanted", each.wanted) for each in demands]
        rows += [(kind, each.words, "held", each.held) for each in demands]
    compared = pd.DataFrame(rows, columns=["figure", "about", "quantity", "value"])
    rest = stacked(one.habitat_map.figures).drop(columns="row")
    return pd.concat([compared, rest], ignore_index=True).assign(scenario=one.name)
