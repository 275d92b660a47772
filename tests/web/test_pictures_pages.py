"""The maps on the pages of a strategy: where they are, how long they last, and that pages say their size and facts."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from lnrs_web.editions.models import Edition, Measure
from lnrs_web.pictures import of_strategy
from lnrs_web.pictures.kept import drawing, kept

from ..unit.edition_case import point
from .published import AREA, Page, publish, publish_later

EAST, NORTH = point(3.5, 1.5)
PAGES = {
    "": "map.svg",
    "strategy/measures/GL1.1/": "strategy/measures/GL1.1/map.svg",
    "strategy/priorities/GL1/": "strategy/priorities/GL1/map.svg",
    "places/parish/P1/": "places/parish/P1/map.svg",
    f"at/?place={EAST},{NORTH}": "at/map.svg",
}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pictures_folder(tmp_path: Path, settings) -> Path:
    settings.PICTURES = tmp_path / "pictures"
    return settings.PICTURES


def map_on(page: Page) -> tuple[dict[str, str], dict[str, str]]:
    """The picture on a page, and the one for narrow screens."""
    image = next(attrs for tag, attrs in page.tags if tag == "img" and "map.svg" in attrs["src"])
    return image, next(attrs for tag, attrs in page.tags if tag == "source")


@pytest.mark.parametrize(("page", "address"), PAGES.items())
def test_a_page_has_its_map_with_size_and_facts(client: Client, page: str, address: str) -> None:
    edition = publish()
    image, narrow = map_on(Page(client.get(AREA + page).text))
    assert urlsplit(image["src"]).path == AREA + address
    assert parse_qs(urlsplit(image["src"]).query)["edition"] == [edition.identity]
    assert "ha" in image["alt"]
    for attrs, where, width in ((image, "src", "720"), (narrow, "srcset", "360")):
        answer = client.get(attrs[where])
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("image/svg+xml")
        who = "private" if address.startswith("at/") else "public"
        assert answer["Cache-Control"] == f"{who}, max-age=31536000, immutable"
        assert attrs["width"] == width
        assert f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{attrs["height"]}"' in answer.text
        assert not answer.cookies


@pytest.mark.parametrize("address", [*PAGES.values()])
def test_a_map_that_has_not_changed_is_not_sent_again(client: Client, address: str) -> None:
    publish()
    asked = {"place": f"{EAST},{NORTH}"}
    first = client.get(AREA + address, asked)
    assert first["Cache-Control"].endswith(", no-cache")
    again = client.get(AREA + address, asked, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert client.get(AREA + address, asked | {"width": "narrow"})["ETag"] != first["ETag"]


def test_a_map_travels_compressed(client: Client) -> None:
    publish()
    answer = client.get(AREA + "map.svg", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 20_000


@pytest.mark.parametrize(
    "address",
    [
        "strategy/measures/GL9.9/map.svg",
        "strategy/measures/GL1.2/map.svg",  # a wider measure
        "strategy/priorities/GL9/map.svg",
        "places/parish/P9/map.svg",
        "places/county/P1/map.svg",
        "map.svg?width=9999",
        "map.svg?edition=another",
        "at/map.svg?place=SW+500+300",
    ],
)
def test_there_is_no_map_of_what_is_not_there(client: Client, address: str) -> None:
    publish()
    assert client.get(AREA + address).status_code == 404


@pytest.mark.parametrize("place", ["", "Canterbury", "nan,nan", "TR\x00"])
def test_a_place_that_cannot_be_read_is_refused_with_the_reason(client: Client, place: str) -> None:
    publish()
    answer = client.get(AREA + "at/map.svg", {"place": place})
    assert answer.status_code == 400
    assert "We cannot find that place." in answer.text


def test_a_map_only_reads(client: Client) -> None:
    publish()
    assert client.post(AREA + "map.svg").status_code == 405


def test_a_wider_measure_and_a_place_elsewhere_have_no_map_on_their_page(client: Client) -> None:
    publish()
    for page in ("strategy/measures/GL1.2/", "at/?place=SW+500+300", "at/"):
        assert "map.svg" not in client.get(AREA + page).text


def test_an_older_edition_keeps_its_own_map(client: Client) -> None:
    old = publish()
    address = f"{AREA}strategy/measures/GL1.1/"
    before, _ = map_on(Page(client.get(address).text))
    new = publish_later()
    now, _ = map_on(Page(client.get(address).text))
    then, _ = map_on(Page(client.get(address, {"edition": old.identity}).text))
    assert then == before
    assert new.identity in now["src"]
    assert now["alt"] != then["alt"]
    assert f"edition {old.name}" in client.get(then["src"]).text
    assert f"edition {new.name}" in client.get(now["src"]).text


def test_a_map_is_drawn_once(pictures_folder: Path) -> None:
    edition, times = publish(), []

    def draw():
        times.append(1)
        return of_strategy.area_picture(edition)

    first, second = kept(edition, "a", draw), kept(edition, "a", draw)
    assert first == second
    assert first.alt == of_strategy.area_picture(edition).alt
    assert len(times) == 1
    kept(edition, "b", draw)
    assert len(times) == 2
    assert len(list((pictures_folder / edition.identity).iterdir())) == 2


def test_a_map_is_drawn_where_none_can_be_kept(pictures_folder: Path) -> None:
    edition = publish()
    pictures_folder.write_text("a file in the way")
    assert kept(edition, "a", lambda: of_strategy.area_picture(edition)).svg.startswith("<svg")


def test_what_a_reader_asked_about_leaves_no_file(
    client: Client, pictures_folder: Path, tmp_path: Path, settings
) -> None:
    on_disk = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "cache"}
    settings.CACHES = settings.CACHES | {"default": on_disk}
    publish()
    asked = {"place": f"{EAST},{NORTH}"}
    assert client.get(AREA + "at/", asked).status_code == 200
    assert client.get(AREA + "at/map.svg", asked).status_code == 200
    assert not pictures_folder.exists()
    assert not list((tmp_path / "cache").glob("*"))


def test_only_so_many_maps_are_kept(pictures_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edition: Edition = publish()
    monkeypatch.setattr("lnrs_web.pictures.kept.MOST", 10)
    one = of_strategy.area_picture(edition)
    for name in range(25):
        kept(edition, str(name), lambda: one)
    files = list((pictures_folder / edition.identity).iterdir())
    assert 9 <= len(files) <= 10
    assert all(file.suffix == ".svg" for file in files)


def test_another_way_of_drawing_has_another_name() -> None:
    assert len(drawing()) == 12


def test_every_mapped_measure_of_the_strategy_has_a_map(client: Client) -> None:
    edition = publish(with_birds=True)
    for measure in Measure.objects.filter(edition=edition, mapped=True):
        assert client.get(f"{AREA}strategy/measures/{measure.ref}/map.svg").status_code == 200
