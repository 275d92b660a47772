"""`lnrs sketch --area england`: forty-eight editions, each of which verifies."""

from pathlib import Path

import pytest

from lnrs.edition.verify import verify
from lnrs.network import folder as folders

from .commands import lnrs

PLACES = 2_000


@pytest.fixture(scope="module")
def england(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("england")
    done = lnrs("sketch", "small", "--area", "england", "--places", str(PLACES), "--processes", "1", cwd=room)
    assert done.returncode == 0
    assert "invented England" in done.stdout
    assert done.stderr.count("places") == 48
    return room / "small"


def test_there_is_an_edition_of_every_area_and_each_verifies(england: Path) -> None:
    sources = folders.read(england).sources
    found = [verify(Path(source.path)) for source in sources]
    assert [one.area for one in found] == list(range(1, 49))
    assert all(one.invented for one in found)
    assert sum(one.counts["PM"] for one in found) == PLACES
    assert {"published", "draft"} <= {one.status for one in found}
    assert len({one.identity for one in found}) == 48


def test_fewer_places_than_areas_are_refused(tmp_path: Path) -> None:
    done = lnrs("sketch", "none", "--area", "england", "--places", "47", cwd=tmp_path)
    assert done.returncode == 2
    assert not (tmp_path / "none").exists()
