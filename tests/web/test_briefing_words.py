"""Sentences of a briefing, the same on its page and on paper."""

from lnrs_web.briefings.words import hectares_told, people_told, petition_told


def test_a_sentence_of_hectares_says_that_there_are_others() -> None:
    rows = [{"name": name, "ha": 20} for name in ("fen", "heath", "meadow", "wood", "pond")]
    assert hectares_told(rows, "").endswith("wood 20\xa0ha, and others.")
    assert hectares_told(rows[:4], "").endswith("wood 20\xa0ha.")


def test_the_themes_that_come_up_most_are_not_said_to_be_most() -> None:
    """Five of a hundred were told as most of them."""
    told = people_told({"count": 100, "themes": [{"name": "Ponds", "count": 5}]})
    assert told[1] == "What comes up most: Ponds (5)."


def test_a_petition_is_told_with_what_is_online_and_on_paper_together() -> None:
    told = petition_told({"title": "More meadows", "together": 1234, "target": 80_000, "here": ""})
    assert told == "“More meadows”: 1,234 of 80,000 signatures online and on paper."
