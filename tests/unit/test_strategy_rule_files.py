from pathlib import Path

import pytest

from lnrs.strategy.check_rules import rule_faults
from lnrs.strategy.rule import DistanceTo, Elevation, Eligible, Exclude, Rule, Select, Share, ShareOf, Slope
from lnrs.strategy.rule_files import KINDS, read_rules

MEADOW = """
because = "Meadow next to meadow is colonised soonest."
[eligible]
land_cover = ["arable", "improved grassland"]
where = [{ layer = "flood_zones", value = ["3"], at_least = 0.5 }]
[exclude]
inside = ["areas_of_particular_importance", "ancient_woodland"]
[[criteria]]
kind = "distance"
name = "near lowland meadow"
habitat = ["lowland meadow"]
worst_m = 2000
weight = 3
[[criteria]]
kind = "share"
name = "on poorer farmland"
layer = "agricultural_land_grade"
value = ["3b", "4", "5"]
[[criteria]]
kind = "slope"
name = "steep"
best_deg = 20
worst_deg = 3.5
[[criteria]]
kind = "elevation"
name = "low"
best_m = 0
worst_m = 100
[select]
area_ha = 1500
min_score = 0.3
min_patch_ha = 1
"""

EXPECTED = Rule(
    because="Meadow next to meadow is colonised soonest.",
    eligible=Eligible(land_cover=("arable", "improved grassland"), where=(Share("flood_zones", ("3",), at_least=0.5),)),
    exclude=Exclude(inside=("areas_of_particular_importance", "ancient_woodland")),
    criteria=(
        DistanceTo("distance", "near lowland meadow", 2000.0, ("lowland meadow",), weight=3.0),
        ShareOf("share", "on poorer farmland", "agricultural_land_grade", ("3b", "4", "5")),
        Slope("slope", "steep", 20.0, 3.5),
        Elevation("elevation", "low", 0.0, 100.0),
    ),
    select=Select(area_ha=1500.0, min_score=0.3, min_patch_ha=1.0),
)


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "rules").mkdir()
    return tmp_path


def test_a_rule_is_read_into_its_record(folder):
    (folder / "rules" / "GL1.1.toml").write_text(MEADOW)
    (written,), problems = read_rules(folder)
    assert problems == []
    assert (written.ref, written.rule) == ("GL1.1", EXPECTED)


def test_every_kind_of_criterion_has_its_word():
    assert {word: kind.__name__ for word, kind in KINDS.items()} == {
        "distance": "DistanceTo",
        "share": "ShareOf",
        "slope": "Slope",
        "elevation": "Elevation",
        "connectivity": "Connectivity",
        "corridor": "Corridor",
        "bottleneck": "Bottleneck",
        "benefit": "Benefit",
    }


def test_a_rule_with_all_its_layers_has_no_fault():
    assert rule_faults(EXPECTED, ["flood_zones", "ancient_woodland", "agricultural_land_grade", "elevation"]) == []


def test_a_rule_says_each_layer_that_it_lacks():
    assert {fault.what for fault in rule_faults(EXPECTED, [])} == {
        "layers/flood_zones.gpkg is not in the folder.",
        "layers/ancient_woodland.gpkg is not in the folder.",
        "layers/agricultural_land_grade.gpkg is not in the folder.",
        "layers/elevation.tif is not in the folder.",
    }


def test_no_land_lies_in_a_line_but_it_can_be_near_one():
    near = DistanceTo("distance", "near rivers", 500.0, layer="rivers")
    within = ShareOf("share", "in rivers", "rivers")
    assert rule_faults(Rule("Because.", criteria=(near,)), ["rivers"]) == []
    (fault,) = rule_faults(Rule("Because.", criteria=(within,)), ["rivers"])
    assert fault.what == "rivers holds no areas, so no land lies in it."
    assert fault.path == ("criteria", 0, "layer")


def test_heights_are_no_layer_that_land_can_lie_in():
    (fault,) = rule_faults(Rule("Because.", exclude=Exclude(inside=("elevation",))), ["elevation"])
    assert fault.what == "there is no layer 'elevation' that a rule can name."


def test_a_strategy_without_rules_has_none(tmp_path):
    assert read_rules(tmp_path) == ((), [])
