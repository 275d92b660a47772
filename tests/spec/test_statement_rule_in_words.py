"""A rule told in words says all that the rule says, in words a landowner can follow."""

import pytest

from lnrs.statement.plain_words import HARD_SPACE
from lnrs.statement.rule_in_words import rule_in_words
from lnrs.strategy.rule import (
    Benefit,
    Bottleneck,
    Connectivity,
    Corridor,
    DistanceTo,
    Elevation,
    Eligible,
    Exclude,
    Rule,
    Select,
    Share,
    ShareOf,
    Slope,
)


def told(**parts: object) -> list[str]:
    """The sentences after the reason, with ordinary spaces."""
    because, *sentences = rule_in_words(Rule("It belongs there", **parts))  # type: ignore[arg-type]
    assert because == "It belongs there."
    return [sentence.replace(HARD_SPACE, " ") for sentence in sentences]


def test_a_rule_that_says_nothing_takes_all_land() -> None:
    assert told() == ["It can go on land of any kind.", "All eligible land is chosen."]


@pytest.mark.parametrize(
    ("eligible", "sentence"),
    [
        (Eligible(land_cover=("arable",)), "It can go on arable."),
        (Eligible(land_cover=("arable", "scrub", "orchard")), "It can go on arable, scrub or orchard."),
        (Eligible(habitat=("reedbed",)), "It can go on land whose habitat is reedbed."),
        (
            Eligible(land_cover=("arable",), habitat=("reedbed", "lowland fen")),
            "It can go on arable whose habitat is reedbed or lowland fen.",
        ),
    ],
)
def test_the_land_it_can_go_on_is_named(eligible: Eligible, sentence: str) -> None:
    assert told(eligible=eligible)[0] == sentence


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        (Share("flood_zones", ("3",), at_least=0.5), "At least 50 % of the piece of land must lie in flood zones (3)."),
        (Share("soils", at_most=0.25), "At most 25 % of the piece of land must lie in soils."),
        (
            Share("ancient_woodland", (), 0.1, 0.9),
            "Between 10 % and 90 % of the piece of land must lie in ancient woodland.",
        ),
    ],
)
def test_every_condition_on_a_layer_gives_its_shares(share: Share, sentence: str) -> None:
    assert told(eligible=Eligible(where=(share,)))[1] == sentence


def test_land_it_must_not_go_on_is_named_with_the_edges_that_cut_it() -> None:
    exclude = Exclude(("built-up",), ("saline lagoon",), ("areas_of_particular_importance", "public_land"))
    assert told(exclude=exclude)[1:4] == [
        "It must not go on built-up.",
        "It must not go on land whose habitat is saline lagoon.",
        "Land inside areas of particular importance or public land is left out, cut exactly along the edge.",
    ]


def test_the_weights_of_criteria_are_told_as_shares_of_the_score() -> None:
    near = DistanceTo("distance", "near reedbed", worst_m=2000, habitat=("reedbed",), weight=3)
    poor = ShareOf("share", "on poorer farmland", "agricultural_land_grade", ("3b", "4", "5"))
    assert told(criteria=(near, poor))[1:4] == [
        "Eligible land is scored from 0 to 1 on 2 criteria.",
        "Near reedbed (75 % of the score): full points beside the nearest reedbed, falling to none at 2,000 m.",
        "On poorer farmland (25 % of the score): points in proportion to the share of the piece of land in "
        "agricultural land grade (3b, 4 or 5).",
    ]


@pytest.mark.parametrize(
    ("criterion", "words"),
    [
        (
            DistanceTo("distance", "near a wood", 500, layer="ancient_woodland", best_m=50),
            "full points within 50 m of the nearest ancient woodland, falling to none at 500 m",
        ),
        (
            DistanceTo("distance", "near a wood", 500, ("wet woodland",), "ponds"),
            "full points beside the nearest wet woodland or ponds, falling to none at 500 m",
        ),
        (
            DistanceTo("distance", "away from roads", worst_m=100, layer="roads", best_m=800),
            "full points 800 m or more from the nearest roads, falling to none at 100 m",
        ),
        (
            Slope("slope", "steep", best_deg=20, worst_deg=2.5),
            "full points at a mean slope of 20 degrees, changing evenly to none at 2.5 degrees",
        ),
        (
            Elevation("elevation", "low", best_m=0, worst_m=12),
            "full points at a mean height of 0 m above sea level, changing evenly to none at 12 m",
        ),
        (
            Connectivity("connectivity", "joins meadows", ("lowland meadow", "reedbed")),
            "points by rank, most for the land that would join up the most lowland meadow and reedbed, for plants and "
            "animals that settle 1,000 m away on average",
        ),
        (
            Corridor("corridor", "on the way", ("wet woodland",), dispersal_m=1500),
            "points by rank, most for the land that carries the most movement between places with wet woodland, for "
            "animals that go up to 1,500 m from where they live",
        ),
        (
            Bottleneck("bottleneck", "in a gap", ("wet woodland",)),
            "points by rank, most for the land in the tightest gaps between places with wet woodland, for species that "
            "spread 2,000 m in a generation as the climate changes",
        ),
        (
            Benefit("benefit", "slows floods", "flood"),
            "points by rank, more for land that would hold back more of a storm above more people at risk",
        ),
    ],
)
def test_each_kind_of_criterion_says_what_earns_full_points_and_what_none(criterion: Slope, words: str) -> None:
    (sentence,) = [line for line in told(criteria=(criterion,)) if "score)" in line]
    assert sentence.endswith(f"(the whole score): {words}.")


@pytest.mark.parametrize(
    ("select", "sentences"),
    [
        (Select(area_ha=1500), ["The best land is chosen first, until 1,500 ha are reached."]),
        (
            Select(by="optimisation", area_ha=1500),
            [
                "It is chosen together with other measures, so that none takes another's land and the whole does most.",
                "The best land is chosen first, until 1,500 ha are reached.",
            ],
        ),
        (Select(share=0.2), ["The best land is chosen first, until 20 % of the eligible land is reached."]),
        (Select(min_score=0.3), ["All eligible land is chosen.", "Land that scores less than 0.3 is never chosen."]),
        (
            Select(min_patch_ha=2),
            ["All eligible land is chosen.", "Adjoining chosen land that makes up less than 2 ha is left out."],
        ),
    ],
)
def test_how_much_is_chosen_is_told(select: Select, sentences: list[str]) -> None:
    scored = (ShareOf("share", "on clay", "soils"),)
    assert told(criteria=scored, select=select)[-len(sentences) :] == sentences


def test_land_that_is_not_scored_is_not_said_to_be_the_best() -> None:
    assert told(select=Select(area_ha=10))[-1] == "Land is chosen, until 10 ha are reached."
