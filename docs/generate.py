"""Write the reference pages that are said in the code already; `--check` fails where a page is out of date."""

import ast
import inspect
import itertools
import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin

import click

from lnrs import errors, model
from lnrs.cli import lnrs
from lnrs.law import law_manual
from lnrs.law.values import NotInForce
from lnrs.layers.catalogue import catalogue
from lnrs.strategy import rule, scenario
from lnrs.strategy.schema import MAY_BE_BLANK, hints, required

REFERENCE = Path(__file__).parent / "reference"

FOLDER_FILES = (
    ("strategy.toml `[strategy]`", model.StrategyRecord),
    ("strategy.toml `[strategy.contact]`", model.Contact),
    ("strategy.toml `[mapping]`", model.Mapping),
    ("strategy.toml `[procedure]`", model.Procedure),
    ("strategy.toml `[[theme]]`", model.Theme),
    ("priorities.csv", model.Priority),
    ("measures.csv", model.PotentialMeasure),
    ("species.csv", model.Species),
    ("funding.csv", model.FundingRoute),
    ("metric_habitats.csv", model.MetricHabitat),
    ("rules/REF.toml", rule.Rule),
    ("rules/REF.toml `[eligible]`", rule.Eligible),
    ("rules/REF.toml `where` in `[eligible]`", rule.Share),
    ("rules/REF.toml `[exclude]`", rule.Exclude),
    ('rules/REF.toml `[[criteria]]` with `kind = "distance"`', rule.DistanceTo),
    ('rules/REF.toml `[[criteria]]` with `kind = "share"`', rule.ShareOf),
    ('rules/REF.toml `[[criteria]]` with `kind = "slope"`', rule.Slope),
    ('rules/REF.toml `[[criteria]]` with `kind = "elevation"`', rule.Elevation),
    ('rules/REF.toml `[[criteria]]` with `kind = "connectivity"`', rule.Connectivity),
    ('rules/REF.toml `[[criteria]]` with `kind = "corridor"`', rule.Corridor),
    ('rules/REF.toml `[[criteria]]` with `kind = "bottleneck"`', rule.Bottleneck),
    ('rules/REF.toml `[[criteria]]` with `kind = "benefit"`', rule.Benefit),
    ("rules/REF.toml `[select]`", rule.Select),
    ("scenarios/NAME.toml", scenario.Scenario),
    ("scenarios/NAME.toml `[[budget]]`", scenario.Budget),
    ("scenarios/NAME.toml `[[target]]`", scenario.Target),
    ("scenarios/NAME.toml `[[development]]`", scenario.Development),
    ("scenarios/NAME.toml `[[loss]]`", scenario.Loss),
    ("scenarios/costs.csv", scenario.MeasureCost),
)

UNITS = {"m": "metres", "m2": "square metres", "ha": "hectares", "deg": "degrees", "gbp": "pounds"}
"""The unit that the end of a field's name stands for."""

COLUMN_KINDS = {"int": "whole number", "bool": "yes or no"}
"""Kinds of a layer's column that need other words."""


def command_line() -> str:
    """Every command with its own help."""
    parts = ["# The command line", "", "```text", _help(lnrs, "lnrs"), "```", ""]
    for name, command in sorted(lnrs.commands.items()):
        parts += [f"## lnrs {name}", "", "```text", _help(command, f"lnrs {name}"), "```", ""]
    return "\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100)
    return command.get_help(context).replace("\x08\n", "")


def strategy_folder() -> str:
    """Every key and column of the strategy folder, from the records that it is checked against."""
    opening = (
        "# The strategy folder\n\n"
        "A key or column that is not listed here is refused; one that is optional may be left out. The layers that a "
        "rule can name, and the words in them, are under [Layers](layers.md).\n\n"
        "- In a table (`.csv`) columns stand in any order, optional cells may be empty, and a date may be written "
        "01/10/2026 too. All five tables of the strategy have to be there, if only with their "
        "first row; `scenarios/` need not.\n"
        "- In a `.toml` file text stands in quotation marks, and several values in square brackets: "
        '`["one", "another"]`. Dates, numbers, true and false have no quotation marks.\n'
    )
    parts = [opening]
    for title, record in FOLDER_FILES:
        about = inspect.cleandoc(record.__doc__ or "")
        parts.append(f"## {title}\n\n{about}\n\n{_fields_table(record, in_table=title.endswith('.csv'))}\n")
    return "\n".join(parts)


def _fields_table(record: type, *, in_table: bool) -> str:
    notes = attribute_notes(record)
    lines = ["| name | what to write | needed | meaning |", "| --- | --- | --- | --- |"]
    for one in fields(record):
        what = in_words(one.name, hints(record)[one.name], in_table=in_table)
        needed = _needed(record, one.name, one.default, in_table=in_table)
        lines.append(f"| `{one.name}` | {what} | {needed} | {notes.get(one.name, '')} |")
    return "\n".join(lines)


