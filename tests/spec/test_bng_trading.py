"""Trading rules of the biodiversity metric: what a loss may be made good with."""

from datetime import date
from fractions import Fraction

import pytest

from lnrs.bng.rule_sets import rule_set_on
from lnrs.bng.tables import Module
from lnrs.bng.trading import trading_rules

TABLES = rule_set_on(date(2026, 11, 27)).tables
MEADOW = "Grassland - Lowland meadows"  # very high
ACID = "Grassland - Lowland dry acid grassland"  # very high
ORCHARD = "Grassland - Traditional orchards"  # high
CALCAREOUS = "Grassland - Lowland calcareous grassland"  # high
NEUTRAL = "Grassland - Other neutral grassland"  # medium
UPLAND = "Grassland - Upland acid grassland"  # medium
SCRUB = "Heathland and shrub - Mixed scrub"  # medium
CROPS = "Cropland - Cereal crops"  # low
SEALED = "Urban - Developed land; sealed surface"  # very low
H_RICH_BANK = "Species-rich native hedgerow with trees - associated with bank or ditch"  # very high
H_RICH_TREES = "Species-rich native hedgerow with trees"  # high
H_BANK = "Species-rich native hedgerow - associated with bank or ditch"  # high
H_RICH = "Species-rich native hedgerow"  # medium
H_NATIVE = "Native hedgerow"  # low
H_ORNAMENTAL = "Non-native and ornamental hedgerow"  # very low


@pytest.mark.parametrize(
    ("module", "changes", "broken"),
    [
        ("area", {}, {}),
        # very high and high: each habitat for itself
        ("area", {MEADOW: -2, ACID: 5}, {"V.High": 2}),
        ("area", {ORCHARD: -2, CALCAREOUS: 5}, {"High": 2}),
        ("area", {ORCHARD: -2, MEADOW: 5}, {"High": 2}),
        # medium: within a broad habitat, or from above
        ("area", {NEUTRAL: -2, UPLAND: 2}, {}),
        ("area", {NEUTRAL: -2, SCRUB: 5}, {"Medium": 2}),
        ("area", {NEUTRAL: -2, ORCHARD: 2}, {}),
        ("area", {NEUTRAL: -3, MEADOW: 1, ORCHARD: 1}, {"Medium": 1}),
        # low: anything that is as good or better, once
        ("area", {CROPS: -2, SCRUB: 2}, {}),
        ("area", {CROPS: -3, ORCHARD: 4, NEUTRAL: -2}, {"Low": 1}),
        ("area", {CROPS: -3, SCRUB: 1}, {"Low": 2}),
        ("area", {SEALED: -3}, {}),
        # what is missing above is not missing again below
        ("area", {NEUTRAL: -5, CROPS: 1}, {"Medium": 5}),
        ("hedgerow", {H_RICH_BANK: -1, H_RICH_TREES: 9}, {"V.High": 1}),
        ("hedgerow", {H_RICH_TREES: -1, H_BANK: 9}, {"High": 1}),
        ("hedgerow", {H_RICH_TREES: -1, H_RICH_BANK: 1}, {}),
        ("hedgerow", {H_RICH: -1, H_BANK: 1}, {}),
        ("hedgerow", {H_RICH: -1, H_NATIVE: 9}, {"Medium": 1}),
        ("hedgerow", {H_NATIVE: -1, H_RICH: 1}, {}),
        ("hedgerow", {H_ORNAMENTAL: -1, H_NATIVE: 1}, {}),
        ("hedgerow", {H_ORNAMENTAL: -1}, {"V.Low": 1}),
        ("watercourse", {"Priority habitat": -1, "Other rivers and streams": 9}, {"V.High": 1}),
        ("watercourse", {"Other rivers and streams": -1, "Priority habitat": 9}, {"High": 1}),
        ("watercourse", {"Ditches": -1, "Canals": 9}, {"Medium": 1}),
        ("watercourse", {"Culvert": -1, "Ditches": 1}, {}),
        ("watercourse", {"Culvert": -2, "Ditches": 1}, {"Low": 1}),
    ],
)
def test_a_loss_is_made_good_by_what_its_band_allows(
    module: Module, changes: dict[str, int], broken: dict[str, int]
) -> None:
    rules = trading_rules(module, {name: Fraction(change) for name, change in changes.items()}, TABLES)
    assert {rule.band: rule.missing for rule in rules if not rule.kept} == broken


def test_a_rule_says_what_is_missing() -> None:
    rules = trading_rules("area", {ORCHARD: Fraction(-2)}, TABLES)
    assert str(rules[1]) == "High: the same habitat: 2 units are missing."
    assert str(rules[0]) == "V.High: the same habitat, or bespoke compensation: kept."
