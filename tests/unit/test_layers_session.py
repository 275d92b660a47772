"""Politeness towards public services: what a Retry-After header means, and what is told in the end."""

from datetime import UTC, datetime

import pytest
from pyproj import Transformer

from lnrs.errors import FetchFailed
from lnrs.layers.fetch.ogc_features import degrees_around
from lnrs.layers.fetch.planning_data import box_wkt
from lnrs.layers.fetch.session import USER_AGENT, Trouble, check_address, retry_after_s, said

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("Tue, 31 Mar 2026 12:00:30 GMT", 30.0),
        ("Tue, 31 Mar 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
    ],
)
def test_a_service_may_ask_to_be_left_alone_in_seconds_or_until_a_time(header, seconds):
    assert retry_after_s(header, NOON) == seconds


def test_what_was_tried_is_told_once_with_how_often():
    troubles = [Trouble("answered 503"), Trouble("did not answer in time"), Trouble("answered 503")]
    assert said(troubles) == "answered 503 (2 times), did not answer in time"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/a", "https://example.org"])
def test_addresses_on_the_web_are_taken(url):
    check_address(url)


@pytest.mark.parametrize("url", ["", "example.org", "file:///etc/passwd", "gopher://example.org", "https://"])
def test_other_addresses_are_not(url):
    with pytest.raises(FetchFailed, match="is not an address"):
        check_address(url)


def test_services_are_told_who_asks():
    assert USER_AGENT.startswith("lnrs/")


def test_a_box_in_degrees_holds_the_whole_box_in_metres():
    west, south, east, north = degrees_around((600_000, 140_000, 620_000, 160_000))
    corners = [(600_000, 140_000), (620_000, 140_000), (620_000, 160_000), (600_000, 160_000)]
    to_degrees = Transformer.from_crs(27700, 4326, always_xy=True).transform
    assert all(west < x < east and south < y < north for x, y in (to_degrees(*corner) for corner in corners))
    assert east - west < 0.32
    assert north - south < 0.20
    assert box_wkt((1, 50, 2, 51)).startswith("POLYGON((1.000000 50.000000, 2.000000 50.000000,")
