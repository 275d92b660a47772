"""What a strategy must contain: the Environment Act 2021 s.106, and what the statutory guidance adds."""

from dataclasses import replace

import pytest

from lnrs.law.content import content_findings
from lnrs.law.facts import NATIONAL_CONSERVATION_SITES, SITE_KINDS, ContentFacts, NetworkChange, SiteCover
from lnrs.law.finding import Force, Outcome

MET, NOT_MET, FOR_JUDGEMENT = Outcome.MET, Outcome.NOT_MET, Outcome.FOR_JUDGEMENT

SOUND = ContentFacts(
    area_described=True,
    opportunities_described=True,
    habitat_priorities=("GL1", "FW1"),
    species_priorities=("SP1",),
    measures=("GL1.1", "GL1.2", "FW1.1", "SP1.1"),
    species=("shrill carder bee",),
    limits_of_the_map_stated=True,
    area_ha=390_000.0,
    map_share=1.0,
    sites=tuple(SiteCover(kind, 1_000.0, 0.0) for kind in SITE_KINDS),
    important_kinds=tuple(SITE_KINDS),
    important_ha=90_000.0,
    could_become_ha=60_000.0,
    overlap_m2=0.0,
    could_become_differs_m2=0.0,
    outside_m2=0.0,
    invalid_outlines=0,
    slivers=0,
    sensitive_places_published=0,
    network=NetworkChange(
        900.0, area_ha=(50_000.0, 60_000.0), patch_ha=(80.0, 120.0), connected_ha=(9_000.0, 12_000.0)
    ),
)

ALWAYS_FOR_A_PERSON = {"other_areas_identified", "guidance_regarded", "map_is_targeted"}


def outcomes(facts: ContentFacts) -> dict[str, Outcome]:
    return {finding.rule: finding.outcome for finding in content_findings(facts)}


def because(rule: str, facts: ContentFacts) -> str:
    return next(finding.because for finding in content_findings(facts) if finding.rule == rule)


def test_what_the_measures_do_not_do_for_habitat_is_named():
    rule = "habitat_becomes_better_bigger_more_and_joined"
    nothing = replace(SOUND, network=NetworkChange(0.0, (50.0, 60.0), (8.0, 8.0), (9.0, 7.0)))
    assert outcomes(nothing)[rule] is NOT_MET
    assert because(rule, nothing) == "no measure would make habitat better, bigger and more joined"
    assert "habitat would grow from 50,000 to 60,000 ha" in because(rule, SOUND)
    assert outcomes(replace(SOUND, network=None))[rule] is FOR_JUDGEMENT


def test_a_sound_strategy_meets_every_rule_but_those_that_are_a_matter_of_opinion():
    found = outcomes(SOUND)
    assert {rule for rule, outcome in found.items() if outcome is FOR_JUDGEMENT} == ALWAYS_FOR_A_PERSON
    assert all(outcome is MET for rule, outcome in found.items() if rule not in ALWAYS_FOR_A_PERSON)


FAULTS = [  # what is wrong, the outcome, and every rule it touches
    ({"area_described": False}, NOT_MET, {"statement_complete", "area_described"}),
    ({"opportunities_described": False}, NOT_MET, {"statement_complete", "opportunities_described"}),
    ({"measures": ()}, NOT_MET, {"statement_complete", "measures_proposed"}),
    ({"species_priorities": ()}, NOT_MET, {"habitats_and_species_have_priorities"}),
    ({"habitat_priorities": ()}, NOT_MET, {"habitats_and_species_have_priorities"}),
    ({"priorities_without_measure": ("FW1",)}, NOT_MET, {"every_priority_has_a_measure"}),
    ({"priorities_without_reason": ("FW1",)}, NOT_MET, {"priorities_give_their_reason"}),
    ({"priorities_without_wider_benefit": ("FW1",)}, FOR_JUDGEMENT, {"wider_benefits_considered"}),
    ({"priorities_without_national_objective": ("FW1",)}, FOR_JUDGEMENT, {"national_objectives_considered"}),
    ({"measures_without_wider_benefit": ("GL1.2",)}, NOT_MET, {"measures_state_wider_benefits"}),
    ({"unmapped_without_reason": ("GL1.2",)}, NOT_MET, {"unmapped_measures_say_why"}),
    ({"species_not_helped": ("barn owl",)}, NOT_MET, {"priority_species_are_helped"}),
    ({"species": ()}, FOR_JUDGEMENT, {"priority_species_are_helped"}),
    ({"limits_of_the_map_stated": False}, NOT_MET, {"limits_of_the_map_stated"}),
    ({"map_share": 0.99}, NOT_MET, {"map_covers_the_area"}),
    ({"important_kinds": ("SSSI", "AONB")}, NOT_MET, {"only_the_listed_kinds_are_important"}),
    ({"overlap_m2": 250.0}, NOT_MET, {"importance_and_could_become_do_not_overlap"}),
    ({"could_become_differs_m2": 40.0}, NOT_MET, {"could_become_is_measures_less_importance"}),
    ({"outside_m2": 12.0}, NOT_MET, {"nothing_mapped_outside_the_area"}),
    ({"invalid_outlines": 2}, NOT_MET, {"outlines_are_sound"}),
    ({"slivers": 1}, NOT_MET, {"outlines_are_sound"}),
    ({"sensitive_places_published": 3}, NOT_MET, {"no_sensitive_places_published"}),
    ({"could_become_ha": 300_000.0}, NOT_MET, {"map_is_targeted"}),
]


