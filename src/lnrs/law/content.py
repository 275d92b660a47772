"""The rules of content, put to a strategy one by one: the Act's first, then the guidance's, then our own."""

from collections.abc import Callable

from lnrs.law import act, guidance
from lnrs.law.facts import ContentFacts
from lnrs.law.finding import Finding

CONTENT_RULES: tuple[Callable[[ContentFacts], Finding], ...] = (
    act.statement_complete,
    act.area_described,
    act.opportunities_described,
    act.priorities_set,
    act.wider_benefits_considered,
    act.measures_proposed,
    act.every_priority_has_a_measure,
    act.map_covers_the_area,
    act.national_conservation_sites_identified,
    act.local_nature_reserves_identified,
    act.other_areas_identified,
    act.guidance_regarded,
    guidance.only_the_listed_kinds_are_important,
    guidance.habitats_and_species_have_priorities,
    guidance.priorities_give_their_reason,
    guidance.priority_species_are_helped,
    guidance.measures_state_wider_benefits,
    guidance.unmapped_measures_say_why,
    guidance.map_is_targeted,
    guidance.could_become_is_measures_less_importance,
    guidance.importance_and_could_become_do_not_overlap,
    guidance.nothing_mapped_outside_the_area,
    guidance.no_sensitive_places_published,
    guidance.national_objectives_considered,
    guidance.limits_of_the_map_stated,
    guidance.outlines_are_sound,
    guidance.habitat_becomes_better_bigger_more_and_joined,
)


def content_findings(facts: ContentFacts) -> tuple[Finding, ...]:
    """The finding of every rule on what a strategy contains (Environment Act 2021 s.106, 2023 guidance, practice)."""
    return tuple(rule(facts) for rule in CONTENT_RULES)
