from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from lnrs import strategy
from lnrs.errors import StrategyProblems
from lnrs.layers import store
from lnrs.layers.catalogue import layer_named
from lnrs.layers.record import record_of

RULE = '\n[[criteria]]\nkind = "share"\nname = "on clay"\nlayer = "soils"\nvalue = ["slowly permeable clay"]\n'


@pytest.fixture
def folder(tmp_path) -> Path:
    """A new strategy whose example rule looks at soils, and the layer of soils."""
    folder = strategy.new("kent", tmp_path / "kent", date(2026, 10, 1))
    clay = shapely.MultiPolygon([shapely.box(600_000, 150_000, 601_000, 151_000)])
    soils = gpd.GeoDataFrame({"soil": ["slowly permeable clay"]}, geometry=[clay], crs=27700)
    record = record_of(layer_named("soils"), version="1", retrieved=date(2026, 9, 1), source="soils.gpkg")
    store.write(soils, folder / "layers", "soils", record)
    with (folder / "rules" / "GL1.1.toml").open("a") as rule:
        rule.write(RULE)
    return folder


def said(folder: Path) -> list[str]:
    with pytest.raises(StrategyProblems) as refusal:
        strategy.read(folder)
    return [str(problem) for problem in refusal.value.problems]


def test_a_layer_in_the_folder_is_found_and_a_rule_may_name_it(folder):
    found = strategy.read(folder)
    assert found.layers == {"soils": folder / "layers" / "soils.gpkg"}
    assert found.rules["GL1.1"].criteria[1].layer == "soils"


def test_a_layer_that_was_changed_since_it_passed_the_door_is_refused(folder):
    with (folder / "layers" / "soils.gpkg").open("ab") as file:
        file.write(b"\0")
    assert said(folder) == [
        "layers/soils.gpkg: was changed after its record was written. Add the layer again, so that it passes the door."
    ]


def test_a_rule_whose_layer_was_taken_away_says_so_on_its_line(folder):
    (folder / "layers" / "soils.gpkg").unlink()
    (folder / "layers" / "soils.toml").unlink()
    assert said(folder) == [
        "rules/GL1.1.toml:40: layers/soils.gpkg is not in the folder. `lnrs add FILE --as soils` puts it there."
    ]


def test_the_record_of_a_layer_that_is_gone_is_named(folder):
    (folder / "layers" / "soils.gpkg").unlink()
    assert "layers/soils.gpkg: is named by its record, and is not there. Add the layer again." in said(folder)


def test_layers_are_listed_in_the_order_of_the_catalogue_whatever_the_disk_says(folder):
    ponds = gpd.GeoDataFrame({"ref": ["P1"]}, geometry=[shapely.box(0, 0, 10, 10)], crs=27700)
    record = record_of(layer_named("ponds"), version="1", retrieved=date(2026, 9, 1), source="ponds.gpkg")
    store.write(ponds, folder / "layers", "ponds", record)
    assert list(strategy.read(folder).layers) == ["soils", "ponds"]
