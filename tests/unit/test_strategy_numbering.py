import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.strategy.numbering import Number, highest_given, prefixes, references
from lnrs.strategy.references import MONTHS, is_measure, is_priority, prefix_of, priority_of


@pytest.mark.parametrize("ref", ["GL1", "W12", "WTH3", "COAST999"])
def test_letters_and_a_number_are_a_priority(ref):
    assert is_priority(ref)
    assert not is_measure(ref)
    assert prefix_of(ref) == ref.rstrip("0123456789")
    assert priority_of(ref) == ""


@pytest.mark.parametrize(("ref", "priority", "prefix"), [("GL1.1", "GL1", "GL"), ("WTH10.25", "WTH10", "WTH")])
def test_a_priority_a_dot_and_a_number_are_a_measure(ref, priority, prefix):
    assert is_measure(ref)
    assert not is_priority(ref)
    assert (priority_of(ref), prefix_of(ref)) == (priority, prefix)


@pytest.mark.parametrize(
    "text", ["", "GL", "1", "gl1", "GL0", "GL01", "GL1.", "GL1.0", "GL1.01", "GL1.1.1", "GL 1", "GL1\n"]
)
def test_anything_else_is_neither(text):
    assert not is_priority(text)
    assert not is_measure(text)
    assert prefix_of(text) == ""


@given(st.from_regex(r"[A-Z]{1,6}", fullmatch=True), st.integers(1, 999), st.integers(1, 999))
def test_a_measure_leads_back_to_its_priority_and_its_theme(prefix, priority, measure):
    ref = f"{prefix}{priority}.{measure}"
    assert is_measure(ref)
    assert priority_of(ref) == f"{prefix}{priority}"
    assert prefix_of(ref) == prefix_of(priority_of(ref)) == prefix


@pytest.mark.parametrize(
    ("theme", "prefix"),
    [
        ("Woodland, trees and hedgerows", "WTH"),
        ("Grassland", "GR"),
        ("The coast of the estuary", "CE"),
        ("Rivers, streams, ponds, lakes, ditches, wells and springs", "RSPLDW"),
    ],
)
def test_a_theme_is_called_by_its_initials(theme, prefix):
    assert prefixes([theme], {}) == {theme: prefix}


def test_two_themes_with_the_same_initials_are_told_apart():
    found = prefixes(["Wet woods", "Wide wolds", "Wild ways"], {})
    assert found == {"Wet woods": "WW", "Wide wolds": "WI", "Wild ways": "WIL"}


def test_no_theme_is_called_after_a_month():
    assert "MAY" in MONTHS
    assert prefixes(["Meadows and young"], {"x": "MY"})["Meadows and young"] == "ME"
    assert prefixes(["May"], {"a": "MA"})["May"] not in {"MA", "MAY"}


@settings(max_examples=30)
@given(st.lists(st.from_regex(r"[A-Za-z]{2,9}( [A-Za-z]{1,9}){0,4}", fullmatch=True), unique=True, max_size=30))
def test_every_theme_gets_a_prefix_of_its_own(themes):
    found = prefixes(themes, {"Kept": "KP"})
    assert found["Kept"] == "KP"
    assert len(set(found.values())) == len(found) == len({*themes, "Kept"})
    assert all(prefix.isupper() and len(prefix) <= 6 and prefix not in MONTHS for prefix in found.values())


def test_the_latest_reference_of_each_thing_counts():
    numbers = [
        Number("theme", "Grass", "GL"),
        Number("priority", "7", "GL1"),
        Number("measure", "7", "GL1.1"),
        Number("measure", "7", "GL2.4"),
    ]
    found = references(numbers)
    assert (found.themes, found.priorities, found.measures) == ({"Grass": "GL"}, {"7": "GL1"}, {"7": "GL2.4"})


def test_the_highest_number_ever_given_is_known_under_each_theme_and_priority():
    numbers = [Number("priority", "a", ref) for ref in ("GL1", "GL12", "FW3")]
    numbers += [Number("measure", "b", ref) for ref in ("GL1.9", "GL1.10", "GL12.2")]
    assert highest_given(numbers) == {"GL": 12, "FW": 3, "GL1.": 10, "GL12.": 2}
