"""The rules and scenarios of the example strategy: what they name there is, and what they ask of land it can meet."""

import tomllib
from collections.abc import Iterator

from lnrs.strategy.rule import DistanceTo, Elevation, Rule, ShareOf, Slope
from lnrs.strategy.scenario import MeasureCost, Scenario
from lnrs.strategy.schema import validate
from lnrs.strategy.tables import read_table

from .sketch_case import CONTENT, HABITATS, mapped, rows, rules, sentences

LAND_COVER = {
    "arable", "improved grassland", "semi-natural grassland", "broadleaved woodland", "coniferous woodland",
    "scrub", "heathland", "orchard", "fen and reedbed", "freshwater", "saltmarsh", "mudflat", "sand dune",
    "shingle", "cliff", "parks and gardens", "built-up",
}  # fmt: skip
NO_CLASSES: frozenset[str] = frozenset()
CLASSES: dict[str, frozenset[str] | set[str]] = {
    "ancient_woodland": {
        "ancient semi-natural woodland", "plantation on ancient woodland site", "ancient wood pasture",
    },
    "other_irreplaceable_habitat": {"coastal sand dunes", "lowland fen"},
    "land_parcels": LAND_COVER,
    "soils": {
        "shallow lime-rich", "freely draining lime-rich loam", "freely draining acid sandy",
        "freely draining loam", "slowly permeable clay", "wet clay of river flats", "peaty fen",
        "naturally wet coastal marsh", "raw sand and shingle",
    },
    "agricultural_land_grade": {"1", "2", "3a", "3b", "4", "5", "non-agricultural", "urban"},
    "flood_zones": {"2", "3"},
    "rivers": {"main river", "stream"},
    "towns": {"city", "town", "village"},
    "roads": {"motorway", "primary"},
    "railways": {"high speed", "main line"},
} | dict.fromkeys((
    "sites_of_special_scientific_interest", "special_areas_of_conservation", "special_protection_areas",
    "ramsar_sites", "national_nature_reserves", "marine_conservation_zones", "local_nature_reserves",
    "local_wildlife_sites", "veteran_trees", "ponds", "protected_landscapes", "public_land",
), NO_CLASSES)  # fmt: skip
"""The layers a rule may name, and the values of each that it may choose from."""
NO_AREA = {"rivers", "towns", "roads", "railways", "veteran_trees"}

STANDS_ON = {
    "improved grassland": {"coastal and floodplain grazing marsh", "wood pasture and parkland", "lowland meadow"},
    "semi-natural grassland": {
        "lowland meadow", "lowland calcareous grassland", "lowland dry acid grassland",
        "coastal and floodplain grazing marsh", "wood pasture and parkland", "lowland fen",
    },
    "parks and gardens": {"wood pasture and parkland"},
    "orchard": {"traditional orchard"},
    "scrub": {"open mosaic habitat"},
}  # fmt: skip
"""Habitats of value that a land cover may hold, which nothing new may replace."""
IN_STREETS = {"URB2.1"}
"""The one measure whose new habitat belongs among buildings."""


def layers_named(rule: Rule) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((share.layer, share.value) for share in rule.eligible.where)
    for criterion in rule.criteria:
        if isinstance(criterion, DistanceTo | ShareOf) and criterion.layer:
            yield criterion.layer, criterion.value


def test_every_mapped_measure_has_a_rule_and_every_rule_a_mapped_measure() -> None:
    assert set(rules()) == set(mapped())


def test_a_rule_gives_its_reason_in_one_or_two_sentences() -> None:
    for ref, rule in rules().items():
        assert 1 <= len(sentences(rule.because)) <= 2, ref
        assert rule.because.endswith("."), ref
    assert len({rule.because for rule in rules().values()}) == len(rules())


def test_rules_name_only_layers_classes_land_covers_and_habitats_that_there_are() -> None:
    for ref, rule in rules().items():
        for layer, value in layers_named(rule):
            assert layer in CLASSES, f"{ref} {layer}"
            assert CLASSES[layer] >= set(value), f"{ref} {layer} {value}"
        assert {*CLASSES, "areas_of_particular_importance"} >= set(rule.exclude.inside), ref
        assert {*rule.eligible.land_cover, *rule.exclude.land_cover} <= LAND_COVER, ref
        named = {*rule.eligible.habitat, *rule.exclude.habitat}
        for criterion in rule.criteria:
            named |= set(criterion.habitat) if isinstance(criterion, DistanceTo) else set()
        assert named <= HABITATS, ref


def test_a_share_is_asked_only_of_layers_that_cover_ground() -> None:
    for ref, rule in rules().items():
        shares = [share.layer for share in rule.eligible.where]
        shares += [criterion.layer for criterion in rule.criteria if isinstance(criterion, ShareOf)]
        assert not NO_AREA & {*shares, *rule.exclude.inside}, ref


