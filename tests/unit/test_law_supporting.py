"""Who the supporting authorities are."""

import pytest

from lnrs.law.finding import Outcome
from lnrs.law.supporting import Body, BodyKind, supporting_authorities, supporting_authorities_named

DISTRICT, UNITARY, COUNTY = BodyKind.DISTRICT_COUNCIL, BodyKind.UNITARY_COUNCIL, BodyKind.COUNTY_COUNCIL

KENT = [  # the list of names is from memory; the rule that makes the list is Kent's own account
    Body("Kent County Council", COUNTY),
    Body("Medway Council", UNITARY),
    *(
        Body(name, DISTRICT)
        for name in (
            *("Ashford", "Canterbury", "Dartford", "Dover", "Folkestone & Hythe", "Gravesham", "Maidstone"),
            *("Sevenoaks", "Swale", "Thanet", "Tonbridge & Malling", "Tunbridge Wells"),
        )
    ),
    Body("Ebbsfleet Development Corporation", BodyKind.DEVELOPMENT_CORPORATION),
    Body("Bexley", BodyKind.LONDON_BOROUGH, in_area=False),
    Body("Environment Agency", BodyKind.OTHER),
]


def test_kents_supporting_authorities_are_its_other_planning_authorities_and_natural_england():
    names = supporting_authorities(KENT, "Kent County Council")
    assert len(names) == 15
    assert "Medway Council" in names
    assert "Ebbsfleet Development Corporation" in names
    assert names[-1] == "Natural England"


def test_the_responsible_authority_does_not_support_itself():
    assert "Kent County Council" not in supporting_authorities(KENT, "Kent County Council")
    assert "Natural England" not in supporting_authorities(KENT, "Natural England")


def test_bodies_outside_the_area_and_bodies_that_plan_nothing_are_left_out():
    names = supporting_authorities(KENT, "Kent County Council")
    assert "Bexley" not in names
    assert "Environment Agency" not in names


def test_a_national_park_partly_in_the_area_is_a_supporting_authority():
    park = Body("New Forest National Park Authority", BodyKind.NATIONAL_PARK_AUTHORITY)
    assert supporting_authorities([park], "Wiltshire Council") == (park.name, "Natural England")


def test_the_kinds_that_count_can_be_set_where_the_regulations_say_otherwise():
    names = supporting_authorities(KENT, "Kent County Council", kinds={UNITARY})
    assert names == ("Medway Council", "Natural England")


def test_the_order_in_which_bodies_are_given_makes_no_difference():
    assert supporting_authorities(reversed(KENT), "Medway Council") == supporting_authorities(KENT, "Medway Council")


@pytest.mark.parametrize(
    ("names", "responsible", "outcome"),
    [
        ((), "Kent County Council", Outcome.NOT_YET),
        (("Swale", "Natural England"), "Kent County Council", Outcome.MET),
        (("Swale",), "Kent County Council", Outcome.NOT_MET),  # Natural England is missing
        (("Swale",), "Natural England", Outcome.MET),
        (("Swale", "Kent County Council", "Natural England"), "Kent County Council", Outcome.NOT_MET),
    ],
)
def test_the_named_authorities_must_include_natural_england_and_not_the_responsible_authority(
    names, responsible, outcome
):
    assert supporting_authorities_named(names, responsible).outcome is outcome
