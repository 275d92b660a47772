"""A developer's need matched to what is on offer: trading rules, spatial risk, and every term explained."""

from fractions import Fraction

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lnrs.bng.spatial_rules import scheme_on
from lnrs.bng.tables import MODULES
from lnrs_web.config.clock import today
from lnrs_web.gain_sites import habitats, matching, need, parts
from lnrs_web.gain_sites.matching import priced, rule_for, together
from lnrs_web.gain_sites.models import GainSite, Holding
from lnrs_web.gain_sites.views import matches

from .gains import MEADOW, MODIFIED, NEUTRAL, OWN, REGISTER, WOOD, browser, public, stock_of
from .published import publish
from .test_land_answer import words_of

FIND = f"{REGISTER}find/"
HERE = "605200, 146200"
MARSH = "Coastal saltmarsh - Saltmarshes and saline reedbeds"


@pytest.mark.parametrize(
    ("lost", "gained", "allowed"),
    [
        (NEUTRAL, NEUTRAL, True),
        (NEUTRAL, "Grassland - Other lowland acid grassland", True),
        (NEUTRAL, MEADOW, True),
        (NEUTRAL, WOOD, True),
        (NEUTRAL, "Heathland and shrub - Mixed scrub", False),
        (NEUTRAL, MODIFIED, False),
        (MODIFIED, NEUTRAL, True),
        (MODIFIED, "Cropland - Cereal crops", True),
        (WOOD, WOOD, True),
        (WOOD, MEADOW, False),
        (MEADOW, WOOD, False),
        ("Urban - Developed land; sealed surface", MODIFIED, True),
        ("Native hedgerow", "Species-rich native hedgerow", True),
        ("Species-rich native hedgerow", "Native hedgerow", False),
        ("Ditches", "Ditches", True),
        ("Ditches", "Canals", False),
        ("Native hedgerow", NEUTRAL, False),
        ("Woodland and forest - Wood-pasture and parkland", WOOD, False),
    ],
)
def test_what_may_make_a_loss_good_is_what_the_trading_rules_say(lost: str, gained: str, allowed: bool) -> None:
    known = {one.name: one for one in habitats.every_habitat()}
    assert (rule_for(known[lost], known[gained], habitats.tables()) is not None) is allowed


def test_every_habitat_makes_itself_good_unless_it_cannot_be_made_good() -> None:
    for module in MODULES:
        for one in habitats.tables().habitats[module].values():
            rule = rule_for(one, one, habitats.tables())
            assert (rule is None) == (one.irreplaceable == "yes"), one.name


@given(st.integers(1, 10**8), st.sampled_from((Fraction(1), Fraction(3, 4), Fraction(1, 2))), st.integers(1, 10**8))
def test_what_is_bought_makes_the_need_good_and_a_ten_thousandth_less_does_not(
    wanted: int, counts_for: Fraction, available: int
) -> None:
    made = priced(wanted, counts_for, available)
    assert made.needed * counts_for >= wanted > (made.needed - 1) * counts_for
    assert made.suffices == (available * counts_for >= wanted)
    assert made.taken <= available
    assert (together(wanted, [made]) == 1) == made.suffices


@given(st.integers(1, 10**7), st.lists(st.integers(1, 10**6), max_size=8))
def test_so_many_offers_suffice_and_one_less_does_not(wanted: int, available: list[int]) -> None:
    offers = [priced(wanted, Fraction(1, 2), one) for one in available]
    count = together(wanted, offers)
    reached = [sum(available[:k], start=0) * Fraction(1, 2) >= wanted for k in range(1, len(available) + 1)]
    assert count == (reached.index(True) + 1 if any(reached) else None)


@given(st.integers(1, parts.MOST * parts.PARTS))
def test_a_number_is_read_as_it_is_written(number: int) -> None:
    assert parts.read(parts.number(number)) == number
    assert parts.offered(parts.decimal(number)) == parts.needed(parts.decimal(number)) == number


@pytest.mark.parametrize("typed", ["", "0", "-1", "1e3", "2.00001", "½", "1000001", "two", "١"])
def test_what_is_no_number_of_units_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="Write a number"):
        parts.read(typed)


@pytest.mark.django_db
def test_the_multiplier_is_explained_term_by_term_for_the_same_district() -> None:
    site = public(publish())
    page = Client().get(FIND, {"units": "2.3", "habitat": "neutral grassland", "place": HERE})
    words = words_of(page)
    assert site.reference in words
    for term in (
        "Needed 2.3 units Grassland - Other neutral grassland, distinctiveness Medium.",
        "Trading rule Medium The same broad habitat, or a habitat of higher distinctiveness.",
        "Spatial risk 1 The habitat lies in the same local planning authority as the development.",
        "To be bought 2.3 units 2.3 ÷ 1, rounded up to a ten-thousandth.",
        "Available 4.1 units It suffices.",
        "The first site makes all of it good alone.",
        "If announced rules come 1 The habitat lies in the same strategy area as the development.",
    ):
        assert term in words
    assert scheme_on(today()).source in words


def lies_elsewhere(site: GainSite) -> None:
    """Let a site lie in a district that no edition has."""
    assert site.shown
    site.shown.districts = ["Far away"]
    site.shown.save()


