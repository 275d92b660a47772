"""What an officer reads after a mistake in a rule: the line and what to do.

Each case starts from the folder that `lnrs new kent` writes, makes the change named and gives the list that appears.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lnrs import strategy
from lnrs.errors import StrategyProblems
from lnrs.strategy.check_rules import rule_faults
from lnrs.strategy.rule import DistanceTo, Rule, Select

SETTINGS, RULE = "strategy.toml", "rules/GL1.1.toml"
CONDITION = '# where = [{ layer = "flood_zones", value = ["3"], at_most = 0.5 }]'


@pytest.fixture
def folder(tmp_path):
    return strategy.new("kent", tmp_path / "kent", date(2026, 10, 1))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Put `new` where `old` stands first, as a person with a text editor would."""
    text = (folder / file).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def said(folder: Path) -> list[str]:
    with pytest.raises(StrategyProblems) as refusal:
        strategy.read(folder)
    return [str(problem) for problem in refusal.value.problems]


KINDS = "distance, share, slope, elevation, connectivity, corridor, bottleneck or benefit"

MISTAKES_IN_A_RULE = [
    ("because =", "becuase =", [":4: becuase is not a key of the file. Did you mean because?"]),
    ("[select]", "[selection]", [":29: selection is not a key of the file. Did you mean select?"]),
    ('"arable"', '"arabel"', [":9: 'arabel' is not a land cover of land_parcels. Did you mean arable?"]),
    (
        'habitat = ["lowland meadow"]',
        'habitat = "lowland meadow"',
        [':22: habitat must be a list such as ["one", "another"], not \'lowland meadow\'. Write ["lowland meadow"].'],
    ),
    (
        'habitat = ["lowland meadow"]\n',
        "",
        [":19: 'near a lowland meadow' does not say the distance to what. Give habitat or layer."],
    ),
    (
        'habitat = ["lowland meadow"]',
        'layer = "areas_of_particular_importance"',
        [":22: areas_of_particular_importance can be named only under [exclude], in inside. Name a layer of sites."],
    ),
    (
        'habitat = ["lowland meadow"]',
        'habitat = ["lowland meadow"]\nvalue = ["3"]',
        [":23: value chooses from a layer, and no layer is named. Give layer, or take value out."],
    ),
    (
        'kind = "distance"',
        'kind = "distant"',
        [f":20: kind must be one of {KINDS}, not 'distant'. Did you mean distance?"],
    ),
    (
        'kind = "distance"\n',
        "",
        [f":19: kind is missing from [[criteria]]. It must be one of {KINDS}."],
    ),
    ("[[criteria]]", "[criteria]", [":19: criteria must be tables in a list. Write [[criteria]], with two brackets."]),
    (
        "worst_m = 2000",
        "worst_m = 0",
        [":25: best and worst are both 0, so every place would score alike. Make them differ."],
    ),
    ("worst_m = 2000", "worst_m = 50_000", [":25: worst_m must be between 0 and 20000 metres, not 50000."]),
    ("worst_m = 2000", 'worst_m = "2 km"', [":25: worst_m must be a number, not '2 km'."]),
    ("weight = 1", "weight = 0", [":26: weight must be more than 0, not 0. Or take the criterion out."]),
    (
        "area_ha = 500",
        "area_ha = 500\nshare = 0.5",
        [":32: area_ha and share are both given. Keep one: they may not agree."],
    ),
    ("area_ha = 500", "area_ha = 0", [":31: area_ha must be more than 0, not 0."]),
    ("area_ha = 500", "share = 10", [":31: share must be more than 0 and at most 1, not 10."]),
    ("min_score = 0.3", "min_score = 30", [":33: min_score must be between 0 and 1, not 30."]),
    ("min_patch_ha = 1", "min_patch_ha = -1", [":35: min_patch_ha must be 0 or more, not -1."]),
    (
        CONDITION,
        'where = [\n  { layer = "flood_zone", at_least = 0.5 },\n]',
        [":12: there is no layer 'flood_zone' that a rule can name. Did you mean flood_zones?"],
    ),
    (
        CONDITION,
        'where = [{ layer = "flood_zones", value = ["4"], at_least = 0.6, at_most = 0.5 }]',
        [
            ":11: layers/flood_zones.gpkg is not in the folder. `lnrs add FILE --as flood_zones` puts it there.",
            ":11: '4' is not a zone of flood_zones. It can be 2 or 3.",
            ":11: at_least (0.6) is more than at_most (0.5). No land could pass.",
        ],
    ),
    (
        CONDITION,
        'where = [{ layer = "ponds", value = ["big"], at_most = 50 }]',
        [
            ":11: layers/ponds.gpkg is not in the folder. `lnrs add FILE --as ponds` puts it there.",
            ":11: ponds has no values to choose from. Take value out.",
            ":11: at_most must be a share between 0 and 1, not 50.",
        ],
    ),
    (
        CONDITION,
        'where = [{ layer = "soils" }]',
        [
            ":11: layers/soils.gpkg is not in the folder. `lnrs add FILE --as soils` puts it there.",
            ":11: the condition on soils asks for nothing. Give at_least or at_most.",
        ],
    ),
    (
        '"areas_of_particular_importance"',
        '"ancient_woods"',
        [":15: there is no layer 'ancient_woods' that a rule can name. Did you mean ancient_woodland?"],
    ),
    (
        "[[criteria]]",
        '[[criteria]]\nkind = "slope"\nname = "near a lowland meadow"\nbest_deg = 0\nworst_deg = 95\n[[criteria]]',
        [
            ":20: layers/elevation.tif is not in the folder. `lnrs add FILE --as elevation` puts it there.",
            ":23: worst_deg must be between 0 and 90 degrees, not 95.",
            ":26: two criteria are named 'near a lowland meadow'. Each needs its own.",
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "messages"), MISTAKES_IN_A_RULE)
def test_a_mistake_in_a_rule_is_said_with_its_line(folder, old, new, messages):
    change(folder, RULE, old, new)
    assert said(folder) == [RULE + message for message in messages]


def test_squares_have_no_land_cover_for_a_rule_to_ask_for(folder):
    change(folder, SETTINGS, 'units = "land_parcels"', 'units = "squares"')
    assert said(folder) == [
        "rules/GL1.1.toml:9: squares have no land cover, so no land is eligible. "
        'Set units to "land_parcels" in strategy.toml, or use where.'
    ]


def test_squares_have_no_habitat_to_join(folder):
    joins = '[[criteria]]\nkind = "connectivity"\nname = "joins"\nhabitat = ["lowland meadow"]\n[[criteria]]'
    change(folder, SETTINGS, 'units = "land_parcels"', 'units = "squares"')
    change(folder, RULE, "[[criteria]]", joins)
    assert any("squares have no habitat, so 'joins' has nothing to join." in message for message in said(folder))


def test_a_measure_placed_by_sensitive_records_must_not_keep_others_out():
    records = DistanceTo("distance", "near records", 500, layer="species_records")
    rule = Rule("b", criteria=(records,), select=Select(by="optimisation"))
    (fault,) = rule_faults(rule, ["species_records", "land_parcels"])
    assert fault.what.startswith("the rule looks at species_records, and where other measures are kept out would tell")
    assert rule_faults(replace(rule, select=Select()), ["species_records", "land_parcels"]) == []
