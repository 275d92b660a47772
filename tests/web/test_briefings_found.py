"""A briefing as somebody comes to it from elsewhere: what it says of itself, and where it leads."""

from typing import Any

import pytest
from django.test import Client

from .briefed import PAGES, made
from .published import Page, publish

pytestmark = pytest.mark.django_db


def test_who_comes_from_a_search_engine_reads_what_it_is_and_is_led_to_each_part_and_back_to_the_area(
    settings: Any,
) -> None:
    settings.ADDRESS = "https://nature.example.org"
    one = made(publish()).briefings.filter(kind="ward").earliest("name")
    path = f"{PAGES}ward/{one.code}/"
    tags = Page(Client().get(f"{path}?from=a-search-engine").text).tags
    [told] = [attrs["content"] for tag, attrs in tags if tag == "meta" and attrs.get("name") == "description"]
    assert told.startswith(f"Nature in {one.name} (ward), Kent and Medway: ")
    [whole] = [attrs["href"] for tag, attrs in tags if tag == "link" and attrs.get("rel") == "canonical"]
    assert whole == f"https://nature.example.org{path}"
    links = {attrs.get("href") for tag, attrs in tags if tag == "a"}
    parts = {f"#{attrs['id']}" for tag, attrs in tags if tag == "h2" and "id" in attrs}
    assert parts <= links
    assert {"#decides", "#by-mail"} <= parts
    assert {f"{path.rstrip('/')}.pdf", "/kent-and-medway/", PAGES} <= links
