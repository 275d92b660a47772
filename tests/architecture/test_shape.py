"""The code is still the shape that CONTRIBUTING.md says it is."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "core", "shared"}


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_there_is_code_to_look_at() -> None:
    assert len(MODULES) > 50


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_file_is_over_500_lines(path: Path) -> None:
    assert lines_of(path) <= 500


@pytest.mark.parametrize("folder", ["tests", "benchmarks", "docs"])
def test_no_file_beside_the_code_is_over_500_lines(folder: str) -> None:
    beside = list((SOURCE.parent / folder).rglob("*.py"))
    assert beside
    assert [path for path in beside if lines_of(path) > 500] == []


def test_most_files_are_short() -> None:
    sizes = sorted(lines_of(path) for path in MODULES)
    assert sizes[len(sizes) // 2] < 150


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not {path.stem for path in MODULES} & VAGUE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_everything_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    silent = [node.name for node in public if not ast.get_docstring(node)]
    assert not silent
    assert path.read_text(encoding="utf-8").strip() == "" or ast.get_docstring(tree), "the module says nothing"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_function_is_over_60_lines(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = [
        (node.name, length)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (length := (node.end_lineno or 0) - node.lineno + 1) > 60
    ]
    assert not long
