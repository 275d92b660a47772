"""The comparison in short: a table for the command line, plain values for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from lnrs.scenario.figures import LINES, by_line
from lnrs.scenario.outcome import Outcome, Setting
from lnrs.scenario.words import in_words, result, said
from lnrs.statement.plain_words import HARD_SPACE


def summary_rows(outcomes: Sequence[Outcome]) -> tuple[list[str], list[list[str]]]:
    """Titles and rows of the figures that differ or matter, a column a scenario."""
    rows = []
    for line, values in by_line(outcomes).items():
        cells = ["not known" if value is None else said(line, value).replace(HARD_SPACE, " ") for value in values]
        rows.append([f"{line.label}{', ha' if line.unit == 'ha' else ''}", *cells])
    return ["", *(one.title for one in outcomes)], rows


def result_lines(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What came of each scenario's budgets and targets, each under its title."""
    for one in outcomes:
        for number, sentence in enumerate(result(one)):
            yield from () if number else ("", one.title)
            yield f"  {sentence.replace(HARD_SPACE, ' ')}"


def as_data(setting: Setting, outcomes: Sequence[Outcome], credit: str) -> dict[str, Any]:
    """The comparison as plain values, for JSON."""
    strategy = setting.strategy
    return {
        "area": strategy.area.name,
        "title": strategy.record.title,
        "edition": strategy.record.edition,
        "as_of": strategy.record.as_of.isoformat(),
        "invented": strategy.record.invented,
        "attribution": credit,
        "costs": [asdict(cost) for cost in setting.costs.values()],
        "scenarios": [_as_data(one) for one in outcomes],
    }


def _as_data(one: Outcome) -> dict[str, Any]:
    values = {line.key: line.value(one) for line in LINES}
    return {
        "name": one.name,
        "title": one.title,
        "question": one.scenario.question if one.scenario else "",
        "in_words": in_words(one.scenario, one.strategy.themes),
        "result": list(result(one)),
        "gap": one.gap,
        "figures": {key: None if value is None else round(value, 4) for key, value in values.items()},
    }
