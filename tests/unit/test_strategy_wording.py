from datetime import date

import pytest

from lnrs.strategy.wording import closest, did_you_mean, listed, shown


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), ([1, 2], "1 and 2")],
)
def test_a_list_reads_as_a_sentence(words, sentence):
    assert listed(words) == sentence


def test_a_list_of_choices_is_joined_by_or():
    assert listed("abc", "or") == "a, b or c"


def test_the_closest_word_is_found_in_any_case():
    assert closest("Improved Grasland", ["arable", "improved grassland"]) == "improved grassland"
    assert closest("heath", ["arable", "improved grassland"]) == ""
    assert closest("GL", ["gl"]) == "gl"


def test_advice_names_the_likeliest_or_all_there_are():
    assert did_you_mean("shar", ["share", "slope"]) == "Did you mean share?"
    assert did_you_mean("width", ["share", "slope"]) == "It can be share or slope."
    assert did_you_mean("width", []) == ""


def test_advice_does_not_list_a_whole_catalogue():
    assert did_you_mean("?", [f"layer {number}" for number in range(40)]) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "true"),
        ("x", "'x'"),
        ("x" * 61, f"'{'x' * 57}...'"),
        ({"a": 1}, "a table"),
        ([1], "a list"),
        (date(2026, 10, 1), "2026-10-01"),
        (1.5, "1.5"),
    ],
)
def test_a_value_is_shown_as_its_writer_knows_it(value, words):
    assert shown(value) == words