@pytest.mark.django_db
def test_in_another_district_the_least_that_it_can_be_is_used_and_said_so() -> None:
    """The site has no map of character areas: the same one could still make it 1."""
    edition = publish()
    lies_elsewhere(public(edition))
    asked = need.read(edition, {"units": "2.3", "habitat": NEUTRAL, "place": HERE}, today())
    assert isinstance(asked, need.Need)
    [offer] = need.answer(edition, asked).offers
    assert not offer.is_decided
    assert (offer.counts_for, offer.price.needed, offer.price.suffices) == ("0.5", 46_000, False)
    told = [str(step) for step in offer.steps]
    assert told[2].startswith(
        "Spatial risk: at least 0.5. Not decided: it is not known in which National Character Area"
    )
    assert told[3] == "To be bought: 4.6\xa0units. 2.3 ÷ 0.5, rounded up to a ten-thousandth."
    assert told[4] == "Available: 4.1\xa0units. Not enough alone: it makes 2.05 of the need good."


@pytest.mark.django_db
def test_the_same_character_area_counts_where_both_say_so() -> None:
    edition = publish()
    lies_elsewhere(public(edition, character_area="119"))
    page = words_of(Client().get(FIND, {"units": "2.3", "habitat": NEUTRAL, "place": HERE, "nca": "119"}))
    assert "Spatial risk 1 The habitat lies in the same National Character Area as the development." in page


@pytest.mark.django_db
def test_habitat_of_the_shore_goes_by_marine_plan_areas_which_nobody_here_knows() -> None:
    edition = publish()
    public(edition, lines=[(MARSH, "Good", "created", "2", "9")])
    page = words_of(Client().get(FIND, {"units": "1", "habitat": MARSH, "place": HERE}))
    assert "at least 0.5" in page
    assert "Marine Plan Area" in page
    assert "To be bought 2 units" in page


@pytest.mark.django_db
def test_what_the_rules_do_not_allow_is_counted_and_not_offered() -> None:
    edition = publish()
    public(edition, lines=[(MODIFIED, "Good", "created", "2", "3"), ("Native hedgerow", "Good", "created", "2", "9")])
    page = words_of(Client().get(FIND, {"units": "1", "habitat": NEUTRAL, "place": HERE}))
    assert "No site offers what could make it good" in page
    assert "1 habitat on offer is not allowed by the trading rules." in page
    lost = {"units": "1", "habitat": "Woodland and forest - Ancient woodland", "place": HERE}
    if habitats.named(lost["habitat"]):
        assert matching.COMPENSATED in words_of(Client().get(FIND, lost))


@pytest.mark.django_db
def test_several_sites_are_taken_together_the_fewest_units_first() -> None:
    edition = publish()
    near = public(edition, lines=[(NEUTRAL, "Good", "created", "2", "2")])
    far = public(edition, lines=[(NEUTRAL, "Good", "created", "2", "2.5")], at=(6, 6, 8, 8))
    lies_elsewhere(far)
    asked = need.read(edition, {"units": "3", "habitat": NEUTRAL, "place": HERE}, today())
    assert isinstance(asked, need.Need)
    found = need.answer(edition, asked)
    assert [one.site for one in found.offers] == [near, far]
    assert found.suffice == 2
    asked = need.read(edition, {"units": "3.2501", "habitat": NEUTRAL, "place": HERE}, today())
    assert isinstance(asked, need.Need)
    assert need.answer(edition, asked).suffice is None


@pytest.mark.django_db
def test_words_that_may_be_several_habitats_lead_to_a_choice_and_mistakes_are_told_together() -> None:
    publish()
    page = Client().get(FIND, {"units": "2", "habitat": "acid grassland", "place": HERE})
    assert "Which habitat?" in words_of(page)
    assert "habitat=Grassland+-+Lowland+dry+acid+grassland" in page.text
    wrong = Client().get(FIND, {"units": "x", "habitat": "fairy ring", "place": "nowhere at all", "nca": "700"})
    assert wrong.status_code == 400
    for told in ("Write a number", "no habitat with these words", "nowhere at all", "numbered 1 to 159"):
        assert told in words_of(wrong)


@pytest.mark.django_db
def test_a_development_outside_the_area_is_told_that_its_zones_are_not_known() -> None:
    edition = publish()
    public(edition)
    page = words_of(Client().get(FIND, {"units": "1", "habitat": NEUTRAL, "place": "530000, 180000"}))
    assert "outside Kent and Medway" in page
    assert "at least 0.5" in page


@pytest.mark.django_db
def test_what_was_reckoned_goes_with_the_reservation() -> None:
    site = public(publish())
    asked = {"units": "2.3", "habitat": NEUTRAL, "place": HERE, "nca": ""}
    client, stock = browser("developer@example.org"), stock_of(site)
    form = client.get(f"{OWN}reserve/{stock.public_id}/", asked)
    assert 'value="2.3"' in form.text
    typed = asked | {"amount": "2.3", "development": "Mill Lane", "planning_authority": "Ashford"}
    client.post(f"{OWN}reserve/{stock.public_id}/", typed)
    held = Holding.objects.get()
    assert (held.need, held.need_habitat, held.counts_for, len(held.why)) == (23_000, NEUTRAL, "1", 5)


@pytest.mark.django_db
def test_offers_are_on_pages_and_keep_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matches, "ON_A_PAGE", 2)
    edition = publish()
    made = [public(edition, name=f"Field {number}") for number in range(3)]
    asked = f"{REGISTER}find/?units=1&habitat=other+neutral+grassland&place=605200,+146200"
    first, last = (Client().get(f"{asked}&p={page}").text for page in (1, 2))
    links = [f'href="/kent-and-medway/bng/sites/{one.reference}/"' for one in made]
    assert [[link in page for link in links] for page in (first, last)] == [[True, True, False], [False, False, True]]
    assert ('start="1"' in first, 'start="3"' in last) == (True, True)
    assert [page.count('<details class="why" open>') for page in (first, last)] == [1, 0]
    assert "units=1&amp;habitat=other+neutral+grassland&amp;place=605200%2C+146200&amp;p=2" in first
