import os
import re
import resource
import tomllib
from dataclasses import fields
from datetime import date

import pytest

from lnrs import strategy
from lnrs.errors import CannotWrite, NotFound
from lnrs.model import Contact, Mapping, Procedure, StrategyRecord, Theme, areas
from lnrs.strategy import rule
from lnrs.strategy.new import starter_text

TODAY = date(2026, 10, 1)


def contents(folder) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_new_folder_reads_without_a_problem_for_each_of_the_areas(tmp_path):
    for area in areas():
        folder = strategy.new(area.lnrs_id, tmp_path / str(area.lnrs_id), TODAY)
        found = strategy.read(folder)
        assert found.area == area
        assert found.record.title == f"Local Nature Recovery Strategy for {area.name}"
        assert found.record.as_of == TODAY


def test_a_new_folder_has_an_example_of_everything(tmp_path):
    found = strategy.read(strategy.new("kent", tmp_path / "kent", TODAY))
    assert [priority.ref for priority in found.priorities] == ["GL1"]
    assert [(measure.ref, measure.mapped) for measure in found.measures] == [("GL1.1", True), ("GL1.2", False)]
    assert list(found.rules) == ["GL1.1"]
    assert len(found.species) == len(found.funding) == len(found.metric_habitats) == len(found.themes) == 1
    assert list(found.prose) == ["summary", "area", "opportunities", "method", "using"]
    assert found.layers == {}
    assert not found.record.invented


@pytest.mark.parametrize("kind", [StrategyRecord, Contact, Mapping, Procedure, Theme])
def test_every_key_of_the_settings_stands_in_a_new_folder(tmp_path, kind):
    text = (strategy.new("kent", tmp_path / "kent", TODAY) / "strategy.toml").read_text(encoding="utf-8")
    written = {line.lstrip("# ").split(" ")[0] for line in text.splitlines() if " = " in line}
    missing = {field.name for field in fields(kind)} - written - {"contact"}
    assert missing == set()


@pytest.mark.parametrize("kind", [rule.Rule, rule.Eligible, rule.Exclude, rule.DistanceTo, rule.Select])
def test_the_example_rule_speaks_of_nearly_every_key(kind):
    text = starter_text("rules/GL1.1.toml")
    silent = {field.name for field in fields(kind) if field.name not in text}
    assert silent <= {"land_cover", "layer", "value"}


def test_commented_lines_are_settings_once_the_mark_is_taken_off(tmp_path):
    path = strategy.new("kent", tmp_path / "kent", TODAY) / "strategy.toml"
    text = path.read_text(encoding="utf-8")
    data = tomllib.loads(re.sub(r"^# (?=\[|\w+ = )", "", text, flags=re.MULTILINE))
    assert data["strategy"]["contact"]["name"] == "Kent County Council"
    assert data["procedure"]["consultation_opened"] == date(2026, 5, 1)


def test_the_same_call_writes_the_same_bytes(tmp_path):
    first = contents(strategy.new("kent", tmp_path / "first", TODAY))
    assert first == contents(strategy.new(40, tmp_path / "second", TODAY))
    assert len(first) == 12


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "kent").mkdir()
    assert strategy.read(strategy.new("kent", tmp_path / "kent", TODAY)).area.lnrs_id == 40


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CannotWrite, match=r"the folder is not empty\. Name a new folder; nothing was changed\."):
        strategy.new("kent", tmp_path, TODAY)
    assert os.listdir(tmp_path) == ["notes.txt"]


def test_a_file_is_not_written_over(tmp_path):
    (tmp_path / "kent").write_text("mine")
    with pytest.raises(CannotWrite, match="this is a file"):
        strategy.new("kent", tmp_path / "kent", TODAY)
    assert (tmp_path / "kent").read_text() == "mine"


def test_the_folder_one_stands_in_is_not_taken_from_under_ones_feet(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotWrite, match="this is the folder you are in"):
        strategy.new("kent", tmp_path, TODAY)


def test_an_unknown_area_leaves_nothing_behind(tmp_path):
    with pytest.raises(NotFound):
        strategy.new("Wessex", tmp_path / "wessex", TODAY)
    assert os.listdir(tmp_path) == []


@pytest.fixture
def room_for_a_kilobyte():
    """No file may grow larger than a kilobyte, as on a disk that is nearly full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("room_for_a_kilobyte")
def test_a_write_that_fails_half_way_leaves_nothing_behind(tmp_path):
    with pytest.raises(CannotWrite, match="could not be written: File too large"):
        strategy.new("kent", tmp_path / "kent", TODAY)
    assert os.listdir(tmp_path) == []
