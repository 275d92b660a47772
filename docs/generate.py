"""Write the reference pages that are said in the code already; `--check` fails where a page is out of date."""

import ast
import inspect
import itertools
import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import ModuleType

import click

from lnrs import errors, model
from lnrs.cli import lnrs
from lnrs.law import law_manual
from lnrs.law.values import NotInForce
from lnrs.layers.catalogue import catalogue
from lnrs.strategy import rule

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
    ("rules/REF.toml `[select]`", rule.Select),
)


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
        "A key or column that is not listed here is refused. In a table cell, several values are "
        'separated by "; "; yes and no are written so.\n'
    )
    parts = [opening]
    for title, record in FOLDER_FILES:
        parts.append(f"## {title}\n\n{inspect.cleandoc(record.__doc__ or '')}\n\n{_fields_table(record)}\n")
    return "\n".join(parts)


def _fields_table(record: type) -> str:
    notes = attribute_notes(sys.modules[record.__module__], record.__name__)
    lines = ["| name | type | default | |", "| --- | --- | --- | --- |"]
    for one in fields(record):
        lines.append(f"| `{one.name}` | {_type(one.type)} | {_default(one)} | {notes.get(one.name, '')} |")
    return "\n".join(lines)


def _type(annotation: object) -> str:
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    words = {"str": "text", "bool": "yes or no", "int": "whole number", "float": "number", "date": "date"}
    text = (
        text.replace("lnrs.model.", "")
        .replace("lnrs.strategy.rule.", "")
        .replace("datetime.", "")
        .replace("typing.", "")
    )
    text = words.get(text, text)
    return "`" + text.replace("|", "\\|") + "`" if any(mark in text for mark in "[|(") else text


def _default(one: object) -> str:
    default = getattr(one, "default", MISSING)
    if default is MISSING:
        return "" if getattr(one, "default_factory", MISSING) is not MISSING else "**required**"
    return "" if default in ("", (), None) else f"`{default}`"


def attribute_notes(module: ModuleType, name: str) -> dict[str, str]:
    """The sentence written under each field of a record in its source."""
    tree = ast.parse(inspect.getsource(module))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
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
            f"| `{one.name}` | {one.kind} | {'yes' if one.required else 'no'} | {', '.join(one.oneof)} |"
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