@pytest.mark.parametrize(("fault", "outcome", "touched"), FAULTS, ids=[next(iter(fault)) for fault, *_ in FAULTS])
def test_one_fault_is_found_by_its_own_rules_and_no_other(fault, outcome, touched):
    before, after = outcomes(SOUND), outcomes(replace(SOUND, **fault))
    assert {rule: found for rule, found in after.items() if found is not before[rule]} == dict.fromkeys(
        touched, outcome
    )


def test_a_statement_with_no_priority_at_all_fails_wherever_priorities_are_asked_for():
    empty = outcomes(replace(SOUND, habitat_priorities=(), species_priorities=()))
    assert empty["statement_complete"] is NOT_MET
    assert empty["priorities_set"] is NOT_MET
    assert empty["every_priority_has_a_measure"] is NOT_MET
    assert empty["wider_benefits_considered"] is NOT_MET
    assert empty["habitats_and_species_have_priorities"] is NOT_MET


def test_everything_the_statement_lacks_is_named_at_once():
    bare = replace(SOUND, area_described=False, measures=())
    assert because("statement_complete", bare) == "the statement lacks a description of the area and potential measures"


def test_a_priority_without_a_measure_is_excused_by_a_stated_reason():
    excused = replace(SOUND, priorities_excused=("FW1",))
    assert outcomes(excused)["every_priority_has_a_measure"] is MET
    assert "FW1" in because("every_priority_has_a_measure", excused)


@pytest.mark.parametrize("kind", NATIONAL_CONSERVATION_SITES)
def test_a_national_conservation_site_that_the_map_leaves_out_is_reported_in_hectares(kind):
    missing = tuple(SiteCover(one, 1_000.0, 12.5 if one == kind else 0.0) for one in SITE_KINDS)
    facts = replace(SOUND, sites=missing)
    assert outcomes(facts)["national_conservation_sites_identified"] is NOT_MET
    assert (
        because("national_conservation_sites_identified", facts) == f"the map leaves out 12.50 ha of {SITE_KINDS[kind]}"
    )
    assert outcomes(facts)["local_nature_reserves_identified"] is MET


def test_a_local_nature_reserve_left_out_breaks_its_own_rule_only():
    missing = tuple(SiteCover(kind, 1_000.0, 12.5 if kind == "LNR" else 0.0) for kind in SITE_KINDS)
    found = outcomes(replace(SOUND, sites=missing))
    assert found["local_nature_reserves_identified"] is NOT_MET
    assert found["national_conservation_sites_identified"] is MET


def test_the_national_conservation_sites_are_the_six_of_section_108():
    assert set(NATIONAL_CONSERVATION_SITES) == {"SSSI", "SAC", "SPA", "RAMSAR", "NNR", "MCZ"}


def test_a_kind_of_site_nobody_looked_for_is_left_to_a_person_and_not_taken_for_absent():
    unsought = replace(SOUND, sites=tuple(cover for cover in SOUND.sites if cover.kind != "MCZ"))
    assert outcomes(unsought)["national_conservation_sites_identified"] is FOR_JUDGEMENT
    assert "marine conservation zones" in because("national_conservation_sites_identified", unsought)


def test_a_kind_of_site_the_area_has_none_of_is_no_fault():
    none_there = tuple(replace(cover, inside_ha=0.0) if cover.kind == "MCZ" else cover for cover in SOUND.sites)
    facts = replace(SOUND, sites=none_there)
    assert outcomes(facts)["national_conservation_sites_identified"] is MET
    assert "marine conservation zones" not in because("national_conservation_sites_identified", facts)


def test_the_drawing_of_a_boundary_is_not_a_gap_in_the_map():
    drawn = replace(
        SOUND, map_share=0.99995, sites=tuple(SiteCover(kind, 1_000.0, 0.009) for kind in SITE_KINDS), overlap_m2=0.4
    )
    assert outcomes(drawn) == outcomes(SOUND)


def test_a_small_site_that_is_left_out_does_not_hide_behind_large_ones():
    one_small = tuple(SiteCover(kind, 40_000.0, 0.3 if kind == "SSSI" else 0.0) for kind in SITE_KINDS)
    assert outcomes(replace(SOUND, sites=one_small))["national_conservation_sites_identified"] is NOT_MET


def test_what_is_missing_from_the_map_is_given_in_hectares():
    assert because("map_covers_the_area", replace(SOUND, map_share=0.9)).endswith("39,000.0 ha are missing")


def test_outlines_that_are_not_sound_are_counted():
    spoilt = replace(SOUND, invalid_outlines=2, slivers=1)
    assert because("outlines_are_sound", spoilt) == "the map has 2 invalid outlines and 1 sliver"


def test_the_act_binds_and_the_guidance_is_to_be_regarded():
    force = {finding.rule: finding.force for finding in content_findings(SOUND)}
    assert force["map_covers_the_area"] is Force.MUST
    assert force["map_is_targeted"] is Force.HAVE_REGARD
    assert force["outlines_are_sound"] is Force.GOOD_PRACTICE


def test_what_was_never_read_is_marked_in_the_finding():
    marks = {finding.rule: finding.source.mark for finding in content_findings(SOUND)}
    assert marks["no_sensitive_places_published"] == "unverified"
    assert marks["statement_complete"] == "second-hand"
