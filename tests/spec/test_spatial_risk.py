"""Spatial risk of the statutory biodiversity metric: what off-site habitat counts for, by how near it is."""

from datetime import date
from importlib.resources import files

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lnrs.bng.spatial_risk import Neighbours, Place, spatial_risk
from lnrs.bng.spatial_rules import Kind, Scheme, read_schemes, scheme_named, scheme_on, schemes
from lnrs.errors import NotInForce
from lnrs.model import areas

TABLE = files("lnrs.bng").joinpath("spatial_risk.toml").read_text(encoding="utf-8")
TODAY = date(2026, 11, 27)
BY_STRATEGY_AREA = scheme_named("strategy_area")
STRATEGY_AREAS = {str(area.lnrs_id): {str(number) for number in area.neighbours} for area in areas()}
NEIGHBOURS: Neighbours = {
    "lpa": {"Ashford": {"Swale", "Folkestone"}, "Swale": {"Ashford"}},
    "nca": {"High Weald": {"Low Weald"}, "Low Weald": {"High Weald"}},
    "marine_plan_area": {"South East": {"East", "South"}},
    "strategy_area": STRATEGY_AREAS,
}


def multiplier(development: Place, habitat: Place, kind: Kind = "area") -> float | None:
    return spatial_risk(development, habitat, kind, on=TODAY, neighbours=NEIGHBOURS).multiplier


@pytest.mark.parametrize("kind", ["area", "hedgerow"])
@pytest.mark.parametrize(
    ("lpa", "nca", "expected"),
    [
        ("Ashford", "High Weald", 1.0),
        ("Ashford", "Cheviots", 1.0),  # the same authority is enough
        ("Leeds", "High Weald", 1.0),  # and so is the same character area
        ("Swale", "Cheviots", 0.75),
        ("Leeds", "Low Weald", 0.75),
        ("Swale", "Low Weald", 0.75),
        ("Leeds", "Cheviots", 0.5),
    ],
)
def test_by_authority_or_character_area_whichever_is_better(kind: Kind, lpa: str, nca: str, expected: float) -> None:
    assert multiplier(Place(lpa="Ashford", nca="High Weald"), Place(lpa=lpa, nca=nca), kind) == expected


def test_a_neighbour_that_only_one_zone_lists_is_a_neighbour() -> None:
    """Folkestone has no list of its own."""
    here, there = Place(lpa="Ashford", nca="Cheviots"), Place(lpa="Folkestone", nca="High Weald")
    assert multiplier(here, there) == multiplier(there, here) == 0.75


@pytest.mark.parametrize(
    ("catchment", "operational", "expected"),
    [("Upper", "Stour", 1.0), ("Lower", "Stour", 0.75), ("Beult", "Medway", 0.5)],
)
def test_watercourses_go_by_catchment(catchment: str, operational: str, expected: float) -> None:
    here = Place(lpa="Ashford", catchment="Upper", operational_catchment="Stour")
    there = Place(lpa="Ashford", catchment=catchment, operational_catchment=operational)
    assert multiplier(here, there, "watercourse") == expected


@pytest.mark.parametrize(("there", "expected"), [("South East", 1.0), ("East", 0.75), ("North West", 0.5)])
def test_intertidal_habitats_go_by_marine_plan_area(there: str, expected: float) -> None:
    found = multiplier(Place(marine_plan_area="South East"), Place(marine_plan_area=there), "intertidal")
    assert found == expected


# --- what is not known


def test_what_is_not_known_is_not_guessed() -> None:
    """Beyond by authority; by character area it could still be the same."""
    here, there = Place(lpa="Ashford", nca="High Weald"), Place(lpa="Leeds")
    found = spatial_risk(here, there, "area", on=TODAY, neighbours=NEIGHBOURS)
    assert (found.multiplier, found.at_least) == (None, 0.5)
    assert "not known in which National Character Area both lie" in found.because


def test_what_is_not_known_does_not_matter_where_nothing_could_be_better() -> None:
    assert multiplier(Place(lpa="Ashford"), Place(lpa="Ashford")) == 1.0


def test_a_neighbour_could_still_be_in_the_same_character_area() -> None:
    found = spatial_risk(Place(lpa="Ashford"), Place(lpa="Swale"), "area", on=TODAY, neighbours=NEIGHBOURS)
    assert (found.multiplier, found.at_least) == (None, 0.75)


def test_without_a_list_of_neighbours_only_the_same_zone_is_decided() -> None:
    here = Place(lpa="Ashford", nca="High Weald")
    assert spatial_risk(here, here, "area", on=TODAY, neighbours={}).multiplier == 1.0
    there = Place(lpa="Swale", nca="Low Weald")
    assert spatial_risk(here, there, "area", on=TODAY, neighbours={}).multiplier is None


def test_another_waterbody_needs_its_operational_catchment() -> None:
    here, there = Place(catchment="Upper", operational_catchment="Stour"), Place(catchment="Beult")
    found = spatial_risk(here, there, "watercourse", on=TODAY, neighbours=NEIGHBOURS)
    assert (found.multiplier, found.at_least) == (None, 0.5)
    assert "operational catchment" in found.because


def test_catchments_that_contradict_each_other_decide_nothing() -> None:
    here, there = (Place(catchment="Upper", operational_catchment=name) for name in ("Stour", "Medway"))
    found = spatial_risk(here, there, "watercourse", on=TODAY, neighbours=NEIGHBOURS)
    assert found.multiplier is None
    assert "one of them is wrong" in found.because


# --- the rules of a day