def in_words(name: str, hint: Any, *, in_table: bool) -> str:
    """What is to be written for a field: of which kind, how many, in which unit."""
    if get_origin(hint) is Literal:
        options = ", ".join(f"`{option}`" for option in get_args(hint))
        return options if len(get_args(hint)) == 1 else f"one of: {options}"
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        if is_dataclass(item) or get_origin(item) is UnionType:
            return "tables, see below"
        each = "" if item is str else f", each {in_words(name, item, in_table=in_table)}"
        return ("several, separated by `;`" if in_table else "several, in square brackets") + each
    if is_dataclass(hint):
        return "a table, see below"
    words = {
        str: "text",
        bool: "yes or no" if in_table else "true or false",
        int: "whole number",
        float: "number",
        date: "date, YYYY-MM-DD",
    }
    unit = UNITS.get(name.rpartition("_")[2], "") if hint in (int, float) else ""
    return f"{words[hint]}, {unit}" if unit else words[hint]


def _needed(record: type, name: str, default: Any, *, in_table: bool) -> str:
    if name in required(record):
        return "**required**" + (", may be empty" if (record, name) in MAY_BE_BLANK else "")
    if default is MISSING or default in ("", (), None):
        return "optional"
    if isinstance(default, bool):
        default = ("no", "yes")[default] if in_table else str(default).lower()
    return f"optional; otherwise `{f'{default:g}' if isinstance(default, float) else default}`"


def attribute_notes(record: type) -> dict[str, str]:
    """The sentence written under each field of a record in its source."""
    tree = ast.parse(inspect.getsource(sys.modules[record.__module__]))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == record.__name__)
    return {
        field.target.id: " ".join(inspect.cleandoc(note.value.value).split())
        for field, note in itertools.pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(note, ast.Expr)
        and isinstance(note.value, ast.Constant)
        and isinstance(note.value.value, str)
    }


def layers() -> str:
    """Every layer's contract and sources."""
    parts = [
        "# Layers\n\n"
        "What a data set has to be to enter a strategy folder, and where it can be fetched from. A source marked "
        "*unverified* is an address in public use that has not been confirmed against the service's own description.\n"
    ]
    for layer in catalogue().values():
        columns = "\n".join(
            f"| `{one.name}` | {COLUMN_KINDS.get(one.kind, one.kind)} | {'yes' if one.required else 'no'} "
            f"| {', '.join(one.oneof)} |"
            for one in layer.columns
        )
        sources = "\n".join(
            f"- {one.type}: <{one.url}>{'' if one.verified else ' (*unverified*)'}{' ' + one.note if one.note else ''}"
            for one in layer.sources
        )
        table = (
            f"| column | kind | required | only these values |\n| --- | --- | --- | --- |\n{columns}\n"
            if columns
            else ""
        )
        parts.append(
            f"## {layer.id}\n\n{layer.title}. {layer.geometry}; {layer.publisher}; {layer.licence.id}."
            f"{' Sensitive: published only as coarsely as its own rule says.' if layer.sensitive else ''}\n\n"
            f"{table}\n{sources or '- No public service offers it: add it with `lnrs add`.'}\n"
        )
    return "\n".join(parts)


def exit_codes() -> str:
    """Every error that a user can meet, with its exit code."""
    kinds = sorted(_errors(), key=lambda kind: kind.exit_code)
    rows = "\n".join(
        f"| {kind.exit_code} | {kind.summary} | {inspect.cleandoc(kind.__doc__ or '')} |" for kind in kinds
    )
    return (
        "# Exit codes\n\n"
        "0 is done, 2 is wrong arguments, 130 is stopped by Ctrl-C. Every other mistake prints one list of all "
        "that is wrong, and nothing has been written.\n\n| code | it says | it means |\n| --- | --- | --- |\n"
        + rows
        + "\n"
    )


def _errors() -> Iterator[type[errors.LnrsError]]:
    yield from (
        kind
        for kind in (*vars(errors).values(), NotInForce)
        if inspect.isclass(kind) and issubclass(kind, errors.LnrsError) and kind is not errors.LnrsError
    )


PAGES = {
    "command-line.md": command_line,
    "strategy-folder.md": strategy_folder,
    "layers.md": layers,
    "exit-codes.md": exit_codes,
    "law.md": law_manual,
}


def main() -> None:
    """Write the pages, or with `--check` name those that are out of date and fail."""
    assert all(is_dataclass(record) for _, record in FOLDER_FILES)
    stale = [name for name, page in PAGES.items() if _differs(REFERENCE / name, page().rstrip() + "\n")]
    if "--check" in sys.argv:
        sys.exit(f"Out of date: {', '.join(stale)}. Run `make generated`." if stale else 0)
    for name in stale:
        (REFERENCE / name).write_text(PAGES[name]().rstrip() + "\n", encoding="utf-8")


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text


if __name__ == "__main__":
    main()
