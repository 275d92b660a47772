"""What the Environment Act 2021 says a strategy must contain (s.106, with the definitions of s.108)."""

from collections.abc import Sequence

from lnrs.law.facts import NATIONAL_CONSERVATION_SITES, SITE_KINDS, ContentFacts
from lnrs.law.finding import Answer, counted, for_judgement, listed, met, not_met
from lnrs.law.rules import rule

COVER_TOLERANCE = 1e-4
"""Share of the area below which a gap is two drawings of one boundary, not a gap in the map."""

SITE_TOLERANCE_HA = 0.01
"""What of a kind of site may be left out as rounding; small, so that no small site hides behind large ones."""


@rule("s.106(1)(a)")
def statement_complete(facts: ContentFacts) -> Answer:
    """The statement of biodiversity priorities has all four of its parts."""
    parts = {
        "a description of the area": facts.area_described,
        "the opportunities": facts.opportunities_described,
        "priorities": bool(facts.habitat_priorities or facts.species_priorities),
        "potential measures": bool(facts.measures),
    }
    missing = [part for part, is_there in parts.items() if not is_there]
    return not_met(f"the statement lacks {listed(missing)}") if missing else met("all four parts are there")


@rule("s.106(2), description")
def area_described(facts: ContentFacts) -> Answer:
    """The statement describes the area and its biodiversity."""
    if facts.area_described:
        return met("the description is there; whether it says enough is for its readers")
    return not_met("there is no description of the area and its biodiversity")


@rule("s.106(2), opportunities")
def opportunities_described(facts: ContentFacts) -> Answer:
    """The statement describes the opportunities to recover or enhance biodiversity."""
    if facts.opportunities_described:
        return met("the opportunities are described; whether enough is said is for the readers")
    return not_met("there is no description of the opportunities")


@rule("s.106(2), priorities")
def priorities_set(facts: ContentFacts) -> Answer:
    """The statement sets biodiversity priorities."""
    habitats, species = len(facts.habitat_priorities), len(facts.species_priorities)
    if not habitats + species:
        return not_met("the statement sets no priority")
    return met(f"the statement sets {counted(habitats + species, 'priority', 'priorities')}")


@rule("s.106(2), priorities")
def wider_benefits_considered(facts: ContentFacts) -> Answer:
    """The priorities take account of what they could add to other environmental benefits.

    A priority that names such a benefit shows it. One that names none may still have been considered, which a person
    has to say.
    """
    lacking = facts.priorities_without_wider_benefit
    if lacking:
        return for_judgement(f"{listed(lacking)} {_name(lacking)} no wider environmental benefit")
    return _if_any_priority(facts, "every priority names a wider environmental benefit")


@rule("s.106(2), potential measures")
def measures_proposed(facts: ContentFacts) -> Answer:
    """The statement proposes potential measures."""
    if not facts.measures:
        return not_met("the statement proposes no potential measure")
    return met(f"the statement proposes {counted(len(facts.measures), 'potential measure')}")


@rule("s.106(2), potential measures")
def every_priority_has_a_measure(facts: ContentFacts) -> Answer:
    """Every priority has a potential measure, or a stated reason for having none.

    The Act asks for measures relating to the priorities; that each priority has one, or says why not, is how this
    software reads it.
    """
    lacking, excused = facts.priorities_without_measure, facts.priorities_excused
    if lacking:
        return not_met(f"{listed(lacking)} {_have(lacking)} neither a potential measure nor a reason for having none")
    if excused:
        return met(f"every priority has a measure, save {listed(excused)}, with the reason stated")
    return _if_any_priority(facts, "every priority has a potential measure")


@rule("s.106(1)(b)")
def map_covers_the_area(facts: ContentFacts) -> Answer:
    """The local habitat map covers the whole strategy area.

    A gap of less than one ten-thousandth of the area is taken for the difference between two drawings of the boundary.
    """
    cover = f"the map covers {facts.map_share:.2%} of the area"
    if facts.map_share >= 1 - COVER_TOLERANCE:
        return met(cover)
    return not_met(f"{cover}: {(1 - facts.map_share) * facts.area_ha:,.1f} ha are missing")


@rule("s.106(3)-(4), national conservation sites")
def national_conservation_sites_identified(facts: ContentFacts) -> Answer:
    """The map identifies every national conservation site in the area.

    The six kinds are those of s.108(3). A kind that nobody looked for is left to a person: none may be there. Less than
    0.01 ha of a kind left out is taken for rounding.
    """
    return _identified(facts, NATIONAL_CONSERVATION_SITES)


@rule("s.106(3)-(4), local nature reserves")
def local_nature_reserves_identified(facts: ContentFacts) -> Answer:
    """The map identifies every local nature reserve in the area.

    Reserves under s.21 of the National Parks and Access to the Countryside Act 1949.
    """
    return _identified(facts, ("LNR",))


@rule("s.106(3)-(4), other areas")
def other_areas_identified(facts: ContentFacts) -> Answer:
    """The map identifies the other areas that are, or could become, of particular importance.

    Which they are is the responsible authority's opinion, so a person answers this.
    """
    share = facts.could_become_ha / facts.area_ha if facts.area_ha else 0.0
    others = [SITE_KINDS[kind] for kind in ("LWS", "IRREP") if kind in facts.important_kinds]
    important = f"{listed(others)} are mapped as important" if others else "no other area is mapped as important"
    return for_judgement(
        f"{important}; {facts.could_become_ha:,.0f} ha ({share:.1%} of the area) are mapped as able to become so"
    )


@rule("s.106, guidance")
def guidance_regarded(_facts: ContentFacts) -> Answer:
    """The responsible authority has had regard to the statutory guidance on content.

    The findings on the guidance's points show where the strategy departs from it; the authority gives the reasons.
    """
    return for_judgement("say that it has, and give the reason for each departure from the guidance that is found")


def _identified(facts: ContentFacts, kinds: Sequence[str]) -> Answer:
    covers = {cover.kind: cover for cover in facts.sites if cover.kind in kinds}
    left_out = [
        f"{cover.not_identified_ha:,.2f} ha of {SITE_KINDS[cover.kind]}"
        for cover in covers.values()
        if cover.not_identified_ha >= SITE_TOLERANCE_HA
    ]
    if left_out:
        return not_met(f"the map leaves out {listed(left_out)}")
    not_sought = [SITE_KINDS[kind] for kind in kinds if kind not in covers]
    if not_sought:
        return for_judgement(f"nothing was given on {listed(not_sought)}: say whether the area has any")
    there = [SITE_KINDS[kind] for kind in kinds if covers[kind].inside_ha > 0]
    return met(f"all {listed(there)} are identified" if there else "the area has none")


def _if_any_priority(facts: ContentFacts, because: str) -> Answer:
    if facts.habitat_priorities or facts.species_priorities:
        return met(because)
    return not_met("the statement sets no priority")


def _have(items: Sequence[str]) -> str:
    return "has" if len(items) == 1 else "have"


def _name(items: Sequence[str]) -> str:
    return "names" if len(items) == 1 else "name"
