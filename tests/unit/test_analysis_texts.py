"""Texts that are nearly the same, campaigns, the same person and the same place, and what texts are about."""

import random

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs_web.analysis.alike import groups_alike
from lnrs_web.analysis.campaigns import campaigns_of
from lnrs_web.analysis.same import Who, is_same_place, person_key, same_people, same_places
from lnrs_web.analysis.themes import themes_of
from lnrs_web.analysis.words import words_of
from lnrs_web.outbox.mailboxes import canonical_mail

LETTER = (
    "I support the strategy for nature in our county and want more hedges along every lane. Please plant oak and "
    "hawthorn where children walk to school. Rivers have to run clean before anything else is promised. Farmers who "
    "look after ponds deserve to be paid for what they do for all of us."
)


def plain_groups(texts: list[str], alike: float) -> list[list[int]]:
    """The definition: texts joined by pairs of which every shingle was compared."""

    def shingles(text: str) -> set[tuple[str, ...]]:
        words = words_of(text)
        return {tuple(words[at : at + 3]) for at in range(len(words) - 2)} or {tuple(words)}

    sets = [shingles(text) for text in texts]
    group = list(range(len(texts)))
    for one in range(len(texts)):
        for other in range(one):
            both = sets[one] | sets[other]
            if words_of(texts[one]) and words_of(texts[other]) and len(sets[one] & sets[other]) / len(both) >= alike:
                old, new = group[one], group[other]
                group = [new if at == old else at for at in group]
    found = [[at for at in range(len(texts)) if group[at] == root] for root in set(group)]
    return sorted((one for one in found if len(one) > 1), key=lambda one: (-len(one), one[0]))


@settings(derandomize=True)
@given(st.integers(0, 10**6))
def test_groups_are_those_of_the_plain_definition(seed):
    chance = random.Random(seed)
    vocabulary = ["oak", "ash", "elm", "hedge", "pond", "river", "meadow", "barn", "lark", "newt", "field", "lane"]
    bases = [[chance.choice(vocabulary) for _ in range(40)] for _ in range(4)]
    texts = []
    for _ in range(25):
        words = list(chance.choice(bases))
        for _ in range(chance.choice((0, 0, 1, 5))):
            words[chance.randrange(40)] = chance.choice(vocabulary)
        texts.append(" ".join(words))
    assert groups_alike(texts) == plain_groups(texts, 0.85)


def test_capitals_punctuation_and_quotes_make_no_difference():
    assert groups_alike(["Don’t cut it, please!", "don't CUT it please", "", ""]) == [[0, 1]]


def test_a_campaign_of_412_letters_is_counted_whole_with_what_each_person_added():
    letters = [LETTER] * 409
    letters += [
        LETTER + " My grandfather laid the hedge at the end of our lane.",
        LETTER.replace(" Rivers have to run clean before anything else is promised.", ""),
    ]
    long_addition = " I have lived here since the war and remember nightingales in every copse, " * 3
    letters += [LETTER + long_addition]
    others = [
        f"My own view number {n} is that pond {n * 7} and meadow {n * 13} by farm {n * 17} want care of kind {n}"
        for n in range(50)
    ]
    found = campaigns_of([*others, *letters])
    assert [(len(one.letters), one.identical) for one in found] == [(412, 409)]
    assert found[0].text == LETTER
    added = [one for one in found[0].letters if one.added]
    assert added[0].added == ("My grandfather laid the hedge at the end of our lane.",)
    assert len(added) == 2
    assert sum(one.left_out for one in found[0].letters) == 1


def test_people_who_add_the_same_to_a_letter_belong_to_its_campaign():
    own = LETTER + " My grandfather laid the hedge at the end of our lane."
    found = campaigns_of([LETTER] * 10 + [own] * 3)
    assert [(len(one.letters), one.identical) for one in found] == [(13, 10)]


def test_short_answers_that_are_the_same_are_no_campaign():
    assert campaigns_of(["I agree."] * 50) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ann.Smith+lnrs@googlemail.com", "annsmith@gmail.com", True),
        ("ann.smith@kent.gov.uk", "annsmith@kent.gov.uk", False),
        ("ann+a@kent.gov.uk", "ann+b@kent.gov.uk", True),
        ("ann@hotmail.com", "ann@outlook.com", False),
        ("ann+a@outlook.com", "ANN@outlook.com", True),
    ],
)
def test_addresses_of_one_mailbox(one, other, same):
    assert (canonical_mail(one) == canonical_mail(other)) is same


def test_people_without_mail_are_the_same_by_name_and_postcode_only():
    people = [Who("Ann Smith", "", "ME14 1XQ"), Who("ann smith", "", "me141xq"), Who("Ann Smith"), Who("Ann Smith")]
    assert same_people(people) == [[0, 1]]
    assert person_key(Who("Ann Smith")) == ""


def test_places_are_the_same_within_50_m_or_by_more_than_half():
    point = shapely.Point(600000, 150000)
    assert is_same_place(point, shapely.Point(600050, 150000))
    assert not is_same_place(point, shapely.Point(600051, 150000))
    field = shapely.box(0, 0, 100, 100)
    assert is_same_place(field, shapely.box(0, 0, 100, 60))
    assert not is_same_place(field, shapely.box(60, 0, 160, 100))
    assert same_places([point, field, shapely.Point(600030, 150000), shapely.Point(600070, 150000)]) == [[0, 2, 3]]


def test_themes_are_the_same_every_time_and_say_which_words_speak_for_them():
    chance = random.Random(1)
    hedges = ["hedge", "hedges", "hawthorn", "lane", "birds", "berries"]
    rivers = ["river", "water", "chalk", "stream", "trout", "sewage"]
    texts = [" ".join(chance.choices(kind, k=12)) for kind in (hedges, rivers) for _ in range(20)]
    found = themes_of(texts, 2)
    assert found == themes_of(texts, 2)
    assert [sorted(at for at, _ in one.texts) for one in sorted(found, key=lambda one: min(one.texts))] == [
        list(range(20)),
        list(range(20, 40)),
    ]
    assert {"river", "water"} & set(found[0].words) or {"river", "water"} & set(found[1].words)


@pytest.mark.parametrize("texts", [[], ["hedges"], ["the and of"] * 10, ["", "", "", "", ""], ["oak"] * 5])
def test_too_little_has_no_themes(texts):
    assert themes_of(texts) == []