@pytest.mark.parametrize("day", [date(2024, 2, 12), date(2025, 6, 1), TODAY])
def test_the_rules_since_2024_go_by_authority_or_character_area(day: date) -> None:
    assert scheme_on(day).name == "authority_or_character_area"


def test_there_are_no_rules_before_the_first() -> None:
    with pytest.raises(NotInForce, match="Give a date on or after 2024-02-12"):
        scheme_on(date(2024, 2, 11))


def test_rules_that_are_only_announced_hold_on_no_day_and_say_so() -> None:
    assert scheme_on(date(2099, 1, 1)).name == "authority_or_character_area"
    assert BY_STRATEGY_AREA.since is None
    assert BY_STRATEGY_AREA.mark == "not yet law"


def test_from_its_day_a_new_law_changes_the_answer_and_not_before() -> None:
    """Written into the table, the day alone decides."""
    text = TABLE.replace("announced = 2026-04-15", "since = 2027-01-01")
    known = read_schemes(text)
    assert scheme_on(date(2026, 12, 31), known).name == "authority_or_character_area"
    assert scheme_on(date(2027, 1, 1), known).name == "strategy_area"
    assert scheme_on(date(2027, 1, 1), known).mark == "unverified"


@pytest.mark.parametrize(("there", "expected"), [("40", 1.0), ("48", 0.75), ("39", 0.75), ("1", 0.5)])
def test_by_strategy_area_neighbours_are_those_of_the_48_areas(there: str, expected: float) -> None:
    """Kent and Medway, East Sussex, Greater London, North of Tyne; the authority no longer counts."""
    here, there_ = Place(lpa="Ashford", strategy_area="40"), Place(lpa="Ashford", strategy_area=there)
    found = spatial_risk(here, there_, "area", on=TODAY, neighbours=NEIGHBOURS, scheme=BY_STRATEGY_AREA)
    assert found.multiplier == expected
    assert "[not yet law]" in str(found)


def test_the_answer_says_why_and_by_which_rules() -> None:
    found = spatial_risk(
        Place(lpa="Ashford", nca="A"), Place(lpa="Swale", nca="B"), "area", on=TODAY, neighbours=NEIGHBOURS
    )
    assert str(found) == (
        "Spatial risk multiplier 0.75: the habitat lies in a local planning authority that is a neighbour of the "
        "development's. Statutory biodiversity metric calculation tool (Defra, February 2024), tables G-3 and G-7."
    )


def test_a_table_with_a_gap_or_multipliers_that_rise_is_refused() -> None:
    with pytest.raises(ValueError, match="every kind of habitat needs its zones"):
        read_schemes(TABLE.replace('hedgerow = ["lpa", "nca"]\n', "", 1))
    with pytest.raises(ValueError, match="fall with distance"):
        read_schemes(TABLE.replace("beyond = 0.5", "beyond = 0.8", 1))


# --- whatever the places are

names = st.sampled_from(["", "A", "B", "C", "D"])
places = st.builds(
    Place,
    lpa=names,
    nca=names,
    strategy_area=names,
    marine_plan_area=names,
    catchment=names,
    operational_catchment=names,
)
kinds = st.sampled_from(["area", "hedgerow", "watercourse", "intertidal"])
rules = st.sampled_from(schemes())
maps = st.dictionaries(names, st.sets(names), max_size=4)
some_neighbours = st.dictionaries(st.sampled_from(["lpa", "nca", "strategy_area", "marine_plan_area"]), maps)


@given(places, places, kinds, rules, some_neighbours)
def test_the_way_there_is_as_far_as_the_way_back(
    a: Place, b: Place, kind: Kind, scheme: Scheme, listed: Neighbours
) -> None:
    there = spatial_risk(a, b, kind, on=TODAY, neighbours=listed, scheme=scheme)
    back = spatial_risk(b, a, kind, on=TODAY, neighbours=listed, scheme=scheme)
    assert (there.multiplier, there.at_least) == (back.multiplier, back.at_least)


@given(places, places, kinds, rules, some_neighbours)
def test_it_is_one_of_three_and_never_less_than_it_says(
    a: Place, b: Place, kind: Kind, scheme: Scheme, listed: Neighbours
) -> None:
    found = spatial_risk(a, b, kind, on=TODAY, neighbours=listed, scheme=scheme)
    assert found.at_least in (1.0, 0.75, 0.5)
    assert found.multiplier in (None, found.at_least)
    assert found.because.endswith(".")


@given(places, kinds, rules, some_neighbours)
def test_habitat_where_the_development_is_counts_in_full_or_is_not_known(
    place: Place, kind: Kind, scheme: Scheme, listed: Neighbours
) -> None:
    found = spatial_risk(place, place, kind, on=TODAY, neighbours=listed, scheme=scheme)
    assert found.multiplier in (1.0, None)
    if any(place.zone(zones.kind) for zones in scheme.uses[kind]):
        assert found.multiplier == 1.0


@given(places, places, kinds, rules, some_neighbours, st.sampled_from(["lpa", "nca", "catchment", "strategy_area"]))
def test_to_know_less_never_gives_more(
    a: Place, b: Place, kind: Kind, scheme: Scheme, listed: Neighbours, forgotten: str
) -> None:
    """What is promised with a zone unknown still holds when it is known."""
    assume(a.catchment != b.catchment or a.operational_catchment == b.operational_catchment)
    vague = Place(**{**vars(b), forgotten: ""})
    less = spatial_risk(a, vague, kind, on=TODAY, neighbours=listed, scheme=scheme)
    more = spatial_risk(a, b, kind, on=TODAY, neighbours=listed, scheme=scheme)
    assert less.at_least <= more.at_least
    if less.multiplier is not None:
        assert more.multiplier == less.multiplier
