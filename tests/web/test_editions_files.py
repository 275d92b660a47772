"""The files of a published edition can be fetched whole or in part, and nothing else can."""

import pytest
from django.test import Client
from django.urls import include, path, reverse

from lnrs_web.editions.models import Edition
from lnrs_web.editions.ranges import OutOfReach, part_asked_for

from ..unit.edition_case import case
from .published import publish

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
urlpatterns = [path("", include("lnrs_web.editions.urls"))]

TILES = "tiles/measures.pmtiles"


@pytest.fixture
def edition() -> Edition:
    return publish()


def address(edition: Edition, file: str) -> str:
    return reverse("edition-file", args=(edition.area.slug, edition.identity, file))


def body(response) -> bytes:
    """What was sent. A file is closed when it has been read; to close the answer besides would end the test's own
    connection to the database."""
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("file", ["local-habitat-map.gpkg", TILES, "statement/index.html", "manifest.json"])
def test_a_file_is_sent_as_it_was_published(edition: Edition, client: Client, file: str) -> None:
    response = client.get(address(edition, file))
    assert response.status_code == 200
    assert body(response) == (case().edition / file).read_bytes()
    assert "immutable" in response["Cache-Control"]
    assert response["ETag"].strip('"')


def test_part_of_a_file_is_sent_where_it_is_asked_for(edition: Edition, client: Client) -> None:
    whole = (case().edition / TILES).read_bytes()
    for asked, part in (("bytes=0-126", whole[:127]), ("bytes=100-", whole[100:]), ("bytes=-16", whole[-16:])):
        response = client.get(address(edition, TILES), headers={"range": asked})
        assert (response.status_code, body(response)) == (206, part)
        assert response["Content-Length"] == str(len(part))
        assert response["Content-Range"].endswith(f"/{len(whole)}")


def test_a_part_beyond_the_end_is_refused_and_one_past_it_is_cut(edition: Edition, client: Client) -> None:
    whole = (case().edition / TILES).read_bytes()
    beyond = client.get(address(edition, TILES), headers={"range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(whole)}")
    past = client.get(address(edition, TILES), headers={"range": f"bytes=10-{len(whole) + 5}"})
    assert body(past) == whole[10:]


def test_who_has_the_file_already_is_not_sent_it_again(edition: Edition, client: Client) -> None:
    whole = client.get(address(edition, TILES))
    etag, length = whole["ETag"], len(body(whole))
    again = client.get(address(edition, TILES), headers={"if-none-match": etag})
    assert (again.status_code, body(again)) == (304, b"")
    other = client.get(address(edition, TILES), headers={"range": "bytes=0-9", "if-range": '"another"'})
    assert (other.status_code, len(body(other))) == (200, length)


@pytest.mark.parametrize(
    "file", ["../site.sqlite3", "data/nothing.parquet", "statement/../../secret-key", "%2e%2e/secret-key", "statement"]
)
def test_nothing_but_the_edition_s_own_files_is_there(edition: Edition, client: Client, file: str) -> None:
    assert client.get(f"/{edition.area.slug}/editions/{edition.identity}/{file}").status_code == 404


def test_the_files_of_an_edition_that_is_not_published_are_not_there(client: Client) -> None:
    hidden = publish(stop_at_import=True)
    assert client.get(address(hidden, TILES)).status_code == 404


def test_an_edition_with_no_such_name_is_not_there(edition: Edition, client: Client) -> None:
    for name in ("another", "%00", "..%2f.."):
        assert client.get(f"/{edition.area.slug}/editions/{name}/{TILES}").status_code == 404


def test_a_file_is_only_read(edition: Edition, client: Client) -> None:
    assert client.post(address(edition, TILES)).status_code == 405


@pytest.mark.parametrize(
    "header", ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "pages=1-2", "bytes=a-b", f"bytes={'9' * 5000}-"]
)
def test_a_range_that_cannot_be_read_asks_for_the_whole(header: str) -> None:
    assert part_asked_for(header, 100) is None


def test_ranges_are_those_of_the_standard() -> None:
    assert part_asked_for("bytes=0-0", 100) == (0, 1)
    assert part_asked_for("bytes=-200", 100) == (0, 100)
    for header, size in (("bytes=-0", 100), ("bytes=100-", 100), ("bytes=0-", 0), ("bytes=-5", 0)):
        with pytest.raises(OutOfReach):
            part_asked_for(header, size)


def test_the_statement_keeps_its_own_style_and_may_run_no_script(edition: Edition, client: Client) -> None:
    response = client.get(address(edition, "statement/index.html"))
    assert body(response)
    policy = response["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "script" not in policy
    assert policy.startswith("default-src 'none'")
