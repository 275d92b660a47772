"""What the statutory guidance of March 2023 adds, from which a strategy may depart with reasons; and sound outlines."""

from lnrs.law.facts import SITE_KINDS, ContentFacts
from lnrs.law.finding import Answer, counted, for_judgement, listed, met, not_met
from lnrs.law.rules import rule

AREA_TOLERANCE_M2 = 1.0
"""An area below this is the rounding of co-ordinates, not a mistake in the map."""

WHOLE = 0.999
"""Share of the land from which a map of measures has chosen nothing."""


@rule("point 1, areas of particular importance")
def only_the_listed_kinds_are_important(facts: ContentFacts) -> Answer:
    """Areas of particular importance are of the listed kinds and no other."""
    others = [kind for kind in facts.important_kinds if kind not in SITE_KINDS]
    if others:
        return not_met(f"the map also shows {listed(others)} as of particular importance")
    return met("every area of particular importance is of a listed kind")


@rule("point 3, priorities")
def habitats_and_species_have_priorities(facts: ContentFacts) -> Answer:
    """There are priorities for habitats and priorities for species."""
    habitats, species = len(facts.habitat_priorities), len(facts.species_priorities)
    if habitats and species:
        return met(f"there are {habitats} for habitats and {species} for species")
    lacking = "habitats or species" if not habitats + species else "species" if habitats else "habitats"
    return not_met(f"there is no priority for {lacking}")


@rule("point 3, priorities")
def priorities_give_their_reason(facts: ContentFacts) -> Answer:
    """Every priority says why it was chosen."""
    lacking = facts.priorities_without_reason
    return not_met(f"no reason is given for {listed(lacking)}") if lacking else met("every priority gives its reason")


@rule("point 4, species")
def priority_species_are_helped(facts: ContentFacts) -> Answer:
    """Every priority species is helped by habitat measures or by measures of its own."""
    lacking = facts.species_not_helped
    if lacking:
        return not_met(f"no measure is named for {listed(lacking)}")
    if not facts.species:
        return for_judgement("no priority species is listed: say why the area has none")
    return met(f"a measure is named for each of {counted(len(facts.species), 'species', 'species')}")


@rule("point 5, potential measures")
def measures_state_wider_benefits(facts: ContentFacts) -> Answer:
    """Every potential measure states the wider environmental benefits it could bring."""
    lacking = facts.measures_without_wider_benefit
    if lacking:
        return not_met(f"no wider benefit is stated for {listed(lacking)}")
    return met("every potential measure states its wider benefits")


@rule("point 6, unmapped measures")
def unmapped_measures_say_why(facts: ContentFacts) -> Answer:
    """Every measure without a place on the map says why it has none."""
    lacking = facts.unmapped_without_reason
    if lacking:
        return not_met(f"no reason is given for leaving {listed(lacking)} off the map")
    return met("every measure is mapped, or says why it is not")


@rule("point 6, targeting")
def map_is_targeted(facts: ContentFacts) -> Answer:
    """Measures are mapped where they would contribute most, not everywhere.

    How much is too much is a judgement. A map that shows all the land that is not already important has chosen nothing.
    """
    open_ha = facts.area_ha - facts.important_ha
    share = facts.could_become_ha / open_ha if open_ha > 0 else 0.0
    chosen = f"measures are mapped on {share:.1%} of the land that is not already of particular importance"
    return not_met(chosen) if share >= WHOLE else for_judgement(chosen)


@rule("point 7, areas that could become important")
def could_become_is_measures_less_importance(facts: ContentFacts) -> Answer:
    """Areas that could become important are the mapped measures less the areas of particular importance.

    A difference of less than 1 m2 in all is rounding.
    """
    if facts.could_become_differs_m2 >= AREA_TOLERANCE_M2:
        return not_met(f"they differ by {facts.could_become_differs_m2:,.0f} m2")
    return met(f"they agree, at {facts.could_become_ha:,.0f} ha")


@rule("point 7, areas that could become important")
def importance_and_could_become_do_not_overlap(facts: ContentFacts) -> Answer:
    """No land is both of particular importance and able to become so.

    An overlap of less than 1 m2 in all is rounding.
    """
    if facts.overlap_m2 >= AREA_TOLERANCE_M2:
        return not_met(f"the two overlap on {facts.overlap_m2:,.0f} m2")
    return met("the two do not overlap")


@rule("point 8, outside the area")
def nothing_mapped_outside_the_area(facts: ContentFacts) -> Answer:
    """Nothing is mapped outside the strategy area.

    Less than 1 m2 in all is rounding.
    """
    if facts.outside_m2 >= AREA_TOLERANCE_M2:
        return not_met(f"{facts.outside_m2:,.0f} m2 are mapped outside the area")
    return met("nothing is mapped outside the area")


@rule("point 8, sensitive species")
def no_sensitive_places_published(facts: ContentFacts) -> Answer:
    """The places of sensitive species are not published."""
    found = facts.sensitive_places_published
    if found:
        return not_met(
            f"{counted(found, 'value, point or score', 'values, points and scores')} on the map lead back to them"
        )
    return met("no value, point or score on the map leads back to them")


@rule("point 9, national objectives")
def national_objectives_considered(facts: ContentFacts) -> Answer:
    """The priorities reflect the national environmental objectives.

    A priority need not serve one, so those that name none are put to a person.
    """
    lacking = facts.priorities_without_national_objective
    if lacking:
        return for_judgement(f"no national objective is named for {listed(lacking)}")
    return met("every priority names a national objective")


@rule("point 11, limits of the map")
def limits_of_the_map_stated(facts: ContentFacts) -> Answer:
    """The strategy says how its map is to be read, and what it does not mean."""
    if facts.limits_of_the_map_stated:
        return met("the limits of the map are stated")
    return not_met("nothing says how the map is to be read")


@rule("sound outlines")
def outlines_are_sound(facts: ContentFacts) -> Answer:
    """Areas that are or could become important have valid outlines, and none that could become so is a sliver.

    A sliver is thinner than a metre on average: twice its area divided by its outline.
    """
    faults = {"invalid outline": facts.invalid_outlines, "sliver": facts.slivers}
    found = [counted(number, fault) for fault, number in faults.items() if number]
    return not_met(f"the map has {listed(found)}") if found else met("every outline is valid and none is a sliver")


@rule("better, bigger, more, joined")
def habitat_becomes_better_bigger_more_and_joined(facts: ContentFacts) -> Answer:
    """The mapped measures together would make habitat better, bigger, more and more joined.

    Better is habitat on which a measure for it is mapped; bigger, the patch that a hectare of habitat lies in on
    average; more, its area; joined, its equivalent connected area.
    """
    if facts.network is None:
        return for_judgement("the habitats of the land are not known")
    change = facts.network
    pairs = {"bigger": change.patch_ha, "more": change.area_ha, "more joined": change.connected_ha}
    lacking = [] if change.managed_ha > 0 else ["better"]
    lacking += [name for name, (before, after) in pairs.items() if after <= before]
    if lacking:
        return not_met(f"no measure would make habitat {listed(lacking)}")
    return met(
        f"{change.managed_ha:,.0f} ha would be managed better; habitat would grow from {_grown(change.area_ha)}, the "
        f"patch that a hectare lies in from {_grown(change.patch_ha)}, and connected habitat from "
        f"{_grown(change.connected_ha)}"
    )


def _grown(change: tuple[float, float]) -> str:
    before, after = change
    return f"{before:,.0f} to {after:,.0f} ha"
