"""`rules/<ref>.toml`: one rule for each mapped measure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from lnrs.errors import Problem
from lnrs.strategy.rule import Criterion, Rule
from lnrs.strategy.schema import Fault, hints, validate
from lnrs.strategy.toml_file import TomlFile, read_toml
from lnrs.strategy.wording import closest, listed, shown

KINDS: dict[str, type] = {get_args(hints(kind)["kind"])[0]: kind for kind in get_args(Criterion)}
"""Each kind of criterion, by the word that names it in a rule."""

_NOT_OURS = {"Thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class RuleFile:
    """A rule as read: the measure it is for, its file, and the rule where it is sound."""

    ref: str
    file: TomlFile
    rule: Rule | None


def read_rules(folder: Path) -> tuple[tuple[RuleFile, ...], list[Problem]]:
    """Every rule of a strategy folder in order of its file's name, and every problem with its line."""
    rules, problems = [], []
    for path in sorted((folder / "rules").iterdir()) if (folder / "rules").is_dir() else ():
        if is_program_litter(path):
            continue
        if path.suffix != ".toml":
            problems.append(
                Problem(f"rules/{path.name}", "this is not a rule.", "A rule is a file such as GL1.1.toml.")
            )
            continue
        file, found = read_toml(path, f"rules/{path.name}")
        rule, faults = rule_from(file.data) if file.data is not None else (None, [])
        rules.append(RuleFile(path.name.removesuffix(".toml"), file, rule))
        problems += found + file.problems(faults)
    return tuple(rules), problems


def is_program_litter(path: Path) -> bool:
    """Whether a file is one that programs leave behind them: hidden, a lock, a cache of thumbnails."""
    return path.name.startswith((".", "~$")) or path.name in _NOT_OURS


def rule_from(data: dict[str, Any]) -> tuple[Rule | None, list[Fault]]:
    """A rule from the data of its file, or every fault in it."""
    criteria, faults = _criteria(data.get("criteria", []))
    rule, found = validate(Rule, {key: value for key, value in data.items() if key != "criteria"})
    faults += found
    return (replace(rule, criteria=criteria) if rule and not faults else None), faults


def _criteria(written: Any) -> tuple[tuple[Criterion, ...], list[Fault]]:
    if not isinstance(written, list) or not all(isinstance(item, dict) for item in written):
        return (), [
            Fault(("criteria",), "criteria must be tables in a list.", "Write [[criteria]], with two brackets.")
        ]
    criteria, faults = [], []
    for number, item in enumerate(written):
        criterion, found = _criterion(item, ("criteria", number))
        faults += found
        criteria += [criterion] if criterion else []
    return tuple(criteria), faults


def _criterion(item: dict[str, Any], path: tuple[str, int]) -> tuple[Criterion | None, list[Fault]]:
    kind = item.get("kind")
    if isinstance(kind, str) and kind in KINDS:
        return validate(KINDS[kind], item, path)
    return None, list(_kind_fault(kind, path))


def _kind_fault(kind: Any, path: tuple[str, int]) -> Iterator[Fault]:
    known = listed(KINDS, "or")
    if kind is None:
        yield Fault(path, f"kind is missing from [[criteria]]. It must be one of {known}.")
        return
    likeliest = closest(str(kind), KINDS)
    do = f"Did you mean {likeliest}?" if likeliest else ""
    yield Fault((*path, "kind"), f"kind must be one of {known}, not {shown(kind)}.", do)