def test_a_rule_limits_the_land_it_can_go_on_to_what_land_can_meet() -> None:
    for ref, rule in rules().items():
        assert rule.eligible.land_cover or rule.eligible.habitat, ref
        for share in rule.eligible.where:
            assert 0 <= share.at_least <= share.at_most <= 1, ref
            assert (share.at_least, share.at_most) != (0, 1), ref


def test_a_rule_weighs_two_to_six_criteria_of_different_names() -> None:
    for ref, rule in rules().items():
        assert 2 <= len(rule.criteria) <= 6, ref
        assert len({criterion.name for criterion in rule.criteria}) == len(rule.criteria), ref
        assert all(0 < criterion.weight <= 5 for criterion in rule.criteria), ref


def test_a_criterion_measures_one_thing_over_a_range() -> None:
    for ref, rule in rules().items():
        for criterion in rule.criteria:
            if isinstance(criterion, DistanceTo):
                assert bool(criterion.habitat) != bool(criterion.layer), ref
                assert criterion.layer or not criterion.value, ref
                assert all(0 <= metres <= 20_000 for metres in (criterion.best_m, criterion.worst_m)), ref
            if isinstance(criterion, Slope):
                assert criterion.best_deg != criterion.worst_deg, ref
            if isinstance(criterion, Elevation | DistanceTo):
                assert criterion.best_m != criterion.worst_m, ref


def test_new_habitat_never_replaces_buildings_or_habitat_of_value() -> None:
    for ref, measure in mapped().items():
        if measure.action != "create" or ref in IN_STREETS:
            continue
        rule = rules()[ref]
        assert "built-up" not in rule.eligible.land_cover, ref
        assert rule.eligible.land_cover, ref
        at_risk = set().union(*(STANDS_ON.get(cover, set()) for cover in rule.eligible.land_cover))
        assert at_risk <= set(rule.exclude.habitat), ref
        assert "areas_of_particular_importance" in rule.exclude.inside, ref


def test_care_of_existing_habitat_may_go_inside_areas_of_importance() -> None:
    caring = [ref for ref, rule in rules().items() if rule.eligible.habitat]
    assert len(caring) >= 15
    for ref in caring:
        assert mapped()[ref].action != "create", ref
        assert "areas_of_particular_importance" not in rules()[ref].exclude.inside, ref


def test_amounts_sought_suit_a_county() -> None:
    sought = {ref: rule.select.area_ha for ref, rule in rules().items() if rule.select.area_ha is not None}
    assert all(150 <= area_ha <= 8_000 for area_ha in sought.values())
    assert 200_000 <= sum(sought.values()) <= 400_000
    for ref, rule in rules().items():
        assert rule.select.area_ha is None or rule.select.share is None, ref
        assert rule.select.share is None or 0 < rule.select.share <= 1, ref
        assert 0 <= rule.select.min_score < 1, ref
        assert 0 < rule.select.min_patch_ha <= 5, ref


def test_the_rules_between_them_use_every_kind_of_evidence() -> None:
    used: set[tuple[str, str]] = set()
    for rule in rules().values():
        used |= {(criterion.kind, getattr(criterion, "layer", "")) for criterion in rule.criteria}
        used |= {("where", share.layer) for share in rule.eligible.where}
    wanted = {
        ("distance", ""), ("distance", "rivers"), ("distance", "ancient_woodland"), ("distance", "towns"),
        ("distance", "veteran_trees"), ("distance", "ponds"), ("distance", "roads"), ("distance", "railways"),
        ("distance", "land_parcels"), ("distance", "local_wildlife_sites"),
        ("share", "soils"), ("share", "flood_zones"), ("share", "agricultural_land_grade"),
        ("share", "protected_landscapes"), ("share", "sites_of_special_scientific_interest"),
        ("share", "public_land"), ("slope", ""), ("elevation", ""),
        ("where", "soils"), ("where", "flood_zones"), ("where", "agricultural_land_grade"),
    }  # fmt: skip
    assert wanted <= used


def test_the_scenarios_name_only_what_the_example_has_and_every_measure_has_a_cost() -> None:
    costs = read_table(CONTENT / "scenarios" / "costs.csv", MeasureCost)
    assert costs[1] == []
    paid = [one.measure for one in costs[0].records]
    assert paid == [row["ref"] for row in rows("measures") if row["mapped"] == "yes"]
    for path in (CONTENT / "scenarios").glob("*.toml"):
        scenario, faults = validate(Scenario, tomllib.loads(path.read_text(encoding="utf-8")))
        assert faults == []
        assert scenario is not None
        assert {ref for target in scenario.target for ref in target.measure} <= set(paid)
        assert {word for loss in scenario.loss for word in loss.habitat} <= HABITATS
