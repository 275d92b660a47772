"""The sketch as a strategy folder. The landscape of the Isle of Wight, the quickest to draw, is drawn once for all."""

import os
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from lnrs import strategy
from lnrs.errors import CannotWrite, NotFound
from lnrs.layers.raster import read_raster
from lnrs.layers.store import read as read_layer
from lnrs.sketch.landscape import landscape

WIGHT = 46
PARCELS = 300


@pytest.fixture(scope="module")
def drawn():
    return landscape(WIGHT, seed=1, parcels=PARCELS)


@pytest.fixture
def draw_once(drawn, monkeypatch):
    """Let every sketch of this module use the landscape that is drawn already."""
    monkeypatch.setattr("lnrs.sketch.landscape.landscape", lambda *_args, **_kwargs: drawn)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, drawn) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lnrs.sketch.landscape.landscape", lambda *_args, **_kwargs: drawn)
        return strategy.write_sketch(tmp_path_factory.mktemp("sketch") / "wight", WIGHT, parcels=PARCELS)


@pytest.fixture(scope="module")
def sketch(folder) -> strategy.Strategy:
    return strategy.read(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_sketch_is_a_sound_strategy_at_real_scale(sketch):
    assert sketch.area.name == "Isle of Wight"
    assert len(sketch.themes) >= 8
    assert len(sketch.priorities) >= 25
    assert len(sketch.measures) >= 90
    assert len(sketch.rules) == sum(measure.mapped for measure in sketch.measures) >= 50
    assert len(sketch.species) >= 30
    assert sketch.funding
    assert sketch.metric_habitats


def test_the_sketch_says_of_itself_that_it_is_invented(folder, sketch):
    assert sketch.record.invented
    assert sketch.record.title == "An example Local Nature Recovery Strategy for Isle of Wight"
    assert sketch.record.as_of == date(2026, 10, 1)
    assert sketch.record.contact.email == "nature@example.org"
    assert "invented" in (folder / "strategy.toml").read_text(encoding="utf-8").split("\n")[0]


def test_every_layer_says_of_itself_that_it_is_invented(sketch):
    for layer_id, file in sketch.layers.items():
        record = tomllib.loads(file.with_suffix(".toml").read_text(encoding="utf-8"))
        assert record["title"].endswith(" (invented)"), layer_id
        assert record["publisher"] == "Nobody: invented for demonstration"
        assert record["attribution"] == "Invented for demonstration. It describes no real land."
        assert (record["licence"], record["source"], record["version"]) == ("CC0-1.0", "lnrs sketch", "seed 1")


def test_the_layers_are_those_of_the_landscape(drawn, sketch):
    assert set(sketch.layers) >= {*drawn.layers, "elevation"}
    for layer_id, frame in drawn.layers.items():
        assert len(read_layer(sketch.layers[layer_id])) == len(frame)
    height_m, west_m, north_m, cell_m = drawn.elevation
    written = read_raster(sketch.layers["elevation"])
    assert (written.west, written.north, written.cell_m) == (west_m, north_m, cell_m)
    assert written.heights.shape == height_m.shape


def test_words_about_kents_landscape_do_not_pass_for_words_about_another(sketch):
    assert "outline of Isle of Wight" in sketch.prose["summary"]
    assert "outline of Kent" not in sketch.prose["summary"]
    assert sketch.prose["area"].split("\n")[2] == (
        "The words of this chapter belong to the sketch of Kent and Medway and stand here to show what it should hold."
    )


@pytest.mark.usefixtures("draw_once")
def test_a_layer_that_the_area_lacks_is_there_without_rows_where_a_rule_names_it(tmp_path, drawn, monkeypatch):
    without = {
        name: frame for name, frame in drawn.layers.items() if name not in ("ponds", "flood_zones", "constituencies")
    }
    monkeypatch.setattr(
        "lnrs.sketch.landscape.landscape", lambda *_args, **_kwargs: type(drawn)(without, drawn.elevation)
    )
    found = strategy.read(strategy.write_sketch(tmp_path / "dry", WIGHT, parcels=PARCELS))
    zones = read_layer(found.layers["flood_zones"])
    assert len(zones) == 0
    assert list(zones.columns) == ["zone", "geometry"]
    assert zones["zone"].dtype == object or pd.api.types.is_string_dtype(zones["zone"])
    assert zones.crs.to_epsg() == 27700
    assert "constituencies" not in found.layers


@pytest.mark.usefixtures("draw_once")
def test_a_sketch_is_replaced_whole_and_the_same_seed_gives_the_same_bytes(tmp_path, folder):
    place = strategy.write_sketch(tmp_path / "wight", WIGHT, parcels=PARCELS)
    (place / "notes.txt").write_text("left by someone")
    (place / "species.csv").write_text("spoilt")
    strategy.write_sketch(place, WIGHT, parcels=PARCELS)
    assert contents(place) == contents(folder)
    assert os.listdir(tmp_path) == ["wight"]


@pytest.mark.usefixtures("draw_once")
def test_an_interrupted_sketch_leaves_nothing_and_an_earlier_one_as_it_was(tmp_path, folder):
    def stop_half_way(task: str, share: float) -> None:
        if task == "writing layers" and share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        strategy.write_sketch(tmp_path / "new", WIGHT, parcels=PARCELS, progress=stop_half_way)
    assert os.listdir(tmp_path) == []
    before = contents(folder)
    with pytest.raises(KeyboardInterrupt):
        strategy.write_sketch(folder, WIGHT, parcels=PARCELS, progress=stop_half_way)
    assert contents(folder) == before
    assert os.listdir(folder.parent) == ["wight"]


@pytest.mark.usefixtures("draw_once")
def test_progress_ends_at_the_whole(tmp_path):
    told = []
    strategy.write_sketch(
        tmp_path / "s", WIGHT, parcels=PARCELS, progress=lambda task, share: told.append((task, share))
    )
    assert told[-1] == ("writing layers", 1.0)
    assert [share for _, share in told] == sorted(share for _, share in told)


def test_a_strategy_of_someones_own_is_never_replaced(tmp_path):
    own = strategy.new("wight", tmp_path / "own", date(2026, 10, 1))
    before = contents(own)
    with pytest.raises(CannotWrite, match="the folder holds a strategy that is no sketch"):
        strategy.write_sketch(own, WIGHT)
    assert contents(own) == before


def test_a_sketch_that_somebody_has_made_their_own_is_never_replaced(tmp_path):
    own = strategy.new("wight", tmp_path / "own", date(2026, 10, 1))
    text = "# Written by `lnrs sketch`\n" + (own / "strategy.toml").read_text(encoding="utf-8")
    (own / "strategy.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CannotWrite, match="the folder holds a strategy that is no sketch"):
        strategy.write_sketch(own, WIGHT)


def test_a_folder_of_something_else_is_refused_before_anything_is_drawn(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"")
    with pytest.raises(CannotWrite, match="the folder is not empty"):
        strategy.write_sketch(tmp_path, WIGHT)


def test_an_unknown_area_is_refused(tmp_path):
    with pytest.raises(NotFound, match="there is no such strategy area"):
        strategy.write_sketch(tmp_path / "x", 49)


def test_rules_ask_for_hectares_in_proportion_to_the_area(folder):
    """They are written for Kent, ten times the size."""
    kent = files("lnrs.sketch").joinpath("content", "rules", "GL1.2.toml").read_text()
    assert "\narea_ha = 8000\n" in kent
    assert (folder / "rules" / "GL1.2.toml").read_text() == kent.replace("area_ha = 8000", "area_ha = 800")
