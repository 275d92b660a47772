"""What the command line prints for a program to read, and its tables."""

import json
import re
from pathlib import Path

import pytest

from lnrs.law import registered
from lnrs.layers.catalogue import catalogue

from .commands import Done, lnrs, rewrite
from .site_files import FIELD, add, sites

pytestmark = pytest.mark.xdist_group("tutorial")


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        (["areas", "--json"], "Kent and Medway"),
        (["layers", "--json"], "land_parcels"),
        (["diff", "wight-edition", "wight-edition", "--json"], "could_become"),
        (["explain", "wight-edition", "--measure", "GL1.1", "--json"], "best_places"),
        (["explain", "wight-edition", "--at", "SZ 490 880", "--json"], "grid_reference"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else None,
)
def test_json_is_all_that_is_printed_and_can_be_read(home: Path, words: list[str], holds: str) -> None:
    done = lnrs(*words, cwd=home)
    assert done.returncode == 0, done.stderr
    assert holds in json.dumps(json.loads(done.stdout))


def told(done: Done) -> dict:
    """What a command prints as JSON, which went well."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_check_as_json_has_counts_and_no_problems(home: Path) -> None:
    data = told(lnrs("check", "wight", "--json", cwd=home))
    assert data["problems"] == []
    assert data["counts"]["layers"] == len(list((home / "wight" / "layers").glob("*.toml")))


def test_check_as_json_lists_every_problem_of_a_folder_and_leaves_with_its_code(here: Path) -> None:
    rewrite(here / "wight" / "strategy.toml", 'status = "consultation draft"', 'status = "nearly done"')
    (here / "wight" / "prose" / "area.md").unlink()
    done = lnrs("check", "wight", "--json", cwd=here)
    assert done.returncode == 10
    problems = json.loads(done.stdout)["problems"]
    assert [set(problem) for problem in problems] == [{"where", "what", "do"}] * 2
    assert problems[1]["where"] == "prose/area.md"
    assert all(f"  * {problem['where']}: {problem['what']}" in done.stderr for problem in problems)


def test_verify_as_json_is_the_manifest(home: Path) -> None:
    data = told(lnrs("verify", "wight-edition", "--json", cwd=home))
    written = json.loads((home / "wight-edition" / "manifest.json").read_text(encoding="utf-8"))
    assert data == {**written, "problems": []}


def test_verify_as_json_of_what_does_not_verify_is_the_problems(here: Path) -> None:
    (here / "wight-edition" / "findings.json").unlink()
    done = lnrs("verify", "wight-edition", "--json", cwd=here)
    assert done.returncode == 14
    assert {"where": "findings.json", "what": "is missing."}.items() <= json.loads(done.stdout)["problems"][0].items()


def test_add_as_json_is_the_record(here: Path) -> None:
    data = told(lnrs(*add(sites(here, FIELD)), "--retrieved", "2026-05-31", "--json", cwd=here))
    assert data["file"] == "wight/layers/local_wildlife_sites.gpkg"
    assert data["record"]["retrieved"] == "2026-05-31"
    assert (data["record"]["rows"], data["record"]["repairs"], data["rows_outside"]) == (1, [], 0)


def test_add_as_json_of_what_is_refused_is_the_problems(here: Path) -> None:
    done = lnrs(*add(sites(here)), "--json", cwd=here)
    assert done.returncode == 11
    assert json.loads(done.stdout)["problems"][0]["what"] == "has no features."


def test_law_as_json_is_every_rule_with_its_source(home: Path) -> None:
    done = lnrs("law", "--json", cwd=home)
    rules = {rule["ref"]: rule for rule in json.loads(done.stdout)}
    assert list(rules) == list(registered())
    for ref, rule in registered().items():
        assert (rules[ref]["words"], rules[ref]["mark"]) == (rule.says, rule.source.mark)
        assert rules[ref]["source"]["cite"] == rule.source.cite
    assert "one of the two" in lnrs("law", "--json", "--on", "2026-10-01", cwd=home).stderr


# --- tables


@pytest.mark.parametrize(
    ("command", "firsts"), [("layers", list(catalogue())), ("areas", list(map(str, range(1, 49))))]
)
def test_at_80_columns_what_commands_take_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, firsts: list[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # stands for a terminal
    monkeypatch.setenv("COLUMNS", "80")
    lines = re.sub(r"\x1b\[[\d;]*m", "", lnrs(command, cwd=tmp_path).stdout).splitlines()
    assert [line.split()[0] for line in lines[1:] if not line.startswith(" ")] == firsts
    assert max(map(len, lines)) <= 80
    assert "…" not in "".join(lines)


def test_in_a_pipe_every_layer_is_one_whole_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = lnrs("layers", cwd=tmp_path).stdout.splitlines()
    for line, layer in zip(lines[1:], catalogue().values(), strict=True):
        assert line.split()[0] == layer.id
        assert ", ".join(layer.column_names) in line
        assert line.endswith(layer.publisher)
