"""Boundary files made for a public service that takes them, sound and broken, given to the site as anybody would."""

import html
import re
from pathlib import Path

import pytest
from django.test import Client

from lnrs_web.boundaries.parcels import LandRefused, Note
from lnrs_web.boundaries.upload import read_upload

from ..web.published import AREA, publish

ACCEPTED = {
    "crosses-welsh-border-4326.geojson": (0.0121, [Note.DEGREES], "Shropshire and Telford & Wrekin"),
    "geopackage-land-boundary-4326.gpkg": (0.2323, [Note.DEGREES, Note.MENDED], "West of England"),
    "in-scotland-27700.geojson": (0.0345, [], "North of Tyne"),
    "in-wales-4326.geojson": (0.0096, [Note.DEGREES], "Shropshire and Telford & Wrekin"),
    "land-boundary-4326.geojson": (0.2323, [Note.DEGREES, Note.MENDED], "West of England"),
    "near-scottish-border-27700.geojson": (0.0003, [], "Cumbria"),
    "near-welsh-border-4326.geojson": (0.0073, [Note.DEGREES], "Shropshire and Telford & Wrekin"),
    "shape-27700.geojson": (0.3702, [], "West of England"),
    "shape-27700.zip": (0.3702, [], "West of England"),
}
"""Hectares as the file has them, what is noted of it, and the strategy area that it is in or beside."""

NO_MAP = "It is not a map that can be read here. A GeoPackage, a zipped shapefile, GeoJSON, KML and KMZ can be read."
REFUSED = {
    "crosses-scottish-border-27700.geojson": "Parcel 1 has less than a square metre. Mend it, or take it out of",
    "empty-geopackage.gpkg": "The file is empty. Choose the file with your land.",
    "invalid-file-content.geojson": NO_MAP,
    "scotland-27700.gpkg": "It has 119,812 ha, and 20,000 ha is the most that can be asked about. Give it in parts.",
    "unsupported-file-format.json": "It is not GeoJSON: there is no feature and no shape in it. A GeoPackage, a zipped",
}


@pytest.fixture
def files(shared_data: Path) -> Path:
    folder = shared_data / "bng" / "land_boundary_uploads_synthetic"
    if not folder.is_dir():
        pytest.skip("the boundary files made for uploads are not among the shared data")
    return folder


def test_each_file_is_one_that_is_taken_or_one_that_is_not(files: Path) -> None:
    assert {one.name for one in files.iterdir()} == {*ACCEPTED, *REFUSED}


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_sound_file_is_taken(files: Path, name: str) -> None:
    area_ha, notes, _ = ACCEPTED[name]
    (found,) = read_upload((files / name).read_bytes())
    assert found.area_ha == pytest.approx(area_ha, abs=0.00005)
    assert list(found.notes) == notes
    assert found.ref == "1"


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_file_is_refused_in_words_that_say_what_to_do(files: Path, name: str) -> None:
    with pytest.raises(LandRefused) as refused:
        read_upload((files / name).read_bytes())
    (problem,) = refused.value.problems
    assert f"{problem.what} {problem.do}".startswith(REFUSED[name])


def asked(client: Client, file: Path) -> tuple[int, str]:
    """The status and the words of the page that a file is answered with."""
    with file.open("rb") as opened:
        answer = client.post(f"{AREA}my-land/answer/", {"way": "upload", "upload": opened})
    words = html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).replace("\xa0", " ")
    return answer.status_code, " ".join(words.split())


@pytest.mark.django_db
def test_the_page_says_of_each_what_it_is_and_whose_strategy_speaks_of_it(
    files: Path, client: Client, tmp_path: Path, settings
) -> None:
    settings.EDITIONS, settings.COUNTERS = tmp_path / "editions", tmp_path / "counters.sqlite3"
    settings.EDITIONS.mkdir()
    publish()
    for name, (_, _, whose) in ACCEPTED.items():
        status, words = asked(client, files / name)
        assert status == 200, name
        assert "None of this land is in Kent and Medway. This strategy says nothing of it." in words
        assert f"the area of the strategy for {whose} (" in words, name
    for name, said in REFUSED.items():
        status, words = asked(client, files / name)
        assert status == 400, name
        assert said in words, name
