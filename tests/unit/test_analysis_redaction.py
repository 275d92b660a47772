"""What is taken out of a text is nowhere in what is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnrs_web.analysis.redaction import CATEGORIES, Span, found_again, pieces_of, redacted
from lnrs_web.analysis.sensitive import suggestions

PUBLIC, SECRET = "abc é\n", "\ue000\ue001\ue002"


@given(st.text(PUBLIC + SECRET, max_size=60), st.sets(st.tuples(st.integers(0, 59), st.integers(1, 20))))
def test_no_character_taken_out_is_in_what_is_left(text, more):
    spans = [Span(at, at + 1, "name") for at, letter in enumerate(text) if letter in SECRET]
    spans += [Span(start, min(start + size, len(text)), "health") for start, size in more if start < len(text)]
    left = redacted(text, spans)
    assert not set(left) & set(SECRET)
    kept = "".join(one.text for one in pieces_of(text, spans) if not one.removed)
    taken = {at for span in spans for at in range(span.start, span.end)}
    assert kept == "".join(letter for at, letter in enumerate(text) if at not in taken)


@given(st.integers(1, 200))
def test_what_is_left_does_not_say_how_long_it_was(length):
    assert redacted("x" * length, [Span(0, length, "name")]) == "[a name taken out]"


@pytest.mark.parametrize("span", [Span(-1, 2, "name"), Span(2, 2, "name"), Span(0, 9, "name"), Span(0, 2, "none")])
def test_a_span_that_is_not_of_the_text_is_refused(span):
    with pytest.raises(ValueError, match="no such part"):
        redacted("oak ash", [span])


def test_words_are_found_each_time_they_stand_there():
    assert found_again("Ann and Ann", "Ann", "name") == [Span(0, 3, "name"), Span(8, 11, "name")]


@pytest.mark.parametrize(
    ("text", "words", "category"),
    [
        ("Write to ann.smith@example.org, please", "ann.smith@example.org", "mail"),
        ("Ring 01622 696 969 today", "01622 696 969", "phone"),
        ("Ring +44 (0)7700 900123.", "+44 (0)7700 900123", "phone"),
        ("NI number AB 12 34 56 C it is", "AB 12 34 56 C", "national_insurance"),
        ("I live in ME14 1XQ now", "ME14 1XQ", "postcode"),
        ("I live at 12 Old Mill Lane with", "12 Old Mill Lane", "address"),
        ("as Mrs Margaret Oakes said", "Mrs Margaret Oakes", "name"),
        ("I am 83 years old and walk", "I am 83 years old", "age"),
        ("born on 3 May 1941 here", "born on 3 May 1941", "age"),
        ("since my chemotherapy began", "chemotherapy", "health"),
        ("Yes. A badger sett is under the oak. Yes.", "A badger sett is under the oak", "wildlife"),
        ("Bats roost in the old barn", "Bats roost in the old barn", "wildlife"),
        ("The nest of the barn owl is at Hill Farm", "The nest of the barn owl is at Hill Farm", "wildlife"),
        ("It is at TR 053 463, I saw", "TR 053 463", "grid_reference"),
        ("See https://example.com/me?x=1.", "https://example.com/me?x=1", "link"),
    ],
)  # fmt: skip
def test_what_may_have_to_go_is_suggested_with_its_kind(text, words, category):
    start = text.index(words)
    assert suggestions(text) == [Span(start, start + len(words), category)]


@pytest.mark.parametrize(
    "text", ["", "More hedges by 2030.", "We want 120 ha of heath at £250 a hectare", "See https://www.gov.uk/a"]
)
def test_ordinary_words_are_left_alone(text):
    assert suggestions(text) == []


@given(st.text(max_size=300))
def test_suggestions_can_always_be_taken_out(text):
    spans = suggestions(text)
    redacted(text, spans)
    assert all(span.category in CATEGORIES for span in spans)


def test_long_words_take_no_longer_than_they_should():
    for text in ("a" * 100_000, "1 " * 50_000, "A b " * 25_000, "a.a" * 30_000 + "@", "0" * 100_000, "www." * 25_000):
        suggestions(text)
