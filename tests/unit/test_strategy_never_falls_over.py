"""Whatever a file of the folder holds, the answer is a strategy or a list of problems, never a crash."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lnrs import strategy
from lnrs.errors import StrategyProblems

FILES = ["strategy.toml", "priorities.csv", "measures.csv", "funding.csv", "rules/GL1.1.toml", "prose/area.md"]
AWKWARD = [
    "",
    '"',
    "'",
    ";",
    ",",
    "[",
    "]]",
    "{",
    "=",
    "\n",
    "\\",
    "\x00",
    "é",
    "'''",
    '"""',
    "1",
    "true",
    "nan",
    "-",
    ".",
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    return strategy.new("kent", tmp_path_factory.mktemp("sound") / "kent", date(2026, 10, 1))


def assert_an_answer(folder: Path) -> None:
    """A strategy, or at least one problem; each says where and what."""
    try:
        answer = [strategy.read(folder).record.title]
    except StrategyProblems as refusal:
        answer = [problem.where and problem.what for problem in refusal.problems]
    assert answer
    assert all(answer)


@pytest.fixture
def copy(sound, tmp_path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "copy"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.sampled_from(FILES), st.integers(0, 3000), st.integers(0, 40), st.lists(st.sampled_from(AWKWARD), max_size=3))
def test_a_slip_of_the_hand_anywhere(sound, copy, file, at, length, typed):
    text = (sound / file).read_bytes()
    at = at % (len(text) + 1)
    (copy / file).write_bytes(text[:at] + "".join(typed).encode() + text[at + length :])
    assert_an_answer(copy)
    (copy / file).write_bytes(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.sampled_from(FILES), st.binary(max_size=60))
def test_bytes_from_anywhere(sound, copy, file, content):
    (copy / file).write_bytes(content)
    assert_an_answer(copy)
    (copy / file).write_bytes((sound / file).read_bytes())


VALUES = [
    "1",
    "-1",
    "1.5",
    "true",
    '""',
    '"x"',
    "[]",
    '["x"]',
    "[1]",
    "{}",
    "{ a = 1 }",
    "[{}]",
    "2026-10-01",
    "inf",
    "10:00:00",
]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("file", ["strategy.toml", "rules/GL1.1.toml"])
def test_a_value_of_any_kind_for_any_key(copy, file, value):
    lines = (copy / file).read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines):
        if " = " in line and not line.startswith("#"):
            changed = [*lines[:number], f"{line.split(' = ')[0]} = {value}", *lines[number + 1 :]]
            (copy / file).write_text("\n".join(changed), encoding="utf-8")
            assert_an_answer(copy)


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(
    "table", ["strategy", "mapping", "procedure", "theme", "eligible", "exclude", "criteria", "select"]
)
def test_a_value_of_any_kind_for_any_table(copy, table, value):
    file = "strategy.toml" if table in ("strategy", "mapping", "procedure", "theme") else "rules/GL1.1.toml"
    text = (copy / file).read_text(encoding="utf-8").replace(f"[{table}]", f"[other.{table}]")
    (copy / file).write_text(f"{table} = {value}\n{text}", encoding="utf-8")
    assert_an_answer(copy)


def test_lists_inside_lists_without_end(copy):
    (copy / "strategy.toml").write_text("area = " + "[" * 100_000)
    assert_an_answer(copy)
