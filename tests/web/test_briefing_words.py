"""Sentences of a briefing, the same on its page and on paper."""

import io
import re

import pypdf
import pytest
from django.test import Client

from lnrs_web.briefings.words import hectares_told, people_told, petition_told

from . import deliveries
from .briefed import PAGES, made
from .published import publish


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


@pytest.mark.django_db
def test_the_screen_and_the_paper_have_the_same_hectares_and_say_of_how_many_projects_they_name_some() -> None:
    edition = publish()
    deliveries.public(edition)
    made(edition)
    page = Client().get(f"{PAGES}ward/W1/").text.replace("\xa0", " ")
    pdf = pypdf.PdfReader(io.BytesIO(Client().get(f"{PAGES}ward/W1.pdf").content))
    paper_text = " ".join(" ".join(one.extract_text() for one in pdf.pages).replace("\xa0", " ").split())
    told = page[page.index("<h1>") : page.index('id="by-mail"')]
    told = re.sub(r"<svg.*?</svg>", "", told, flags=re.DOTALL)
    hectares = r"(?:less than )?[\d,.]+ ha\b"
    assert set(re.findall(hectares, told)) == set(re.findall(hectares, paper_text))
    for words in ("The largest of 1 project here", "the council of West"):
        assert words in told
        assert words in paper_text
