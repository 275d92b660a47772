import pytest

from lnrs.errors import NotFound
from lnrs.model import areas
from lnrs.strategy.area_named import area_named


@pytest.mark.parametrize(
    ("asked", "lnrs_id"),
    [
        (40, 40),
        ("40", 40),
        ("05", 5),
        ("kent", 40),
        ("KENT & MEDWAY", 40),
        ("  kent and medway ", 40),
        ("essex", 34),
        ("york", 7),
        ("Wight", 46),
        ("telford", 17),
        ("north yorkshire", 7),
    ],
)
def test_an_area_is_found_by_number_or_by_words_of_its_name(asked, lnrs_id):
    assert area_named(asked).lnrs_id == lnrs_id


def test_every_area_is_found_by_its_own_name_and_number():
    for area in areas():
        assert area_named(area.name) == area_named(area.lnrs_id) == area


@pytest.mark.parametrize(
    ("asked", "advice"),
    [
        (
            "sussex",
            "more than one strategy area has that name. "
            "Is it West Sussex (47) or East Sussex and Brighton & Hove (48)?",
        ),
        ("Kennt", "there is no such strategy area. Is it Kent and Medway (40)?"),
        ("Devn", "there is no such strategy area. Is it Devon (42)?"),
        ("49", "there is no such strategy area. Give its number, 1 to 48, or its name, such as Kent and Medway."),
        ("", "there is no such strategy area. Give its number, 1 to 48, or its name, such as Kent and Medway."),
    ],
)
def test_an_area_that_is_not_there_is_answered_with_the_likeliest(asked, advice):
    with pytest.raises(NotFound) as refusal:
        area_named(asked)
    assert str(refusal.value) == f"'{asked}': {advice}"
