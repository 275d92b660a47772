"""A page that was made is given again, and never one that is out of date."""

import gzip

import pytest
from django.core.cache import caches

from .published import AREA, publish, publish_later

pytestmark = pytest.mark.django_db


def test_a_page_that_was_made_costs_one_question_the_second_time(client, django_assert_num_queries) -> None:
    publish()
    first = client.get(AREA)
    with django_assert_num_queries(1):
        second = client.get(AREA)
    assert second.content == first.content


def test_a_browser_that_has_the_page_is_told_that_it_has_not_changed(client) -> None:
    publish()
    first = client.get(AREA)
    again = client.get(AREA, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_page_is_another_once_another_edition_is_current(client) -> None:
    publish()
    first = client.get(AREA)
    publish_later()
    again = client.get(AREA, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "draft-2" in again.text
    assert "draft-2" not in first.text


def test_pages_of_two_editions_are_kept_apart(client) -> None:
    edition = publish()
    publish_later()
    old = client.get(f"{AREA}?edition={edition.identity}")
    assert "This is not the current edition" in old.text
    assert "This is not the current edition" not in client.get(AREA).text
    assert client.get(f"{AREA}?edition={edition.identity}").content == old.content


def test_pages_are_compressed_for_browsers_that_can(client) -> None:
    publish()
    plain, packed = client.get(AREA), client.get(AREA, headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"


def test_what_is_no_page_is_not_kept(client) -> None:
    publish()
    for _ in range(2):
        assert client.get(f"{AREA}strategy/measures/none/").status_code == 404
        assert client.get(f"{AREA}at/?place=nowhere").status_code == 400
    assert not caches["pages"]._cache
